"""A release written back as the files it could have been loaded from: load them elsewhere and get the same rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from app.catalogue.exporting import around, cycle, findings, guidance, law, money, tree
from app.catalogue.views import CatalogueView
from app.core.errors import Invalid
from app.core.labels import message


def export_release(view: CatalogueView, folder: Path, *, dry_run: bool = False) -> list[Path]:
    """Write a release into a folder; the files written, or with `dry_run` those that would be.

    Raises Invalid when the folder is there and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid(message("%(folder)s is there already and not empty."), field="folder", folder=str(folder))
    written = []
    for name, content in _files_of(view).items():
        path = folder / name
        written.append(path)
        if dry_run:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_dumped(content), encoding="utf-8")
    return written


class _Dumper(yaml.CSafeDumper):
    """Without anchors, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dumped(content: Any) -> str:
    text: str = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def _files_of(view: CatalogueView) -> dict[str, Any]:
    """What stands in each file, the head first."""
    beside = {kind: entries for kind, make in _BESIDE.items() if (entries := make(view))}
    files: dict[str, Any] = {kind: {kind: entries} for kind, entries in beside.items()}
    if view.measures or view.themes or view.calls:
        files["support"] = around.support(view)
    blocks = {
        f"blocks/{number:02}-{block.key}.yaml": {"blocks": [tree.block(view, block)]}
        for number, block in enumerate(view.blocks.values())
    }
    head = around.head(view)
    head["files"] = {kind: f"{kind}.yaml" for kind in files} | {"blocks": list(blocks)}
    return {"catalogue.yaml": head} | {f"{kind}.yaml": content for kind, content in files.items()} | blocks


_BESIDE: Final[Mapping[str, Callable[[CatalogueView], list[dict[str, Any]]]]] = {
    "sources": around.sources,
    "acts": law.acts,
    "articles": law.articles,
    "actors": around.actors,
    "funds": around.funds,
    "countries": law.countries,
    "participation": law.participation,
    "conditions": law.conditions,
    "workstreams": around.workstreams,
    "empowerments": around.empowerments,
    "linkages": around.linkages,
    "deadlines": around.deadlines,
    "cycle": cycle.steps,
    "cycle_record": cycle.record,
    "reference_keys": cycle.reference_keys,
    "pools": cycle.pools,
    "allocations": money.allocations,
    "presidencies": cycle.presidencies,
    "finding_kinds": findings.kinds,
    "findings": findings.findings,
    "guidance": guidance.guidance,
    "terms": around.terms,
}

"""A catalogue as it was read: all its parts in their order, and the hash of its content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.catalogue.reading import shapes
from app.catalogue.reading.folder import Folder


@dataclass(frozen=True)
class CatalogueFile:
    """A catalogue without faults. Countries, steps, measures and themes are in their own order."""

    head: shapes.Head
    sources: tuple[shapes.SourceShape, ...]
    acts: tuple[shapes.ActShape, ...]
    articles: tuple[shapes.ArticleShape, ...]
    actors: tuple[shapes.ActorShape, ...]
    funds: tuple[shapes.FundShape, ...]
    countries: tuple[shapes.CountryShape, ...]
    participation: tuple[shapes.ParticipationShape, ...]
    conditions: tuple[shapes.ConditionShape, ...]
    workstreams: tuple[shapes.WorkstreamShape, ...]
    empowerments: tuple[shapes.EmpowermentShape, ...]
    linkages: tuple[shapes.LinkageShape, ...]
    deadlines: tuple[shapes.DeadlineShape, ...]
    cycle: tuple[shapes.CycleStepShape, ...]
    cycle_record: tuple[shapes.CycleRecordShape, ...]
    reference_keys: tuple[shapes.ReferenceKeyShape, ...]
    pools: tuple[shapes.PoolShape, ...]
    allocations: tuple[shapes.AllocationShape, ...]
    presidencies: tuple[shapes.PresidencyShape, ...]
    finding_kinds: tuple[shapes.FindingKindShape, ...]
    findings: tuple[shapes.FindingShape, ...]
    guidance: tuple[shapes.GuidanceShape, ...]
    measures: tuple[shapes.MeasureShape, ...]
    themes: tuple[shapes.ThemeShape, ...]
    calls: tuple[shapes.CallShape, ...]
    terms: tuple[shapes.TermShape, ...]
    blocks: tuple[shapes.BlockShape, ...]
    content_hash: str
    size: int


def assemble(folder: Folder) -> CatalogueFile:
    """Put the parts of a faultless folder together."""

    def listed(kind: str, key: str | None = None) -> tuple[Any, ...]:
        part = folder.beside.get(kind)
        return tuple(getattr(part.contents, key or kind)) if part else ()

    def ordered(kind: str, key: str | None = None) -> tuple[Any, ...]:
        return tuple(sorted(listed(kind, key), key=lambda entry: entry.order))

    head: shapes.Head = folder.head.contents
    parts: dict[str, tuple[Any, ...]] = {kind: listed(kind) for kind in shapes.BESIDE if kind != "support"}
    parts |= {
        "countries": ordered("countries"),
        "cycle": ordered("cycle"),
        "allocations": ordered("allocations"),
        "finding_kinds": ordered("finding_kinds"),
        "guidance": ordered("guidance"),
        "measures": ordered("support", "measures"),
        "themes": ordered("support", "themes"),
        "calls": ordered("support", "calls"),
        "blocks": tuple(block for part in folder.blocks for block in part.contents.blocks),
    }
    return CatalogueFile(head=head, **parts, content_hash=content_hash(head, parts), size=folder.size)


def content_hash(head: shapes.Head, parts: dict[str, tuple[Any, ...]]) -> str:
    """SHA-256 over what the catalogue says: not over comments, file names, quotes or what is left at its default."""
    content: dict[str, Any] = {"head": _dumped(head)}
    del content["head"]["files"]
    for kind, entries in parts.items():
        content[kind] = [_dumped(entry) for entry in entries]
    starts_on = content["head"]["starts_on"]
    _drop_default_start(content["blocks"], starts_on)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def _dumped(entry: BaseModel) -> dict[str, Any]:
    return entry.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _drop_default_start(nodes: Sequence[dict[str, Any]], starts_on: str) -> None:
    """An item that starts when the programme does says the same with and without its date."""
    for node in nodes:
        if node.get("starts_on") == starts_on:
            del node["starts_on"]
        _drop_default_start(node.get("children", ()), starts_on)

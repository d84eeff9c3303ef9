"""A release written back as the files it could have been loaded from: load them elsewhere and get the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final

import yaml

from app.catalogue import views as v
from app.catalogue.rows import DEFAULT_LEAD_TIME_DAYS
from app.catalogue.states import Confidence, DueKind
from app.core.errors import Invalid
from app.core.labels import message


def export_release(view: v.CatalogueView, folder: Path) -> list[Path]:
    """Write a release into a folder; the files written. Raises Invalid when the folder is there and not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid(message("%(folder)s is there already and not empty."), field="folder", folder=str(folder))
    written = []
    for name, content in _files_of(view).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_dumped(content), encoding="utf-8")
        written.append(path)
    return written


class _Dumper(yaml.CSafeDumper):
    """Without anchors, which the reader refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dumped(content: Any) -> str:
    text: str = yaml.dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return text


def _said(**values: Any) -> dict[str, Any]:
    """A mapping without what is left at its default, in plain values; a name may end in _ where Python wants it to."""
    return {key.rstrip("_"): _plain(value) for key, value in values.items() if value not in (None, (), [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, v.Text):
        rest = sorted(language for language in value.by_language if language != "en")
        return {language: value.by_language[language] for language in ["en", *rest]}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value


def _legal(references: Iterable[v.LegalView]) -> list[dict[str, str]]:
    return [{"act": reference.act, "article": reference.article} for reference in references]


def _unless_high(confidence: Confidence) -> Confidence | None:
    return None if confidence is Confidence.HIGH else confidence


def _files_of(view: v.CatalogueView) -> dict[str, Any]:
    """What stands in each file, the head first."""
    beside = {kind: entries for kind, make in _BESIDE.items() if (entries := make(view))}
    files: dict[str, Any] = {kind: {kind: entries} for kind, entries in beside.items()}
    if view.measures or view.themes:
        files["support"] = _support(view)
    blocks = {
        f"blocks/{number:02}-{block.key}.yaml": {"blocks": [_block(view, block)]}
        for number, block in enumerate(view.blocks.values())
    }
    head = _head(view)
    head["files"] = {kind: f"{kind}.yaml" for kind in files} | {"blocks": list(blocks)}
    return {"catalogue.yaml": head} | {f"{kind}.yaml": content for kind, content in files.items()} | blocks


def _head(view: v.CatalogueView) -> dict[str, Any]:
    return _said(
        catalogue=view.catalogue,
        version=view.version,
        title=view.title,
        notice=view.notice,
        language=view.language,
        starts_on=view.starts_on,
        applies_from=view.applies_from,
        in_force_from=view.in_force_from,
        documents=[
            _said(reference=entry.reference, celex=entry.celex, date=entry.dated_on, note=entry.note)
            for entry in view.documents
        ],
        plan_sections=[_said(key=entry.key, title=entry.title, hint=entry.hint) for entry in view.plan_sections],
    )


def _acts(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            code=act.code,
            celex=act.celex,
            number=act.number,
            group=act.group,
            kind=act.kind,
            title=act.title,
            subject=act.subject,
            published_on=act.published_on,
            in_force_on=act.in_force_on,
            applies_from=act.applies_from,
            applies_from_printed=act.applies_from_printed,
            exceptions=[_said(articles=e.articles, from_=e.applies_from) for e in act.exceptions],
            parent=act.parent,
            confidence=_unless_high(act.confidence),
            note=act.note,
        )
        for act in view.acts.values()
    ]


def _countries(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            code=country.code,
            iso2=country.iso2,
            iso3=country.iso3,
            order=country.position,
            title=country.title,
            native=country.native,
            schengen=country.schengen,
            borders=_said(
                external_land=country.has_external_land_border,
                sea=country.has_sea_border,
                air=country.has_air_border,
                neighbours=country.neighbours,
                note=country.border_note,
            ),
        )
        for country in view.countries.values()
    ]


def _participation(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            country=entry.country,
            act=entry.act,
            bound=entry.bound,
            articles=entry.articles,
            basis=entry.basis,
            confidence=_unless_high(entry.confidence),
            source=entry.source,
        )
        for entry in view.participation.values()
    ]


def _conditions(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            key=condition.key,
            title=condition.title,
            description=condition.description,
            legal=_legal(condition.legal),
            otherwise=condition.otherwise,
            holds=[
                _said(
                    country=held.country,
                    holds=held.holds,
                    from_=held.valid_from,
                    until=held.valid_until,
                    basis=held.basis,
                    source=held.source,
                )
                for held in condition.holds
            ],
        )
        for condition in view.conditions.values()
    ]


def _workstreams(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            key=workstream.key,
            title=workstream.title,
            measured_by=workstream.measured_by,
            ladder=[_said(key=step.key, title=step.title, value=step.value) for step in workstream.ladder],
        )
        for workstream in view.workstreams.values()
    ]


def _empowerments(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            code=entry.code,
            act=entry.legal.act,
            article=entry.legal.article,
            kind=entry.kind,
            adopted_by=entry.adopted_by,
            subject=entry.subject,
            status=entry.status,
            adopted_as=entry.adopted_as,
        )
        for entry in view.empowerments
    ]


def _deadlines(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            on=entry.on,
            title=entry.title,
            kind=entry.kind,
            legal=_legal(entry.legal),
            done_on=entry.done_on,
            done=entry.done,
        )
        for entry in view.deadlines
    ]


def _cycle(view: v.CatalogueView) -> list[dict[str, Any]]:
    return [
        _said(
            key=step.key,
            order=step.position,
            title=step.title,
            when=step.when,
            month_day=step.month_day,
            actors=step.actors,
            legal=_legal(step.legal),
        )
        for step in view.cycle
    ]


def _support(view: v.CatalogueView) -> dict[str, Any]:
    return {
        "measures": [
            _said(key=entry.key, order=entry.position, title=entry.title, description=entry.description)
            for entry in view.measures
        ],
        "themes": [_said(key=entry.key, order=entry.position, title=entry.title) for entry in view.themes],
    }


def _block(view: v.CatalogueView, block: v.BlockView) -> dict[str, Any]:
    content = _said(
        key=block.key,
        code=block.code,
        title=block.title,
        description=block.description,
        in_sum=None if block.is_in_sum else False,
        objectives=block.objectives,
        acts=block.acts,
        funds=block.funds,
    )
    return content | {"children": [_child(view, child) for child in block.children]}


def _child(view: v.CatalogueView, child: v.SectionView | v.ItemView) -> dict[str, Any]:
    if isinstance(child, v.ItemView):
        return _item(view, child)
    content = _said(section=child.key, title=child.title, description=child.description)
    return content | {"children": [_child(view, below) for below in child.children]}


def _item(view: v.CatalogueView, item: v.ItemView) -> dict[str, Any]:
    first = _said(
        item=item.key,
        origin=item.origin,
        level=item.level,
        title=item.title,
        description=item.description,
        workstream=item.workstream,
        actors=item.actors,
    )
    rest = _said(
        obligation=item.obligation,
        condition=item.condition,
        nature=item.nature,
        due=_due(item.due) if item.due else None,
        key_item=item.is_key or None,
        closing=_said(
            kind=item.closing_kind,
            text=item.closing_text,
            unit=item.closing_unit,
            product=item.closes_by_product or None,
        ),
        sensitive=item.is_sensitive or None,
        starts_on=None if item.starts_on == view.starts_on else item.starts_on,
        lead_time_days=None if item.lead_time_days == DEFAULT_LEAD_TIME_DAYS else item.lead_time_days,
        depends_on=item.depends_on,
        provenance=item.provenance,
        confidence=item.confidence,
        outcome=_said(text=item.outcome.text, on=item.outcome.on, reference=item.outcome.reference)
        if item.outcome
        else None,
    )
    return first | {"legal": _legal(item.legal)} | rest


def _due(due: v.DueView) -> dict[str, Any]:
    recurring, event = due.kind is DueKind.RECURRING, due.kind is DueKind.ON_EVENT
    return _said(
        kind=due.kind,
        on=None if recurring else due.on,
        first_on=due.on if recurring else None,
        every=due.every,
        day=due.day,
        within=due.within,
        event=due.starts_from if event else None,
        from_=None if event else due.starts_from,
        as_printed=due.printed_on,
        anchor=due.anchor,
        note=due.note,
    )


_BESIDE: Final[Mapping[str, Any]] = {
    "sources": lambda view: [
        _said(code=entry.code, title=entry.title, url=entry.url, seen=entry.seen) for entry in view.sources.values()
    ],
    "acts": _acts,
    "articles": lambda view: [
        _said(act=entry.act, number=entry.number, heading=entry.heading, paragraphs=entry.paragraphs)
        for entry in view.articles.values()
    ],
    "actors": lambda view: [
        _said(code=entry.code, title=entry.title, group=entry.group, role=entry.role) for entry in view.actors.values()
    ],
    "funds": lambda view: [
        _said(code=entry.code, title=entry.title, act=entry.act, note=entry.note) for entry in view.funds.values()
    ],
    "countries": _countries,
    "participation": _participation,
    "conditions": _conditions,
    "workstreams": _workstreams,
    "empowerments": _empowerments,
    "linkages": lambda view: [
        _said(from_=entry.from_block, to=entry.to_block, reason=entry.reason) for entry in view.linkages
    ],
    "deadlines": _deadlines,
    "cycle": _cycle,
    "terms": lambda view: [
        _said(
            key=entry.key,
            title=entry.title,
            confidence={language: sure.value for language, sure in sorted(entry.confidence.items())},
        )
        for entry in view.terms.values()
    ],
}

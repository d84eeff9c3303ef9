"""Blocks, sections and items as they stand in their file."""

from __future__ import annotations

from typing import Any

from app.catalogue import views as v
from app.catalogue.exporting.plain import legal, said
from app.catalogue.rows import DEFAULT_LEAD_TIME_DAYS
from app.catalogue.states import DueKind


def block(view: v.CatalogueView, block: v.BlockView) -> dict[str, Any]:
    content = said(
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
    content = said(section=child.key, title=child.title, description=child.description)
    return content | {"children": [_child(view, below) for below in child.children]}


def _item(view: v.CatalogueView, item: v.ItemView) -> dict[str, Any]:
    first = said(
        item=item.key,
        origin=item.origin,
        level=item.level,
        title=item.title,
        description=item.description,
        workstream=item.workstream,
        actors=item.actors,
    )
    rest = said(
        obligation=item.obligation,
        condition=item.condition,
        nature=item.nature,
        due=_due(item.due) if item.due else None,
        key_item=item.is_key or None,
        closing=said(
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
        outcome=said(text=item.outcome.text, on=item.outcome.on, reference=item.outcome.reference)
        if item.outcome
        else None,
    )
    return first | {"legal": legal(item.legal)} | rest


def _due(due: v.DueView) -> dict[str, Any]:
    recurring, event = due.kind is DueKind.RECURRING, due.kind is DueKind.ON_EVENT
    return said(
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

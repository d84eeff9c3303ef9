"""Everything that the figures of a plan rest on, as one mapping of plain values: what a seal is made of. Pure.

People are not in it, nor keys of rows: items, milestones and sections go by the names that everybody knows them by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.catalogue.views import CatalogueView
from app.plans.parts import named
from app.plans.queries.records import EvidenceRecord, ItemRecord, MilestoneRecord, PlanInScope, PlanState, ProseRecord
from app.readiness.cases import ItemReading
from app.readiness.cells import Reading
from app.readiness.facts import EuPredecessor
from app.readiness.plan import PlanReading
from app.readiness.states import RULE_VERSION

FORMAT = 2
"""Raised when the same plan would give another text; 2 also holds the official document
and which blocks are in the sum."""

TAKEN_BACK = "taken_back"
"""Stands in the place of the virus scan for a file that was taken back before the plan was sealed."""

_OF_ROWS = frozenset(
    {"plan_id", "plan_item_id", "item_id", "milestone_id", "evidence_id", "prose_id", "version", "position"}
    | {"authority_id", "lead_authority_id", "contributing", "file_id", "section_key", "first_shared_at", "parts"}
)
"""Keys and numbers of rows mean nothing outside this database, and where a row stands in a list is no fact."""

_OF_SOME = frozenset(
    {"comes_from", "continued_as", "unchanged", "budget", "funding", "unfunded", "part_funded", "uncovered"}
)
"""Fields that are left out while they are empty: a plan without them gives the text that it always gave."""


@dataclass(frozen=True)
class Material:
    """What of a plan was read for a snapshot. `authorities`: names by key; `files`: hash and scan by key."""

    plan: PlanInScope
    state: PlanState
    prose: Sequence[tuple[str, ProseRecord]]
    authorities: Mapping[int, str]
    files: Mapping[int, tuple[str, str]]
    reading: PlanReading


def snapshot_of(view: CatalogueView, material: Material) -> dict[str, Any]:
    """The snapshot. Figures in 1/100 %; `rule_version` and `as_of` say how and for which day they were computed."""
    reading = material.reading
    return {
        "format": FORMAT,
        "plan": material.plan.owner,
        "state": material.plan.scope.value,
        "as_of": reading.day,
        "is_invented": material.plan.head.is_demonstration,
        "rule_version": RULE_VERSION,
        "catalogue": {"name": view.catalogue, "version": view.version, "hash": view.content_hash},
        **recorded_since(view, material.plan.owner, reading.day),
        "blocks_in_sum": [block.key for block in view.blocks.values() if block.is_in_sum],
        "items": _items(view, material),
        "prose": _prose(material.prose),
        "eu_level": _deliveries(view, reading),
        "figures": {
            "total": _figures(reading.total),
            "blocks": {key: _figures(block) for key, block in reading.blocks.items()},
            "gaps": dict(reading.gap_counts),
        },
    }


def recorded_since(view: CatalogueView, owner: str, day: date) -> dict[str, Any]:
    """What was recorded since the release and counts beside it for a plan on a day; nothing where nothing does."""
    laid = [
        {
            "condition": key,
            "from": held.valid_from,
            "until": held.valid_until,
            "reference": held.laid.reference,
            "recorded_at": held.laid.recorded_at,
        }
        for key, held in view.laid_for(owner)
        if held.laid is not None and held.covers(day)
    ]
    return {"findings": laid} if laid else {}


def _items(view: CatalogueView, material: Material) -> dict[str, Any]:
    """Every item of the plan's level, in words where something was said, with its figures in any case."""
    said = {item.item_id: item for item in material.state.items}
    milestones, evidence = _by_item(material.state.milestones), _by_item(material.state.evidence)
    waits_for = _waits_for(material.state)
    items = {}
    for item_id, reading in material.reading.items.items():
        item = view.items_by_id[item_id]
        held: dict[str, Any] = {"block": item.block_key, "figures": _item_figures(view, reading)}
        if item_id in said:
            held["said"] = _said(said[item_id], material.authorities)
            held["milestones"] = {
                step.reference: _milestone(step, material.authorities, waits_for.get(step.milestone_id, ()))
                for step in milestones.get(item_id, ())
            }
            held["evidence"] = [_piece(piece, material.files) for piece in evidence.get(item_id, ())]
        items[item.key] = held
    return items


def _by_item(records: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for record in records:
        found[record.item_id].append(record)
    return found


def _waits_for(state: PlanState) -> dict[int, list[str]]:
    """Milestone → what it waits for: a reference of the own plan, else whose it is; any other says no more."""
    own = {step.milestone_id: step.reference for step in state.milestones}
    found: dict[int, list[str]] = defaultdict(list)
    for pair in state.predecessors:
        found[pair.milestone_id].append(own.get(pair.predecessor_id, pair.predecessor_owner))
    return {key: sorted(names) for key, names in found.items()}


def _plain_fields(record: Any) -> dict[str, Any]:
    found = {entry.name: getattr(record, entry.name) for entry in fields(record) if entry.name not in _OF_ROWS}
    return {name: value for name, value in found.items() if value is not None or name not in _OF_SOME}


def _said(item: ItemRecord, authorities: Mapping[int, str]) -> dict[str, Any]:
    return {
        **_plain_fields(item),
        "lead_authority": authorities.get(item.lead_authority_id or 0),
        "contributing": sorted(authorities.get(key, "") for key in item.contributing),
    }


def _milestone(step: MilestoneRecord, authorities: Mapping[int, str], waits_for: Sequence[str]) -> dict[str, Any]:
    return {
        **_plain_fields(step),
        "authority": authorities.get(step.authority_id or 0),
        "waits_for": list(waits_for),
        **({"parts": named(step.parts, authorities)} if step.parts else {}),
    }


def _piece(piece: EvidenceRecord, files: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    content_hash, scan = files.get(piece.file_id or 0, (None, None))
    return {**_plain_fields(piece), "file_hash": content_hash, "file_scan": scan}


def _prose(written: Sequence[tuple[str, ProseRecord]]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for block_key, record in written:
        found[block_key][record.section_key] = _plain_fields(record)
    return dict(found)


def _predecessor(view: CatalogueView, one: EuPredecessor) -> dict[str, Any]:
    item = view.items_by_id.get(one.item_id)
    return {
        "item": item.key if item else None,
        "title": one.title,
        "delivered_on": one.delivered_on,
        "expected_on": one.expected_on,
        "lead_time_days": one.lead_time_days,
    }


def _deliveries(view: CatalogueView, reading: PlanReading) -> list[dict[str, Any]]:
    """What the EU level has delivered or announced, as far as it was shared: states rest on it."""
    return [_predecessor(view, one) for _, one in sorted(reading.circumstances.deliveries.items())]


def _item_figures(view: CatalogueView, item: ItemReading) -> dict[str, Any]:
    return {
        "counting": item.counting,
        "is_key": item.is_key,
        "weight": item.weight,
        "has_information": item.facts.has_information,
        "state": item.state,
        "level": item.level,
        "progress": item.progress,
        "expected_own": item.expected_own,
        "expected_law": item.expected_law,
        "required": item.required,
        "sums": {name: one for name, one in item.facts.sums._asdict().items() if one or name not in _OF_SOME},
        "evidenced": item.facts.evidenced._asdict(),
        "overlap_days": item.facts.before.overlap_days,
        "waits_for_eu": [_predecessor(view, one) for one in item.facts.before.eu],
    }


def _figures(reading: Reading) -> dict[str, Any]:
    return {
        **{name: value for name, value in asdict(reading).items() if name != "leading_item"},
        "shown_progress": reading.shown_progress,
        "gap": reading.gap,
    }

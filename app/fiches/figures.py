"""The figures of a fiche, as plain values in 1/100 %: what the rule says of the shared state of one day. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from app.assessments.queries import FirstReading
from app.catalogue.views import CatalogueView, ItemView
from app.flags.records import FlagRecord
from app.flags.states import ENDED, Severity
from app.readiness.cells import Reading
from app.readiness.plan import PlanReading
from app.readiness.states import RULE_VERSION
from app.review.snapshot import recorded_since

FORMAT = 1
"""Raised when the same plan would give other figures in another shape."""

ROOTS = 10
"""So many of the widest gaps are named."""


def figures_of(
    view: CatalogueView, reading: PlanReading, flags: Iterable[FlagRecord], first: FirstReading, *, is_invented: bool
) -> dict[str, Any]:
    """The figures. `flags`: those of the Commission on the plan; counted are those open at the end of the day."""
    return {
        "format": FORMAT,
        "as_of": reading.day.isoformat(),
        "is_invented": is_invented,
        "rule_version": RULE_VERSION,
        "catalogue": {"name": view.catalogue, "version": view.version, "hash": view.content_hash},
        **recorded_since(view, reading.owner, reading.day),
        "total": _sums(reading.total),
        "blocks": [
            {"key": block.key, "code": block.code, "title": block.title.in_("en"), "is_in_sum": block.is_in_sum}
            | _sums(reading.blocks[block.key])
            for block in view.blocks.values()
        ],
        "roots": [
            {"title": _title(view.items_by_id[root.item_id]), "waiting": root.waiting, "width": root.width}
            for root in reading.roots[:ROOTS]
        ],
        "flags": _open_flags(flags, reading),
        "first_reading": {"confirmed": first.confirmed, "total": first.total},
    }


def _title(item: ItemView) -> str:
    return item.title.in_("en")


def _sums(reading: Reading) -> dict[str, Any]:
    return {
        "progress": reading.shown_progress,
        "expected_law": reading.required,
        "informed": reading.informed,
        "counted": reading.counted,
        "key_total": reading.key_total,
        "key_reported": reading.key_reported,
        "key_shown": reading.key_shown,
        "key_confirmed": reading.key_confirmed,
        "past": reading.past,
    }


def _open_flags(flags: Iterable[FlagRecord], reading: PlanReading) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for flag in flags:
        standing = flag.standing(reading.day)
        if not flag.asker and standing is not None and standing.state not in ENDED:
            counted[flag.severity.value] += 1
    return {severity.value: counted[severity.value] for severity in Severity}

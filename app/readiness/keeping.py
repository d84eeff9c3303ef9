"""Summaries and trend points as JSON texts, for a store beside the process. Days in ISO 8601, figures as they are."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any

from app.plans.states import Scope
from app.readiness.cells import Reading
from app.readiness.plan import PlanSummary
from app.readiness.roots import Root
from app.readiness.states import Counting, InPlace, State
from app.readiness.trend import TrendPoint

_READING_FIELDS = tuple(entry.name for entry in fields(Reading))


def _reading_out(reading: Reading) -> list[Any]:
    return [getattr(reading, name) for name in _READING_FIELDS]


def _reading_in(values: list[Any]) -> Reading:
    named = dict(zip(_READING_FIELDS, values, strict=True))
    named["state"] = State(named["state"])
    named["by_state"] = {State(key): number for key, number in named["by_state"].items()}
    named["by_counting"] = {Counting(key): number for key, number in named["by_counting"].items()}
    named["level"] = InPlace(named["level"]) if named["level"] else None
    return Reading(**named)


def summary_to_text(summary: PlanSummary) -> str:
    """A summary as JSON."""
    return json.dumps(
        {
            "owner": summary.owner,
            "scope": summary.scope,
            "day": summary.day.isoformat(),
            "total": _reading_out(summary.total),
            "blocks": {key: _reading_out(reading) for key, reading in summary.blocks.items()},
            "furthest": summary.furthest,
            "roots": summary.roots,
        },
        separators=(",", ":"),
    )


def summary_from_text(text: str) -> PlanSummary:
    """A summary from its JSON. Raises KeyError, TypeError or ValueError when it is of another shape."""
    held = json.loads(text)
    return PlanSummary(
        owner=held["owner"],
        scope=Scope(held["scope"]),
        day=date.fromisoformat(held["day"]),
        total=_reading_in(held["total"]),
        blocks={key: _reading_in(values) for key, values in held["blocks"].items()},
        furthest=held["furthest"],
        roots=tuple(Root(item_id, State(state), *rest) for item_id, state, *rest in held["roots"]),
    )


def point_to_text(point: TrendPoint) -> str:
    """A trend point as JSON."""
    return json.dumps([point.day.isoformat(), *point[1:]], separators=(",", ":"))


def point_from_text(text: str) -> TrendPoint:
    """A trend point from its JSON. Raises TypeError or ValueError when it is of another shape."""
    day, *rest = json.loads(text)
    return TrendPoint(date.fromisoformat(day), *rest)

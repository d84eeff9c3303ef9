"""The trend: averages at the end of each month since the programme began, as sentence, table, file and picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap
from typing import Any, NamedTuple

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.http.context import catalogue_of, releases
from app.plans.states import EU
from app.readiness import display
from app.readiness.arithmetic import mean
from app.readiness.plan import PlanSummary
from app.readiness.queries import read_trend
from app.readiness.trend import TrendPoint, month_ends
from app.readiness.withholding import Pool
from app.web.export import Cell
from app.web.frame import DISCLAIMER, full_date
from app.web.kept import Remembered, reading_cache
from app.web.overview.matrix import Average
from app.web.readings import Matrix, Readable

MONTHS_LOOKED_BACK = 12

EU_COLOUR = "#6f5aa8"
AVERAGE_COLOUR = "#0b5a78"
EXPECTED_COLOUR = "#565f73"

HEAD = (
    "day",
    "average_of_member_states_percent",
    "member_states_in_average",
    "expected_by_law_percent",
    "eu_level_measures_percent",
    "key_items_reported_in_place",
    "key_items",
)


@dataclass(frozen=True)
class Point:
    """A day of the trend, whole per cent as shown. `expected`: by law, before the date of application only."""

    day: date
    average: Average
    expected: int | None
    eu: int | None
    key_reported: int
    key_total: int


class Trend(NamedTuple):
    """The points, and all that they were made of."""

    points: tuple[Point, ...]
    sources: tuple[object, ...]


_trends: Remembered[tuple[Point, ...]] = Remembered(48)


def trend_of(session: Session, readable: Readable, matrix: Matrix) -> Trend:
    """The trend for one reader, in the shared state, as known now.

    The day itself comes from the matrix, so that a change of today leaves the months before it as they are: then one
    statement tells so. None when nothing has changed.
    """
    view, day = matrix.view, matrix.seen.as_of
    eu = [(head, scope) for head, scope in readable.rows if head.owner == EU]
    asked = [*eu, *readable.pooled]
    ends = month_ends(view.starts_on, day)[:-1]
    earlier = read_trend(session, _view_on(view), asked, ends[-1], reading_cache()) if asked and ends else {}
    sources = (*matrix.sources, *earlier.values())
    key = (matrix.withheld, day)
    return Trend(_trends.of(sources, key, lambda: _points(matrix, [*ends, day], earlier)), sources)


def _points(matrix: Matrix, days: Sequence[date], earlier: Mapping[str, tuple[TrendPoint, ...]]) -> tuple[Point, ...]:
    def whole(plan: PlanSummary) -> tuple[TrendPoint, ...]:
        return (*earlier.get(plan.owner, ()), _point_of(plan, days[-1]))

    pool = matrix.pool.map(whole)
    eu = matrix.rows.get(EU)
    of_eu = whole(eu.reading) if eu else None
    return tuple(_point(matrix.view, day, number, pool, of_eu) for number, day in enumerate(days))


def _point_of(plan: PlanSummary, day: date) -> TrendPoint:
    total = plan.total
    return TrendPoint(
        day=day,
        progress=total.progress,
        required=total.required,
        counted=total.counted,
        informed=total.informed,
        key_total=total.key_total,
        key_reported=total.key_reported,
        has_begun=total.has_begun,
        is_complete=total.is_complete,
    )


def _view_on(view: CatalogueView) -> Callable[[date], CatalogueView]:
    """The law in force on a day, as known now. A release that is in force from the start is so on every day since."""
    if view.in_force_from <= view.starts_on:
        return lambda _day: view
    listed = releases()

    def on(day: date) -> CatalogueView:
        head = next((head for head in listed if head.in_force_from <= day), listed[-1])
        return view if head.release_id == view.release_id else catalogue_of(head)

    return on


def _point(
    view: CatalogueView,
    day: date,
    number: int,
    pool: Pool[tuple[TrendPoint, ...]],
    eu: Sequence[TrendPoint] | None,
) -> Point:
    told = pool.pick(lambda points: points[number] if points[number].progress is not None else None)
    expected = mean(point.required for point in told if point.required is not None)
    return Point(
        day=day,
        average=_average(told),
        expected=display.plain(expected) if day < view.applies_from else None,
        eu=_shown(eu[number]) if eu else None,
        key_reported=sum(point.key_reported for point in told),
        key_total=sum(point.key_total for point in told),
    )


def _shown(point: TrendPoint) -> int | None:
    return display.percent(point.progress, has_begun=point.has_begun, is_complete=point.is_complete)


def _average(told: Sequence[TrendPoint]) -> Average:
    percent = display.percent(
        mean(point.progress for point in told if point.progress is not None),
        has_begun=any(point.has_begun for point in told),
        is_complete=bool(told) and all(point.is_complete for point in told),
    )
    return Average(percent, len(told))


def sentence_of(points: Sequence[Point]) -> str:
    """What the trend says: where the average stands, and how far it came in twelve months."""
    told = [point for point in points if point.average.percent is not None]
    if not told:
        return str(gettext("Nothing that you may see has been shared yet, so there is no trend."))
    last = told[-1]
    said: str = ngettext(
        "On %(day)s the average of the one Member State whose shared plan tells of that day was %(percent)s %%.",
        "On %(day)s the average of the %(num)s Member States whose shared plans tell of that day was %(percent)s %%.",
        last.average.number,
        day=full_date(last.day),
        percent=last.average.percent,
    )
    earlier = told[:-1][-MONTHS_LOOKED_BACK:]
    if not earlier:
        return said
    change = display.difference(last.average.percent, earlier[0].average.percent)
    since: str = gettext(
        "Since %(day)s it has changed by %(change)s percentage points.",
        day=full_date(earlier[0].day),
        change=f"{change:+d}".replace("-", "−"),
    )
    return f"{said} {since}"


def rows_of_file(points: Sequence[Point]) -> Iterator[tuple[Cell, ...]]:
    """A line a day."""
    for point in points:
        yield (
            point.day,
            point.average.percent,
            point.average.number,
            point.expected,
            point.eu,
            point.key_reported,
            point.key_total,
        )


def picture_of(points: Sequence[Point], applies_from: date, *, is_invented: bool) -> dict[str, Any]:
    """The picture as Plotly takes it. What is invented says so inside it."""
    days = [point.day.isoformat() for point in points]
    lines = [
        _line(gettext("average of Member States"), days, [p.average.percent for p in points], AVERAGE_COLOUR, "solid"),
        _line(gettext("expected by law"), days, [p.expected for p in points], EXPECTED_COLOUR, "dot"),
        _line(gettext("EU-level measures"), days, [p.eu for p in points], EU_COLOUR, "dash"),
    ]
    return {"data": lines, "layout": _layout(points, applies_from, is_invented=is_invented)}


def _line(name: str, days: list[str], values: list[int | None], colour: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": days,
        "y": values,
        "line": {"color": colour, "width": 2, "dash": dash},
        "marker": {"color": colour, "size": 5},
        "hovertemplate": "%{x|%-d %B %Y}: %{y} %<extra>" + name + "</extra>",
    }


def _layout(points: Sequence[Point], applies_from: date, *, is_invented: bool) -> dict[str, Any]:
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    if points and points[0].day <= applies_from <= points[-1].day:
        on = applies_from.isoformat()
        line = {"color": EXPECTED_COLOUR, "width": 1}
        shapes.append({"type": "line", "x0": on, "x1": on, "yref": "paper", "y0": 0, "y1": 1, "line": line})
        notes.append(_note(gettext("application"), x=on, y=1.0, xanchor="right", yanchor="top"))
    if is_invented:
        words = _note(gettext("Invented data"), xref="paper", x=0.5, y=0.5, xanchor="center", yanchor="middle")
        notes.append({**words, "font": {"size": 28, "color": "rgba(86,95,115,.45)"}})
    disclaimer = "<br>".join(wrap(gettext(DISCLAIMER), 110))
    notes.append(_note(disclaimer, xref="paper", x=0, y=-0.3, xanchor="left", yanchor="top", align="left"))
    notes[-1]["font"] = {"size": 10, "color": EXPECTED_COLOUR}
    return {
        "yaxis": {"range": [0, 105], "ticksuffix": " %", "fixedrange": True, "gridcolor": "#d5d9e0"},
        "xaxis": {"type": "date", "tickformat": "%b %Y", "fixedrange": True},
        "legend": {"orientation": "h", "y": -0.18},
        "margin": {"l": 56, "r": 16, "t": 12, "b": 110},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "shapes": shapes,
        "annotations": notes,
    }


def _note(text: str, **place: Any) -> dict[str, Any]:
    return {"text": text, "showarrow": False, "yref": "paper", **place}

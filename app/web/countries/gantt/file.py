"""The Gantt as a file: a line a milestone, with its days, what it slipped and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.catalogue.views import CatalogueView
from app.plans.queries.records import PredecessorName
from app.web.countries.gantt.lines import BlockLines, ItemLines, Line
from app.web.export import Cell
from app.web.frame import country_name, in_language
from app.web.standing import standing_of
from app.web.tongue import gettext

HEAD = (
    "plan",
    "block",
    "item",
    "item_title",
    "item_state",
    "needed_by",
    "needed_by_kind",
    "milestone",
    "title",
    "authority",
    "standing",
    "start",
    "first_baseline",
    "latest_baseline",
    "forecast",
    "done",
    "cancelled",
    "slip_days_against_first_baseline",
    "slip_days_against_latest_baseline",
    "waits_for",
)


def rows_of_file(view: CatalogueView, owner: str, told: Iterable[BlockLines]) -> Iterator[tuple[Cell, ...]]:
    """Blocks, items and milestones in the order of the page; an item without milestones has a line of its own."""
    for block in told:
        for item in block.items:
            head = (owner, block.block.code, *_item(item))
            for line in item.lines:
                yield (*head, *_line(view, line))
            if not item.lines:
                yield (*head, *(None,) * (len(HEAD) - len(head)))


def _item(item: ItemLines) -> tuple[Cell, ...]:
    view = item.item
    return (
        view.key,
        in_language(view.title),
        item.reading.state.value,
        view.needed_by,
        view.needed_by_kind.value,
    )


def _line(view: CatalogueView, line: Line) -> tuple[Cell, ...]:
    record = line.record
    return (
        record.reference,
        gettext("In place") if record.is_closing else record.title,
        line.authority,
        None if record.is_closing else standing_of(record, view),
        record.start_on,
        line.slip.first,
        record.baseline_on,
        record.forecast_on,
        record.actual_on,
        "yes" if record.is_cancelled else "no",
        line.slip.against_first,
        line.slip.against_latest,
        "; ".join(_before(one) for one in line.before),
    )


def _before(one: PredecessorName) -> str:
    if one.reference is None:
        return gettext("a milestone of %(owner)s", owner=country_name(one.owner))
    return f"{one.reference} {one.title}"

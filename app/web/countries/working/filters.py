"""What of a plan's milestones is asked for: filters and order as an address writes them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum, message
from app.readiness.states import State
from app.web.countries.choices import whole_number
from app.web.countries.working.rows import ListedMilestone

NOBODY = "nobody"
LONGEST_TEXT = 100


class Stage(LabelledEnum):
    """How far a milestone is, as the list asks for it."""

    OPEN = "open", message("open")
    DONE = "done", message("done")
    CANCELLED = "cancelled", message("cancelled")


class Due(LabelledEnum):
    """When a milestone is expected to be done, seen from the day of the page."""

    OVERDUE = "overdue", message("date has passed")
    IN_14_DAYS = "14", message("in the next 14 days")
    IN_30_DAYS = "30", message("in the next 30 days")
    IN_90_DAYS = "90", message("in the next 90 days")
    UNDATED = "undated", message("without a date")


class Order(LabelledEnum):
    """By what the list is sorted; each also the other way round."""

    PLAN = "plan", message("as in the plan")
    REFERENCE = "reference", message("reference")
    TITLE = "title", message("title")
    AUTHORITY = "authority", message("authority")
    BASELINE = "baseline", message("baseline")
    DUE = "due", message("forecast, else baseline")
    CONFIRMED = "confirmed", message("last confirmed")


_KEYS: Mapping[Order, Callable[[ListedMilestone], Any]] = {
    Order.PLAN: lambda row: row.place,
    Order.REFERENCE: lambda row: (len(row.record.reference), row.record.reference),
    Order.TITLE: lambda row: (row.title.casefold(), row.place),
    Order.AUTHORITY: lambda row: (not row.authority, row.authority.casefold(), row.place),
    Order.BASELINE: lambda row: (row.record.baseline_on or date.max, row.place),
    Order.DUE: lambda row: (row.record.due_on or date.max, row.place),
    Order.CONFIRMED: lambda row: (row.record.confirmed_on or date.min, row.place),
}


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; empty: everything, as in the plan."""

    block: str = ""
    authority: str = ""
    state: str = ""
    stage: str = ""
    due: str = ""
    until: str = ""
    workstream: str = ""
    key: str = ""
    unconfirmed: str = ""
    text: str = ""
    sort: str = ""
    down: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything passes, in whichever order."""
        return not any(getattr(self, field.name) for field in fields(self) if field.name not in ("sort", "down"))

    @property
    def rare_in_use(self) -> int:
        """How many are set of those that stand behind a line of their own; order and its direction are one."""
        rare = (self.until, self.state, self.workstream, self.key, self.unconfirmed, self.sort or self.down)
        return sum(bool(one) for one in rare)

    def in_address(self) -> dict[str, str]:
        """The values as an address has them."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def day_of(self, name: str) -> date | None:
        """The day that a filter names; none where it is not set."""
        text = getattr(self, name)
        return date.fromisoformat(text) if text else None

    def passes(self, row: ListedMilestone, day: date) -> bool:
        """Whether a milestone is among what was asked for on the day of the page."""
        record = row.record
        return (
            (not self.block or row.block.code == self.block)
            and (not self.authority or str(record.authority_id or NOBODY) == self.authority)
            and (not self.state or row.state.value == self.state)
            and (not self.stage or _stage_of(row).value == self.stage)
            and (not self.workstream or record.workstream_key == self.workstream)
            and (not self.key or row.is_key)
            and (not self.due or _is_due(row, Due(self.due), day))
            and (not self.until or (record.due_on is not None and record.due_on <= date.fromisoformat(self.until)))
            and (not self.unconfirmed or _is_unconfirmed(row, date.fromisoformat(self.unconfirmed)))
            and (not self.text or self.text.casefold() in row.searched)
        )


def _stage_of(row: ListedMilestone) -> Stage:
    if row.record.is_cancelled:
        return Stage.CANCELLED
    return Stage.OPEN if row.is_open else Stage.DONE


def _is_due(row: ListedMilestone, due: Due, day: date) -> bool:
    on = row.record.due_on
    if not row.is_open:
        return False
    if due is Due.UNDATED:
        return on is None
    if on is None:
        return False
    if due is Due.OVERDUE:
        return on < day
    return day <= on <= day + timedelta(days=int(due.value))


def _is_unconfirmed(row: ListedMilestone, since: date) -> bool:
    return row.is_open and (row.record.confirmed_on is None or row.record.confirmed_on < since)


def filters_of(
    values: Mapping[str, str], view: CatalogueView, authorities: Mapping[int, str]
) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that there is not, which is left out."""
    known: dict[str, Callable[[str], bool]] = {
        "block": {block.code for block in view.blocks.values()}.__contains__,
        "authority": lambda text: text == NOBODY or whole_number(text) in authorities,
        "state": {state.value for state in State}.__contains__,
        "stage": {stage.value for stage in Stage}.__contains__,
        "due": {due.value for due in Due}.__contains__,
        "until": _is_day,
        "workstream": view.workstreams.__contains__,
        "key": {"1"}.__contains__,
        "unconfirmed": _is_day,
        "text": lambda text: len(text) <= LONGEST_TEXT,
        "sort": {order.value for order in Order}.__contains__,
        "down": {"1"}.__contains__,
    }
    asked = {name: values[name].strip() for name in known if values.get(name, "").strip()}
    unknown = tuple(name for name, value in asked.items() if not known[name](value))
    return Filters(**{name: value for name, value in asked.items() if name not in unknown}), unknown


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-01-01") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def matching(rows: list[ListedMilestone], filters: Filters, day: date) -> list[ListedMilestone]:
    """The milestones that pass, in the order asked for; what has no date stands last, also the other way round."""
    order = Order(filters.sort or Order.PLAN)
    found = sorted((row for row in rows if filters.passes(row, day)), key=_KEYS[order])
    if not filters.down:
        return found
    missing = [row for row in found if _is_missing(row, order)]
    return [*reversed([row for row in found if not _is_missing(row, order)]), *missing]


def _is_missing(row: ListedMilestone, order: Order) -> bool:
    record = row.record
    return (order is Order.DUE and record.due_on is None) or (order is Order.BASELINE and record.baseline_on is None)

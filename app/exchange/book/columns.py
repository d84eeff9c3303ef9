"""The columns of a plan's workbook, in their order: what each is called, holds, and whether it may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from app.core.labels import message
from app.plans.funding import STAGES
from app.plans.states import Measure


class Kind(Enum):
    """What a cell of a column holds."""

    LINE = auto()
    TEXT = auto()
    DAY = auto()
    NUMBER = auto()
    AMOUNT = auto()
    CHOICE = auto()


@dataclass(frozen=True)
class Column:
    """A column: its key (of a milestone's field, where it is one), its head, width in characters, what it is for."""

    key: str
    head: str
    kind: Kind
    width: int
    hint: str


REFERENCE, ITEM, ITEM_KEY, VERSION = "reference", "item", "item_key", "version"
CAUSE, REASON, KEEPS = "cause", "reason", "keeps_cause"

IDENTITY = (
    Column(REFERENCE, message("Reference"), Kind.LINE, 11, message("The milestone's reference; empty in a new row.")),
    Column(ITEM, message("Item"), Kind.LINE, 34, message("What is required. Rows stand under their item.")),
)
FIELDS = (
    Column(
        "title",
        message("Milestone"),
        Kind.LINE,
        38,
        message("Its title. A title in an empty row under an item adds a milestone."),
    ),
    Column("authority_id", message("Authority"), Kind.CHOICE, 26, message("Choose one of the plan's authorities.")),
    Column("step_key", message("Step"), Kind.CHOICE, 24, message("How far it is: choose a step of its ladder.")),
    Column("target_unit", message("Unit"), Kind.LINE, 14, message("Of a target: what is counted.")),
    Column("target_value", message("Target"), Kind.NUMBER, 10, message("Of a target: the number to be reached.")),
    Column("value", message("Value"), Kind.NUMBER, 10, message("Of a target: the number reached so far.")),
    Column(
        "value_on",
        message("Value as at"),
        Kind.DAY,
        12,
        message("The day on which the value held; change it with the value. Empty beside a new value: today."),
    ),
    Column("start_on", message("Start"), Kind.DAY, 12, message("When work on it begins.")),
    Column(
        "baseline_on",
        message("Baseline"),
        Kind.DAY,
        12,
        message("The date first promised. Once shared it is frozen, and changed on the milestone's page alone."),
    ),
    Column("forecast_on", message("Forecast"), Kind.DAY, 12, message("When it is expected to be done, as known now.")),
    Column("actual_on", message("Done on"), Kind.DAY, 12, message("When it was done; not in the future.")),
    Column("budget", message("Budget (EUR)"), Kind.AMOUNT, 15, message("What it is estimated to cost, in euro.")),
    Column("planned", message("Planned (EUR)"), Kind.AMOUNT, 15, message("Of an instrument's row: planned, in euro.")),
    Column(
        "committed", message("Committed (EUR)"), Kind.AMOUNT, 15, message("Of an instrument's row: committed, in euro.")
    ),
    Column("spent", message("Spent (EUR)"), Kind.AMOUNT, 15, message("Of an instrument's row: spent, in euro.")),
    Column("note", message("Note"), Kind.TEXT, 40, message("What readers of the milestone should know.")),
)
"""Fields of a milestone that a workbook can change."""

WHY = (
    Column(
        CAUSE,
        message("Cause"),
        Kind.CHOICE,
        22,
        message("Needed where the forecast moves by more than 14 days. Holds for what you change in the row."),
    ),
    Column(REASON, message("Why"), Kind.LINE, 30, message("One line on what you change in the row.")),
    Column(
        KEEPS,
        message("Keep the cause within the country"),
        Kind.CHOICE,
        16,
        message(
            "Yes: others read “other” as the cause, and no reason. Left empty where a forecast or baseline moves:"
            " as when it last moved."
        ),
    ),
)
HELP = (
    Column("needed_by", message("Needed by"), Kind.DAY, 12, message("To help reading: when the item is needed.")),
    Column("needed_by_kind", message("Kind of date"), Kind.LINE, 16, message("To help reading: legal, planning …")),
    Column("state", message("State of the item"), Kind.LINE, 20, message("To help reading: as of the download.")),
    Column("evidence", message("Evidence wanted"), Kind.TEXT, 40, message("To help reading: what shows the item.")),
)
MACHINE = (
    Column(ITEM_KEY, message("Item key"), Kind.LINE, 30, message("For the way back. Leave it as it is.")),
    Column(VERSION, message("Version"), Kind.NUMBER, 9, message("For the way back. Leave it as it is.")),
)
COLUMNS: tuple[Column, ...] = (*IDENTITY, *FIELDS, *WHY, *HELP, *MACHINE)
BY_KEY = {column.key: column for column in COLUMNS}
OF_FUNDING = frozenset(STAGES)
"""Amounts in the rows of instruments; no fields of a milestone itself."""
FIELD_KEYS = frozenset(column.key for column in FIELDS) - OF_FUNDING
HELP_KEYS = frozenset(column.key for column in HELP)

OF_ROWS = frozenset({CAUSE, REASON, KEEPS})
"""Open in every row of a milestone, beside its fields."""
EDITABLE = FIELD_KEYS | OF_FUNDING | OF_ROWS
OF_PARTS = frozenset({"value", "value_on", REASON, KEEPS})
"""Open in the row of an authority's part of a target."""

OF_INSTRUMENTS = OF_FUNDING | {REASON, KEEPS}
"""Open in the row of what an instrument pays."""

_OF_TARGETS = frozenset({"target_unit", "target_value", "value", "value_on"})
_SUMS = frozenset({"target_value", "value", "value_on"})
_OF_STEPS = frozenset({"step_key"})
_OF_CLOSING = frozenset({"authority_id", "start_on", "baseline_on", "forecast_on", "actual_on", "note"})


def open_fields(*, is_closing: bool, measured_by: str, is_frozen: bool, has_parts: bool = False) -> frozenset[str]:
    """The fields of a milestone that its row lets people change; the others are locked, sums of parts among them."""
    if is_closing:
        found = _OF_CLOSING
    else:
        found = FIELD_KEYS - (_OF_TARGETS if measured_by == Measure.STEPS.value else _OF_STEPS)
    found = found - _SUMS if has_parts else found
    return found - {"baseline_on"} if is_frozen else found

"""The seven states with their sign and colours, and the other closed vocabularies of the rule.

The one table of colours: CSS, pictures, workbooks and documents are made from `LOOK`.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.labels import LabelledEnum, message

RULE_VERSION = 1
"""Raised when the rule gives another figure for the same facts; every derivation names it."""


class State(LabelledEnum):
    """What stands in a cell; the order is the order in which an item's state is decided."""

    NOT_APPLICABLE = "not_applicable", message("not applicable")
    IN_PLACE = "in_place", message("in place")
    NO_INFORMATION = "no_information", message("no information")
    WAITS_FOR_EU = "waits_for_eu", message("waits for EU level")
    PAST_LEGAL_DATE = "past_legal_date", message("past its legal date")
    BEHIND_PLAN = "behind_plan", message("behind plan")
    ON_PLAN = "on_plan", message("on plan")


CELL_ORDER = (
    State.PAST_LEGAL_DATE,
    State.BEHIND_PLAN,
    State.WAITS_FOR_EU,
    State.NO_INFORMATION,
    State.ON_PLAN,
    State.IN_PLACE,
)
"""A cell shows the first of these that one of its deciding items has."""

OPEN_STATES = frozenset({State.WAITS_FOR_EU, State.PAST_LEGAL_DATE, State.BEHIND_PLAN, State.ON_PLAN})
"""Something was shared, and it is not in place."""


@dataclass(frozen=True)
class Look:
    """How a state is shown: sign and word always, colour besides. Colours are sRGB, `#rrggbb`."""

    sign: str
    background: str
    text: str
    is_hatched: bool = False
    is_bordered: bool = False


LOOK: dict[State, Look] = {
    State.IN_PLACE: Look("✓", "#0b5a78", "#ffffff"),
    State.ON_PLAN: Look("●", "#a9d9ee", "#062f40"),
    State.BEHIND_PLAN: Look("▲", "#ffd166", "#3a2900"),
    State.PAST_LEGAL_DATE: Look("✕", "#a3201a", "#ffffff"),
    State.WAITS_FOR_EU: Look("⧗", "#6f5aa8", "#ffffff"),
    State.NO_INFORMATION: Look("○", "#d5d9e0", "#1f2838", is_hatched=True),
    State.NOT_APPLICABLE: Look("–", "#ffffff", "#565f73", is_bordered=True),
}

RAMP = ("#e3f1f8", "#b5d9ea", "#7fbad6", "#3f8fb3", "#0b5a78")
"""Backgrounds for progress shown as a number: 0–20, 20–40, 40–60, 60–80, 80–100 %; one blue, getting darker."""

RAMP_TEXT = ("#062f40", "#062f40", "#062f40", "#04222f", "#ffffff")


class InPlace(LabelledEnum):
    """The three levels of "in place", always named."""

    REPORTED = "reported", message("reported")
    SHOWN = "shown", message("shown")
    CONFIRMED = "confirmed", message("confirmed")


class Counting(LabelledEnum):
    """Whether an item counts in a plan's readiness, and if not, why."""

    COUNTED = "counted", message("counted")
    NOT_BOUND = "not_bound", message("not applicable by law")
    CONDITION_FALSE = "condition_false", message("not applicable: its condition does not hold")
    STATED = "stated", message("not applicable, as the plan states")
    TO_BE_CONFIRMED = "to_be_confirmed", message("to be confirmed whether it applies")
    LATER_DUTY = "later_duty", message("needed only after the date of application")
    VOLUNTARY = "voluntary", message("voluntary or recommended")


NOT_APPLICABLE = frozenset({Counting.NOT_BOUND, Counting.CONDITION_FALSE, Counting.STATED})


class Severity(LabelledEnum):
    """How much a gap weighs. The order of the members is the order in which gaps are listed."""

    HIGH = "high", message("high")
    MEDIUM = "medium", message("medium")
    LOW = "low", message("low")

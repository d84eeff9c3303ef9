"""How the fields of a milestone fit together. Written once; pages, workbook and commands all come here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.money import clean_amount
from app.core.texts import clean_line, clean_text
from app.plans.history import State
from app.plans.progress import COMPLETE, settle, step_progress
from app.plans.rules.values import clean_count, clean_day, clean_number, clean_past_day, only_known
from app.plans.states import Cause, Measure

if TYPE_CHECKING:
    from app.catalogue.views import WorkstreamView

SMALL_MOVE_DAYS = 14
"""A forecast may move by so many days without a cause."""

TITLE_LIMIT = 300

MEASURED = frozenset({"step_key", "value", "value_on", "actual_on"})
"""Fields that say how far a milestone has come."""

EDITABLE = MEASURED | {
    "title",
    "authority_id",
    "position",
    "measured_by",
    "workstream_key",
    "target_unit",
    "target_base",
    "target_base_on",
    "target_value",
    "target_source",
    "start_on",
    "baseline_on",
    "forecast_on",
    "note",
    "budget",
}
"""Fields that people set; progress follows from them, cancelling and confirming are deeds of their own."""

_HOW_FAR = frozenset({"step_key", "value", "workstream_key", "measured_by", "target_base", "target_value"})
"""Fields that progress follows from."""

_SUMS = frozenset({"measured_by", "target_value", "value", "value_on", "step_key"})
"""Fields that follow from the parts of a target, or that parts rest on."""

CLOSING_EDITABLE = frozenset(
    {"authority_id", "start_on", "baseline_on", "forecast_on", "actual_on", "note", "position"}
)
"""Fields of the closing milestone that people set."""

_DAYS = ("start_on", "baseline_on", "forecast_on", "target_base_on")
_PAST_DAYS = ("actual_on", "value_on")
_NUMBERS = ("target_base", "target_value", "value")


def clean_milestone(values: Mapping[str, Any], *, is_closing: bool) -> State:
    """The values in their proper shape. Raises Invalid naming the field."""
    only_known(values, CLOSING_EDITABLE if is_closing else EDITABLE)
    cleaned: State = {}
    for name, value in values.items():
        if name in _DAYS:
            cleaned[name] = clean_day(value, name)
        elif name in _PAST_DAYS:
            cleaned[name] = clean_past_day(value, name)
        elif name == "budget":
            cleaned[name] = clean_amount(value, name)
        elif name in _NUMBERS:
            cleaned[name] = clean_count(value, name)
        else:
            cleaned[name] = _clean_other(name, value)
    return cleaned


def _clean_other(name: str, value: Any) -> Any:
    if name == "title":
        return clean_line(value, name, TITLE_LIMIT, required=True)
    if name == "note":
        return clean_text(value, name, 4000)
    if name == "target_unit":
        return clean_line(value, name, 60) or None
    if name == "target_source":
        return clean_line(value, name, 500) or None
    if name == "measured_by":
        return _clean_measure(value)
    if name in ("step_key", "workstream_key"):
        return clean_line(value, name, 100) or None
    if name == "position":
        return clean_number(value, name) or 0
    return clean_number(value, name)


def _clean_measure(value: Any) -> str:
    try:
        return Measure(value).value
    except ValueError:
        raise Invalid(message("Progress is measured by steps or by a target."), field="measured_by") from None


def with_progress(values: State, current: State, workstreams: Mapping[str, WorkstreamView]) -> State:
    """The values, and what follows from them for progress. Raises Invalid for an unknown workstream or step."""
    after = {**current, **values}
    if not values.keys() & {"step_key", "workstream_key", "measured_by"}:
        return dict(values)
    if after["workstream_key"] not in workstreams:
        raise Invalid(message("There is no such workstream."), field="workstream_key")
    if after["measured_by"] == Measure.STEPS.value:
        return {**values, "progress": step_progress(_step_value(after, workstreams))}
    if values.get("step_key"):
        raise Invalid(message("A milestone with a target has no steps."), field="step_key")
    return {**values, "step_key": None}


def _step_value(state: State, workstreams: Mapping[str, WorkstreamView]) -> int:
    key = state["step_key"]
    if key is None:
        return 0
    for step in workstreams[state["workstream_key"]].ladder:
        if step.key == key:
            value: int = step.value
            return value
    raise Invalid(message("This step is not on the ladder of the workstream."), field="step_key")


def without_blank_day(values: State, current: State) -> State:
    """The values without an empty day beside a value, which states none: the present value then keeps its own."""
    value = values.get("value", current["value"])
    if value is None or values.get("value_on", value) is not None:
        return values
    if value == current["value"]:
        return {**values, "value_on": current["value_on"]}
    return {name: held for name, held in values.items() if name != "value_on"}


def with_value_day(values: State, stated: date | None, day: date) -> State:
    """The values, and the day of a new value: the one that is stated, else the one from which the change holds."""
    return {**values, "value_on": stated or day} if values.get("value") is not None else values


def check_open(state: State) -> None:
    """Raise WrongState for a milestone that is cancelled: it is taken back first, if it was not moved."""
    check_not_moved(state)
    if state["is_cancelled"]:
        raise WrongState(message("This milestone is cancelled. Take it back before you change it."))


def check_not_moved(state: State) -> None:
    """Raise WrongState for a milestone that was moved: it goes on elsewhere, and would count twice."""
    if state["continued_as"]:
        raise WrongState(
            message("This milestone goes on as %(reference)s. Move that one if it belongs here."),
            reference=state["continued_as"],
        )


def check_target(values: State, current: State) -> None:
    """Who measures by a target says which, and does not take it away. Raises Invalid.

    Asked of what is set, not of every state: what was kept without a target can still be read and moved.
    """
    after = {**current, **values}
    is_set = bool(values.keys() & {"measured_by", "target_value"})
    if is_set and after["measured_by"] == Measure.TARGET.value and after["target_value"] is None:
        raise Invalid(message("Enter the target."), field="target_value")


def without_sums(values: State, current: State) -> State:
    """The values without what follows from the parts of the target, where there are any.

    Raises Invalid where a sum, or how the milestone is measured, would be another one.
    """
    if not current["parts"]:
        return values
    for name in sorted(_SUMS & values.keys()):
        if values[name] != current[name]:
            raise Invalid(
                message("This is the sum of the parts by authority. Change the parts on the milestone's page."),
                field=name,
            )
    return {name: value for name, value in values.items() if name not in _SUMS}


def check_fit(state: State) -> None:
    """What must hold of every state, whatever the day. Raises Invalid."""
    start, baseline, forecast = state["start_on"], state["baseline_on"], state["forecast_on"]
    if start and baseline and baseline < start:
        raise Invalid(message("The baseline date cannot lie before the start."), field="baseline_on")
    if start and forecast and forecast < start:
        raise Invalid(message("The forecast cannot lie before the start."), field="forecast_on")
    if state["measured_by"] == Measure.TARGET.value:
        target = state["target_value"]
        if target is not None and target == (state["target_base"] or 0):
            raise Invalid(message("The target must differ from the value it starts from."), field="target_value")


def check_actual(values: State, current: State, effective_on: date) -> None:
    """An actual date belongs to a milestone that is complete, by the day on which that is said to hold.

    `current` is the state on that day without the values. Raises Invalid.
    """
    actual = values.get("actual_on")
    if actual is None:
        return
    after = {**current, **values}
    settle(after, effective_on)
    if after["progress"] < COMPLETE:
        raise Invalid(
            message("Only a milestone at its last step or at its target has an actual date."),
            field="actual_on",
        )
    if actual > effective_on:
        raise Invalid(message("The actual date lies after the day from which the change holds."), field="actual_on")


def check_reopening(values: State, current: State, effective_on: date, *, is_closing: bool) -> None:
    """A milestone is opened again by what says how far it is: taking its actual date away alone opens nothing.

    `values` differ from the row as it stands; `current` is the state on the day without them. Raises Invalid.
    """
    if values.get("actual_on", effective_on) is not None:
        return
    after = {**current, **values}
    settle(after, effective_on)
    if after["progress"] < COMPLETE and not _HOW_FAR.isdisjoint(values):
        return
    if is_closing:
        sentence = message(
            "The item is reported in place. To take that back, use “Open again” on the milestone's page."
        )
    elif after["measured_by"] == Measure.TARGET.value:
        sentence = message("The target is reached. To open the milestone again, enter the value as it now stands.")
    else:
        sentence = message("The milestone is at its last step. To open it again, choose an earlier step.")
    raise Invalid(sentence, field="actual_on")


def check_moves(values: State, current: State, *, is_frozen: bool, cause: Cause | None, reason: str) -> None:
    """A frozen baseline, or a forecast by more than 14 days, moves with a cause only. Raises Invalid."""
    if _baseline_moves(values, current, is_frozen) or _forecast_moves(values, current):
        if cause is None:
            raise Invalid(message("Choose the cause for which the date moves."), field="cause")
        if cause is Cause.OTHER and not reason:
            raise Invalid(message("Say in words why the date moves."), field="reason")


def _baseline_moves(values: State, current: State, is_frozen: bool) -> bool:
    old = current["baseline_on"]
    if not is_frozen or old is None or values.get("baseline_on", old) == old:
        return False
    if values["baseline_on"] is None:
        raise Invalid(message("A baseline that has been shared cannot be taken away."), field="baseline_on")
    return True


def _forecast_moves(values: State, current: State) -> bool:
    """The forecast is measured against the one before; where there was none, against the baseline."""
    if "forecast_on" not in values or values["forecast_on"] == current["forecast_on"]:
        return False
    old = current["forecast_on"] or current["baseline_on"]
    new = values["forecast_on"] or values.get("baseline_on", current["baseline_on"])
    return old is not None and new is not None and abs((new - old).days) > SMALL_MOVE_DAYS

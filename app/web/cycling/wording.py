"""Where a step of the cycle stands, in a sentence: what was due and came later says both days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.catalogue.states import StepDueKind
from app.catalogue.views import CycleStepView, Text
from app.core.labels import message
from app.governance.cycle import Line
from app.governance.states import HAPPENED, Standing
from app.readiness.words import Sentence

_UNDATED = message("planned for %(planned)s; a document is recorded, no day")
DONE = Text({"en": "done"})
"""Where the catalogue has no word of its own."""


def done_word(step: CycleStepView) -> Text:
    """What is said of the step once it happened: “adopted”, “held”, “sent”."""
    return step.done or DONE


def said(line: Line, steps: Mapping[str, CycleStepView]) -> Sentence:
    """The sentence of an occurrence; `steps` by key, to name what it is counted from."""
    values = _values(line, steps)
    return Sentence(_text(line, values), values)


def _values(line: Line, steps: Mapping[str, CycleStepView]) -> dict[str, Any]:
    one = line.occurrence
    anchor = steps.get(one.anchor.step) if one.anchor else None
    waited_for = anchor or next((steps[key] for key in one.step.due.of if key in steps), None)
    values: dict[str, Any] = {
        "due": one.due_on,
        "first": one.opens_on,
        "planned": one.planned_on,
        "day": one.happened_on,
        "done": done_word(one.step),
        "days": one.days_later,
        "step": waited_for.title if waited_for else None,
        "anchor": one.anchor.day if one.anchor else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _text(line: Line, values: Mapping[str, Any]) -> str:
    has_due = "due" in values
    if line.standing in HAPPENED:
        is_before = line.occurrence.step.due.kind is StepDueKind.BEFORE
        return _happened(Standing.HAPPENED if is_before else line.standing)
    match line.standing:
        case Standing.PLANNED_LATER:
            return message("due %(due)s, planned for %(planned)s, %(days)s days later")
        case Standing.PLANNED:
            if has_due and line.occurrence.step.due.kind is not StepDueKind.BEFORE:
                return message("planned for %(planned)s, due %(due)s")
            return message("planned for %(planned)s")
        case Standing.WAITS:
            return message("waits for: %(step)s")
        case Standing.NOW:
            return _now(line, has_due)
        case Standing.COMING:
            return _coming(line)
    return _silent(line, has_due)


def _happened(standing: Standing) -> str:
    if standing is Standing.LATER:
        return message("due %(due)s, %(done)s %(day)s, %(days)s days later")
    if standing is Standing.IN_TIME:
        return message("due %(due)s, %(done)s %(day)s")
    return message("%(done)s %(day)s")


def _now(line: Line, has_due: bool) -> str:
    if line.occurrence.step.due.kind is StepDueKind.BEFORE:
        return message("to come before: %(step)s")
    if has_due:
        return message("may be done now, due %(due)s")
    return message("may be done now, the act gives no day")


def _coming(line: Line) -> str:
    if line.occurrence.is_provisional:
        return message("due %(due)s, if “%(step)s” comes on %(anchor)s")
    if line.occurrence.step.due.kind is StepDueKind.WINDOW:
        return message("from %(first)s to %(due)s")
    return message("due %(due)s")


def _silent(line: Line, has_due: bool) -> str:
    """Nothing recorded, or nothing public found: neither is said to be late."""
    if line.occurrence.step.due.kind is StepDueKind.BEFORE:
        if line.standing is Standing.NOT_FOUND:
            return message("before “%(step)s” of %(anchor)s; no public information found")
        return message("before “%(step)s” of %(anchor)s; nothing recorded")
    if line.standing is Standing.NOT_FOUND:
        return (
            message("due %(due)s; no public information found") if has_due else message("no public information found")
        )
    has_document = line.told.entry is not None and bool(line.told.entry.reference or line.told.entry.url)
    if has_document:
        return message("due %(due)s; a document is recorded, no day") if has_due else _UNDATED
    if has_due:
        return message("due %(due)s; nothing recorded")
    return message("planned for %(planned)s; nothing recorded")


def days_told(line: Line) -> tuple[date, ...]:
    """All days that the sentence of an occurrence can name, for a scale that shows them."""
    one = line.occurrence
    return tuple(day for day in (one.opens_on, one.due_on, one.planned_on, one.happened_on) if day is not None)

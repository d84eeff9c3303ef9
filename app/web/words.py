"""Sentences of the rule in the reader's language: message ids with days, texts and labels as values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.catalogue.views import Text
from app.core.labels import LabelledEnum, message
from app.readiness.words import Sentence
from app.web.tongue import day_in_full, gettext, language


def sentence(said: Sentence) -> str:
    """A sentence with its values put in: days in full, texts and labels in the reader's language."""
    template: str = gettext(said.text)
    if not said.values:
        return template
    return template % {name: in_words(value) for name, value in said.values.items()}


def in_words(value: Any) -> Any:
    """One value of a sentence."""
    if isinstance(value, date):
        return day_in_full(value)
    if isinstance(value, Text):
        return value.in_(language())
    if isinstance(value, LabelledEnum):
        return gettext(value.label)
    return value


def as_value(value: Any) -> Any:
    """A value of a history: a day in full, a dash for nothing, yes and no for truth."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return in_words(value)


FIELDS = {
    "title": message("title"),
    "authority_id": message("authority"),
    "lead_authority_id": message("lead authority"),
    "contributing": message("contributing authority"),
    "predecessor": message("waits for"),
    "measured_by": message("measured by"),
    "workstream_key": message("workstream"),
    "step_key": message("step"),
    "target_unit": message("unit"),
    "target_base": message("value at the start"),
    "target_base_on": message("value at the start, as at"),
    "target_value": message("target"),
    "target_source": message("source of the target"),
    "value": message("value"),
    "value_on": message("value as at"),
    "start_on": message("start"),
    "baseline_on": message("baseline"),
    "forecast_on": message("forecast"),
    "actual_on": message("done on"),
    "is_cancelled": message("cancelled"),
    "cancel_reason": message("why cancelled"),
    "note": message("note"),
    "applicability": message("applies"),
    "applicability_reason": message("why it does not apply"),
    "current_state": message("current state"),
    "missing": message("what is missing"),
    "change_planned": message("change planned"),
    "kind": message("kind"),
    "reference": message("reference"),
    "url": message("link"),
    "number": message("number"),
    "unit": message("unit"),
    "about_on": message("day it is about"),
    "expires_on": message("valid until"),
    "is_withdrawn": message("withdrawn"),
    "text": message("text"),
    "language": message("language"),
}
"""What histories call the fields of plans."""

_AUTHORITIES = frozenset({"authority_id", "lead_authority_id"})


def field_name(field: str) -> str:
    """A field of a plan in the reader's language."""
    return gettext(FIELDS.get(field, field.replace("_", " ")))


def as_change(value: Any, field: str, authorities: Mapping[int, str]) -> Any:
    """A value of a history as people read it: an authority by its name."""
    if field in _AUTHORITIES and isinstance(value, int):
        return authorities.get(value, "–")
    return as_value(value)

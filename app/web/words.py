"""Sentences of the rule in the reader's language: message ids with days, texts and labels as values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from app.catalogue.views import Text
from app.core.labels import LabelledEnum
from app.readiness.words import Sentence
from app.web.tongue import day_in_full, gettext, language

InFull = Callable[[date], str]
"""How a day is worded: `day_in_full` for files and letters, `day_on_page` for pages."""


def sentence(said: Sentence, in_full: InFull = day_in_full) -> str:
    """A sentence with its values put in: days in full, texts and labels in the reader's language."""
    template: str = gettext(said.text)
    if not said.values:
        return template
    return template % {name: in_words(value, in_full) for name, value in said.values.items()}


def in_words(value: Any, in_full: InFull = day_in_full) -> Any:
    """One value of a sentence."""
    if isinstance(value, date):
        return in_full(value)
    if isinstance(value, Text):
        return value.in_(language())
    if isinstance(value, LabelledEnum):
        return gettext(value.label)
    return value


def as_value(value: Any, in_full: InFull = day_in_full) -> Any:
    """A value of a history: a day in full, a dash for nothing, yes and no for truth."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return in_words(value, in_full)

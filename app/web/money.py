"""Amounts and instruments in the reader's language."""

from __future__ import annotations

from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum
from app.core.money import Euro, written
from app.plans import funding
from app.web.tongue import gettext, language

FIELDS = frozenset({"budget", "funding"})
"""Fields of a milestone that hold money."""


def euro(cents: int) -> str:
    """`EUR 1,250,000`: for sentences."""
    return str(Euro(cents))


def cents(amount: int) -> str:
    """`1,250,000.00`: for tables, whose captions say that it is euro; a dash for nothing."""
    return written(amount) if amount else "–"


def titles_of(view: CatalogueView) -> dict[str, str]:
    """Every instrument with its title; a fund of the catalogue with its code."""
    return {
        key: gettext(title.label) if isinstance(title, LabelledEnum) else f"{title.in_(language())} ({key})"
        for key, title in funding.instruments_of(view).items()
    }


def money_in_words(view: CatalogueView, value: int | str) -> str:
    """A budget; or who pays how much, by instrument."""
    if isinstance(value, int):
        return written(value)
    words = gettext("planned"), gettext("committed"), gettext("spent")
    return funding.named(value, titles_of(view), words)

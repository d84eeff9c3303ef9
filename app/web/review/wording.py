"""A comparison in words: fields and values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel import Locale

from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum, message
from app.readiness.states import InPlace, State
from app.review.comparing import DATES, Change, Comparison, Deed, Of
from app.web.countries.told import FIELDS, KINDS
from app.web.money import FIELDS as MONEY
from app.web.money import money_in_words
from app.web.tongue import day_in_full, gettext, language, ngettext
from app.web.words import as_value

OWN_FIELDS = {
    "authority": message("authority"),
    "lead_authority": message("lead authority"),
    "waits_for": message("waits for"),
    "state": message("state"),
    "level": message("level"),
    "file_hash": message("file"),
    "file_scan": message("virus scan of the file"),
    "is_offered": message("offered to other countries"),
}
"""What a snapshot calls otherwise than histories do."""

DAYS = DATES | {"about_on", "expires_on", "value_on", "target_base_on"}
LABELS: Mapping[str, type[LabelledEnum]] = {**KINDS, "state": State, "level": InPlace}


def field_in_words(change: Change) -> str:
    """What the field is called; empty for a subject as a whole."""
    if not change.field:
        return ""
    return gettext(OWN_FIELDS.get(change.field) or FIELDS.get(change.field) or change.field.replace("_", " "))


def value_in_words(view: CatalogueView, change: Change, value: Any, workstream: str | None) -> str:
    """A value as people read it; what the catalogue does not know any more stays as it was written."""
    if value in (None, "", []):
        return "–"
    if change.field in DAYS:
        return day_in_full(date.fromisoformat(value))
    if change.field in LABELS and value in {one.value for one in LABELS[change.field]}:
        return gettext(LABELS[change.field](value).label)
    if change.field == "step_key":
        stream = view.workstreams.get(workstream or "")
        steps = {step.key: step.title.in_(language()) for step in stream.ladder} if stream else {}
        return steps.get(value, str(value))
    if change.field in MONEY:
        return money_in_words(view, value)
    if change.field == "workstream_key" and value in view.workstreams:
        return view.workstreams[value].title.in_(language())
    if change.field == "language":
        return str(Locale.parse(language()).languages.get(value, value))
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(as_value(value))


def subject_in_words(view: CatalogueView, change: Change) -> str:
    """What the change is of, by its title: a milestone or evidence by its own, an item or a section by its name."""
    if change.title:
        return change.title
    if change.of is Of.PROSE:
        titles = {section.key: section.title.in_(language()) for section in view.plan_sections}
        return titles.get(change.name, change.name)
    item = view.items.get(change.item_key)
    return item.title.in_(language()) if item else change.item_key


def in_a_sentence(comparison: Comparison) -> str:
    """“3 added, 5 changed, 1 cancelled, 2 moved (the furthest by 30 days later)”; or that nothing differs."""
    said = [f"{number} {gettext(deed.label)}" for deed in Deed if (number := comparison.count(deed))]
    if not said:
        return gettext("Nothing differs.")
    if (days := comparison.latest_move) > 0:
        said.append(ngettext("the latest by %(num)s day later", "the latest by %(num)s days later", days, num=days))
    return f"{', '.join(said)}."


def days_in_words(days: int | None) -> str:
    """“+30”, “−4”; nothing where nothing moved."""
    return "" if days is None else f"+{days}" if days > 0 else f"−{abs(days)}"

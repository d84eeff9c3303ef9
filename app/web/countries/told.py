"""A history in words: each change as people read it, no key, number of a row or word of the database in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale

from app.catalogue.views import CatalogueView
from app.core.labels import LabelledEnum, message
from app.files.queries import FileRecord
from app.plans.noted import noted_of
from app.plans.parts import named
from app.plans.queries.records import FieldChange, ForeignMilestone, HistoryEntry
from app.plans.states import Applicability, Cause, EvidenceKind, Measure, SubjectKind
from app.readiness.gaps import RULES
from app.web.frame import country_name
from app.web.money import FIELDS as MONEY
from app.web.money import money_in_words
from app.web.tongue import day_on_page, gettext, language
from app.web.words import as_value

UNTOLD = frozenset({"progress", "confirmed_on", "position"})
"""Fields that follow from others or only say when something was looked at."""

LONG = 160
"""Texts with more characters are folded."""

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
    "parts": message("parts by authority"),
    "value": message("value"),
    "value_on": message("value as at"),
    "start_on": message("start"),
    "baseline_on": message("baseline"),
    "forecast_on": message("forecast"),
    "actual_on": message("done on"),
    "confirmed_on": message("confirmed"),
    "is_cancelled": message("cancelled"),
    "cancel_reason": message("why cancelled"),
    "note": message("note"),
    "comes_from": message("comes from"),
    "continued_as": message("continued as"),
    "budget": message("budget, in euro"),
    "funding": message("funding, in euro"),
    "applicability": message("applies"),
    "applicability_reason": message("why it does not apply"),
    "current_state": message("current state"),
    "missing": message("what is missing"),
    "change_planned": message("change planned"),
    "noted_gaps": message("gaps noted"),
    "noted_reasons": message("why noted"),
    "kind": message("kind"),
    "reference": message("reference"),
    "url": message("link"),
    "number": message("number"),
    "unit": message("unit"),
    "file_id": message("file"),
    "milestones": message("milestones it is about"),
    "about_on": message("day it is about"),
    "expires_on": message("valid until"),
    "is_withdrawn": message("withdrawn"),
    "text": message("text"),
    "language": message("language"),
}
"""What histories call the fields of plans."""

AUTHORITIES = frozenset({"authority_id", "lead_authority_id", "contributing", "parts"})
NOTES = frozenset({"noted_gaps", "noted_reasons"})
PACKED = NOTES | MONEY
KINDS: Mapping[str, type[LabelledEnum]] = {
    "applicability": Applicability,
    "kind": EvidenceKind,
    "measured_by": Measure,
}


@dataclass(frozen=True)
class ToldChange:
    """One field: what it is called, and both values as they are read."""

    field: str
    old: str
    new: str
    files: tuple[int | None, int | None] = (None, None)
    """Keys of files that the two values name and that can be had."""

    @property
    def is_long(self) -> bool:
        """Whether a table is better off with the values folded."""
        return max(len(self.old), len(self.new)) > LONG


@dataclass(frozen=True)
class ToldEntry:
    """One change of a history. `reference` is a milestone's, with a page of its own; else empty.

    `is_internal`: why it was made is read within the country alone.
    """

    recorded_at: datetime
    effective_on: date
    kind: SubjectKind
    subject: str
    reference: str
    changes: tuple[ToldChange, ...]
    author: str
    cause: Cause | None
    reason: str
    is_internal: bool = False


def told(entries: Collection[HistoryEntry], view: CatalogueView, authorities: Mapping[int, str]) -> list[ToldEntry]:
    """A history in the reader's language; `authorities` are the plan's names by key."""
    teller = _Teller(view, authorities)
    return [teller.entry(entry) for entry in entries]


def value_teller(view: CatalogueView, authorities: Mapping[int, str]) -> Callable[[str, Any, str | None], str]:
    """How a value of a field is read, of a milestone in a workstream."""
    return _Teller(view, authorities).value


def said_by(entry: HistoryEntry) -> str:
    """Who said it, and for whom a deputy acted."""
    author = entry.author_name or gettext("system")
    if entry.acting_for is None:
        return author
    return gettext("%(author)s, acting for %(name)s", author=author, name=entry.acting_for)


class _Teller:
    """What all entries of a history are told with."""

    def __init__(self, view: CatalogueView, authorities: Mapping[int, str]) -> None:
        self.view, self.authorities = view, authorities
        self.sections = {section.key: section.title for section in view.plan_sections}

    def entry(self, entry: HistoryEntry) -> ToldEntry:
        """One entry."""
        is_milestone = entry.subject_kind is SubjectKind.MILESTONE
        return ToldEntry(
            recorded_at=entry.recorded_at,
            effective_on=entry.effective_on,
            kind=entry.subject_kind,
            subject=self.subject(entry),
            reference=entry.subject_name if is_milestone else "",
            changes=tuple(self.change(entry, change) for change in entry.changes if change.field not in UNTOLD),
            author=said_by(entry),
            cause=Cause(entry.cause) if entry.cause else None,
            reason=entry.reason,
            is_internal=entry.is_internal,
        )

    def subject(self, entry: HistoryEntry) -> str:
        """What was changed, by its name."""
        if entry.subject_kind is SubjectKind.PROSE:
            title = self.sections.get(entry.subject_name)
        elif entry.subject_kind is SubjectKind.EVIDENCE:
            return entry.subject_name
        else:
            item = self.view.items_by_id.get(entry.item_id or 0)
            title = item.title if item else None
        return title.in_(language()) if title else "–"

    def change(self, entry: HistoryEntry, change: FieldChange) -> ToldChange:
        """One field of an entry."""
        named = gettext(FIELDS.get(change.field, change.field.replace("_", " ")))
        old_stream, new_stream = entry.workstreams
        return ToldChange(
            named,
            self.value(change.field, change.old, old_stream),
            self.value(change.field, change.new, new_stream),
            (_key_of(change.old), _key_of(change.new)),
        )

    def value(self, field: str, value: Any, workstream: str | None) -> str:
        """A value as people read it."""
        if isinstance(value, ForeignMilestone):
            return gettext("a milestone of %(country)s") % {"country": country_name(value.owner)}
        if isinstance(value, FileRecord):
            return value.name
        if field in AUTHORITIES:
            return self.names(value)
        if isinstance(value, (list, tuple)):
            return ", ".join(value) or "–"
        if field in PACKED:
            return self.unpacked(field, value)
        if field == "language" and value:
            return str(Locale.parse(language()).languages.get(value, value))
        if field in ("step_key", "workstream_key"):
            return self.step(value, workstream) if field == "step_key" else self.workstream(value)
        if field in KINDS and value:
            return gettext(KINDS[field](value).label)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        return str(as_value(value, day_on_page))

    def names(self, value: Any) -> str:
        """An authority, or several, or their parts of a target."""
        if isinstance(value, str):
            return named(value, self.authorities) or "–"
        keys = value if isinstance(value, list) else [value]
        return ", ".join(self.authorities[key] for key in keys if key in self.authorities) or "–"

    def unpacked(self, field: str, value: Any) -> str:
        """What several things in one text say, or an amount."""
        if field in NOTES:
            return _noted(field, value)
        return (money_in_words(self.view, value) if value is not None else "") or "–"

    def workstream(self, key: str | None) -> str:
        """A kind of work."""
        stream = self.view.workstreams.get(key or "")
        return stream.title.in_(language()) if stream else str(as_value(key))

    def step(self, key: str | None, workstream: str | None) -> str:
        """A step of the ladder on which the milestone then stood."""
        if key is None:
            return gettext("not started")
        stream = self.view.workstreams.get(workstream or "")
        steps = {step.key: step.title for step in stream.ladder} if stream else {}
        return steps[key].in_(language()) if key in steps else "–"


def _noted(field: str, value: str | None) -> str:
    """The gaps that were noted, by their rules; or the reasons for it."""
    if field == "noted_reasons":
        return "; ".join(json.loads(value).values()) if value else "–"
    titles = {rule.code: gettext(rule.title) for rule in RULES}
    told = (
        gettext("%(gap)s, until %(day)s", gap=titles.get(note.code, note.code), day=day_on_page(note.until_on))
        for note in noted_of(value, None)
    )
    return "; ".join(told) or "–"


def _key_of(value: Any) -> int | None:
    return value.file_id if isinstance(value, FileRecord) and not value.is_held_back else None

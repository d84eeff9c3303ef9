"""When a milestone was offered to other countries: it holds at once, so no revision says it, but the audit trail."""

from __future__ import annotations

from app.accounts.queries import names_of
from app.audit.queries import EntryRecord, list_entries_about
from app.core import clock
from app.http.context import session
from app.plans.services.milestone_status import NO_LONGER_OFFERED, OFFERED
from app.plans.states import SubjectKind
from app.web.countries.told import ToldChange, ToldEntry
from app.web.tongue import gettext
from app.web.words import as_value


def with_offers(entries: list[ToldEntry], milestone_id: int, reference: str) -> list[ToldEntry]:
    """A milestone's changes, newest first, with its offers among them. For those who read the working state."""
    found = list_entries_about(session(), "milestone", milestone_id, (OFFERED, NO_LONGER_OFFERED))
    names = names_of(session(), {entry.actor_id for entry in found if entry.actor_id is not None})
    offers = [_told(entry, reference, names.get(entry.actor_id or 0)) for entry in found]
    return sorted([*offers, *entries], key=lambda entry: entry.recorded_at, reverse=True)


def _told(entry: EntryRecord, reference: str, author: str | None) -> ToldEntry:
    old, new = entry.changes["is_offered"]
    return ToldEntry(
        recorded_at=entry.recorded_at,
        effective_on=clock.day_of(entry.recorded_at),
        kind=SubjectKind.MILESTONE,
        subject="",
        reference=reference,
        changes=(ToldChange(gettext("offered to other countries"), as_value(old), as_value(new)),),
        author=author or gettext("system"),
        cause=None,
        reason=entry.reason,
    )

"""What of technical support waits for the person: rows with the one thing to do, for their desk and for `/support`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import url_for

from app.core import clock
from app.http.context import actor, data_version, session
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.support.deliverables.queries.waiting import list_deliverables_waiting
from app.support.queries.waiting import coordinated, list_requests_waiting, list_suggestions_waiting
from app.support.records import WaitingRow
from app.support.states import Waits

_REQUESTS = frozenset({Waits.DECIDE, Waits.FOLLOW_UP})

PLACES: Mapping[Waits, str] = MappingProxyType({Waits.ANSWER: "answer-it", Waits.REVISE: "files"})
"""Where on the page it is done; the others: at the steps."""


@dataclass(frozen=True)
class Waiting:
    """What waits, the longest first. `total`: how many do, also where not all are here."""

    rows: tuple[WaitingRow, ...] = ()
    total: int = 0


NOTHING = Waiting()

_waiting: Recent[Waiting] = Recent(120)


def waiting_for_me(owner: str | None = None) -> Waiting:
    """What the person is to do, or of it what they do for a country; asked once a day while the data stand."""
    person = actor()
    if person.user_id is None or (owner is not None and not coordinated(person, owner)):
        return NOTHING
    key = (database_of(session()), data_version().mark, owner, person.user_id, person.held, clock.today())
    return _waiting.get_or_make(key, lambda: _ask(owner))


def _ask(owner: str | None) -> Waiting:
    person = actor()
    suggestions = list_suggestions_waiting(session(), person, owner)
    requests = list_requests_waiting(session(), person, owner)
    deliverables, number = list_deliverables_waiting(session(), person, owner)
    rows = sorted([*suggestions, *requests, *deliverables], key=lambda row: (row.since, row.waits.value, row.key))
    return Waiting(tuple(rows), len(suggestions) + len(requests) + number)


def address_of_waiting(row: WaitingRow) -> str:
    """Where the one thing to do is done."""
    if row.waits is Waits.ANSWER:
        return url_for("support.show_suggestion", suggestion_id=row.key, _anchor=PLACES[row.waits])
    if row.waits in _REQUESTS:
        return url_for("support.show_request", request_id=row.key, _anchor="next-step")
    anchor = PLACES.get(row.waits, "next-step")
    return url_for("support.show_deliverable", deliverable_id=row.key, _anchor=anchor)

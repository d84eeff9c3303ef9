"""What other pages show of practices: on an item, on a deliverable. Templates ask for it, so that views need not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import g

from app.accounts.actor import Held
from app.core.policy import allows
from app.http.context import actor, data_version, session, viewpoint
from app.practices.policy import ADAPT_DELIVERABLE, PROPOSE, READ_COURSE, CourseSubject, reads_some
from app.practices.queries.life import accepted_versions
from app.practices.queries.lineage import find_source_of
from app.practices.queries.practices import Wanted, list_practices, shared_on_items
from app.practices.states import NOT_SHARED, PracticeState
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.states import Standing
from app.support.policy import SupportSubject
from app.web.practices.forms import SourceForm

FIRST = 3
"""So many are named on an item; the list has the others."""

_shared: Recent[Mapping[int, Sequence[tuple[int, str, str]]]] = Recent(40)


class Key(NamedTuple):
    """On what it rests: the grants of who asks, and not who they are, as the pages that are kept do."""

    database: str
    data: str
    held: tuple[Held, ...]


def practices_on(item_id: int) -> Sequence[tuple[int, str, str]]:
    """The latest practices on an item that the reader reads, published ones alone: key, name, title; none on a page of
    another day. Asked once for all items while the data stand."""
    if viewpoint().is_past or not reads_some(actor()):
        return ()
    key = Key(database_of(session()), data_version().mark, actor().held)
    found = _shared.get_or_make(key, lambda: shared_on_items(session(), actor(), FIRST))
    return found.get(item_id, ())


def asks_courses(owner: str) -> bool:
    """Whether the reader may ask who stood where a country stands."""
    return allows(actor(), READ_COURSE, CourseSubject(owner))


def practices_of(deliverable: DeliverableRecord) -> dict[str, Any]:
    """What the page of a deliverable says: which practices it is, what it was adapted from, what the reader may do."""
    who = actor()
    source = find_source_of(session(), who, deliverable_id=deliverable.deliverable_id)
    may_adapt = allows(who, ADAPT_DELIVERABLE, deliverable.subject)
    form = g.get("source_form")
    if may_adapt and form is None and (source is None or source.practice_id is not None):
        said = {"adapted_from": source.name if source else "", "tells_author": source.tells_author if source else True}
        form = SourceForm(formdata=None, data=said)
    is_there = deliverable.is_accepted and deliverable.state is not Standing.WITHDRAWN
    listed = list_practices(session(), who, Wanted(deliverable_id=deliverable.deliverable_id)) if is_there else []
    marked = {one.deliverable_version for one in listed if one.state is not PracticeState.TAKEN_BACK}
    may_propose = is_there and allows(who, PROPOSE, SupportSubject(deliverable.owner))
    if may_propose:
        may_propose = bool(set(accepted_versions(session(), deliverable.deliverable_id)) - marked)
    return {
        "listed": listed,
        "source": source,
        "form": form,
        "not_shared": NOT_SHARED,
        "may_propose": may_propose,
    }

"""A country records how its authorities use guidance; a correction is a new record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_text
from app.guidance.models import GuidanceUse
from app.guidance.policy import READ, RECORD, UseSubject
from app.guidance.queries.publications import NO_ENTRY, get_publication, list_entries
from app.guidance.queries.uses import NO_USE, find_own_use, list_uses
from app.guidance.records import UseRecord
from app.guidance.states import MOST_PEOPLE, NOTE_LIMIT, UseKind, UseReach
from app.plans.queries.heads import NO_PLAN, list_authorities
from app.plans.queries.rows import find_locked_plan
from app.plans.rules.values import clean_past_day

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def record_use(
    session: Session,
    view: CatalogueView,
    owner: str,
    entry_key: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    corrects: int | None = None,
) -> int:
    """Record how an authority uses a publication, or correct what was recorded; returns the key.

    `values`: authority_id, kind, number (of courses held, of people trained), as_on (up to today), note, reach; for a
    correction also is_nothing: it was recorded in error. Of a publication that was withdrawn, or that the catalogue has
    in the place of one that was recorded, what was recorded of its use can be corrected. Raises NotFound, NotAllowed,
    Invalid, Conflict.
    """
    if not any(one.key == entry_key for one in list_entries(session, view)):
        get_publication(session, entry_key)
        if corrects is None:
            raise WrongState(message("This publication was withdrawn, or stands in the catalogue by now."))
    if not allows(actor, READ, UseSubject(owner)):
        raise NotFound(NO_PLAN)
    plan = find_locked_plan(session, owner)
    if plan is None:
        raise NotFound(NO_PLAN)
    before = _corrected(session, view, corrects, actor) if corrects is not None else None
    if before is not None:
        if (before.owner, before.entry_key) != (owner, entry_key):
            raise NotFound(NO_ENTRY)
        require(actor, RECORD, UseSubject(owner, frozenset({before.authority_id})))
        if not list_uses(session, view, actor, use_id=before.use_id):
            raise Conflict()
    said = _cleaned(session, plan.id, values)
    require(actor, RECORD, UseSubject(owner, frozenset({said["authority_id"]})))
    made = GuidanceUse(
        plan_id=plan.id,
        entry_key=entry_key,
        is_nothing=before is not None and bool(values.get("is_nothing")),
        corrects_id=before.use_id if before else None,
        said_at=clock.now(),
        author_id=actor.user_id,
        **said,
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError as error:  # somebody corrected the same record at the same moment
        raise Conflict() from error
    changes = {"entry": [None, entry_key], "kind": [None, made.kind], "reach": [None, made.reach]}
    deed = "guidance:use:corrected" if before else "guidance:use:recorded"
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="guidance_use",
        subject_id=made.id,
        country=owner,
        changes=changes,
    )
    return made.id


def _corrected(session: Session, view: CatalogueView, use_id: int, actor: Actor) -> UseRecord:
    """The record that is corrected, whether or not it still holds. Raises NotFound."""
    found = find_own_use(session, view, use_id, actor)
    if found is None:
        raise NotFound(NO_USE)
    return found


def _cleaned(session: Session, plan_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    known = {one.authority_id for one in list_authorities(session, plan_id)}
    if values.get("authority_id") not in known:
        raise Invalid(message("Choose an authority of the country."), field="authority_id")
    kind = next((one for one in UseKind if values.get("kind") in (one, one.value)), None)
    if kind is None:
        raise Invalid(message("Choose from the list."), field="kind")
    reach = next((one for one in UseReach if values.get("reach") in (one, one.value)), None)
    if reach is None:
        raise Invalid(message("Choose who may read it."), field="reach")
    number = values.get("number")
    if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
        raise Invalid(message("Enter a whole number."), field="number")
    if kind.has_number and number is None:
        raise Invalid(message("Enter the number: of courses held, or of people trained."), field="number")
    if number is not None and not kind.has_number:
        raise Invalid(message("This is not counted: leave the number empty."), field="number")
    if number is not None and not 0 <= number <= MOST_PEOPLE:
        raise Invalid(message("Enter a number between 0 and %(most)s."), field="number", most=MOST_PEOPLE)
    as_on = clean_past_day(values.get("as_on"), "as_on")
    if as_on is None:
        raise Invalid(message("Enter a day."), field="as_on")
    return {
        "authority_id": values["authority_id"],
        "kind": kind.value,
        "reach": reach.value,
        "number": number,
        "as_on": as_on,
        "note": clean_text(values.get("note"), "note", NOTE_LIMIT),
    }

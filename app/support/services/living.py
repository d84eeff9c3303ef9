"""Steps in the life of a request, by the table of `app/support/life.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.actor import Actor
from app.accounts.models import Grant
from app.accounts.services.roles import end_grant
from app.core import clock
from app.core.errors import Invalid, NotAllowed, WrongState
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_text
from app.support.life import DATED, MOVES, NEEDS_TEXT, next_state
from app.support.models import SupportArea, SupportProject, SupportRequest, SupportStep
from app.support.policy import DECIDE, FOLLOW_UP, REQUEST
from app.support.queries.requests import count_steps, find_project_row
from app.support.records import RequestRecord
from app.support.services.common import clean_areas, clean_period, hold, note_deed
from app.support.states import TEXT_LIMIT, Deed, Side, State

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_PAST = {
    Deed.WITHDRAW: "withdrawn",
    Deed.SELECT: "selected",
    Deed.DECLINE: "declined",
    Deed.SIGN: "plan-signed",
    Deed.START: "started",
    Deed.MEET: "met",
    Deed.REPORT: "reported",
    Deed.FOLLOW_UP: "followed-up",
    Deed.END: "ended",
}


def right_for(deed: Deed) -> str:
    """The permission that a step asks for."""
    if deed is Deed.WITHDRAW:
        return REQUEST
    return FOLLOW_UP if deed is Deed.FOLLOW_UP else DECIDE


def take_step(
    session: Session,
    view: CatalogueView,
    request: RequestRecord,
    deed: Deed,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> State:
    """Take a step in the life of a request that the actor has read; returns where it led.

    `values`: text, on_day (of what happened on a day), and for the support plan starts_on, ends_on, blocks, items.
    With the end of a project, or its final report, its assignments stay as they are, but for an early end, which ends
    them. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """
    if deed not in _PAST:
        raise WrongState(message("This step is not possible any more, or not yet."))
    row = hold(session, request, right_for(deed), actor=actor, expected_version=expected_version)
    side = _side(request, deed, actor)
    before = State(row.state)
    to = next_state(before, deed, side)
    if to is None:
        raise WrongState(message("This step is not possible any more, or not yet."))
    text = clean_text(values.get("text"), "text", TEXT_LIMIT, required=deed in NEEDS_TEXT)
    on_day = _day(deed, values.get("on_day"))
    _do(session, view, row, deed, on_day, values)
    if deed is Deed.END:
        _end_assignments(session, request, text, actor=actor)
    row.state = to.value
    flag_modified(row, "state")  # so that the version rises also with a step that leads nowhere else
    session.add(
        SupportStep(
            request_id=row.id,
            position=count_steps(session, row.id) + 1,
            deed=deed.value,
            side=side.value,
            state=to.value,
            on_day=on_day,
            text=text,
            taken_at=clock.now(),
            author_id=actor.user_id,
        )
    )
    session.flush()
    changes: dict[str, Any] = {"state": [before.value, to.value], "on": [None, on_day]}
    note_deed(
        session,
        f"support:request:{_PAST[deed]}",
        "support_request",
        row.id,
        request.owner,
        actor=actor,
        changes=changes,
    )
    return to


def _side(request: RequestRecord, deed: Deed, actor: Actor) -> Side:
    sides = {side for move in MOVES if move.deed is deed for side in move.sides}
    if Side.OFFICER in sides and allows(actor, DECIDE, request.subject):
        return Side.OFFICER
    if Side.COUNTRY in sides and allows(actor, REQUEST, request.subject):
        return Side.COUNTRY
    raise NotAllowed(message("You may not do this."))


def _day(deed: Deed, given: Any) -> date:
    if deed not in DATED:
        return clock.today()
    if not isinstance(given, date):
        raise Invalid(message("Enter the day."), field="on_day")
    if given > clock.today():
        raise Invalid(message("The day is still to come."), field="on_day")
    return given


def _do(
    session: Session,
    view: CatalogueView,
    row: SupportRequest,
    deed: Deed,
    on_day: date,
    values: Mapping[str, Any],
) -> None:
    if deed is Deed.SELECT:
        session.add(
            SupportProject(
                request_id=row.id,
                signed_on=None,
                starts_on=None,
                ends_on=None,
                reported_on=None,
                created_at=clock.now(),
            )
        )
    elif deed is Deed.SIGN:
        starts_on, ends_on = clean_period(values)
        areas = clean_areas(view, values.get("blocks") or (), values.get("items") or ())
        if not areas:
            raise Invalid(message("Choose at least one block or item."), field="blocks")
        project = find_project_row(session, row.id)
        project.signed_on, project.starts_on, project.ends_on = on_day, starts_on, ends_on
        session.add_all(SupportArea(project_id=project.id, block_key=key, item_id=item_id) for key, item_id in areas)
    elif deed is Deed.REPORT:
        project = find_project_row(session, row.id)
        if project.signed_on is not None and on_day < project.signed_on:
            raise Invalid(message("The support plan was signed later."), field="on_day")
        project.reported_on = on_day


def _end_assignments(session: Session, request: RequestRecord, reason: str, *, actor: Actor) -> None:
    """End now what holds or will: nobody works on a project that was ended."""
    for one in request.assignments:
        if one.can_end(clock.today()):
            grant = session.get_one(Grant, one.grant_id)
            if grant.revoked_at is None:
                end_grant(session, grant, actor=actor)

"""Experts: assigned to a project by the support officer, until a day; what is not shared, the country opens or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.services.passwords import add_link
from app.accounts.services.people import add_user
from app.accounts.services.roles import Scope, add_grant, end_grant
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role, TokenPurpose
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line, clean_text
from app.support.models import SupportAssignment
from app.support.policy import ASSIGN, OPEN_WORKING, READ
from app.support.queries.assignments import get_assignment_row
from app.support.queries.requests import NO_REQUEST
from app.support.records import RequestRecord
from app.support.services.common import Areas, clean_areas, clean_period, hold, note_deed
from app.support.states import LINE_LIMIT, TEXT_LIMIT

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

OTHER_SIDES = COUNTRY_ROLES | REVIEWING_ROLES
"""Whoever writes a plan or reviews plans is no expert on support for one."""


def assign_expert(
    session: Session,
    view: CatalogueView,
    request: RequestRecord,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    is_demonstration: bool = False,
) -> tuple[SupportAssignment, str | None]:
    """Assign a person to an open project: email, name (of who has no account yet), task, starts_on, ends_on, and the
    blocks and items, which the support plan must cover. Returns the assignment, and for who has just been given an
    account the secret of their one-use link.

    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    hold(session, request, ASSIGN, actor=actor, expected_version=None)
    if not request.is_open or request.project_id is None:
        raise WrongState(message("Experts are assigned from the signed support plan on until the final report."))
    starts_on, ends_on = clean_period(values)
    areas = clean_areas(view, values.get("blocks") or (), values.get("items") or ())
    _check_covered(request, areas)
    if (request.project_starts_on and starts_on < request.project_starts_on) or (
        request.project_ends_on and ends_on > request.project_ends_on
    ):
        raise Invalid(message("The support plan is for another time."), field="ends_on")
    task = clean_line(values.get("task"), "task", LINE_LIMIT, required=True)
    user, secret = _person(session, values, actor=actor, is_demonstration=is_demonstration)
    scope = Scope(
        country=request.owner,
        starts_on=starts_on,
        ends_on=ends_on,
        blocks=frozenset(key for key, item_id in areas if item_id is None),
        items=frozenset(item_id for _, item_id in areas if item_id is not None),
    )
    grant = add_grant(session, user, Role.EXPERT, scope, actor=actor)
    made = SupportAssignment(project_id=request.project_id, grant_id=grant.id, task=task, end_reason="")
    session.add(made)
    session.flush()
    note_deed(session, "support:assignment:made", "support_assignment", made.id, request.owner, actor=actor)
    return made, secret


def end_assignment(session: Session, request: RequestRecord, assignment_id: int, reason: str, *, actor: Actor) -> int:
    """End an assignment now, from the next request of the person on; returns whose it was.

    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    hold(session, request, ASSIGN, actor=actor, expected_version=None)
    assignment, grant = get_assignment_row(session, request.request_id, assignment_id)
    said = clean_text(reason, "reason", TEXT_LIMIT, required=True)
    if grant.ends_on is not None and grant.ends_on < clock.today():
        raise WrongState(message("The last day of this assignment has passed."))
    end_grant(session, grant, actor=actor)
    assignment.end_reason = said
    session.flush()
    note_deed(session, "support:assignment:ended", "support_assignment", assignment.id, request.owner, actor=actor)
    return grant.user_id


def open_working_state(
    session: Session, request: RequestRecord, assignment_id: int, is_open: bool, *, actor: Actor, expected: bool | None
) -> None:
    """Let an expert read, within the blocks and items of the assignment, what the country has not shared, or not any
    more. `expected`: what the page showed. Raises NotFound, NotAllowed, Conflict, WrongState.
    """
    if not allows(actor, READ, request.subject):
        raise NotFound(NO_REQUEST)
    require(actor, OPEN_WORKING, request.subject)
    assignment, grant = get_assignment_row(session, request.request_id, assignment_id)
    if grant.revoked_at is not None or (grant.ends_on is not None and grant.ends_on < clock.today()):
        raise WrongState(message("This assignment is over."))
    if expected is not None and grant.reads_working != expected:
        raise Conflict()
    if grant.reads_working == is_open:
        return
    grant.reads_working = is_open
    session.flush()
    deed = "support:assignment:working-state-opened" if is_open else "support:assignment:working-state-closed"
    changes = {"reads_working": [not is_open, is_open]}
    note_deed(session, deed, "support_assignment", assignment.id, request.owner, actor=actor, changes=changes)


def _check_covered(request: RequestRecord, areas: Areas) -> None:
    if not areas:
        raise Invalid(message("Choose at least one block or item."), field="blocks")
    blocks = {area.block_key for area in request.areas if area.item_id is None}
    items = {area.item_id for area in request.areas if area.item_id is not None}
    if any(key not in blocks and (item_id is None or item_id not in items) for key, item_id in areas):
        raise Invalid(message("The signed support plan does not cover this."), field="blocks")


def _person(
    session: Session, values: Mapping[str, Any], *, actor: Actor, is_demonstration: bool
) -> tuple[User, str | None]:
    """Who is assigned; who has no account gets one and a link. Raises Invalid."""
    email = str(values.get("email") or "")
    user = accounts.find_user_by_email(session, email) if email.strip() else None
    if user is None:
        name = str(values.get("name") or "")
        made = add_user(session, actor=actor, email=email, name=name, is_demonstration=is_demonstration)
        secret = None if is_demonstration else add_link(session, made, TokenPurpose.INVITATION, actor=actor)
        return made, secret
    if not user.is_active:
        raise Invalid(message("This account is disabled."), field="email")
    if any(held.role in OTHER_SIDES for held in accounts.actor_of(user).held):
        raise Invalid(message("Who writes a plan or reviews plans cannot be an expert."), field="email")
    return user, None

"""Views of the working list: keep one, rename it, remove it. They are no domain data: nothing is recorded."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.core.policy import allows, require
from app.core.texts import clean_line
from app.desk import policy
from app.desk.models import ADDRESS_LIMIT, NAME_LIMIT, SavedView
from app.desk.queries.views import find_view_row, list_own_rows
from app.plans.policy import PlanSubject
from app.plans.services.access import find_plan, hold_plan

MOST_VIEWS = 50
NO_VIEW = message("There is no such view.")


def save_view(session: Session, owner: str, name: str, address: str, *, for_desk: bool, actor: Actor) -> None:
    """Keep the filters of an address under a name; the person's own view of that name is replaced.

    Raises NotFound, NotAllowed (for those who do not work in the plan; for the desk: but for coordinators), Invalid.
    """
    plan = hold_plan(session, owner, actor, policy.WORK)
    if for_desk:
        require(actor, policy.OFFER_VIEW, PlanSubject(owner))
    if actor.user_id is None:
        raise NotFound(NO_VIEW)
    named = clean_line(name, "name", NAME_LIMIT, required=True)
    kept = clean_line(address, "address", ADDRESS_LIMIT)
    own = list_own_rows(session, plan.id, actor.user_id)
    same = next((view for view in own if view.name == named), None)
    if same is None and len(own) >= MOST_VIEWS:
        raise Invalid(message("You keep %(limit)s views already. Remove one first."), field="name", limit=MOST_VIEWS)
    if same is None:
        same = SavedView(plan_id=plan.id, user_id=actor.user_id, name=named)
        session.add(same)
    same.address, same.is_for_desk = kept, for_desk
    session.flush()


def rename_view(session: Session, owner: str, view_id: int, name: str, *, actor: Actor) -> None:
    """Give an own view another name. Raises NotFound, Invalid."""
    view = _found(session, owner, view_id, actor)
    named = clean_line(name, "name", NAME_LIMIT, required=True)
    others = list_own_rows(session, view.plan_id, view.user_id)
    if any(other.name == named and other.id != view.id for other in others):
        raise Invalid(message("There is a view with this name already."), field="name")
    view.name = named
    session.flush()


def remove_view(session: Session, owner: str, view_id: int, *, actor: Actor) -> None:
    """Remove an own view; one for the desk also as another coordinator. Raises NotFound."""
    session.delete(_found(session, owner, view_id, actor))
    session.flush()


def _found(session: Session, owner: str, view_id: int, actor: Actor) -> SavedView:
    plan = find_plan(session, owner, actor)
    require(actor, policy.WORK, PlanSubject(owner))
    view = find_view_row(session, plan.id, view_id)
    is_offered = view is not None and view.is_for_desk and allows(actor, policy.OFFER_VIEW, PlanSubject(owner))
    if view is None or not (view.user_id == actor.user_id or is_offered):
        raise NotFound(NO_VIEW)
    return view

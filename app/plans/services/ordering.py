"""The order of an item's milestones: a matter of reading, so it holds at once and changes no milestone."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import raise_stamp
from app.plans.models import Milestone, MilestonePlace
from app.plans.queries.parts import list_in_order, list_place_rows
from app.plans.services.access import find_milestone, one
from app.plans.states import Scope, Shift


def order_milestone(session: Session, owner: str, reference: str, shift: Shift, *, actor: Actor) -> bool:
    """Put a milestone elsewhere among those of its item, seen from where it now stands; returns whether it moved.

    Raises NotFound, NotAllowed, WrongState for the closing milestone.
    """
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.ORDER_MILESTONES, place.subject(one(milestone.authority_id)))
    if milestone.is_closing:
        raise WrongState(message("The closing milestone of an item always stands last."))
    listed = list_in_order(session, milestone.plan_item_id)
    before = listed.index(milestone)
    wanted = {Shift.FIRST: 0, Shift.UP: before - 1, Shift.DOWN: before + 1, Shift.LAST: len(listed) - 1}[shift]
    after = min(max(wanted, 0), len(listed) - 1)
    if after == before:
        return False
    listed.insert(after, listed.pop(before))
    put_in_order(session, listed)
    record(
        session,
        actor=actor,
        deed="plans:milestone:ordered",
        subject_kind="milestone",
        subject_id=milestone.id,
        country=owner,
        changes={"place": [before + 1, after + 1]},
    )
    raise_stamp(session, place.plan.id, Scope.WORKING, clock.today())
    return True


def put_in_order(session: Session, milestones: Sequence[Milestone]) -> None:
    """Let the milestones of an item stand one after the other as they are given, the closing one not among them."""
    held = list_place_rows(session, milestones[0].plan_item_id) if milestones else {}
    for number, milestone in enumerate(milestones, start=1):
        if milestone.id in held:
            held[milestone.id].place = number
        else:
            session.add(MilestonePlace(milestone_id=milestone.id, place=number))
    session.flush()

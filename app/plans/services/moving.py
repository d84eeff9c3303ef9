"""A milestone moved to another item: it goes on there under a new reference, and what was is left as it was.

What counted for the old item until today stays so on every page of a past day; what others were told of it stays too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import Why, change, create, note_row_change, require_version, state_of
from app.plans.models import Milestone, Predecessor
from app.plans.queries import rows
from app.plans.queries.milestones import milestone_record
from app.plans.queries.parts import list_waited_for, list_waiting
from app.plans.queries.records import MilestoneRecord
from app.plans.rules import milestones as rules
from app.plans.rules.values import clean_reason
from app.plans.services.access import Place, find_milestone, find_place, one
from app.plans.services.touch import next_reference, touched
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

FIELD = "item_key"


def move_milestone(
    session: Session,
    view: CatalogueView,
    owner: str,
    reference: str,
    item_key: str,
    *,
    actor: Actor,
    expected_version: int | None,
    reason: str,
    keeps_reason: bool = False,
) -> MilestoneRecord:
    """Let a milestone go on under another item of the same plan; returns it as it stands there.

    Title, measure, progress, days, authority, note and links go with it; the old one is cancelled with the reason and
    names the new one. `keeps_reason`: the reason stays within the country. A baseline that was shared stays frozen.
    Evidence stays with the item it was attached to. Raises NotFound, NotAllowed, Conflict, WrongState (it closes its
    item, is cancelled, or other plans wait for it), Invalid.
    """
    rows.lock_predecessors(session)
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.MOVE_MILESTONE, place.subject(one(milestone.authority_id)))
    require_version(milestone, expected_version)
    if milestone.is_closing:
        raise WrongState(message("The closing milestone of an item stays with its item."))
    rules.check_open(state_of(milestone))
    target, item = _target(session, view, owner, item_key, actor, milestone)
    require(actor, policy.ADD_MILESTONE, target.subject(one(milestone.authority_id)))
    waiting = list_waiting(session, milestone.id)
    if any(other.plan_id != milestone.plan_id for _link, other in waiting):
        raise WrongState(
            message("Milestones of other plans wait for this one, so it stays where it is. Add another one instead.")
        )
    said = clean_reason(reason, required=True)
    moved = _continued(session, milestone, target, item, Why(said, is_internal=keeps_reason), actor)
    _carry_links(session, milestone, moved, actor)
    for link, other in waiting:
        _wait_for(session, link, other, moved, actor)
    return milestone_record(moved)


def _target(
    session: Session, view: CatalogueView, owner: str, item_key: str, actor: Actor, milestone: Milestone
) -> tuple[Place, ItemView]:
    item = view.items.get(item_key)
    if item is None or (item.level is Level.EU) != (owner == EU):
        raise Invalid(message("Choose an item of this plan."), field=FIELD)
    if item.item_id == milestone.item_id:
        raise Invalid(message("The milestone stands in this item already. Choose another one."), field=FIELD)
    return find_place(session, view, owner, item_key, actor)


def _continued(
    session: Session, milestone: Milestone, target: Place, item: ItemView, why: Why, actor: Actor
) -> Milestone:
    today = clock.today()
    plan_item = touched(session, target, workstream=item.workstream, actor=actor, effective_on=today)
    state = {**state_of(milestone), "position": 0, "comes_from": milestone.reference, "confirmed_on": today}
    moved = Milestone(
        plan_id=milestone.plan_id,
        plan_item_id=plan_item.id,
        item_id=plan_item.item_id,
        reference=next_reference(session, target.plan),
        created_at=clock.now(),
        **state,
    )
    create(
        session,
        moved,
        actor=actor,
        effective_on=today,
        reason=why.reason,
        is_internal=why.is_internal,
        deed="plans:milestone:added",
        check=rules.check_fit,
    )
    change(
        session,
        milestone,
        {
            "is_cancelled": True,
            "cancel_reason": "" if why.is_internal else why.reason,
            "continued_as": moved.reference,
            "confirmed_on": today,
        },
        actor=actor,
        effective_on=today,
        reason=why.reason,
        is_internal=why.is_internal,
        deed="plans:milestone:moved",
    )
    return moved


def _carry_links(session: Session, milestone: Milestone, moved: Milestone, actor: Actor) -> None:
    """What it waited for, it waits for under its new reference too."""
    for link in list_waited_for(session, milestone.id):
        changes = {"predecessor": [None, link.predecessor_id]}
        instant = note_row_change(session, moved, changes, actor=actor, deed="plans:predecessor:added")
        session.add(Predecessor(milestone_id=moved.id, predecessor_id=link.predecessor_id, created_at=instant))
    session.flush()


def _wait_for(session: Session, link: Predecessor, waiting: Milestone, moved: Milestone, actor: Actor) -> None:
    """What waited for it goes on waiting: no right on the one that waits is asked, as nothing changes for it."""
    changes = {"predecessor": [link.predecessor_id, moved.id]}
    link.removed_at = note_row_change(session, waiting, changes, actor=actor, deed="plans:predecessor:moved")
    session.add(Predecessor(milestone_id=waiting.id, predecessor_id=moved.id, created_at=link.removed_at))
    session.flush()

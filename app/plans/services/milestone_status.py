"""Milestones: confirm that nothing changed, cancel and take back, offer to others as a dependency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import change, raise_stamp, require_version, state_of
from app.plans.models import Milestone, PlanItem
from app.plans.queries import rows
from app.plans.queries.milestones import milestone_record
from app.plans.queries.records import MilestoneRecord
from app.plans.rules import milestones as rules
from app.plans.rules.values import clean_reason
from app.plans.services.access import (
    NO_MILESTONE,
    Place,
    find_milestone,
    find_plan,
    is_seen,
    one,
    place_of,
)
from app.plans.states import Scope

OFFERED, NO_LONGER_OFFERED = "plans:milestone:offered", "plans:milestone:no-longer-offered"


def confirm_milestones(session: Session, owner: str, versions: Mapping[str, int | None], *, actor: Actor) -> int:
    """Say of milestones that nothing has changed; returns of how many that had not been said today.

    `versions` maps a reference to the version that was looked at. All or none: raises NotFound when one of them
    is not there, NotAllowed when one is not the actor's, Conflict when one has changed since.
    """
    plan = find_plan(session, owner, actor)
    milestones = rows.list_milestone_rows(session, plan.id, versions)
    seen = [m for m in milestones if is_seen(m.first_shared_at is not None, actor, owner)]
    if len(seen) != len(versions):
        raise NotFound(NO_MILESTONE)
    for milestone in seen:
        place = place_of(session, plan, session.get_one(PlanItem, milestone.plan_item_id))
        require(actor, policy.UPDATE_MILESTONE, place.subject(one(milestone.authority_id)))
        require_version(milestone, versions[milestone.reference])
    today = clock.today()
    changed = [
        change(
            session,
            milestone,
            {"confirmed_on": today},
            actor=actor,
            effective_on=today,
            deed="plans:milestone:confirmed",
        )
        for milestone in seen
    ]
    return sum(changed)


def cancel_milestone(
    session: Session,
    owner: str,
    reference: str,
    *,
    actor: Actor,
    expected_version: int | None,
    reason: str,
    keeps_reason: bool = False,
) -> MilestoneRecord:
    """Cancel a milestone, with a reason. Raises WrongState for a closing milestone or one that is cancelled.

    `keeps_reason`: the reason stays within the country: it is in the history that the country reads, and no part of
    the milestone, which others read.
    """
    milestone = _mine(session, owner, reference, actor, expected_version)[0]
    if milestone.is_closing:
        raise WrongState(message("The closing milestone of an item cannot be cancelled."))
    if milestone.is_cancelled:
        raise WrongState(message("This milestone has been cancelled already."))
    said = clean_reason(reason, required=True)
    values = {"is_cancelled": True, "cancel_reason": "" if keeps_reason else said}
    return _set(session, milestone, values, actor, said, "plans:milestone:cancelled", is_internal=keeps_reason)


def uncancel_milestone(
    session: Session, owner: str, reference: str, *, actor: Actor, expected_version: int | None, reason: str = ""
) -> MilestoneRecord:
    """Take a cancellation back. Raises WrongState when the milestone is not cancelled, or was moved."""
    milestone = _mine(session, owner, reference, actor, expected_version)[0]
    if not milestone.is_cancelled:
        raise WrongState(message("This milestone is not cancelled."))
    rules.check_not_moved(state_of(milestone))
    values = {"is_cancelled": False, "cancel_reason": ""}
    return _set(session, milestone, values, actor, clean_reason(reason), "plans:milestone:uncancelled")


def offer_milestone(
    session: Session,
    owner: str,
    reference: str,
    is_offered: bool,
    *,
    actor: Actor,
    expected_version: int | None,
) -> MilestoneRecord:
    """Offer a shared milestone to other countries as a dependency, or no longer: they then read its title.

    Raises WrongState for one that was never shared.
    """
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.OFFER_MILESTONE, place.subject())
    require_version(milestone, expected_version)
    if is_offered and milestone.first_shared_at is None:
        raise WrongState(message("Share the milestone before you offer it to others."))
    if milestone.is_offered != is_offered:
        record(
            session,
            actor=actor,
            deed=OFFERED if is_offered else NO_LONGER_OFFERED,
            subject_kind="milestone",
            subject_id=milestone.id,
            country=owner,
            changes={"is_offered": [milestone.is_offered, is_offered]},
        )
        milestone.is_offered = is_offered
        session.flush()
        for scope in Scope:
            raise_stamp(session, place.plan.id, scope, clock.today())
    return milestone_record(milestone)


def _mine(
    session: Session, owner: str, reference: str, actor: Actor, expected_version: int | None
) -> tuple[Milestone, Place]:
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.UPDATE_MILESTONE, place.subject(one(milestone.authority_id)))
    require_version(milestone, expected_version)
    return milestone, place


def _set(
    session: Session,
    milestone: Milestone,
    values: dict[str, Any],
    actor: Actor,
    reason: str,
    deed: str,
    *,
    is_internal: bool = False,
) -> MilestoneRecord:
    today = clock.today()
    change(
        session,
        milestone,
        {**values, "confirmed_on": today},
        actor=actor,
        effective_on=today,
        reason=reason,
        is_internal=is_internal,
        deed=deed,
    )
    return milestone_record(milestone)

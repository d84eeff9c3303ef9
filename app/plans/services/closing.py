"""Reported in place: the completion of an item's closing milestone, and its taking back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import change, require_version
from app.plans.models import Milestone
from app.plans.progress import COMPLETE
from app.plans.queries import rows
from app.plans.queries.milestones import milestone_record
from app.plans.queries.records import MilestoneRecord
from app.plans.rules.values import clean_past_day, clean_reason
from app.plans.services.access import Place, check_applies, find_place, one
from app.plans.services.touch import closing_of, touched

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def report_in_place(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    *,
    actor: Actor,
    expected_version: int | None,
    day: date | None = None,
    reason: str = "",
) -> MilestoneRecord:
    """Report an item in place since a day, by default today; it is so from that day on.

    `expected_version` is the closing milestone's. Raises NotFound, NotAllowed, Conflict, Invalid, WrongState.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    _require(session, place, actor, expected_version)
    check_applies(place)
    said = clean_reason(reason)
    done_on = clean_past_day(day, "day") or clock.today()
    from_day = max(done_on, view.starts_on)
    plan_item = touched(session, place, workstream=item.workstream, actor=actor, effective_on=from_day)
    closing = closing_of(session, plan_item)
    for effective_on in sorted({from_day, clock.today()}):
        # Today's comes second: it is needed where something that came later says otherwise.
        if closing.progress < COMPLETE or closing.actual_on != done_on:
            change(
                session,
                closing,
                {"progress": COMPLETE, "actual_on": done_on, "confirmed_on": effective_on},
                actor=actor,
                effective_on=effective_on,
                reason=said,
                deed="plans:item:reported-in-place",
                is_automatic=effective_on != from_day,
            )
    return milestone_record(closing)


def reopen_item(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    *,
    actor: Actor,
    expected_version: int | None,
    reason: str,
) -> MilestoneRecord:
    """Take back that an item is in place, with a reason, from today on. Raises WrongState when it is not."""
    place, _item = find_place(session, view, owner, item_key, actor)
    closing = _require(session, place, actor, expected_version)
    if closing is None or closing.progress < COMPLETE:
        raise WrongState(message("This item is not reported in place."))
    today = clock.today()
    change(
        session,
        closing,
        {"progress": 0, "actual_on": None, "confirmed_on": today},
        actor=actor,
        effective_on=today,
        reason=clean_reason(reason, required=True),
        deed="plans:item:reopened",
    )
    return milestone_record(closing)


def _require(session: Session, place: Place, actor: Actor, expected_version: int | None) -> Milestone | None:
    """The right to close: of the item's lead authority, or of the closing milestone's own."""
    closing = rows.find_closing_row(session, place.plan_item.id) if place.plan_item else None
    authorities = one(place.plan_item.lead_authority_id) if place.plan_item else frozenset()
    if closing is not None:
        authorities |= one(closing.authority_id)
    require(actor, policy.UPDATE_MILESTONE, place.subject(authorities))
    if closing is not None:
        require_version(closing, expected_version)
    elif expected_version:
        raise Conflict()
    return closing

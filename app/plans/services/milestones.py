"""Milestones: add and update. A milestone that was completed earlier is complete from that day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.policy import require
from app.plans import policy
from app.plans.funding import instruments_of
from app.plans.history import (
    FIELDS,
    Ledger,
    State,
    Why,
    change,
    correction,
    create,
    ledger_of,
    require_version,
    state_of,
)
from app.plans.models import Milestone
from app.plans.progress import COMPLETE
from app.plans.queries.milestones import milestone_record
from app.plans.queries.parts import is_frozen
from app.plans.queries.records import MilestoneRecord
from app.plans.rules import funding
from app.plans.rules import milestones as rules
from app.plans.rules.values import clean_cause, clean_effective_on, clean_reason
from app.plans.services.access import (
    Place,
    check_applies,
    find_milestone,
    find_place,
    one,
    place_of,
    require_authority,
)
from app.plans.services.touch import next_reference, touched
from app.plans.states import SubjectKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

_BLANK = FIELDS[SubjectKind.MILESTONE].blank
_DATED_BACK = (*sorted(rules.MEASURED), "parts", "progress")


def add_milestone(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    effective_on: date | None = None,
    reason: str = "",
    keeps_reason: bool = False,
    comes_from: str | None = None,
) -> MilestoneRecord:
    """Add a milestone to an item of a plan; measured as its workstream is, unless it says otherwise.

    `keeps_reason`: the reason stays within the country. `comes_from`: the reference of the milestone of which it is a
    part. Raises NotFound, NotAllowed, Invalid.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    others, paid = funding.apart(values)
    cleaned = rules.clean_milestone({"title": "", **others}, is_closing=False)
    cleaned = funding.with_funding(cleaned, paid, None, instruments_of(view))
    require(actor, policy.ADD_MILESTONE, place.subject(one(cleaned.get("authority_id"))))
    require_authority(session, place.plan, cleaned.get("authority_id"), "authority_id")
    day = clean_effective_on(effective_on, view.starts_on)
    state = {**_new_state(cleaned, view, item, day), "comes_from": comes_from}
    said = clean_reason(reason)
    plan_item = touched(session, place, workstream=item.workstream, actor=actor, effective_on=day)
    milestone = Milestone(
        plan_id=place.plan.id,
        plan_item_id=plan_item.id,
        item_id=place.item_id,
        reference=next_reference(session, place.plan),
        created_at=clock.now(),
        **state,
    )
    create(
        session,
        milestone,
        actor=actor,
        effective_on=day,
        reason=said,
        is_internal=keeps_reason and bool(said),
        deed="plans:milestone:added",
        check=rules.check_fit,
    )
    if effective_on is None:
        _date_back(session, view, milestone, place_of(session, place.plan, plan_item), actor=actor)
    return milestone_record(milestone)


def _new_state(cleaned: State, view: CatalogueView, item: ItemView, day: date) -> State:
    key = cleaned.get("workstream_key") or item.workstream
    given = {**cleaned, "workstream_key": key}
    if "measured_by" not in given and key in view.workstreams:
        given["measured_by"] = str(view.workstreams[key].measured_by)
    given = rules.with_progress(given, dict(_BLANK), view.workstreams)
    given = rules.with_value_day(given, given.get("value_on"), day)
    state = {**_BLANK, **given, "confirmed_on": day}
    rules.check_target(given, state)
    rules.check_actual(given, state, day)
    rules.check_fit(state)
    return state


def update_milestone(
    session: Session,
    view: CatalogueView,
    owner: str,
    reference: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
    effective_on: date | None = None,
    reason: str = "",
    cause: str | None = None,
    keeps_cause: bool = False,
) -> MilestoneRecord:
    """Change some fields of a milestone from a day on, by default today; equal values change nothing.

    A new `value` is as at the `value_on` that is given with it, also where that is the day of the value before;
    without one, as at the day from which the change holds.
    `funding-AMIF-planned` and its like say what an instrument has planned, committed or spent, in cents or as text.
    `keeps_cause`: cause and reason stay within the country; others read “other” and no reason.
    Raises NotFound, NotAllowed, Conflict (the version is another one), WrongState (it is cancelled), Invalid.
    """
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.UPDATE_MILESTONE, place.subject(one(milestone.authority_id)))
    require_version(milestone, expected_version)
    held = state_of(milestone)
    rules.check_open(held)
    day = clean_effective_on(effective_on, view.starts_on)
    others, paid = (dict(values), {}) if milestone.is_closing else funding.apart(values)
    cleaned = rules.without_blank_day(rules.clean_milestone(others, is_closing=milestone.is_closing), held)
    cleaned = rules.without_sums(cleaned, held)
    cleaned = funding.with_funding(cleaned, paid, milestone.funding, instruments_of(view))
    ledger = ledger_of(session, milestone)
    then = ledger.state_on(day)
    meant = correction(cleaned, held, then, rules.MEASURED)
    if meant:
        _require_target(session, place, milestone, meant, actor)
        meant = rules.with_progress(meant, then, view.workstreams)
        meant = rules.with_value_day(meant, cleaned.get("value_on"), day)
        rules.check_reopening(meant, then, day, is_closing=milestone.is_closing)
        if milestone.is_closing and meant.get("actual_on"):
            check_applies(place)
            meant["progress"] = COMPLETE  # a day says that the item is in place since then
        rules.check_target(meant, then)
        rules.check_actual(meant, then, day)
        rules.check_fit({**then, **meant})
        why = _why(reason, cause, keeps_cause)
        frozen = is_frozen(session, milestone)
        rules.check_moves(meant, held, is_frozen=frozen, cause=why.cause, reason=why.reason)
        _write(session, milestone, place, meant, day, actor=actor, why=why, ledger=ledger)
        if effective_on is None and meant.get("actual_on"):
            _date_back(session, view, milestone, place, actor=actor)
    return milestone_record(milestone)


def _why(reason: str, cause: str | None, keeps_cause: bool) -> Why:
    said, chosen = clean_reason(reason), clean_cause(cause)
    return Why(said, chosen, is_internal=keeps_cause and bool(said or chosen))


def _require_target(session: Session, place: Place, milestone: Milestone, meant: State, actor: Actor) -> None:
    """Work may be given only to an authority of the plan, and by a contributor only to one of their own."""
    if "authority_id" in meant:
        require(actor, policy.UPDATE_MILESTONE, place.subject(one(meant["authority_id"])))
        require_authority(session, place.plan, meant["authority_id"], "authority_id")


def _write(
    session: Session,
    milestone: Milestone,
    place: Place,
    values: State,
    day: date,
    *,
    actor: Actor,
    why: Why,
    ledger: Ledger,
) -> None:
    touched(session, place, workstream=milestone.workstream_key, actor=actor, effective_on=day)
    change(
        session,
        milestone,
        {**values, "confirmed_on": day},
        actor=actor,
        effective_on=day,
        reason=why.reason,
        cause=why.cause,
        is_internal=why.is_internal,
        deed="plans:milestone:updated",
        check=rules.check_fit,
        ledger=ledger,
    )


def _date_back(session: Session, view: CatalogueView, milestone: Milestone, place: Place, *, actor: Actor) -> None:
    """Let a completion hold from its actual date, so that pages of the days between know of it."""
    done_on = milestone.actual_on
    if milestone.progress < COMPLETE or done_on is None or done_on >= clock.today():
        return
    day = max(done_on, view.starts_on)
    state = state_of(milestone)
    touched(session, place, workstream=milestone.workstream_key, actor=actor, effective_on=day)
    change(
        session,
        milestone,
        {name: state[name] for name in _DATED_BACK},
        actor=actor,
        effective_on=day,
        deed="plans:milestone:updated",
        is_automatic=True,
    )

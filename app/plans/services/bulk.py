"""One change of many milestones: tried and shown, done, and taken back; by the rules of a single one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Conflict, DomainError, Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.bulk import BulkChange, BulkDeed, BulkRow, Versions, WhyNeeded
from app.plans.models import Plan
from app.plans.policy import PlanSubject
from app.plans.queries import rows
from app.plans.queries.milestones import milestone_record
from app.plans.queries.records import FieldChange, MilestoneRecord
from app.plans.rules.milestones import SMALL_MOVE_DAYS
from app.plans.services import milestone_status, milestones, undoing
from app.plans.services.access import NO_MILESTONE, find_plan
from app.plans.services.trying import attempted, taken_back

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

MOST_ROWS = 500
"""Milestones that one deed may change: others who write wait meanwhile."""

MOST_DAYS = 3660
"""A forecast moves by at most so many days at once."""

NONE_CHOSEN = message("Choose at least one milestone.")
CHANGED = message("Somebody has changed this milestone in the meantime.")
CAUSE = message("Choose the cause. Forecasts that move by more than %(days)s days: %(number)s of %(all)s.")
NO_DATE = message("This milestone has no date that could be moved.")

_TOLD = (
    "authority_id",
    "step_key",
    "value",
    "value_on",
    "start_on",
    "baseline_on",
    "forecast_on",
    "actual_on",
    "is_cancelled",
    "cancel_reason",
    "confirmed_on",
)
"""What one of these deeds may change of a milestone, in the order in which it is told."""

Do = Callable[[MilestoneRecord], Any]


def preview_change(
    session: Session, view: CatalogueView, owner: str, versions: Versions, change: BulkChange, *, actor: Actor
) -> list[BulkRow]:
    """What a change would do to each milestone and what would be refused, by doing it and taking it back.

    The caller holds a session that may write. Raises NotFound, NotAllowed for those who do not work in the
    plan, Invalid for nothing chosen, too much, or a change that lacks what it needs, naming the field: WhyNeeded
    where a date of any of the milestones moves so far that a cause is to be given.
    """
    with taken_back(session):
        return apply_change(session, view, owner, versions, change, actor=actor)


def apply_change(
    session: Session, view: CatalogueView, owner: str, versions: Versions, change: BulkChange, *, actor: Actor
) -> list[BulkRow]:
    """Change each milestone that the rules let change, in the caller's transaction; the others are left as they are.

    One that was changed after it was looked at is among the refused. Raises as `preview_change`.
    """
    plan = _working(session, owner, actor)
    _check(change)
    deed = _DEEDS[change.deed]
    with attempted(session):
        tried = _each(session, plan, versions, lambda record: deed(session, view, owner, record, change, actor))
        _require_why(tried)
    return tried


def undo_change(session: Session, owner: str, versions: Versions, *, actor: Actor) -> list[BulkRow]:
    """Put back what the actor's last change of each milestone changed, as a change of its own.

    `versions` are those after the change. What has been changed since is left. Raises NotFound, NotAllowed, Invalid.
    """
    plan = _working(session, owner, actor)

    def undo(record: MilestoneRecord) -> None:
        undoing.undo_update(session, owner, record.reference, actor=actor, expected_version=record.version)

    return _each(session, plan, versions, undo)


def _check(change: BulkChange) -> None:
    if change.deed in (BulkDeed.FORECAST_ON, BulkDeed.START_ON) and change.day is None:
        raise Invalid(message("Enter the day."), field="day")
    if change.deed is BulkDeed.FORECAST_BY and not (change.days and abs(change.days) <= MOST_DAYS):
        sentence = message("Enter by how many days: at most %(limit)s, with a minus for earlier.")
        raise Invalid(sentence, field="days", limit=MOST_DAYS)
    if change.deed is BulkDeed.STEP and not change.step_key:
        raise Invalid(message("Choose the step."), field="step_key")
    if change.deed is BulkDeed.CANCEL and not change.reason.strip():
        raise Invalid(message("Say in words why the milestones are cancelled."), field="reason")


def _require_why(tried: list[BulkRow]) -> None:
    """A cause is the same for all that is chosen: where one lacks it, it is asked for once."""
    for field in ("cause", "reason"):
        lacking = [row for row in tried if isinstance(row.refusal, Invalid) and row.refusal.field == field]
        if lacking and lacking[0].refusal:
            sentence = CAUSE if field == "cause" else lacking[0].refusal.message
            values = {**lacking[0].refusal.values, "number": len(lacking), "all": len(tried)}
            raise WhyNeeded(sentence, lacking, field=field, **{"days": SMALL_MOVE_DAYS, **values})


def _working(session: Session, owner: str, actor: Actor) -> Plan:
    plan = find_plan(session, owner, actor)
    require(actor, policy.READ_WORKING, PlanSubject(owner))
    return plan


def _each(session: Session, plan: Plan, versions: Versions, do: Do) -> list[BulkRow]:
    if not versions:
        raise Invalid(NONE_CHOSEN, field="milestone")
    if len(versions) > MOST_ROWS:
        raise Invalid(message("Choose at most %(limit)s milestones."), field="milestone", limit=MOST_ROWS)
    before = {one.reference: milestone_record(one) for one in rows.list_milestone_rows(session, plan.id, versions)}
    tried = [_one(session, reference, before.get(reference), version, do) for reference, version in versions.items()]
    after = {one.reference: milestone_record(one) for one in rows.list_milestone_rows(session, plan.id, versions)}
    return [_told(row, after.get(row.reference)) for row in tried]


def _one(session: Session, reference: str, record: MilestoneRecord | None, version: int | None, do: Do) -> BulkRow:
    if record is None:
        return BulkRow(reference, None, refusal=NotFound(NO_MILESTONE))
    if version is not None and version != record.version:
        return BulkRow(reference, record, refusal=Conflict(CHANGED, current_version=record.version))
    try:
        with attempted(session):
            do(record)
    except DomainError as refusal:
        return BulkRow(reference, record, refusal=refusal)
    return BulkRow(reference, record)


def _told(row: BulkRow, after: MilestoneRecord | None) -> BulkRow:
    """The row as it stands after, with what changed; of a day of confirmation only where nothing else did."""
    if row.record is None or row.refusal is not None or after is None:
        return row
    old, new = asdict(row.record), asdict(after)
    changes = [FieldChange(name, old[name], new[name]) for name in _TOLD if old[name] != new[name]]
    others = [change for change in changes if change.field != "confirmed_on"]
    return BulkRow(row.reference, after, tuple(others or changes))


def _update(
    session: Session,
    view: CatalogueView,
    owner: str,
    record: MilestoneRecord,
    values: dict[str, Any],
    change: BulkChange,
    actor: Actor,
) -> None:
    milestones.update_milestone(
        session,
        view,
        owner,
        record.reference,
        values,
        actor=actor,
        expected_version=record.version,
        reason=change.reason,
        cause=change.cause,
        keeps_cause=change.keeps_cause,
    )


def _set_forecast(session: Session, view: Any, owner: str, record: Any, change: BulkChange, actor: Actor) -> None:
    _update(session, view, owner, record, {"forecast_on": change.day}, change, actor)


def _move_forecast(session: Session, view: Any, owner: str, record: Any, change: BulkChange, actor: Actor) -> None:
    due: date | None = record.due_on
    if due is None:
        raise Invalid(NO_DATE, field="days")
    _update(session, view, owner, record, {"forecast_on": due + timedelta(days=change.days or 0)}, change, actor)


def _set_start(session: Session, view: Any, owner: str, record: Any, change: BulkChange, actor: Actor) -> None:
    _update(session, view, owner, record, {"start_on": change.day}, change, actor)


def _give(session: Session, view: Any, owner: str, record: Any, change: BulkChange, actor: Actor) -> None:
    _update(session, view, owner, record, {"authority_id": change.authority_id}, change, actor)


def _set_step(session: Session, view: Any, owner: str, record: Any, change: BulkChange, actor: Actor) -> None:
    _update(session, view, owner, record, {"step_key": change.step_key}, change, actor)


def _confirm(session: Session, _view: Any, owner: str, record: Any, _change: BulkChange, actor: Actor) -> None:
    milestone_status.confirm_milestones(session, owner, {record.reference: record.version}, actor=actor)


def _cancel(session: Session, _view: Any, owner: str, record: Any, change: BulkChange, actor: Actor) -> None:
    milestone_status.cancel_milestone(
        session,
        owner,
        record.reference,
        actor=actor,
        expected_version=record.version,
        reason=change.reason,
        keeps_reason=change.keeps_cause,
    )


_DEEDS: dict[BulkDeed, Callable[..., None]] = {
    BulkDeed.FORECAST_ON: _set_forecast,
    BulkDeed.FORECAST_BY: _move_forecast,
    BulkDeed.START_ON: _set_start,
    BulkDeed.AUTHORITY: _give,
    BulkDeed.STEP: _set_step,
    BulkDeed.CONFIRM: _confirm,
    BulkDeed.CANCEL: _cancel,
}

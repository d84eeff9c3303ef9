"""The only way in which fields that count change: revision, current row, spans, stamp and audit in one go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.exc import StaleDataError

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.labels import message
from app.plans.history.fields import State, Subject, fields_of, state_of
from app.plans.history.replay import Ledger, Recorded
from app.plans.history.spans import block_of, revisions_of, share_first, write_spans
from app.plans.history.stamps import raise_stamp
from app.plans.models import Milestone, Plan, PlanBlock, Revision
from app.plans.states import Cause, Scope

Check = Callable[[State], None]
"""Raises Invalid when a state cannot be."""


class Why(NamedTuple):
    """The reason given, its cause, whether both stay within the country; whether the system made the change itself."""

    reason: str = ""
    cause: Cause | None = None
    is_internal: bool = False
    is_automatic: bool = False


_LAST = 2**62
"""Stands for the key that the database is about to give: higher than all others."""


def change(
    session: Session,
    subject: Subject,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    effective_on: date,
    reason: str = "",
    cause: Cause | None = None,
    is_internal: bool = False,
    deed: str = "",
    expected_version: int | None = None,
    check: Check | None = None,
    is_automatic: bool = False,
    ledger: Ledger | None = None,
) -> bool:
    """Change fields of a subject from a day on; returns whether anything changed.

    The caller holds the plan's row. `check` is asked of every state that the change leads to; `ledger` spares
    reading the revisions again. `is_internal`: others than the country read neither the reason nor which cause it was.
    Raises Conflict when `expected_version` is not the subject's, Invalid for a
    day in the future.
    """
    require_version(subject, expected_version)
    if effective_on > clock.today():
        raise Invalid(message("A change cannot hold from a day in the future."), field="effective_on")
    ledger = ledger or ledger_of(session, subject)
    changes = ledger.changes_for(values, effective_on)
    if ledger.revisions and not changes:
        return False
    why = Why(reason, cause, is_internal, is_automatic)
    _write(session, subject, ledger, changes, actor, effective_on, why, check)
    _audit(session, subject, changes, actor=actor, deed=deed, why=why)
    return True


def create(
    session: Session,
    subject: Subject,
    *,
    actor: Actor,
    effective_on: date,
    reason: str = "",
    is_internal: bool = False,
    deed: str = "",
    check: Check | None = None,
    is_automatic: bool = False,
) -> None:
    """Add a new subject, with its fields set, and say in its first revision that it is there.

    `is_internal`: others than the country do not read the reason.
    """
    fields = fields_of(subject)
    values = {name: value for name, value in state_of(subject).items() if value is not None}
    state = {**fields.blank, **values}
    if fields.settle:
        fields.settle(state, effective_on)
    if check:
        check(state)
    for name, value in state.items():
        setattr(subject, name, value)
    session.add(subject)
    session.flush()
    change(
        session,
        subject,
        values,
        actor=actor,
        effective_on=effective_on,
        reason=reason,
        is_internal=is_internal,
        deed=deed,
        is_automatic=is_automatic,
        ledger=Ledger(fields.kind),
    )


def ledger_of(session: Session, subject: Subject) -> Ledger:
    """The ledger of what has been said of a subject."""
    kind = fields_of(subject).kind
    return Ledger(kind, revisions_of(session, kind, subject.id))


def extend_back(session: Session, subject: Subject, day: date, *, actor: Actor) -> None:
    """Make a subject known from an earlier day on, with a revision that changes nothing."""
    ledger = ledger_of(session, subject)
    if ledger.begins_on is not None and ledger.begins_on > day:
        _write(session, subject, ledger, {}, actor, day, Why(is_automatic=True), None)


def note_row_change(
    session: Session,
    subject: Subject,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    deed: str,
) -> datetime:
    """Say in a subject's history that rows beside its fields (links, contributing authorities) come or go now.

    `changes` maps the name of what changes to [old, new]. Returns the instant to write on the rows, which
    others read as of the last release. The caller holds the plan's row.
    """
    plan, block = session.get_one(Plan, subject.plan_id), block_of(session, subject)
    instant = recording_instant(block)
    today = clock.today()
    if fields_of(subject).raises_version(changes):
        flag_modified(subject, next(iter(fields_of(subject).blank)))  # the row is written, so its version rises
    _add_revision(session, subject, block, changes, instant, actor, today, Why())
    raise_stamp(session, plan.id, Scope.WORKING, today)
    if plan.shares_continuously:
        block.shared_at = instant
        raise_stamp(session, plan.id, Scope.SHARED, today)
    _audit(session, subject, changes, actor=actor, deed=deed, why=Why())
    return instant


def require_version(subject: Subject, expected_version: int | None) -> None:
    """Raise Conflict when the row has been changed since it was read."""
    if expected_version is not None and subject.version != expected_version:
        raise Conflict(
            theirs=state_of(subject),
            current_version=subject.version,
        )


def _write(
    session: Session,
    subject: Subject,
    ledger: Ledger,
    changes: dict[str, Any],
    actor: Actor,
    effective_on: date,
    why: Why,
    check: Check | None,
) -> None:
    plan = session.get_one(Plan, subject.plan_id)
    block = block_of(session, subject)
    instant = recording_instant(block, ledger)
    ledger.add(Recorded(effective_on, instant, _LAST, changes))
    spans = ledger.spans()
    for span in spans:
        if check and span.valid_to > effective_on:
            check(span.state)
    _add_revision(session, subject, block, changes, instant, actor, effective_on, why)
    _update_row(session, subject, ledger.latest)
    write_spans(session, subject, Scope.WORKING, spans)
    raise_stamp(session, plan.id, Scope.WORKING, effective_on)
    if plan.shares_continuously:
        block.shared_at = instant
        write_spans(session, subject, Scope.SHARED, spans)
        raise_stamp(session, plan.id, Scope.SHARED, effective_on)
        if isinstance(subject, Milestone) and subject.first_shared_at is None:
            share_first(session, [block.id], instant)


def _add_revision(
    session: Session,
    subject: Subject,
    block: PlanBlock,
    changes: Mapping[str, Any],
    instant: datetime,
    actor: Actor,
    effective_on: date,
    why: Why,
) -> None:
    session.add(
        Revision(
            plan_id=subject.plan_id,
            plan_block_id=block.id,
            subject_kind=fields_of(subject).kind.value,
            subject_id=subject.id,
            effective_on=effective_on,
            recorded_at=instant,
            author_id=actor.user_id,
            acting_for_id=actor.acting_for(session.get_one(Plan, subject.plan_id).owner, _whose(subject)),
            reason=why.reason,
            cause=why.cause.value if why.cause else None,
            is_internal=why.is_internal,
            request_id=session.info.get("request_id", ""),
            is_automatic=why.is_automatic,
            changes=dict(changes),
        )
    )


def _whose(subject: Subject) -> frozenset[int]:
    """The authority whose work a subject is, where it has one."""
    keys = (getattr(subject, name, None) for name in ("authority_id", "lead_authority_id"))
    return frozenset(key for key in keys if key is not None)


def recording_instant(block: PlanBlock, ledger: Ledger | None = None) -> datetime:
    """Now, but never at or before the last release, nor before what is already recorded of the subject.

    What is recorded is shared when its instant is at most the release's: a clock that was set back, or a
    change in the very microsecond of a release, must not be shared unasked.
    """
    instant = clock.now()
    if block.shared_at is not None:
        instant = max(instant, block.shared_at + timedelta(microseconds=1))
    return max([instant, *(revision.recorded_at for revision in (ledger.revisions if ledger else ()))])


def _update_row(session: Session, subject: Subject, state: State) -> None:
    for name, value in state.items():
        if getattr(subject, name) != value:
            setattr(subject, name, value)
    try:
        session.flush()
    except StaleDataError as error:  # another session wrote the row without holding the plan's
        raise Conflict() from error


def _audit(
    session: Session,
    subject: Subject,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    deed: str,
    why: Why,
) -> None:
    kind = fields_of(subject).kind.value
    shown = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    if why.cause:
        shown["cause"] = [None, why.cause.value]
    if why.is_internal:
        shown["is_internal"] = [None, True]
    record(
        session,
        actor=actor,
        deed=deed or f"plans:{kind}:changed",
        subject_kind=kind,
        subject_id=subject.id,
        country=session.get_one(Plan, subject.plan_id).owner,
        changes=shown,
        reason=why.reason,
    )

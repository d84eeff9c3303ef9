"""Drafts: write, revise, discard, and send, one or several together."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import LabelledEnum, message
from app.core.policy import require
from app.core.texts import clean_line, clean_text
from app.flags.models import Flag, FlagStep
from app.flags.policy import ASK, FlagSubject
from app.flags.queries import flags as found
from app.flags.records import calendars_of
from app.flags.services.places import Place, place_of
from app.flags.states import ANSWER_DAYS, LINE_LIMIT, TEXT_LIMIT, Category, Deed, Severity, Side, State
from app.plans.services.access import find_plan
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

AT_ONCE = 100


def default_due(owner: str, asker: str = "") -> date:
    """By when an answer is asked for where nobody names a day: 20 working days of whoever answers, from today."""
    return calendars_of(owner, asker)[Side.ANSWERER].end_of(clock.today(), ANSWER_DAYS)


def write_flag(
    session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], *, actor: Actor, asker: str = ""
) -> int:
    """Write a draft; returns its key. Nobody but the asking side sees it until it is sent.

    `asker`: the country that asks about an EU-level measure; empty: the Commission asks. `values`: `about`,
    `block_key`, `item_key`, `reference`, `gap_code`, `severity`, `severity_reason`, `category`, `asked`, `due_on`.
    Raises NotFound, NotAllowed, Invalid.
    """
    if asker and owner != EU:
        raise NotFound(found.NO_FLAG)
    plan = find_plan(session, owner, actor)
    require(actor, ASK, FlagSubject(owner, asker, is_draft=True))
    place = place_of(session, view, owner, values, actor)
    flag = Flag(plan_id=plan.id, asker=asker, state=State.DRAFT.value, written_at=clock.now(), author_id=actor.user_id)
    _fill(flag, place, values, default_due(owner, asker))
    session.add(flag)
    session.flush()
    _record(session, flag, owner, "flags:flag:drafted", actor)
    return flag.id


def revise_flag(
    session: Session,
    view: CatalogueView,
    flag_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Change a draft. Raises NotFound, NotAllowed, Conflict, Invalid."""
    owner, flag = _held(session, flag_id, actor, expected_version)
    _fill(flag, place_of(session, view, owner, values, actor), values, default_due(owner, flag.asker))
    session.flush()
    _record(session, flag, owner, "flags:flag:revised", actor)


def discard_flag(session: Session, flag_id: int, *, actor: Actor, expected_version: int | None) -> None:
    """Put a draft away for good. Raises NotFound, NotAllowed, Conflict."""
    owner, flag = _held(session, flag_id, actor, expected_version)
    flag.discarded_at = clock.now()
    session.flush()
    _record(session, flag, owner, "flags:flag:discarded", actor)


def send_flags(session: Session, flag_ids: Collection[int], *, actor: Actor) -> list[str]:
    """Send drafts, all or none; returns their names, such as `IE-7`, in the order of their keys.

    Raises NotFound, NotAllowed, WrongState when one was sent meanwhile, Invalid for none, too many, or a day that has
    passed.
    """
    if not flag_ids:
        raise Invalid(message("Choose at least one draft."))
    if len(flag_ids) > AT_ONCE:
        raise Invalid(message("At most %(limit)s flags can be sent together."), limit=AT_ONCE)
    drafts = [found.get_draft(session, flag_id, actor) for flag_id in sorted(set(flag_ids))]
    plans = {owner: find_plan(session, owner, actor) for owner in sorted({draft.owner for draft in drafts})}
    numbers = {owner: found.last_number(session, plan.id) for owner, plan in plans.items()}
    names = []
    for draft in drafts:
        require(actor, ASK, draft.subject)
        flag = found.find_row(session, draft.flag_id)
        if flag.number is not None or flag.discarded_at is not None:
            raise WrongState(message("One of these drafts has been sent or discarded meanwhile."))
        if flag.due_on < clock.today():
            raise Invalid(message("The day by which an answer is asked for has passed."), field="due_on")
        numbers[draft.owner] += 1
        _send(session, flag, numbers[draft.owner], actor)
        _record(session, flag, draft.owner, "flags:flag:sent", actor, number=flag.number)
        names.append(f"{draft.owner}-{flag.number}")
    return names


def _send(session: Session, flag: Flag, number: int, actor: Actor) -> None:
    flag.number, flag.state, flag.sent_at = number, State.SENT.value, clock.now()
    session.add(
        FlagStep(
            flag_id=flag.id,
            position=1,
            deed=Deed.SEND.value,
            side=Side.ASKER.value,
            state=State.SENT.value,
            text="",
            due_on=flag.due_on,
            taken_at=flag.sent_at,
            author_id=actor.user_id,
        )
    )
    session.flush()


def _held(session: Session, flag_id: int, actor: Actor, expected_version: int | None) -> tuple[str, Flag]:
    draft = found.get_draft(session, flag_id, actor)
    require(actor, ASK, draft.subject)
    flag = found.find_row(session, flag_id)
    if flag.number is not None or flag.discarded_at is not None:
        raise WrongState(message("This draft has been sent or discarded meanwhile."))
    if expected_version is not None and flag.version != expected_version:
        raise Conflict(
            theirs={"asked": flag.asked, "severity_reason": flag.severity_reason},
            current_version=flag.version,
        )
    return draft.owner, flag


def _fill(flag: Flag, place: Place, values: Mapping[str, Any], due_on: date) -> None:
    """What a draft says. Raises Invalid."""
    flag.about, flag.block_key = place.about.value, place.block_key
    flag.item_id, flag.milestone_id = place.item_id, place.milestone_id
    flag.gap_code = clean_line(values.get("gap_code"), "gap_code", 60)
    flag.severity = _one_of(Severity, values.get("severity"), "severity").value
    flag.severity_reason = clean_line(values.get("severity_reason"), "severity_reason", LINE_LIMIT, required=True)
    flag.category = _one_of(Category, values.get("category"), "category").value
    flag.asked = clean_text(values.get("asked"), "asked", TEXT_LIMIT, required=True)
    flag.due_on = future_day(values.get("due_on")) or due_on


def _one_of(kind: type[LabelledEnum], value: Any, field: str) -> LabelledEnum:
    try:
        return kind(value)
    except ValueError:
        raise Invalid(message("Choose one."), field=field) from None


def future_day(value: Any) -> date | None:
    """A day by which somebody is asked to speak; None where none is named. Raises Invalid for one that has passed."""
    if value is None:
        return None
    if not isinstance(value, date):
        raise Invalid(message("A day is expected here."), field="due_on")
    if value < clock.today():
        raise Invalid(message("This day has passed."), field="due_on")
    return value


def _record(session: Session, flag: Flag, owner: str, deed: str, actor: Actor, **said: Any) -> None:
    """Say to the audit trail that it was done, and not what was written: administrators read no flags."""
    changes = {name: [None, value] for name, value in said.items()}
    record(session, actor=actor, deed=deed, subject_kind="flag", subject_id=flag.id, country=owner, changes=changes)

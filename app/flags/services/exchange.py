"""The exchange: acknowledge, answer, accept, maintain, raise, close, withdraw. None of it moves readiness."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.core.labels import message
from app.core.texts import clean_text
from app.flags.models import FlagStep
from app.flags.moves import MOVES, next_state, turn_in
from app.flags.policy import sides_of
from app.flags.queries import flags as found
from app.flags.records import FlagRecord, calendars_of
from app.flags.services.drafting import future_day
from app.flags.states import ANSWER_DAYS, TEXT_LIMIT, AnswerKind, Deed, Side, State

_DEEDS = {Deed.ACKNOWLEDGE, Deed.ANSWER, Deed.ACCEPT, Deed.MAINTAIN, Deed.RAISE, Deed.CLOSE, Deed.WITHDRAW}
NEEDS_TEXT = frozenset({Deed.ANSWER, Deed.MAINTAIN, Deed.RAISE, Deed.WITHDRAW})
"""Steps that nobody takes without a word."""


def take_step(
    session: Session,
    owner: str,
    number: int,
    deed: Deed,
    *,
    actor: Actor,
    expected_version: int | None,
    text: str = "",
    answer: str | None = None,
    due_on: date | None = None,
) -> State:
    """Take a step in the exchange on a flag that was sent; returns where it now stands.

    `answer`: what an answer consists of (`AnswerKind`). `due_on`: by when whoever maintains asks for a second answer,
    by default 20 working days of the other side. Raises NotFound, NotAllowed, WrongState when the step is not possible
    (any more), Conflict, Invalid.
    """
    flag = found.get_flag(session, owner, number, actor)
    row = found.find_row(session, flag.flag_id)
    flag = found.get_flag(session, owner, number, actor)
    side = _side(flag, deed, actor)
    standing = flag.standing(clock.today())
    if expected_version is not None and row.version != expected_version:
        raise Conflict(
            message("The other side has taken a step meanwhile. Read it first."), current_version=row.version
        )
    to = next_state(standing.state, deed, side, flag.answers) if standing and deed in _DEEDS else None
    if to is None:
        raise WrongState(message("This step is not possible any more, or not yet."))
    cleaned = clean_text(text, "text", TEXT_LIMIT, required=deed in NEEDS_TEXT)
    kind = _kind(answer) if deed is Deed.ANSWER else None
    now = clock.now()
    row.state = to.value
    session.add(
        FlagStep(
            flag_id=flag.flag_id,
            position=len(flag.steps) + 1,
            deed=deed.value,
            side=side.value,
            state=to.value,
            answer=kind.value if kind else None,
            text=cleaned,
            due_on=_due(flag, to, due_on),
            taken_at=now,
            author_id=actor.user_id,
        )
    )
    session.flush()
    said = digest_of(flag.flag_id, len(flag.steps) + 1, deed, cleaned, now)
    record(
        session,
        actor=actor,
        deed=f"flags:flag:{past_of(deed)}",
        subject_kind="flag",
        subject_id=flag.flag_id,
        country=owner,
        changes={"state": [standing.state.value if standing else None, to.value], "said": [None, said]},
    )
    return to


def digest_of(flag_id: int, position: int, deed: Deed, text: str, taken_at: datetime) -> str:
    """The SHA-256 by which the audit trail vouches for what was said, without saying it."""
    told = json.dumps([flag_id, position, deed.value, text, taken_at.isoformat()], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def past_of(deed: Deed) -> str:
    """A deed as the audit trail names what was done."""
    return _PAST[deed]


_PAST = {
    Deed.SEND: "sent",
    Deed.ACKNOWLEDGE: "acknowledged",
    Deed.ANSWER: "answered",
    Deed.ACCEPT: "accepted",
    Deed.MAINTAIN: "maintained",
    Deed.RAISE: "raised",
    Deed.CLOSE: "closed",
    Deed.WITHDRAW: "withdrawn",
}


def _side(flag: FlagRecord, deed: Deed, actor: Actor) -> Side:
    """On whose behalf the actor takes a step: of both, who asks. Raises NotAllowed."""
    held = sides_of(actor, flag.subject)
    sides = [side for move in MOVES if move.deed is deed for side in Side if side in move.sides & held]
    if not sides:
        raise NotAllowed(message("You may not do this."))
    return sides[0]


def _kind(answer: str | None) -> AnswerKind:
    try:
        return AnswerKind(str(answer))
    except ValueError:
        raise Invalid(message("Say what the answer consists of."), field="answer") from None


def _due(flag: FlagRecord, to: State, due_on: date | None) -> date | None:
    """By when the other side is asked to speak: an acknowledgement leaves the day as it was."""
    if to is State.ACKNOWLEDGED:
        return flag.due_on
    if turn_in(to) is not Side.ANSWERER:
        return None
    return future_day(due_on) or calendars_of(flag.owner, flag.asker)[Side.ANSWERER].end_of(clock.today(), ANSWER_DAYS)

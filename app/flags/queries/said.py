"""All that was said on the flags of a plan in a period, by whom it was said, for requests for access to documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.flags.models import FlagNote
from app.flags.policy import circle_of
from app.flags.queries.flags import list_flags
from app.flags.records import FlagRecord
from app.flags.states import AnswerKind, Deed, NoteReach, Side
from app.plans.states import EU


class Said(NamedTuple):
    """A text on a flag. `origin`: whose it is, `EU` for the Commission, else a country's code; `own`: whose side the
    reader is on, in the same words.

    `deed` and `answer`: the step by which it was said; neither for a message. `is_internal`: for the own side alone.
    """

    flag: FlagRecord
    at: datetime
    origin: str
    own: str
    deed: Deed | None
    answer: AnswerKind | None
    is_internal: bool
    text: str

    @property
    def is_of_third_party(self) -> bool:
        """Whether the other side is asked before it is disclosed (Regulation (EC) No 1049/2001, Art. 4(4) and (5) where
        the Commission holds a text of a Member State, Art. 5 where a Member State holds one of the Commission)."""
        return self.origin != self.own


def list_said(session: Session, actor: Actor, owner: str, first: date, last: date) -> list[Said]:
    """What was said on the flags of a plan from the one day to the other, both included, as far as the actor may read
    it, in the order in which it was said. Names of people are not in it. Three statements.

    Texts that were withdrawn are left out, and drafts too. Raises nothing: whoever reads no flags finds none.
    """
    flags = list_flags(session, actor, owners=[owner])
    said = (*_steps(flags, actor), *_messages(session, flags, actor))
    within = (one for one in said if first <= clock.day_of(one.at) <= last)
    return sorted(within, key=lambda one: (one.at, one.flag.number or 0))


def _steps(flags: Iterable[FlagRecord], actor: Actor) -> Iterator[Said]:
    for flag in flags:
        own = circle_of(actor, flag.subject)
        for step in flag.steps:
            origin = (flag.asker or EU) if step.side is Side.ASKER else flag.owner
            text = f"{flag.asked}\n\n{flag.severity_reason}" if step.deed is Deed.SEND else step.text
            yield Said(flag, step.taken_at, origin, own, step.deed, step.answer, False, text)


def _messages(session: Session, flags: Iterable[FlagRecord], actor: Actor) -> Iterator[Said]:
    by_key = {flag.flag_id: flag for flag in flags}
    query = (
        select(FlagNote.flag_id, FlagNote.written_at, FlagNote.circle, FlagNote.reach, FlagNote.text)
        .where(FlagNote.flag_id.in_(sorted(by_key)), FlagNote.withdrawn_at.is_(None))
        .order_by(FlagNote.id)
    )
    for flag_id, at, circle, reach, text in session.execute(query):
        flag = by_key[flag_id]
        own, is_internal = circle_of(actor, flag.subject), reach == NoteReach.OWN.value
        if not is_internal or (own and circle == own):
            yield Said(flag, at, circle, own, None, None, is_internal, text)

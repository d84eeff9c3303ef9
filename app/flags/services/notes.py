"""Messages beside the exchange: for both sides, or for the own side alone; with mentions."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.flags.models import FlagMention, FlagNote
from app.flags.policy import NOTE, circle_of
from app.flags.queries import notes as found
from app.flags.records import FlagRecord
from app.flags.states import TEXT_LIMIT, NoteReach

MOST_MENTIONS = 20


def write_note(
    session: Session, flag: FlagRecord, text: str, reach: str, *, actor: Actor, mentions: Iterable[int] = ()
) -> int:
    """Write a message on a flag that the actor has read; returns its key.

    `mentions`: keys of people, who must be able to read it. On a draft there is only the own side.
    Raises NotFound for those on neither side, NotAllowed, Invalid.
    """
    circle = circle_of(actor, flag.subject)
    if not circle:
        raise NotFound(found.NO_NOTE)
    require(actor, NOTE, flag.subject)
    try:
        chosen = NoteReach(reach)
    except ValueError:
        raise Invalid(message("Choose who may read it."), field="reach") from None
    if chosen is NoteReach.BOTH and flag.number is None:
        raise Invalid(message("The other side does not know of this draft."), field="reach")
    note = FlagNote(
        flag_id=flag.flag_id,
        circle=circle,
        reach=chosen.value,
        text=clean_text(text, "text", TEXT_LIMIT, required=True),
        written_at=clock.now(),
        author_id=actor.user_id,
    )
    mentioned = _mentioned(session, flag, chosen, circle, mentions, actor)
    session.add(note)
    session.flush()
    session.add_all(FlagMention(note_id=note.id, user_id=key) for key in mentioned)
    _record(session, flag, note, "flags:note:written", actor)
    session.flush()
    return note.id


def withdraw_note(session: Session, flag: FlagRecord, note_id: int, *, actor: Actor) -> None:
    """Withdraw a message of one's own: nobody is shown its text any more. Raises NotFound, WrongState."""
    note = found.get_own_note(session, flag, note_id, actor)
    if note.withdrawn_at is not None:
        raise WrongState(message("This message has been withdrawn already."))
    note.withdrawn_at = clock.now()
    session.flush()
    _record(session, flag, note, "flags:note:withdrawn", actor)


def see_mentions(session: Session, flag: FlagRecord, *, actor: Actor) -> int:
    """Say that one has seen where one is mentioned on a flag; returns in how many messages that was new."""
    unseen = found.list_unseen(session, flag.flag_id, actor)
    for mention in unseen:
        mention.seen_at = clock.now()
    if unseen:
        record(
            session,
            actor=actor,
            deed="flags:mention:seen",
            subject_kind="flag",
            subject_id=flag.flag_id,
            country=flag.asker or flag.owner,
            changes={},
        )
        session.flush()
    return len(unseen)


def _mentioned(
    session: Session, flag: FlagRecord, reach: NoteReach, circle: str, keys: Iterable[int], actor: Actor
) -> list[int]:
    """Those who are mentioned, once each. Raises Invalid for somebody who may not read the message."""
    wanted = sorted(set(keys) - {actor.user_id})
    if len(wanted) > MOST_MENTIONS:
        raise Invalid(message("At most %(limit)s people can be mentioned."), field="mentions", limit=MOST_MENTIONS)
    people = {person.user_id: person for person in found.list_people(session, flag)} if wanted else {}
    if any(key not in people for key in wanted):
        raise Invalid(message("Choose people from the list."), field="mentions")
    if reach is NoteReach.OWN and any(people[key].circle != circle for key in wanted):
        raise Invalid(message("Only people of your own side read this message."), field="mentions")
    return wanted


def _record(session: Session, flag: FlagRecord, note: FlagNote, deed: str, actor: Actor) -> None:
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="flag_note",
        subject_id=note.id,
        country=flag.asker or flag.owner,
        changes={"reach": [None, note.reach]},
    )

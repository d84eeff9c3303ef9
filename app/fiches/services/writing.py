"""The Commission's part: begin a fiche, write it, send it for the factual check, settle comments, make it final."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.calendars.reading import calendar_of
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.fiches.clocks import check_due
from app.fiches.content import Content, as_plain
from app.fiches.models import Fiche, FicheBlock, FicheText
from app.fiches.policy import WRITE, FicheSubject
from app.fiches.queries.contents import content_now, read_figures
from app.fiches.queries.fiches import (
    find_block_row,
    find_comment_row,
    get_fiche,
    last_number,
    list_comments,
)
from app.fiches.records import DRAFT, FicheRecord
from app.fiches.services.access import digest_of, hold_fiche, tell_trail
from app.fiches.states import LETTER_LIMIT, TEXT_LIMIT, Aspect, Deed, Outcome, Stage
from app.plans.services.access import find_plan
from app.plans.states import EU
from app.review.queries.rounds import get_round
from app.review.sealing import canonical_text, seal

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def begin_fiche(
    session: Session, view: CatalogueView, owner: str, *, actor: Actor, day: date | None, round_id: int | None = None
) -> str:
    """Begin a draft with the figures of a day, today where none is named; returns its name.

    `round_id`: the round it is about, if any. Nobody of the country knows of it until it is sent. Raises NotFound,
    NotAllowed, Invalid.
    """
    plan = find_plan(session, owner, actor)
    if owner == EU:
        raise NotFound(message("There are no fiches of the EU level."))
    require(actor, WRITE, FicheSubject(owner))
    on = _past_day(day)
    if round_id is not None:
        get_round(session, round_id, actor)
    fiche = Fiche(
        plan_id=plan.id,
        round_id=round_id,
        as_of=on,
        figures=canonical_text(read_figures(session, view, owner, on, actor)),
        written_at=clock.now(),
        author_id=actor.user_id,
    )
    session.add(fiche)
    session.flush()
    made = get_fiche(session, f"{DRAFT}-{fiche.id}", actor)
    tell_trail(session, actor, made, "begun", as_of=on)
    return made.name


def refresh_figures(
    session: Session, view: CatalogueView, name: str, day: date | None, *, actor: Actor, expected_version: int | None
) -> None:
    """Compute a draft's figures anew, for a day. Raises NotFound, NotAllowed, WrongState, Conflict, Invalid."""
    fiche, row = hold_fiche(session, name, Deed.REFRESH, actor, expected_version)
    on = _past_day(day)
    row.as_of, row.figures = on, canonical_text(read_figures(session, view, fiche.owner, on, actor))
    session.flush()
    tell_trail(session, actor, fiche, "refreshed", as_of=on)


def write_block(
    session: Session,
    view: CatalogueView,
    name: str,
    block_key: str,
    texts: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Write the narrative of a block: `progress`, `challenges`, `next_steps`.

    `expected_version`: of the block's narrative, 0 where none was written. Raises NotFound, NotAllowed, WrongState,
    Conflict, Invalid.
    """
    fiche, _ = hold_fiche(session, name, Deed.REVISE, actor)
    if block_key not in view.blocks:
        raise NotFound(message("There is no such block."))
    cleaned = {aspect.value: clean_text(texts.get(aspect.value), aspect.value, TEXT_LIMIT) for aspect in Aspect}
    row = find_block_row(session, fiche.fiche_id, block_key)
    if expected_version is not None and (row.version if row else 0) != expected_version:
        theirs = {aspect.value: getattr(row, aspect.value) if row else "" for aspect in Aspect}
        raise Conflict(theirs=theirs, current_version=row.version if row else 0)
    if row is None:
        session.add(FicheBlock(fiche_id=fiche.fiche_id, block_key=block_key, **cleaned))
    else:
        for aspect, text in cleaned.items():
            setattr(row, aspect, text)
    session.flush()
    tell_trail(session, actor, fiche, "written", block=block_key, said=digest_of(fiche.fiche_id, block_key, cleaned))


def write_letter(session: Session, name: str, text: str, *, actor: Actor, expected_version: int | None) -> None:
    """Write the letter that goes with the next step; empty for the usual words.

    Raises NotFound, NotAllowed, WrongState, Conflict, Invalid.
    """
    fiche, row = hold_fiche(session, name, Deed.REVISE, actor)
    if expected_version is not None and row.version != expected_version:
        raise Conflict(theirs={"text": row.letter}, current_version=row.version)
    row.letter = clean_text(text, "text", LETTER_LIMIT)
    session.flush()
    tell_trail(session, actor, fiche, "letter-written", said=digest_of(fiche.fiche_id, row.letter))


def discard_fiche(session: Session, name: str, *, actor: Actor, expected_version: int | None) -> None:
    """Put a draft away for good. Raises NotFound, NotAllowed, WrongState, Conflict."""
    fiche, row = hold_fiche(session, name, Deed.DISCARD, actor, expected_version)
    row.discarded_at = clock.now()
    session.flush()
    tell_trail(session, actor, fiche, "discarded")


def send_fiche(
    session: Session, view: CatalogueView, name: str, *, actor: Actor, expected_version: int | None
) -> FicheRecord:
    """Send a draft for the factual check, within 10 working days of the country; returns it with its number.

    What it says at that moment is kept and is what the country reads until it is final. Raises NotFound, NotAllowed,
    WrongState, also where nothing is written yet, Conflict.
    """
    find_plan(session, get_fiche(session, name, actor).owner, actor)
    fiche, row = hold_fiche(session, name, Deed.SEND, actor, expected_version)
    if not any(any(block.values()) for block in content_now(session, view, fiche, ()).narrative.values()):
        raise WrongState(message("Nothing is written of any block yet."))
    row.number = last_number(session, fiche.plan_id) + 1
    row.sent_at = clock.now()
    row.check_due_on = check_due(clock.today(), calendar_of(fiche.owner))
    letter = content_now(session, view, fiche, ()).letter
    row.letter = ""
    session.flush()
    sent = get_fiche(session, f"{fiche.owner}-{row.number}", actor)
    said = content_now(session, view, sent, ())
    digest = _keep(session, sent, Stage.SENT, _with_letter(said, letter))
    tell_trail(session, actor, sent, "sent", number=row.number, check_due_on=row.check_due_on, hash=digest)
    return sent


def settle_comment(session: Session, name: str, comment_id: int, outcome: str, reply: str, *, actor: Actor) -> None:
    """Say of a comment that it was taken over, or why it was not; it can be said anew until the fiche is final.

    Raises NotFound, NotAllowed, WrongState, Invalid.
    """
    fiche, _ = hold_fiche(session, name, Deed.SETTLE, actor)
    comment = find_comment_row(session, fiche.fiche_id, comment_id)
    if comment is None or comment.is_position:
        raise NotFound(message("There is no such comment."))
    said = _outcome(outcome)
    comment.reply = clean_text(reply, "reply", TEXT_LIMIT, required=said is Outcome.NOT_BECAUSE)
    comment.outcome, comment.settled_at, comment.settled_by_id = said.value, clock.now(), actor.user_id
    session.flush()
    told = digest_of(fiche.fiche_id, comment_id, said.value, comment.reply)
    tell_trail(session, actor, fiche, "comment-settled", outcome=said.value, said=told)


def finish_fiche(
    session: Session, view: CatalogueView, name: str, *, actor: Actor, expected_version: int | None
) -> str:
    """Make a fiche final: sealed, and never changed again; returns the hash.

    Raises NotFound, NotAllowed, WrongState, also while something is not said of a comment, Conflict.
    """
    fiche, row = hold_fiche(session, name, Deed.FINISH, actor, expected_version)
    comments = list_comments(session, fiche, actor)
    if any(one.outcome is None for one in comments if not one.is_position):
        raise WrongState(message("Say first of each comment that it was taken over, or why it was not."))
    letter = content_now(session, view, fiche, comments).letter
    row.final_at, row.final_by_id = clock.now(), actor.user_id
    session.flush()
    final = get_fiche(session, name, actor)
    digest = _keep(session, final, Stage.FINAL, _with_letter(content_now(session, view, final, comments), letter))
    tell_trail(session, actor, final, "finished", hash=digest)
    return digest


def _keep(session: Session, fiche: FicheRecord, stage: Stage, said: Mapping[str, Any]) -> str:
    made = seal(said)
    session.add(
        FicheText(fiche_id=fiche.fiche_id, stage=stage.value, hash=made.hash, content=made.content, size=made.size)
    )
    session.flush()
    return made.hash


def _with_letter(content: Content, letter: str) -> dict[str, Any]:
    return {**as_plain(content), "letter": letter}


def _past_day(day: date | None) -> date:
    if day is not None and not isinstance(day, date):
        raise Invalid(message("A day is expected here."), field="as_of")
    if day is not None and day > clock.today():
        raise Invalid(message("Figures are of today or of a day that has passed."), field="as_of")
    return day or clock.today()


def _outcome(value: str) -> Outcome:
    try:
        return Outcome(value)
    except ValueError:
        raise Invalid(message("Say what became of it."), field="outcome") from None

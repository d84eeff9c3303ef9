"""Comments: write, answer, correct, withdraw, and say that a mention was seen. None of it moves readiness."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.comments import policy
from app.comments.models import Comment, CommentText, Mention
from app.comments.policy import Said
from app.comments.queries import places, threads
from app.comments.queries.records import Place
from app.comments.states import TEXT_LIMIT, Reach
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text

MOST_MENTIONS = 20


def write_comment(
    session: Session,
    place: Place,
    text: str,
    reach: str,
    *,
    actor: Actor,
    mentions: Iterable[int] = (),
    answers: int | None = None,
) -> int:
    """Say something about an item or a milestone, or answer a comment on it; returns the comment's key.

    `mentions` are the keys of people, who must be within the reach. The same said twice in a moment is one comment.
    Raises NotFound, NotAllowed, WrongState for an answer to what was withdrawn, Invalid.
    """
    thread = None if answers is None else _thread(session, place, answers, actor)
    if thread is None and not place.is_open:
        raise NotFound(places.NO_PLACE)
    chosen = clean_reach(reach)
    require(actor, policy.WRITE, Said(place.owner, chosen))
    if thread is not None and chosen.width > Reach(thread.reach).width:
        raise Invalid(message("An answer cannot reach further than the comment that it answers."), field="reach")
    now = clock.now()
    comment = Comment(
        plan_id=place.plan_id,
        item_id=place.item_id,
        milestone_id=place.milestone_id,
        answers_id=thread.id if thread else None,
        author_id=actor.user_id,
        said_at=now,
        reach=chosen.value,
        text=clean_text(text, "text", TEXT_LIMIT, required=True),
    )
    mentioned = _mentioned(session, place.owner, chosen, mentions, actor)
    twin = threads.find_twin(session, comment, now)
    if twin is not None:
        return twin.id
    session.add(comment)
    session.flush()
    session.add_all(Mention(comment_id=comment.id, user_id=key) for key in mentioned)
    changes: dict[str, list[Any]] = {
        "about": [None, place.reference or place.item_id],
        "reach": [None, chosen.value],
        "mentions": [None, mentioned],
    }
    if thread is not None:
        changes["answers"] = [None, thread.id]
        for mention in threads.list_unseen_in_thread(session, thread.id, actor.user_id):
            mention.seen_at = now
    _record(session, comment, place.owner, actor, "comments:comment:written", changes)
    session.flush()
    return comment.id


def correct_comment(
    session: Session, owner: str, comment_id: int, text: str, *, actor: Actor, expected_version: int | None
) -> None:
    """Give a comment of one's own another text; the former one stays beside it, and the reach as it is.

    Raises NotFound, NotAllowed, WrongState for one that was withdrawn, Conflict, Invalid.
    """
    comment = _own(session, owner, comment_id, actor, expected_version)
    cleaned = clean_text(text, "text", TEXT_LIMIT, required=True)
    if cleaned == comment.text:
        return
    now = clock.now()
    session.add(CommentText(comment_id=comment.id, text=comment.text, until=now))
    comment.text, comment.corrected_at = cleaned, now
    _record(session, comment, owner, actor, "comments:comment:corrected", {})
    session.flush()


def withdraw_comment(
    session: Session, owner: str, comment_id: int, *, actor: Actor, expected_version: int | None
) -> None:
    """Withdraw a comment of one's own: nobody is shown its text any more; that it was there stays.

    Raises NotFound, NotAllowed, WrongState for one that was withdrawn, Conflict.
    """
    comment = _own(session, owner, comment_id, actor, expected_version)
    comment.withdrawn_at = clock.now()
    _record(session, comment, owner, actor, "comments:comment:withdrawn", {})
    session.flush()


def see_mention(session: Session, comment_id: int, *, actor: Actor) -> None:
    """Say that one has seen where one is mentioned. Raises NotFound."""
    mention = threads.find_mention(session, comment_id, actor)
    if mention.seen_at is None:
        mention.seen_at = clock.now()
        record(
            session,
            actor=actor,
            deed="comments:mention:seen",
            subject_kind="comment",
            subject_id=comment_id,
            changes={},
        )
        session.flush()


def clean_reach(value: Any) -> Reach:
    """One of the reaches. Raises Invalid."""
    try:
        return Reach(value)
    except ValueError:
        raise Invalid(message("Choose who may read it."), field="reach") from None


def _thread(session: Session, place: Place, comment_id: int, actor: Actor) -> Comment:
    """The comment that is answered; of an answer the one that it answers itself, so that there is one level."""
    comment, _reference = threads.find_comment(session, place.owner, comment_id, actor)
    if comment.answers_id is not None:
        comment, _reference = threads.find_comment(session, place.owner, comment.answers_id, actor)
    if (comment.plan_id, comment.item_id, comment.milestone_id) != (place.plan_id, place.item_id, place.milestone_id):
        raise NotFound(threads.NO_COMMENT)
    if comment.withdrawn_at is not None:
        raise WrongState(message("This comment was withdrawn; it takes no more answers."))
    return comment


def _own(session: Session, owner: str, comment_id: int, actor: Actor, expected_version: int | None) -> Comment:
    comment, _reference = threads.find_comment(session, owner, comment_id, actor)
    require(actor, policy.CORRECT, Said(owner, Reach(comment.reach), comment.author_id))
    if comment.withdrawn_at is not None:
        raise WrongState(message("This comment has been withdrawn already."))
    if expected_version is not None and comment.version != expected_version:
        raise Conflict(
            theirs={"text": comment.text},
            current_version=comment.version,
        )
    return comment


def _mentioned(session: Session, owner: str, reach: Reach, keys: Iterable[int], actor: Actor) -> list[int]:
    """Those who are mentioned, once each. Raises Invalid for somebody who may not read the comment."""
    wanted = sorted(set(keys) - {actor.user_id})
    if not wanted:
        return []
    if len(wanted) > MOST_MENTIONS:
        raise Invalid(message("At most %(limit)s people can be mentioned."), field="mentions", limit=MOST_MENTIONS)
    people = {person.user_id: person for person in places.list_people(session, owner)}
    if any(key not in people for key in wanted):
        raise Invalid(message("Choose people from the list."), field="mentions")
    outside = [people[key].name for key in wanted if reach not in people[key].reads]
    if outside:
        raise Invalid(
            message("%(names)s may not read this comment. Let it reach further, or leave them out."),
            field="mentions",
            names=", ".join(outside),
        )
    return wanted


def _record(
    session: Session, comment: Comment, owner: str, actor: Actor, deed: str, changes: dict[str, list[Any]]
) -> None:
    """Say to the audit trail that it was done, and not what was written: administrators read no comments."""
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="comment",
        subject_id=comment.id,
        country=owner,
        changes=changes,
    )

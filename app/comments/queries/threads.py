"""Comments as their readers read them, how many there are, and where somebody is mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.comments.models import Comment, CommentText, Mention
from app.comments.policy import reached, reaches_of
from app.comments.queries.records import CommentRecord, Counts, FormerText, MentionRecord, Place, Thread
from app.comments.states import Reach
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Milestone, Plan

NO_COMMENT = message("There is no such comment.")
AT_MOST = 500
PRESSED_TWICE = timedelta(minutes=10)


def list_threads(session: Session, place: Place, actor: Actor) -> list[Thread]:
    """The comments on something that the actor may read, the latest first, each with its answers.

    Raises NotFound for those who neither see the thing itself nor may read any comment on it.
    """
    reaches = reaches_of(actor, place.owner)
    query = (
        select(Comment, User.name)
        .outerjoin(User, User.id == Comment.author_id)
        .where(
            Comment.plan_id == place.plan_id,
            Comment.item_id == place.item_id,
            Comment.milestone_id.is_(None)
            if place.milestone_id is None
            else Comment.milestone_id == place.milestone_id,
            Comment.reach.in_([reach.value for reach in reaches]),
        )
        .order_by(Comment.id.desc())
        .limit(AT_MOST)
    )
    rows = [(row[0], row[1]) for row in session.execute(query)]
    if not rows and not place.is_open:
        raise NotFound(NO_COMMENT)
    mentions = _mentions(session, [comment.id for comment, _ in rows])
    former = _former(session, [comment.id for comment, _ in rows if comment.corrected_at and not comment.withdrawn_at])
    records = [_record(comment, name, mentions, former) for comment, name in rows]
    answers: dict[int, list[CommentRecord]] = defaultdict(list)
    for record in reversed(records):
        if record.answers_id is not None:
            answers[record.answers_id].append(record)
    return [Thread(one, tuple(answers[one.comment_id])) for one in records if one.answers_id is None]


def _mentions(session: Session, keys: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    if keys:
        query = (
            select(Mention.comment_id, User.name)
            .join(User, User.id == Mention.user_id)
            .where(Mention.comment_id.in_(keys))
            .order_by(User.name, User.id)
        )
        for comment_id, name in session.execute(query):
            found[comment_id].append(name)
    return found


def _former(session: Session, keys: list[int]) -> dict[int, list[FormerText]]:
    found: dict[int, list[FormerText]] = defaultdict(list)
    if keys:
        query = select(CommentText).where(CommentText.comment_id.in_(keys)).order_by(CommentText.id.desc())
        for row in session.execute(query).scalars():
            found[row.comment_id].append(FormerText(row.text, row.until))
    return found


def _record(
    comment: Comment, author: str | None, mentions: dict[int, list[str]], former: dict[int, list[FormerText]]
) -> CommentRecord:
    is_withdrawn = comment.withdrawn_at is not None
    return CommentRecord(
        comment_id=comment.id,
        answers_id=comment.answers_id,
        author_id=comment.author_id,
        author=author,
        said_at=comment.said_at,
        reach=Reach(comment.reach),
        text="" if is_withdrawn else comment.text,
        corrected_at=comment.corrected_at,
        withdrawn_at=comment.withdrawn_at,
        version=comment.version,
        mentions=() if is_withdrawn else tuple(mentions.get(comment.id, ())),
        former=tuple(former.get(comment.id, ())),
    )


def count_comments(session: Session, plan_id: int, reaches: Iterable[Reach]) -> Counts:
    """How many comments within these reaches stand on each item and milestone of a plan."""
    query = (
        select(Comment.item_id, Comment.milestone_id, func.count())
        .where(
            Comment.plan_id == plan_id,
            Comment.withdrawn_at.is_(None),
            Comment.reach.in_([reach.value for reach in reaches]),
        )
        .group_by(Comment.item_id, Comment.milestone_id)
    )
    return {(item_id, milestone_id): number for item_id, milestone_id, number in session.execute(query)}


def find_comment(session: Session, owner: str, comment_id: int, actor: Actor) -> tuple[Comment, str]:
    """A comment on a plan that the actor may read, and the reference of the milestone it is about, if it is about one.

    Raises NotFound.
    """
    query = (
        select(Comment, Milestone.reference)
        .join(Plan, Plan.id == Comment.plan_id)
        .outerjoin(Milestone, Milestone.id == Comment.milestone_id)
        .where(Comment.id == comment_id, Plan.owner == owner, reached(actor, Comment.reach))
        .execution_options(populate_existing=True)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_COMMENT)
    return row[0], row[1] or ""


def find_twin(session: Session, wanted: Comment, now: datetime) -> Comment | None:
    """The same comment by the same person of a moment ago: the same button pressed twice."""
    query = select(Comment).where(
        Comment.plan_id == wanted.plan_id,
        Comment.item_id == wanted.item_id,
        Comment.milestone_id == wanted.milestone_id,
        Comment.answers_id == wanted.answers_id,
        Comment.author_id == wanted.author_id,
        Comment.reach == wanted.reach,
        Comment.text == wanted.text,
        Comment.withdrawn_at.is_(None),
        Comment.said_at > now - PRESSED_TWICE,
    )
    return session.execute(query.order_by(Comment.id.desc()).limit(1)).scalar_one_or_none()


# --- mentions --------------------------------------------------------------------------------------------


def list_mentions(
    session: Session, actor: Actor, *, only_unseen: bool = False, limit: int = 200
) -> list[MentionRecord]:
    """Where the actor is mentioned in what they may read and what stands, the latest first."""
    query = _own_mentions(actor)
    if only_unseen:
        query = query.where(Mention.seen_at.is_(None))
    rows = session.execute(query.order_by(Comment.id.desc()).limit(limit))
    return [
        MentionRecord(
            comment_id=comment.id,
            thread_id=comment.answers_id or comment.id,
            owner=owner,
            item_id=comment.item_id,
            reference=reference or "",
            author=author,
            said_at=comment.said_at,
            reach=Reach(comment.reach),
            text=comment.text,
            seen_at=mention.seen_at,
        )
        for mention, comment, owner, reference, author in rows
    ]


def _own_mentions(actor: Actor) -> Select[Any]:
    columns: list[Any] = [Mention, Comment, Plan.owner, Milestone.reference, User.name]
    return (
        select(*columns)
        .join(Comment, Comment.id == Mention.comment_id)
        .join(Plan, Plan.id == Comment.plan_id)
        .outerjoin(Milestone, Milestone.id == Comment.milestone_id)
        .outerjoin(User, User.id == Comment.author_id)
        .where(Mention.user_id == actor.user_id, Comment.withdrawn_at.is_(None), reached(actor, Comment.reach))
    )


def find_mention(session: Session, comment_id: int, actor: Actor) -> Mention:
    """The actor's own mention in a comment. Raises NotFound."""
    row = session.execute(_own_mentions(actor).where(Comment.id == comment_id)).one_or_none()
    if row is None:
        raise NotFound(NO_COMMENT)
    found: Mention = row[0]
    return found


def list_unseen_in_thread(session: Session, thread_id: int, user_id: int | None) -> list[Mention]:
    """The mentions of a person in a comment and its answers that they have not yet seen."""
    query = (
        select(Mention)
        .join(Comment, Comment.id == Mention.comment_id)
        .where(
            (Comment.id == thread_id) | (Comment.answers_id == thread_id),
            Mention.user_id == user_id,
            Mention.seen_at.is_(None),
        )
    )
    return list(session.execute(query).scalars())

"""Comments found by words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.comments.models import Comment
from app.comments.policy import reached
from app.comments.queries.records import CommentHit
from app.comments.states import Reach
from app.plans.models import Milestone, Plan


def search_comments(session: Session, actor: Actor, words: Sequence[str], limit: int = 50) -> list[CommentHit]:
    """The comments in whose present text all words stand, of those that the actor may read; the latest first.

    What is withdrawn, and what a comment said before it was corrected, is not found.
    """
    if not words:
        return []
    query = (
        select(
            Comment.id,
            Plan.owner,
            Comment.item_id,
            Milestone.reference,
            User.name,
            Comment.said_at,
            Comment.reach,
            Comment.text,
        )
        .join(Plan, Plan.id == Comment.plan_id)
        .outerjoin(Milestone, Milestone.id == Comment.milestone_id)
        .outerjoin(User, User.id == Comment.author_id)
        .where(
            reached(actor, Comment.reach),
            Comment.withdrawn_at.is_(None),
            *(Comment.text.icontains(word, autoescape=True) for word in words),
        )
        .order_by(Comment.id.desc())
        .limit(limit)
    )
    return [
        CommentHit(comment_id, owner, item_id, reference or "", author, said_at, Reach(reach), text)
        for comment_id, owner, item_id, reference, author, said_at, reach, text in session.execute(query)
    ]

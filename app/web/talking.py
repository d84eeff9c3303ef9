"""What pages of plans show of comments: how many a reader finds where, and where they themselves are mentioned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import url_for

from app.comments.policy import reaches_of
from app.comments.queries.consultations import list_consultations
from app.comments.queries.records import CommentHit, ConsultationRecord, Counts, MentionRecord
from app.comments.queries.threads import count_comments, list_mentions
from app.http.context import Viewpoint, actor, catalogue, data_version, session, unseen_mentions
from app.plans.queries.records import PlanInScope
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of

_talk: Recent[Talk] = Recent(200)


@dataclass(frozen=True)
class Talk:
    """The comments on a plan that a reader finds, and the consultations. `is_open`: whether pages lead to them."""

    is_open: bool = False
    counts: Counts = field(default_factory=dict)
    consultations: tuple[ConsultationRecord, ...] = ()

    def on(self, item_id: int, milestone_id: int | None = None) -> int:
        """How many on an item itself, or on one of its milestones."""
        return self.counts.get((item_id, milestone_id), 0)

    def on_milestones(self, item_id: int) -> int:
        """How many on the milestones of an item."""
        return sum(number for (item, milestone), number in self.counts.items() if item == item_id and milestone)

    def consulted(self, item_id: int | None = None) -> tuple[ConsultationRecord, ...]:
        """The consultations that stand on an item, or on the plan as a whole."""
        return tuple(one for one in self.consultations if one.item_id == item_id and one.withdrawn_at is None)


def talk_of(plan: PlanInScope, seen: Viewpoint) -> Talk:
    """What pages of today say of comments, asked once while the data stand; those of another day lead to none."""
    reaches = reaches_of(actor(), plan.owner)
    if seen.is_past or not reaches:
        return Talk()
    key = (database_of(session()), data_version().mark, plan.plan_id, reaches)
    return _talk.get_or_make(
        key,
        lambda: Talk(
            True,
            count_comments(session(), plan.plan_id, reaches),
            tuple(list_consultations(session(), plan.plan_id, reaches)),
        ),
    )


def mention_address(mention: MentionRecord) -> str:
    """The comment in which somebody is mentioned, with the form of an answer below it."""
    return comment_address(mention, answer=mention.thread_id)


def comment_address(comment: MentionRecord | CommentHit, *, answer: int | None = None) -> str:
    """A comment among those beside it; `answer`: the one below which the form of an answer is open."""
    to: dict[str, Any] = {"code": comment.owner, "answer": answer, "_anchor": f"comment-{comment.comment_id}"}
    if comment.reference:
        return url_for("comments.show_milestone_comments", reference=comment.reference, **to)
    return url_for("comments.show_item_comments", key=catalogue().items_by_id[comment.item_id].key, **to)


def unseen_about(owner: str) -> list[MentionRecord]:
    """Where in comments on a plan the person is mentioned and has not seen it; asked only where there is any."""
    if not unseen_mentions():
        return []
    return [one for one in list_mentions(session(), actor(), only_unseen=True) if one.owner == owner]

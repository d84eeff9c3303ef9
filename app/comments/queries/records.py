"""What pages read of comments and consultations: plain records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from app.accounts.states import Role
from app.comments.states import Reach


@dataclass(frozen=True)
class Place:
    """What is spoken about: an item of a plan, or one of its milestones (`reference`).

    `is_open`: whether the reader sees it in the plan itself. `title`: the milestone's, for those who read the working
    state alone.
    """

    plan_id: int
    owner: str
    item_id: int
    milestone_id: int | None = None
    reference: str = ""
    title: str = ""
    is_open: bool = False


class FormerText(NamedTuple):
    """A text that a comment had until an instant."""

    text: str
    until: datetime


@dataclass(frozen=True)
class CommentRecord:
    """A comment. The text of one that was withdrawn is empty; `answers_id`: the one it answers."""

    comment_id: int
    answers_id: int | None
    author_id: int | None
    author: str | None
    said_at: datetime
    reach: Reach
    text: str
    corrected_at: datetime | None
    withdrawn_at: datetime | None
    version: int
    mentions: tuple[str, ...] = ()
    former: tuple[FormerText, ...] = ()


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, the oldest first."""

    comment: CommentRecord
    answers: tuple[CommentRecord, ...]


@dataclass(frozen=True)
class MentionRecord:
    """Where somebody is mentioned. `reference`: of the milestone it is about; empty for an item."""

    comment_id: int
    thread_id: int
    owner: str
    item_id: int
    reference: str
    author: str | None
    said_at: datetime
    reach: Reach
    text: str
    seen_at: datetime | None


@dataclass(frozen=True)
class CommentHit:
    """A comment found by words. `reference`: of the milestone it is about; empty for an item."""

    comment_id: int
    owner: str
    item_id: int
    reference: str
    author: str | None
    said_at: datetime
    reach: Reach
    text: str


@dataclass(frozen=True)
class Person:
    """Somebody who may be mentioned, and within which reaches they are."""

    user_id: int
    name: str
    country: str | None
    roles: tuple[Role, ...]
    reads: frozenset[Reach] = field(default=frozenset())


Counts = Mapping[tuple[int, int | None], int]
"""(item, milestone or None) → how many comments."""


@dataclass(frozen=True)
class ConsultationRecord:
    """A consultation as it stands; `item_id` is empty for one on the whole plan."""

    consultation_id: int
    item_id: int | None
    reach: Reach
    with_whom: str
    held_on: date
    what_changed: str
    url: str
    recorded_at: datetime
    recorded_by: str | None
    withdrawn_at: datetime | None
    withdraw_reason: str
    version: int


@dataclass(frozen=True)
class FormerConsultation:
    """What a consultation said until somebody corrected it."""

    reach: Reach
    with_whom: str
    held_on: date
    what_changed: str
    url: str
    until: datetime
    by: str | None

"""Comments with who is mentioned in them, and consultations. Nothing of it is ever deleted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.comments.states import CHANGED_LIMIT, REASON_LIMIT, TEXT_LIMIT, URL_LIMIT, WITH_LIMIT, Reach
from app.core.db import Base, Key, Versioned, bounded, one_of


class Comment(Versioned, Base):
    """A comment on an item of a plan, or on one of its milestones; `answers_id`: the one it answers.

    What is withdrawn keeps its text, which nobody is shown any more.
    """

    __tablename__ = "comment"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"))
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    said_at: Mapped[datetime]
    reach: Mapped[str]
    text: Mapped[str]
    corrected_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("reach", Reach),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("length(text) > 0", name="text_given"),
        Index("ix_comment_subject", "plan_id", "item_id", "milestone_id"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class CommentText(Base):
    """A text that a comment had until it was corrected."""

    __tablename__ = "comment_text"

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    text: Mapped[str]
    until: Mapped[datetime]
    __table_args__ = (bounded("text", TEXT_LIMIT),)


class Mention(Base):
    """Somebody who is mentioned in a comment; `seen_at`: when they said that they saw it, or answered."""

    __tablename__ = "comment_mention"

    id: Mapped[Key]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    seen_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("comment_id", "user_id"), Index("ix_comment_mention_user", "user_id", "seen_at"))


class Consultation(Versioned, Base):
    """That somebody was consulted on a plan, or on one of its items (`item_id`): who in general, when, what changed."""

    __tablename__ = "consultation"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]
    reach: Mapped[str]
    with_whom: Mapped[str]
    held_on: Mapped[date] = mapped_column(Date)
    what_changed: Mapped[str]
    url: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdraw_reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        one_of("reach", Reach),
        bounded("with_whom", WITH_LIMIT),
        bounded("what_changed", CHANGED_LIMIT),
        bounded("url", URL_LIMIT),
        bounded("withdraw_reason", REASON_LIMIT),
        CheckConstraint("length(with_whom) > 0", name="with_whom_given"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class ConsultationText(Base):
    """What a consultation said until it was corrected."""

    __tablename__ = "consultation_text"

    id: Mapped[Key]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    reach: Mapped[str]
    with_whom: Mapped[str]
    held_on: Mapped[date] = mapped_column(Date)
    what_changed: Mapped[str]
    url: Mapped[str]
    until: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    __table_args__ = (
        one_of("reach", Reach),
        bounded("with_whom", WITH_LIMIT),
        bounded("what_changed", CHANGED_LIMIT),
        bounded("url", URL_LIMIT),
    )

"""How far each reviewer has read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded, one_of
from app.reading.states import LINE_LIMIT, MarkState


class ReadingMark(Base):
    """A reviewer's mark on an item of a plan, with a line of their own that nobody else is shown.

    `known_at`: up to which instant the page that was read knew the item's block, which is its last release then; None:
    nothing of it had been shared. Marks are no domain data: they come and go without a history.
    """

    __tablename__ = "reading_mark"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    state: Mapped[str]
    line: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime]
    known_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("state", MarkState),
        bounded("line", LINE_LIMIT),
        UniqueConstraint("user_id", "plan_id", "item_id"),
    )


class DeskVisit(Base):
    """Up to which instant a reviewer has seen what was shared; theirs alone, and no domain data."""

    __tablename__ = "reading_visit"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), unique=True)
    seen_until: Mapped[datetime]


class SubmissionLook(Base):
    """That a reviewer looked at a submission: it waits for nobody any more."""

    __tablename__ = "reading_look"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("review_submission.id"), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    looked_at: Mapped[datetime]

"""What was asked of whom: letters of a country's coordinators to its authorities; views that people keep."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded

SUBJECT_LIMIT, BODY_LIMIT, NOTE_LIMIT = 200, 60_000, 2000
NAME_LIMIT, ADDRESS_LIMIT = 80, 1000


class Ask(Base):
    """A letter to an authority: its whole text as it was made, and until when an answer was asked for.

    It is open until it is closed; whether it was answered follows from what was changed since.
    """

    __tablename__ = "ask"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    reply_by: Mapped[date] = mapped_column(Date)
    subject: Mapped[str]
    body: Mapped[str]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    close_note: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        bounded("subject", SUBJECT_LIMIT),
        bounded("body", BODY_LIMIT),
        bounded("close_note", NOTE_LIMIT),
        CheckConstraint("length(subject) > 0", name="subject_given"),
        CheckConstraint("length(body) > 0", name="body_given"),
    )


class AskMilestone(Base):
    """A milestone that a letter asks about."""

    __tablename__ = "ask_milestone"

    id: Mapped[Key]
    ask_id: Mapped[int] = mapped_column(ForeignKey("ask.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    __table_args__ = (UniqueConstraint("ask_id", "milestone_id"),)


class SavedView(Base):
    """Filters of the working list that a person keeps under a name; with `is_for_desk`, for all of the country's desk.

    `address` holds the filters as an address writes them. How a person likes to look at a plan is no part of it: such
    rows come and go without a history.
    """

    __tablename__ = "saved_view"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    is_for_desk: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("plan_id", "user_id", "name"),
        bounded("name", NAME_LIMIT),
        bounded("address", ADDRESS_LIMIT),
        CheckConstraint("length(name) > 0", name="name_given"),
    )

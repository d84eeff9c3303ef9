"""How far each reviewer has read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.assessments.states import Verdict
from app.core.db import Base, Key, bounded, one_of
from app.reading.states import LINE_LIMIT, REASON_LIMIT, SEED_LIMIT, MarkState


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


class SecondReading(Base):
    """Items of a plan that two reviewers read apart. Nobody but each reader is shown a verdict before `revealed_at`.

    `seed` and `sample_size`: of a sample of a block; None: items were chosen by hand. `is_cut_short`: the lead ended it
    before all verdicts were in.
    """

    __tablename__ = "second_reading"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    block_key: Mapped[str] = mapped_column(default="")
    seed: Mapped[str | None]
    sample_size: Mapped[int | None] = mapped_column(Integer)
    first_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    revealed_at: Mapped[datetime | None]
    is_cut_short: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        CheckConstraint("first_id <> second_id", name="two_readers"),
        CheckConstraint("(seed IS NULL) = (sample_size IS NULL)", name="samples_have_a_seed"),
        bounded("block_key", 120),
        bounded("seed", SEED_LIMIT),
    )


class SecondItem(Base):
    """An item of a second reading, and what the lead settled on when both had spoken. `assessment_id`: made of it."""

    __tablename__ = "second_reading_item"

    id: Mapped[Key]
    reading_id: Mapped[int] = mapped_column(ForeignKey("second_reading.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    verdict: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))

    __table_args__ = (
        one_of("verdict", Verdict),
        bounded("reason", REASON_LIMIT),
        CheckConstraint("(verdict IS NULL) = (settled_at IS NULL)", name="dated_when_settled"),
        UniqueConstraint("reading_id", "item_id"),
    )


class SecondVerdict(Base):
    """What one of the two found of an item, and why. It can be changed until both are shown, and never afterwards."""

    __tablename__ = "second_reading_verdict"

    id: Mapped[Key]
    second_item_id: Mapped[int] = mapped_column(ForeignKey("second_reading_item.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    verdict: Mapped[str]
    reason: Mapped[str]
    given_at: Mapped[datetime]

    __table_args__ = (
        one_of("verdict", Verdict),
        bounded("reason", REASON_LIMIT),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        UniqueConstraint("second_item_id", "user_id"),
    )

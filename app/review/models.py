"""Rounds, submissions, and the seals that submissions refer to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.review.states import SubmissionKind


class Round(Versioned, Base):
    """What is asked of all countries by a day. `block_keys`: keys with commas between; empty means the whole plan.

    `interval_days`: after so many days an open milestone is to be confirmed again.
    """

    __tablename__ = "review_round"

    id: Mapped[Key]
    title: Mapped[str]
    asked: Mapped[str]
    cut_off_on: Mapped[date] = mapped_column(Date)
    interval_days: Mapped[int] = mapped_column(Integer)
    block_keys: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("title", 200),
        bounded("asked", 8000),
        bounded("block_keys", 2000),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("interval_days BETWEEN 7 AND 366", name="interval_sensible"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class Extension(Base):
    """A later cut-off of a round for one country, and why. The latest day of several is what counts."""

    __tablename__ = "review_extension"

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("review_round.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    until_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("reason", 2000),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        Index("ix_review_extension_round", "round_id", "plan_id", "until_on"),
    )


class Seal(Base):
    """A snapshot of a plan under the SHA-256 of its canonical text. Rows are never changed nor removed: triggers
    refuse it. `content`: the text, compressed (zlib), in base 64; `size`: bytes of the text.
    """

    __tablename__ = "review_seal"

    hash: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    content: Mapped[str]
    size: Mapped[int] = mapped_column(Integer)
    sealed_at: Mapped[datetime]

    __table_args__ = (CheckConstraint("length(hash) = 64", name="hash_length"),)


class Submission(Versioned, Base):
    """What a country sent. It counts from `submitted_at` on and then never changes nor goes: triggers refuse it.

    Where the country wants four eyes it first waits: `needs_signature`, with the plan's stamp when it was prepared.
    `block_keys`: what a part of the plan is of, keys with commas between.
    """

    __tablename__ = "review_submission"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"), index=True)
    kind: Mapped[str]
    block_keys: Mapped[str] = mapped_column(default="")
    note: Mapped[str]
    document_title: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    document_url: Mapped[str] = mapped_column(default="")
    document_language: Mapped[str] = mapped_column(default="")
    document_on: Mapped[date | None] = mapped_column(Date)
    document_is_public: Mapped[bool] = mapped_column(Boolean, default=False)
    needs_signature: Mapped[bool] = mapped_column(Boolean)
    prepared_at: Mapped[datetime]
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    prepared_stamp: Mapped[int] = mapped_column(Integer)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    submitted_at: Mapped[datetime | None]
    seal_hash: Mapped[str | None] = mapped_column(ForeignKey("review_seal.hash"), index=True)
    set_aside_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("kind", SubmissionKind),
        bounded("block_keys", 2000),
        bounded("note", 8000),
        bounded("document_title", 300),
        bounded("document_number", 200),
        bounded("document_url", 1000),
        bounded("document_language", 5),
        CheckConstraint("(submitted_at IS NULL) = (seal_hash IS NULL)", name="sealed_when_submitted"),
        CheckConstraint("submitted_at IS NULL OR set_aside_at IS NULL", name="submitted_or_set_aside"),
        CheckConstraint("signed_by_id IS NULL OR signed_by_id <> prepared_by_id", name="four_eyes"),
        Index("ix_review_submission_plan", "plan_id", "submitted_at"),
        Index(
            "uq_review_submission_waiting",
            "plan_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL AND set_aside_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL AND set_aside_at IS NULL"),
        ),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class OfficialFile(Base):
    """The file of a submission's official document. Rows are never changed nor removed: triggers refuse it."""

    __tablename__ = "review_document"

    submission_id: Mapped[int] = mapped_column(ForeignKey("review_submission.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)


class FourEyes(Base):
    """A plan whose submissions count once a second coordinator has signed; without a row one is enough."""

    __tablename__ = "review_four_eyes"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    is_on: Mapped[bool] = mapped_column(Boolean)

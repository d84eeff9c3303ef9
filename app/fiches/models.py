"""Fiches, the narrative of each block, the comments of the factual check, and what was sent and sealed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.fiches.states import LETTER_LIMIT, TEXT_LIMIT, Outcome, Stage


class Fiche(Versioned, Base):
    """What the Commission writes of a plan. `number`: within the plan, given when it is sent: numbers tell nothing of
    drafts. `figures`: canonical JSON, of the shared state on `as_of` as known when it was computed. `letter`: empty for
    the words that everybody gets. Triggers refuse to change one that is final.
    """

    __tablename__ = "fiche"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("review_round.id"), index=True)
    number: Mapped[int | None] = mapped_column(Integer)
    as_of: Mapped[date] = mapped_column(Date)
    figures: Mapped[str]
    letter: Mapped[str] = mapped_column(default="")
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    discarded_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    check_due_on: Mapped[date | None] = mapped_column(Date)
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    final_at: Mapped[datetime | None]
    final_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        bounded("letter", LETTER_LIMIT),
        CheckConstraint("(number IS NULL) = (sent_at IS NULL)", name="numbered_when_sent"),
        CheckConstraint("(check_due_on IS NULL) = (sent_at IS NULL)", name="due_when_sent"),
        CheckConstraint("sent_at IS NOT NULL OR (checked_at IS NULL AND final_at IS NULL)", name="sent_first"),
        CheckConstraint("discarded_at IS NULL OR sent_at IS NULL", name="only_drafts_go"),
        UniqueConstraint("plan_id", "number"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class FicheBlock(Versioned, Base):
    """What a reviewer writes of a block."""

    __tablename__ = "fiche_block"

    id: Mapped[Key]
    fiche_id: Mapped[int] = mapped_column(ForeignKey("fiche.id"))
    block_key: Mapped[str]
    progress: Mapped[str]
    challenges: Mapped[str]
    next_steps: Mapped[str]

    __table_args__ = (
        bounded("block_key", 120),
        bounded("progress", TEXT_LIMIT),
        bounded("challenges", TEXT_LIMIT),
        bounded("next_steps", TEXT_LIMIT),
        UniqueConstraint("fiche_id", "block_key"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class FicheComment(Base):
    """A comment of the country, on a block or on one of its items; on the whole where it names neither. It is the
    country's alone until the check is returned, and can be withdrawn until then. `reply`: the Commission's reason.
    `is_position`: the country's position on the whole, annexed as it is written; the latest one stands.
    """

    __tablename__ = "fiche_comment"

    id: Mapped[Key]
    fiche_id: Mapped[int] = mapped_column(ForeignKey("fiche.id"), index=True)
    block_key: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    is_position: Mapped[bool] = mapped_column(Boolean, default=False)
    text: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[str | None]
    reply: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("outcome", Outcome),
        bounded("block_key", 120),
        bounded("text", TEXT_LIMIT),
        bounded("reply", TEXT_LIMIT),
        CheckConstraint("length(text) > 0", name="text_given"),
        CheckConstraint("outcome <> 'not_because' OR length(reply) > 0", name="reason_given"),
        CheckConstraint("(outcome IS NULL) = (settled_at IS NULL)", name="dated_when_settled"),
    )


class FicheText(Base):
    """What a fiche said when it was sent and when it was made final, under its hash. Rows are never changed nor
    removed: triggers refuse it. `content`: canonical JSON, compressed (zlib), in base 64; `size`: bytes of the JSON."""

    __tablename__ = "fiche_text"

    fiche_id: Mapped[int] = mapped_column(ForeignKey("fiche.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    hash: Mapped[str]
    content: Mapped[str]
    size: Mapped[int] = mapped_column(Integer)

    __table_args__ = (one_of("stage", Stage), CheckConstraint("length(hash) = 64", name="hash_length"))

"""Flags, the steps of the exchange on each, messages beside it, and drafts. Steps are only ever added."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.flags.states import LINE_LIMIT, TEXT_LIMIT, About, AnswerKind, Category, Deed, NoteReach, Severity, Side, State


class Flag(Versioned, Base):
    """What is asked about a plan. `number`: within the plan, given when it is sent; a draft has none, so that numbers
    tell nothing of drafts. `asker`: the country that asks about an EU-level measure; empty: the Commission asks.

    `gap_code`: the rule of the computed gap it was made of. `state`: where its last step led (`app.flags.clocks` says
    what time has made of it since).
    """

    __tablename__ = "flag"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int | None] = mapped_column(Integer)
    asker: Mapped[str] = mapped_column(default="")
    about: Mapped[str]
    block_key: Mapped[str] = mapped_column(default="")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    gap_code: Mapped[str] = mapped_column(default="")
    severity: Mapped[str]
    severity_reason: Mapped[str]
    category: Mapped[str]
    asked: Mapped[str]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    sent_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("about", About),
        one_of("severity", Severity),
        one_of("category", Category),
        one_of("state", State),
        bounded("asker", 2),
        bounded("block_key", 120),
        bounded("gap_code", 60),
        bounded("severity_reason", LINE_LIMIT),
        bounded("asked", TEXT_LIMIT),
        CheckConstraint("length(asked) > 0", name="asked_given"),
        CheckConstraint("(number IS NULL) = (state = 'draft')", name="numbered_when_sent"),
        CheckConstraint("(sent_at IS NULL) = (state = 'draft')", name="dated_when_sent"),
        CheckConstraint("discarded_at IS NULL OR state = 'draft'", name="only_drafts_go"),
        UniqueConstraint("plan_id", "number"),
        Index("ix_flag_plan_state", "plan_id", "state"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class FlagStep(Base):
    """A step of an exchange, with what was said. Nothing changes one: the audit trail holds its digest.

    `answer`: what an answer consists of. `due_on`: by when the other side is asked to speak.
    """

    __tablename__ = "flag_step"

    id: Mapped[Key]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id"))
    position: Mapped[int] = mapped_column(Integer)
    deed: Mapped[str]
    side: Mapped[str]
    state: Mapped[str]
    answer: Mapped[str | None]
    text: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(Date)
    taken_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("deed", Deed),
        one_of("side", Side),
        one_of("state", State),
        one_of("answer", AnswerKind),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("(answer IS NULL) = (deed <> 'answer')", name="answers_have_a_kind"),
        UniqueConstraint("flag_id", "position"),
    )


class FlagNote(Base):
    """A message beside the exchange. `circle`: whose it is, `EU` for the Commission, else the country's code; with
    reach `own` nobody else reads it."""

    __tablename__ = "flag_note"

    id: Mapped[Key]
    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id"), index=True)
    circle: Mapped[str]
    reach: Mapped[str]
    text: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (
        one_of("reach", NoteReach),
        bounded("circle", 2),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("length(text) > 0", name="text_given"),
    )


class FlagMention(Base):
    """Somebody who is mentioned in a message; `seen_at`: when they opened the flag afterwards."""

    __tablename__ = "flag_mention"

    id: Mapped[Key]
    note_id: Mapped[int] = mapped_column(ForeignKey("flag_note.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    seen_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("note_id", "user_id"), Index("ix_flag_mention_user", "user_id", "seen_at"))

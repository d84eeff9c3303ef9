"""Questions, what they are about, answers in versions, what was done with them, and who relies on which version.

`Question` 1–n `QuestionPart` (blocks, items, articles), 1–1 `AnswerDraft` while the Commission writes, 1–n
`AnswerVersion` and `QuestionAct`, of which rows are only ever added. `AnswerReliance`: that a plan item relies on a
version of an answer; the country's own.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.answers.states import (
    ANSWER_LIMIT,
    LINE_LIMIT,
    REASON_LIMIT,
    TEXT_LIMIT,
    Act,
    PartKind,
    QuestionState,
    Side,
    Signed,
)
from app.core.db import Base, Key, Versioned, bounded, one_of


class Question(Versioned, Base):
    """What a country, the EU level or an agency asks the Commission.

    `plan_id`: of whose plan; of agencies the EU-level plan, and `authority_id` the agency. `shows_asker`: whether
    other Member States may read whose it is. `is_offered`: the Commission asks whether it may be shared with the
    Member States. `answer_number`: of the last version of the answer, 0 before the first. `merged_into_id`: the
    question whose answer answers it.
    """

    __tablename__ = "question"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    title: Mapped[str]
    text: Mapped[str]
    reach: Mapped[str]
    shows_asker: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    state: Mapped[str]
    is_offered: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    answer_number: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    asked_at: Mapped[datetime]
    asked_on: Mapped[date] = mapped_column(Date)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        CheckConstraint("reach IN ('commission', 'member_states')", name="reach_known"),
        one_of("state", QuestionState),
        bounded("title", LINE_LIMIT),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("length(title) > 0 AND length(text) > 0", name="words_given"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_one"),
        CheckConstraint("merged_into_id <> id AND follows_id <> id", name="not_itself"),
        CheckConstraint("state NOT IN ('answered', 'taken_back') OR answer_number > 0", name="answered_by_a_version"),
        CheckConstraint("NOT is_offered OR reach = 'commission'", name="offered_to_widen"),
        Index("ix_question_state", "state"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class QuestionPart(Base):
    """A block, item or article of a question. `key`: of the block or item; of an article its act and number."""

    __tablename__ = "question_part"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    kind: Mapped[str]
    key: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)

    __table_args__ = (
        one_of("kind", PartKind),
        bounded("key", 120),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="items_by_number"),
        UniqueConstraint("question_id", "kind", "key"),
        Index("ix_question_part_key", "kind", "key"),
    )


class AnswerDraft(Versioned, Base):
    """What the Commission has written of an answer and not published. `reason`: why, of a revision."""

    __tablename__ = "answer_draft"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), unique=True)
    text: Mapped[str]
    reason: Mapped[str]
    written_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (bounded("text", ANSWER_LIMIT), bounded("reason", REASON_LIMIT))
    __mapper_args__ = {"version_id_col": Versioned.version}


class AnswerVersion(Base):
    """A version of an answer, or that it was withdrawn (`text` is empty then); rows are only added.

    The database refuses to change one. It does not refuse to delete one: where a demonstration's plans are made anew,
    their questions go with them. No service deletes any.

    `number`: from 1 on. `reason`: why it was revised or withdrawn. `signed`: as what who published it signs.
    """

    __tablename__ = "answer_version"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    number: Mapped[int] = mapped_column(Integer)
    is_withdrawal: Mapped[bool] = mapped_column(Boolean, default=False)
    text: Mapped[str]
    reason: Mapped[str]
    signed: Mapped[str]
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("signed", Signed),
        bounded("text", ANSWER_LIMIT),
        bounded("reason", REASON_LIMIT),
        CheckConstraint("is_withdrawal = (text = '')", name="says_something"),
        CheckConstraint("number = 1 OR reason <> ''", name="reason_given"),
        UniqueConstraint("question_id", "number"),
        Index("ix_answer_version_said_at", "said_at"),
    )


class QuestionAct(Base):
    """An act on a question; rows are only added. `text`: what was said with it.

    The database refuses to change one, and not to delete one: see `AnswerVersion`.
    """

    __tablename__ = "question_act"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    act: Mapped[str]
    side: Mapped[str]
    text: Mapped[str]
    taken_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("act", Act),
        one_of("side", Side),
        bounded("text", REASON_LIMIT),
        Index("ix_question_act_taken_at", "taken_at"),
    )


class AnswerReliance(Versioned, Base):
    """That an item of a plan relies on a version of an answer; it stands while `ended_at` is empty.

    Who keeps relying after the answer changed ends this one and begins another on the newer version.
    """

    __tablename__ = "answer_reliance"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    number: Mapped[int] = mapped_column(Integer)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        CheckConstraint("number > 0", name="of_a_version"),
        Index(
            "uq_answer_reliance_standing",
            "question_id",
            "plan_id",
            "item_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}

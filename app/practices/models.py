"""Practices, what they are about, who may read them, what was done with them. Acts are only ever added.

`Practice` 1–n `PracticePart` (blocks, items, measures, themes), `PracticeCountry` (whom the present consent names),
`PracticeText` (what it said before), `PracticeAct` (its life and its reuse). `Adaptation`: what a practice or a
deliverable was made from. `Adoption`: a country that uses one. `CourseConsent`: times in which a country lets others
that stand where it stood read what it did next.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint, false, text, true
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.practices.states import LINE_LIMIT, TEXT_LIMIT, Act, PracticeState, Reach, Side
from app.support.states import PartKind


class _Words:
    """What a practice says."""

    title: Mapped[str]
    what_done: Mapped[str]
    needed: Mapped[str]
    came_of_it: Mapped[str]
    language: Mapped[str]
    contact_role: Mapped[str]


_WORD_CHECKS = (
    ("title", LINE_LIMIT),
    ("what_done", TEXT_LIMIT),
    ("needed", TEXT_LIMIT),
    ("came_of_it", TEXT_LIMIT),
    ("language", 2),
    ("contact_role", LINE_LIMIT),
)


class Practice(Versioned, _Words, Base):
    """A way of working of a country, or a version of a deliverable that it accepted (`deliverable_id` with it).

    `number`: within the plan, from 1 on, given with the first consent, never reused; proposals have none, so that the
    numbers which others read do not tell how many there are. `reach`, `with_files`: what the present consent says;
    they say nothing unless it is published. `published_on`: since when it is, without a break.
    """

    __tablename__ = "practice"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int | None] = mapped_column(Integer)
    deliverable_id: Mapped[int | None] = mapped_column(ForeignKey("support_deliverable.id"))
    deliverable_version: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str]
    reach: Mapped[str]
    with_files: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    published_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        one_of("state", PracticeState),
        one_of("reach", Reach),
        one_of("proposed_by", Side),
        *(bounded(name, limit) for name, limit in _WORD_CHECKS),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("(deliverable_id IS NULL) = (deliverable_version IS NULL)", name="version_of_deliverable"),
        CheckConstraint("deliverable_id IS NOT NULL OR NOT with_files", name="files_of_deliverables"),
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="dated_when_published"),
        CheckConstraint("state <> 'published' OR number IS NOT NULL", name="numbered_when_published"),
        UniqueConstraint("plan_id", "number"),
        Index(
            "uq_practice_deliverable",
            "deliverable_id",
            "deliverable_version",
            unique=True,
            sqlite_where=text("state <> 'taken_back'"),
            postgresql_where=text("state <> 'taken_back'"),
        ),
        Index("ix_practice_state", "state"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class PracticePart(Base):
    """A block, item, measure or theme of a practice. `key`: of the block, measure, theme or item in the catalogue."""

    __tablename__ = "practice_part"

    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    kind: Mapped[str]
    key: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)

    __table_args__ = (
        one_of("kind", PartKind),
        bounded("key", 120),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="items_by_number"),
        UniqueConstraint("practice_id", "kind", "key"),
        Index("ix_practice_part_key", "kind", "key"),
    )


class PracticeCountry(Base):
    """A Member State that the present consent names."""

    __tablename__ = "practice_country"

    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    country: Mapped[str]

    __table_args__ = (bounded("country", 2), UniqueConstraint("practice_id", "country"))


class PracticeText(_Words, Base):
    """What a practice said until it was written anew."""

    __tablename__ = "practice_text"

    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    until: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = tuple(bounded(name, limit) for name, limit in _WORD_CHECKS)


class PracticeAct(Base):
    """An act on a practice. Of a consent: whom it named and whether files were in it; it never changes.

    `country`: who did it (of an adoption or adaptation, who uses it). `text`: what was said with it.
    """

    __tablename__ = "practice_act"

    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    position: Mapped[int] = mapped_column(Integer)
    act: Mapped[str]
    side: Mapped[str]
    country: Mapped[str]
    on_day: Mapped[date] = mapped_column(Date)
    reach: Mapped[str | None]
    countries: Mapped[str]
    with_files: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    text: Mapped[str]
    taken_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("act", Act),
        one_of("side", Side),
        one_of("reach", Reach),
        bounded("country", 2),
        bounded("countries", 200),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("(act = 'consent') = (reach IS NOT NULL)", name="reach_of_consents"),
        UniqueConstraint("practice_id", "position"),
        Index("ix_practice_act_taken_at", "taken_at"),
    )


class Adaptation(Base):
    """That a practice, or a deliverable, was adapted from a practice; it stands while `ended_at` is empty.

    `tells_author`: whether those it was made from may read which country adapted it.
    """

    __tablename__ = "practice_adaptation"

    id: Mapped[Key]
    source_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practice.id"))
    deliverable_id: Mapped[int | None] = mapped_column(ForeignKey("support_deliverable.id"))
    tells_author: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(practice_id IS NULL) <> (deliverable_id IS NULL)", name="of_one"),
        CheckConstraint("source_id <> practice_id", name="not_itself"),
        *(
            Index(
                f"uq_practice_adaptation_{column}",
                column,
                unique=True,
                sqlite_where=text("ended_at IS NULL"),
                postgresql_where=text("ended_at IS NULL"),
            )
            for column in ("practice_id", "deliverable_id")
        ),
    )


class Adoption(Versioned, Base):
    """That a country uses a practice of another; in use while `ended_on` is empty.

    `tells_author`: whether the first author may read that it does.
    """

    __tablename__ = "practice_adoption"

    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    adopted_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str]
    tells_author: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    created_at: Mapped[datetime]

    __table_args__ = (
        bounded("note", TEXT_LIMIT),
        CheckConstraint("ended_on >= adopted_on", name="in_order"),
        UniqueConstraint("practice_id", "plan_id"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class CourseConsent(Base):
    """A time in which a country lets others that stand where it stood read what it did next; open while `ended_at` is
    empty."""

    __tablename__ = "course_consent"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    given_at: Mapped[datetime]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        Index(
            "uq_course_consent_plan_id",
            "plan_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

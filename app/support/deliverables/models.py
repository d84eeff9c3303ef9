"""Deliverables, what they serve, their versions, files and steps.

Submitted versions with their files, and steps, never change: no verb does it, and triggers of the database refuse it.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.support.deliverables.states import Act, DeliverableKind, Hand, ServedKind, Standing
from app.support.states import LINE_LIMIT, TEXT_LIMIT


class Deliverable(Versioned, Base):
    """What a project hands over. `number`: within the project, from 1 on, never reused.

    `product_of_id`: the milestone it is the product of; `evidence_id`: what its acceptance wrote into the plan.
    `submitted_at`: the first time; until then nobody but its author reads it. `is_shown`: the country ticked that
    reviewers may read it. `use_said_on`: the day of which it was last said that it is in use, or is not.
    """

    __tablename__ = "support_deliverable"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("support_project.id"))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str]
    title: Mapped[str]
    language: Mapped[str]
    summary: Mapped[str]
    state: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    approved_on: Mapped[date | None] = mapped_column(Date)
    accepted_on: Mapped[date | None] = mapped_column(Date)
    in_use_since: Mapped[date | None] = mapped_column(Date)
    use_said_on: Mapped[date | None] = mapped_column(Date)
    is_shown: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    product_of_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), index=True)

    __table_args__ = (
        one_of("kind", DeliverableKind),
        one_of("state", Standing),
        bounded("title", LINE_LIMIT),
        bounded("language", 2),
        bounded("summary", TEXT_LIMIT),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("state <> 'draft' OR submitted_at IS NULL", name="drafts_not_submitted"),
        CheckConstraint("evidence_id IS NULL OR accepted_on IS NOT NULL", name="evidence_when_accepted"),
        UniqueConstraint("project_id", "number"),
        Index("ix_support_deliverable_state", "state"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class DeliverableServes(Base):
    """A measure, item or milestone that a deliverable is about or serves. `key`: of the measure or item in the
    catalogue, or the milestone's reference when it was named."""

    __tablename__ = "support_deliverable_serves"

    id: Mapped[Key]
    deliverable_id: Mapped[int] = mapped_column(ForeignKey("support_deliverable.id"))
    kind: Mapped[str]
    key: Mapped[str]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestone.id"), index=True)

    __table_args__ = (
        one_of("kind", ServedKind),
        bounded("key", 120),
        CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name="items_by_number"),
        CheckConstraint("(kind = 'milestone') = (milestone_id IS NOT NULL)", name="milestones_by_number"),
        UniqueConstraint("deliverable_id", "kind", "key"),
    )


class DeliverableVersion(Base):
    """A version: the files that were submitted together. `submitted_at` empty: it is being put together."""

    __tablename__ = "support_deliverable_version"

    id: Mapped[Key]
    deliverable_id: Mapped[int] = mapped_column(ForeignKey("support_deliverable.id"))
    number: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("deliverable_id", "number"),)


class DeliverableFile(Base):
    """A file of a version. Out of one that is being put together a file can be taken again (`removed_at`)."""

    __tablename__ = "support_deliverable_file"

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("support_deliverable_version.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class DeliverableStep(Base):
    """A step in the life of a deliverable, with what was said. `on_day`: when it happened. It never changes."""

    __tablename__ = "support_deliverable_step"

    id: Mapped[Key]
    deliverable_id: Mapped[int] = mapped_column(ForeignKey("support_deliverable.id"))
    position: Mapped[int] = mapped_column(Integer)
    act: Mapped[str]
    hand: Mapped[str]
    state: Mapped[str]
    version_number: Mapped[int] = mapped_column(Integer)
    on_day: Mapped[date] = mapped_column(Date)
    text: Mapped[str]
    taken_at: Mapped[datetime] = mapped_column(index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("act", Act),
        one_of("hand", Hand),
        one_of("state", Standing),
        bounded("text", TEXT_LIMIT),
        CheckConstraint("act NOT IN ('return', 'stop', 'withdraw') OR length(text) > 0", name="said_why"),
        UniqueConstraint("deliverable_id", "position"),
    )

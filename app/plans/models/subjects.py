"""What has a history: prose, items, milestones, evidence; and what links them. A row holds the state of today."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.plans.models.fields import EvidenceFields, MilestoneFields, PlanItemFields, ProseFields
from app.plans.noted import LIMIT, REASONS_LIMIT
from app.plans.states import Applicability, EvidenceKind, Measure


def _once_active(table: str, *columns: str) -> Index:
    """A pair stands once among what has not been removed."""
    return Index(
        f"uq_{table}_active",
        *columns,
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    )


class PlanBlock(Base):
    """A block in a plan; `shared_at` is the instant up to which others know it (its last release)."""

    __tablename__ = "plan_block"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    block_key: Mapped[str]
    shared_at: Mapped[datetime | None]
    __table_args__ = (UniqueConstraint("plan_id", "block_key"), bounded("block_key", 120))


class Prose(Versioned, ProseFields, Base):
    """A section of the prose of a block of a plan."""

    __tablename__ = "prose"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    plan_block_id: Mapped[int] = mapped_column(ForeignKey("plan_block.id"))
    section_key: Mapped[str]
    __table_args__ = (
        UniqueConstraint("plan_block_id", "section_key"),
        bounded("section_key", 100),
        bounded("text", 20000),
        bounded("language", 5),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class PlanItem(Versioned, PlanItemFields, Base):
    """An item in a plan; made when something is first said of it, together with its closing milestone."""

    __tablename__ = "plan_item"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    plan_block_id: Mapped[int] = mapped_column(ForeignKey("plan_block.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    created_at: Mapped[datetime]
    __table_args__ = (
        UniqueConstraint("plan_id", "item_id"),
        Index("ix_plan_item_plan_block_id", "plan_block_id"),
        one_of("applicability", Applicability),
        bounded("applicability_reason", 2000),
        bounded("current_state", 8000),
        bounded("missing", 8000),
        bounded("change_planned", 8000),
        bounded("noted_gaps", LIMIT),
        bounded("noted_reasons", REASONS_LIMIT),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class PlanItemAuthority(Base):
    """A contributing authority of an item, from an instant until an instant."""

    __tablename__ = "plan_item_authority"

    id: Mapped[Key]
    plan_item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"))
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    __table_args__ = (_once_active("plan_item_authority", "plan_item_id", "authority_id"),)


class Milestone(Versioned, MilestoneFields, Base):
    """A promised step. `reference` is unique in its plan and never reused (IE-0142).

    The closing milestone (`is_closing`) is made by the system; its completion is "reported in place".
    `first_shared_at` is its first release, which froze its baseline.
    """

    __tablename__ = "milestone"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    plan_item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    reference: Mapped[str]
    is_closing: Mapped[bool] = mapped_column(Boolean, default=False)
    is_offered: Mapped[bool] = mapped_column(Boolean, default=False)  # others may depend on it
    created_at: Mapped[datetime]
    first_shared_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("plan_id", "reference"),
        Index("ix_milestone_plan_item_id", "plan_item_id"),
        Index("ix_milestone_item", "plan_id", "item_id"),
        Index(
            "uq_milestone_closing",
            "plan_item_id",
            unique=True,
            sqlite_where=text("is_closing = 1"),
            postgresql_where=text("is_closing"),
        ),
        one_of("measured_by", Measure),
        bounded("title", 300),
        bounded("note", 4000),
        bounded("cancel_reason", 2000),
        bounded("target_unit", 60),
        bounded("target_source", 500),
        bounded("parts", 8000),
        bounded("funding", 4000),
        CheckConstraint("budget >= 0", name="budget_range"),
        CheckConstraint("funding NOT LIKE '%:-%'", name="funding_range"),
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("progress >= 0 AND progress <= 10000", name="progress_range"),
        CheckConstraint("baseline_on IS NULL OR start_on IS NULL OR baseline_on >= start_on", name="dates_in_order"),
        CheckConstraint("NOT (is_closing AND is_cancelled)", name="closing_stays"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class MilestonePlace(Base):
    """Where a milestone stands among those of its item, from 1; without a row it comes after those that have one.

    A row of its own: who puts milestones in order changes none of them.
    """

    __tablename__ = "milestone_place"

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer)


class Predecessor(Base):
    """A milestone that must be done before another: of the own plan, at EU level, or offered by others."""

    __tablename__ = "predecessor"

    id: Mapped[Key]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    __table_args__ = (
        _once_active("predecessor", "milestone_id", "predecessor_id"),
        Index("ix_predecessor_milestone_id", "milestone_id"),
        CheckConstraint("milestone_id <> predecessor_id", name="not_itself"),
    )


class Evidence(Versioned, EvidenceFields, Base):
    """A piece of evidence of an item, which several milestones may name."""

    __tablename__ = "evidence"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    plan_item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    created_at: Mapped[datetime]
    __table_args__ = (
        one_of("kind", EvidenceKind),
        bounded("title", 300),
        bounded("reference", 500),
        bounded("url", 1000),
        bounded("unit", 60),
        CheckConstraint("expires_on IS NULL OR about_on IS NULL OR expires_on >= about_on", name="dates_in_order"),
        CheckConstraint("(kind = 'file') = (file_id IS NOT NULL)", name="file_of_its_kind"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class EvidenceFile(Base):
    """A version of the file of a piece of evidence; others may have it once it was there at a release of its block."""

    __tablename__ = "evidence_file"

    id: Mapped[Key]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    created_at: Mapped[datetime]


class EvidenceMilestone(Base):
    """A milestone of the item that a piece of evidence is about, from an instant until an instant."""

    __tablename__ = "evidence_milestone"

    id: Mapped[Key]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    __table_args__ = (_once_active("evidence_milestone", "evidence_id", "milestone_id"),)

"""Plans: current rows, their revisions, and the spans that revisions add up to.

Four kinds of subject have a history: the prose of a block, an item, a milestone, a piece of evidence. The
fields that count are named once, in a mixin that the subject and its spans share. A row of the subject holds
the working state of today; its spans hold what was true from a day until a day, once as the country knows
it (`working`) and once as others see it (`shared`), and are rebuilt from the revisions (app/plans/history/).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded, one_of
from app.plans.states import Applicability, Cause, EvidenceKind, Measure, Scope, SubjectKind


class Plan(Versioned, Base):
    """A Member State's plan, or the EU-level plan (`owner` EU).

    The two stamps are raised with every change of the working and of the shared state: whatever is computed
    from a plan is kept under its stamp.
    """

    __tablename__ = "plan"

    id: Mapped[Key]
    owner: Mapped[str] = mapped_column(unique=True)
    shares_continuously: Mapped[bool] = mapped_column(Boolean, default=False)
    shares_row: Mapped[bool] = mapped_column(Boolean, default=False)
    is_demonstration: Mapped[bool] = mapped_column(Boolean, default=False)
    last_reference: Mapped[int] = mapped_column(Integer, default=0)
    working_stamp: Mapped[int] = mapped_column(Integer, default=0)
    shared_stamp: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]

    __table_args__ = (bounded("owner", 2),)
    __mapper_args__ = {"version_id_col": Versioned.version}


class Authority(Versioned, Base):
    """A ministry, agency or other body of the country that acts in its plan.

    `shared_name`, `shared_short_name`: what others call it until the next release; empty where it is the name.
    """

    __tablename__ = "authority"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    name: Mapped[str]
    short_name: Mapped[str]
    shared_name: Mapped[str | None]
    shared_short_name: Mapped[str | None]
    actor_code: Mapped[str | None]  # the kind of authority it is in the catalogue (`MS_RECEP`)
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        UniqueConstraint("plan_id", "name"),
        bounded("name", 200),
        bounded("short_name", 60),
        CheckConstraint("length(name) > 0", name="name_given"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class PlanRelease(Base):
    """One act of sharing: whole plan or chosen blocks, dated and signed."""

    __tablename__ = "plan_release"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    released_at: Mapped[datetime]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    note: Mapped[str]
    is_whole_plan: Mapped[bool] = mapped_column(Boolean, default=False)
    starts_continuous: Mapped[bool] = mapped_column(Boolean, default=False)  # the release with which it began
    changes_shared: Mapped[int] = mapped_column(Integer, default=0)
    __table_args__ = (bounded("note", 2000),)


class PlanReleaseBlock(Base):
    """A block that a release covers."""

    __tablename__ = "plan_release_block"

    id: Mapped[Key]
    plan_release_id: Mapped[int] = mapped_column(ForeignKey("plan_release.id"))
    plan_block_id: Mapped[int] = mapped_column(ForeignKey("plan_block.id"), index=True)
    __table_args__ = (UniqueConstraint("plan_release_id", "plan_block_id"),)


class ContinuousSharing(Base):
    """A time during which every change was shared as it was made; open while `ended_at` is empty."""

    __tablename__ = "continuous_sharing"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


# --- the fields that count, once for the subject and its spans -------------------------------------------


class ProseFields:
    """Prose of a block: one row a section of the plan's template."""

    text: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="en")


class PlanItemFields:
    """What a country says of an item as a whole."""

    applicability: Mapped[str] = mapped_column(default=Applicability.APPLIES.value)
    applicability_reason: Mapped[str] = mapped_column(default="")
    lead_authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    current_state: Mapped[str] = mapped_column(default="")
    missing: Mapped[str] = mapped_column(default="")
    change_planned: Mapped[str] = mapped_column(default="")


class MilestoneFields:
    """What is promised and done. `progress` in 1/100 %, derived from step, value or completion."""

    title: Mapped[str]
    authority_id: Mapped[int | None] = mapped_column(ForeignKey("authority.id"))
    position: Mapped[int] = mapped_column(Integer, default=0)
    measured_by: Mapped[str] = mapped_column(default=Measure.STEPS.value)
    workstream_key: Mapped[str]
    step_key: Mapped[str | None]
    target_unit: Mapped[str | None]
    target_base: Mapped[int | None] = mapped_column(BigInteger)
    target_base_on: Mapped[date | None] = mapped_column(Date)
    target_value: Mapped[int | None] = mapped_column(BigInteger)
    target_source: Mapped[str | None]
    value: Mapped[int | None] = mapped_column(BigInteger)
    value_on: Mapped[date | None] = mapped_column(Date)
    progress: Mapped[int] = mapped_column(Integer, default=0)
    start_on: Mapped[date | None] = mapped_column(Date)
    baseline_on: Mapped[date | None] = mapped_column(Date)
    forecast_on: Mapped[date | None] = mapped_column(Date)
    actual_on: Mapped[date | None] = mapped_column(Date)
    is_cancelled: Mapped[bool] = mapped_column(Boolean, default=False)
    cancel_reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    confirmed_on: Mapped[date | None] = mapped_column(Date)  # last day somebody said that this is still true


class EvidenceFields:
    """What shows it. `is_withdrawn` takes it away from that day on; expiry does so by itself."""

    kind: Mapped[str]
    title: Mapped[str]
    reference: Mapped[str] = mapped_column(
        default=""
    )  # number of the act, of the notification; where it may be inspected
    url: Mapped[str] = mapped_column(default="")
    number: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str] = mapped_column(default="")
    about_on: Mapped[date | None] = mapped_column(Date)
    expires_on: Mapped[date | None] = mapped_column(Date)
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, default=False)


def _once_active(table: str, *columns: str) -> Index:
    """A pair stands once among what has not been removed."""
    return Index(
        f"uq_{table}_active",
        *columns,
        unique=True,
        sqlite_where=text("removed_at IS NULL"),
        postgresql_where=text("removed_at IS NULL"),
    )


# --- subjects --------------------------------------------------------------------------------------------


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
        CheckConstraint("length(title) > 0", name="title_given"),
        CheckConstraint("progress >= 0 AND progress <= 10000", name="progress_range"),
        CheckConstraint("baseline_on IS NULL OR start_on IS NULL OR baseline_on >= start_on", name="dates_in_order"),
        CheckConstraint("NOT (is_closing AND is_cancelled)", name="closing_stays"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


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
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


# --- history ---------------------------------------------------------------------------------------------


class Revision(Base):
    """One change of a subject: the fields it changed (old, new), on two clocks, by whom and why.

    `effective_on` is the day it is true from; `recorded_at` the instant it was said. The state of a subject
    is the replay of its revisions in the order (effective_on, recorded_at, id).
    """

    __tablename__ = "revision"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    plan_block_id: Mapped[int] = mapped_column(ForeignKey("plan_block.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int] = mapped_column(Integer)
    effective_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str]
    cause: Mapped[str | None]
    request_id: Mapped[str]
    is_automatic: Mapped[bool] = mapped_column(Boolean, default=False)  # made by the system beside another change
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)  # field → [old, new]

    __table_args__ = (
        one_of("subject_kind", SubjectKind),
        one_of("cause", Cause),
        bounded("reason", 2000),
        bounded("request_id", 64),
        Index("ix_revision_subject", "subject_kind", "subject_id", "effective_on"),
        Index("ix_revision_plan_block", "plan_block_id", "recorded_at", "effective_on", "subject_kind", "subject_id"),
        Index("ix_revision_plan", "plan_id", "recorded_at"),
    )


class PlanTouch(Base):
    """From which day on a change altered a plan's state: the stamp the plan then got.

    What was computed for a day holds while the highest stamp with `from_day` up to that day is the same.
    """

    __tablename__ = "plan_touch"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(Date, primary_key=True)
    stamp: Mapped[int]
    __table_args__ = (one_of("scope", Scope),)


class _Span:
    """From `valid_from`, inclusive, until `valid_to`, exclusive; open spans end on 9999-12-31."""

    id: Mapped[Key]
    scope: Mapped[str]
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)


class ProseSpan(_Span, ProseFields, Base):
    __tablename__ = "prose_span"

    subject_id: Mapped[int] = mapped_column(ForeignKey("prose.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    __table_args__ = (
        one_of("scope", Scope),
        UniqueConstraint("subject_id", "scope", "valid_from"),
        CheckConstraint("valid_from < valid_to", name="in_order"),
    )


class PlanItemSpan(_Span, PlanItemFields, Base):
    __tablename__ = "plan_item_span"

    subject_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    __table_args__ = (
        one_of("scope", Scope),
        UniqueConstraint("subject_id", "scope", "valid_from"),
        CheckConstraint("valid_from < valid_to", name="in_order"),
        Index(
            "ix_plan_item_span_read",
            "plan_id",
            "scope",
            "item_id",
            "valid_from",
            "valid_to",
            "applicability",
            "lead_authority_id",
        ),
    )


class MilestoneSpan(_Span, MilestoneFields, Base):
    __tablename__ = "milestone_span"

    subject_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    is_closing: Mapped[bool] = mapped_column(Boolean, default=False)
    __table_args__ = (
        one_of("scope", Scope),
        UniqueConstraint("subject_id", "scope", "valid_from"),
        CheckConstraint("valid_from < valid_to", name="in_order"),
        Index(
            "ix_milestone_span_read",
            "plan_id",
            "scope",
            "item_id",
            "valid_from",
            "valid_to",
            "is_closing",
            "is_cancelled",
            "progress",
            "start_on",
            "baseline_on",
            "forecast_on",
            "actual_on",
            "subject_id",
        ),
    )


class EvidenceSpan(_Span, EvidenceFields, Base):
    """The span of a piece of evidence ends on its withdrawal; readers compare `expires_on` with their day."""

    __tablename__ = "evidence_span"

    subject_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    __table_args__ = (
        one_of("scope", Scope),
        UniqueConstraint("subject_id", "scope", "valid_from"),
        CheckConstraint("valid_from < valid_to", name="in_order"),
        Index(
            "ix_evidence_span_read",
            "plan_id",
            "scope",
            "item_id",
            "kind",
            "valid_from",
            "valid_to",
            "about_on",
            "expires_on",
            "subject_id",
        ),
    )

"""What revisions add up to: the state of a subject from a day until a day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, one_of
from app.plans.models.fields import EvidenceFields, MilestoneFields, PlanItemFields, ProseFields
from app.plans.states import Scope


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
            "noted_gaps",
        ),
    )


class MilestoneSpan(_Span, MilestoneFields, Base):
    __tablename__ = "milestone_span"

    subject_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    is_closing: Mapped[bool] = mapped_column(Boolean, default=False)
    highest_before: Mapped[int] = mapped_column(Integer, server_default="0")  # progress of earlier spans, at most
    confirmations: Mapped[int] = mapped_column(Integer, server_default="0")  # in a row, that changed nothing else
    uncovered: Mapped[int] = mapped_column(BigInteger, server_default="0")  # cents of the budget that nothing covers
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
            "highest_before",
            "confirmations",
            "continued_as",
            "budget",
            "uncovered",
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
            "file_id",
            "subject_id",
        ),
    )

"""What was said, when, and from which day on it holds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded, one_of
from app.plans.states import Cause, Scope, SubjectKind


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
    acting_for_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))  # for whom the author acted
    reason: Mapped[str]
    cause: Mapped[str | None]
    is_internal: Mapped[bool] = mapped_column(
        Boolean, default=False, server_default="0"
    )  # cause and reason stay in the country
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

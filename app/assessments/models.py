"""Assessments of items. A new one stands beside those before it; none is ever changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.assessments.states import REASON_LIMIT, Verdict
from app.core.db import Base, Key, bounded, one_of


class Assessment(Base):
    """What a reviewer found of an item of a plan, with the reason. It holds from its day on, until the next one."""

    __tablename__ = "assessment"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    verdict: Mapped[str]
    reason: Mapped[str]
    assessed_on: Mapped[date] = mapped_column(Date)
    assessed_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("verdict", Verdict),
        bounded("reason", REASON_LIMIT),
        CheckConstraint("length(reason) > 0", name="reason_given"),
        Index("ix_assessment_item", "plan_id", "item_id", "id"),
    )

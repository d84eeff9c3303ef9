"""Statements of agencies. None is ever changed or deleted: one that was wrong is withdrawn, with the reason."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded
from app.statements.states import REASON_LIMIT, REFERENCE_LIMIT, TEXT_LIMIT, URL_LIMIT


class AgencyStatement(Versioned, Base):
    """What an agency states of an item of a Member State's plan: `about_on` is the day it is about.

    `authority_id`: the agency, as the EU-level plan knows it. What is withdrawn keeps its words.
    """

    __tablename__ = "agency_statement"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    said_at: Mapped[datetime]
    about_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdraw_reason: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        bounded("text", TEXT_LIMIT),
        CheckConstraint("length(text) > 0", name="text_given"),
        bounded("reference", REFERENCE_LIMIT),
        bounded("url", URL_LIMIT),
        bounded("withdraw_reason", REASON_LIMIT),
        CheckConstraint("withdrawn_at IS NULL OR length(withdraw_reason) > 0", name="withdraw_reason_given"),
        Index("ix_agency_statement_item", "plan_id", "item_id", "id"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}

"""What countries record of their use of guidance. Rows are only added: a correction is a new one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, false
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded, one_of
from app.guidance.states import MOST_PEOPLE, NOTE_LIMIT, UseKind, UseReach


class GuidanceUse(Base):
    """That an authority used a publication of the catalogue, as at a day.

    The database refuses to change one. It does not refuse to delete one: where a demonstration's plans are made anew,
    what was recorded goes with them. No service deletes any. `corrects_id`: the record in whose place it stands;
    `is_nothing`: that one was recorded in error.
    """

    __tablename__ = "guidance_use"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"))
    entry_key: Mapped[str]
    kind: Mapped[str]
    number: Mapped[int | None] = mapped_column(Integer)
    as_on: Mapped[date] = mapped_column(Date)
    note: Mapped[str]
    reach: Mapped[str]
    is_nothing: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("guidance_use.id"), unique=True)
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("kind", UseKind),
        one_of("reach", UseReach),
        bounded("entry_key", 120),
        bounded("note", NOTE_LIMIT),
        CheckConstraint(f"number >= 0 AND number <= {MOST_PEOPLE}", name="number_range"),
        CheckConstraint("kind NOT IN ('adapted', 'in_use') OR number IS NULL", name="counted_by_kind"),
        CheckConstraint("kind <> 'trained' OR number IS NOT NULL", name="people_counted"),
        CheckConstraint("NOT is_nothing OR corrects_id IS NOT NULL", name="error_of_one"),
    )

"""What others may know of a plan: releases, and times of continuous sharing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded


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

"""A plan with what stands for all of it: its authorities."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, Versioned, bounded


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
    What it was called before stands in `AuthorityFormerName`.
    """

    __tablename__ = "authority"

    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    name: Mapped[str]
    short_name: Mapped[str]
    shared_name: Mapped[str | None]
    shared_short_name: Mapped[str | None]
    actor_code: Mapped[str | None]  # the kind of authority it is in the catalogue (`MS_RECEP`)
    contact_email: Mapped[str | None]  # where letters go to; for the country alone
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    position: Mapped[int] = mapped_column(Integer, default=0)

    __table_args__ = (
        UniqueConstraint("plan_id", "name"),
        bounded("name", 200),
        bounded("short_name", 60),
        bounded("contact_email", 254),
        CheckConstraint("length(name) > 0", name="name_given"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}


class AuthorityFormerName(Base):
    """What an authority was called until an instant; others read it so until the new name was shared.

    `shared_until` is empty while the new name is not shared yet.
    """

    __tablename__ = "authority_former_name"

    id: Mapped[Key]
    authority_id: Mapped[int] = mapped_column(ForeignKey("authority.id"), index=True)
    name: Mapped[str]
    short_name: Mapped[str]
    ended_at: Mapped[datetime]
    shared_until: Mapped[datetime | None]

    __table_args__ = (bounded("name", 200), bounded("short_name", 60))

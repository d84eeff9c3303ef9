"""What somebody has chosen, and mails on their way. What happened has no rows here: it is read where it happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded, one_of
from app.notices.states import Mailing


class NoticeSetting(Base):
    """What a person has chosen; without a row they are mailed daily about everything that concerns them.

    `muted`: kinds that are not mailed, with commas between. `seen_at`: up to when they have seen their notices.
    `mailed_until`: up to when what happened has been put into mails.
    """

    __tablename__ = "notice_setting"

    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), primary_key=True, autoincrement=False)
    mailing: Mapped[str]
    muted: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime | None]
    mailed_until: Mapped[datetime | None]

    __table_args__ = (one_of("mailing", Mailing), bounded("muted", 200))


class NoticeMail(Base):
    """A mail: to whom, about which time (`since`, not included, to `until`), its notices (`app.notices.records`).

    `rights`: a mark of what the person held when it was made. `next_try_at`: when it is to be sent, or sent again;
    empty: never again.
    """

    __tablename__ = "notice_mail"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    rights: Mapped[str]
    made_at: Mapped[datetime]
    next_try_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[datetime | None]
    set_aside_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")

    __table_args__ = (
        bounded("rights", 64),
        bounded("last_error", 300),
        CheckConstraint("sent_at IS NULL OR set_aside_at IS NULL", name="sent_or_set_aside"),
        CheckConstraint(
            "next_try_at IS NULL OR (sent_at IS NULL AND set_aside_at IS NULL)", name="no_try_after_the_end"
        ),
        Index("ix_notice_mail_next_try_at", "next_try_at"),
    )

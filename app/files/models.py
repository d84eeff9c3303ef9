"""What is known of a file. Its bytes lie in the store under the hash of their content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded, one_of
from app.files.states import HELD_BACK, ScanState

_HELD = ", ".join(f"'{state.value}'" for state in HELD_BACK)
_HELD_BACK = f"scan_state IN ({_HELD}) OR taken_back_at IS NOT NULL"


class StoredFile(Base):
    """One upload; the same bytes sent twice are two rows and one content. What changes is `scan_state`, and once
    that it was taken back: when, by whom, why, and whether its bytes stay all the same, as a seal rests on them.

    `country`: the code of whose it is, EU for the EU level; its sizes add up to the country's quota. `size` in bytes.
    """

    __tablename__ = "stored_file"

    id: Mapped[Key]
    country: Mapped[str]
    content_hash: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str]
    name: Mapped[str]
    scan_state: Mapped[str]
    scanned_at: Mapped[datetime | None]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    uploaded_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]
    taken_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    taken_back_why: Mapped[str] = mapped_column(default="", server_default="")
    is_sealed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())

    __table_args__ = (
        one_of("scan_state", ScanState),
        bounded("country", 2),
        bounded("content_hash", 64),
        bounded("media_type", 100),
        bounded("name", 150),
        bounded("taken_back_why", 2000),
        CheckConstraint("size > 0", name="size_given"),
        CheckConstraint("length(name) > 0", name="name_given"),
        CheckConstraint("(taken_back_at IS NULL) = (length(taken_back_why) = 0)", name="taken_back_with_reason"),
        Index("ix_stored_file_country", "country", "size"),
        Index("ix_stored_file_content_hash", "content_hash"),
        Index(
            "ix_stored_file_held_back",
            "id",
            sqlite_where=text(_HELD_BACK),
            postgresql_where=text(_HELD_BACK),
        ),
    )

"""Publications that agencies record, in versions, and what countries record of their use of guidance.

`Publication` 1–n `PublicationVersion`. Rows are only added: a correction is a new one.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.states import GuidanceKind
from app.core.db import Base, Key, bounded, one_of
from app.guidance.states import (
    LINE_LIMIT,
    MOST_PEOPLE,
    NOTE_LIMIT,
    PURPOSE_LIMIT,
    REASON_LIMIT,
    URL_LIMIT,
    PublicationSide,
    UseKind,
    UseReach,
)


class Publication(Base):
    """A publication or a training that was recorded; what it is say its versions. `maker`: code of an actor of the
    catalogue."""

    __tablename__ = "publication"

    id: Mapped[Key]
    maker: Mapped[str]
    made_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (bounded("maker", 40), CheckConstraint("length(maker) > 0", name="maker_given"))


class PublicationVersion(Base):
    """All that holds of a publication from then on; the database refuses to change or delete one.

    `number`: from 1 on. `languages`, `blocks` and `items`: codes and keys, apart by blanks. `length` and `audience`:
    how long what is held takes, and for whom it is. `reason`: why it was corrected or withdrawn. A withdrawal keeps
    the words of the version before.
    """

    __tablename__ = "publication_version"

    id: Mapped[Key]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    number: Mapped[int] = mapped_column(Integer)
    is_withdrawal: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    kind: Mapped[str]
    title: Mapped[str]
    said_on: Mapped[date] = mapped_column(Date)
    languages: Mapped[str]
    reference: Mapped[str]
    url: Mapped[str]
    purpose: Mapped[str]
    blocks: Mapped[str]
    items: Mapped[str]
    length: Mapped[str]
    audience: Mapped[str]
    reason: Mapped[str]
    side: Mapped[str]
    said_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    __table_args__ = (
        one_of("kind", GuidanceKind),
        one_of("side", PublicationSide),
        bounded("title", LINE_LIMIT),
        bounded("languages", 100),
        bounded("reference", LINE_LIMIT),
        bounded("url", URL_LIMIT),
        bounded("purpose", PURPOSE_LIMIT),
        bounded("blocks", 2000),
        bounded("items", 40000),
        bounded("length", LINE_LIMIT),
        bounded("audience", LINE_LIMIT),
        bounded("reason", REASON_LIMIT),
        CheckConstraint("length(title) > 0 AND length(purpose) > 0", name="words_given"),
        CheckConstraint("substr(url, 1, 8) = 'https://'", name="url_safe"),
        CheckConstraint("length(blocks) > 0 OR length(items) > 0", name="about_something"),
        CheckConstraint("number = 1 OR length(reason) > 0", name="reason_given"),
        CheckConstraint("NOT is_withdrawal OR number > 1", name="withdrawn_after"),
        UniqueConstraint("publication_id", "number"),
        Index("ix_publication_version_said_at", "said_at"),
    )


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

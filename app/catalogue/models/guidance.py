"""What was published to help Member States."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, one_of


class GuidanceEntry(OfRelease, Base):
    """A publication with its sources. `by`, `blocks`, `items` and `sources`: their codes and keys, joined."""

    __tablename__ = "guidance_entry"

    position: Mapped[int]
    key: Mapped[str]
    kind: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    by: Mapped[str]
    said_on: Mapped[date | None] = mapped_column(Date)
    period: Mapped[str | None]
    url: Mapped[str | None]
    blocks: Mapped[str]
    items: Mapped[str]
    note_id: Mapped[int | None] = phrase_or_none()
    sources: Mapped[str]
    confidence: Mapped[str]
    __table_args__ = (
        UniqueConstraint("release_id", "key"),
        one_of("kind", states.GuidanceKind),
        one_of("confidence", states.Confidence),
    )

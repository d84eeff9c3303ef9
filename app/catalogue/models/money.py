"""What is public of the Union's money for the Pact."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, one_of


class PublicAllocation(OfRelease, Base):
    """An amount that was made public, with its sources; without a country it is for all.

    `money` in cents, None: not known; `funds`, `blocks` and `sources`: their codes and keys, joined.
    """

    __tablename__ = "public_allocation"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    by: Mapped[str]
    country_id: Mapped[int | None] = mapped_column(ForeignKey("country.id"))
    funds: Mapped[str]
    blocks: Mapped[str]
    money: Mapped[int | None] = mapped_column(BigInteger)
    said_on: Mapped[date | None] = mapped_column(Date)
    period: Mapped[str | None]
    note_id: Mapped[int | None] = phrase_or_none()
    sources: Mapped[str]
    confidence: Mapped[str]
    __table_args__ = (
        UniqueConstraint("release_id", "key"),
        CheckConstraint("money >= 0", name="money_not_negative"),
        one_of("confidence", states.Confidence),
    )

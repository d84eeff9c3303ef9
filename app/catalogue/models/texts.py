"""What rows of a release share: their release, and texts in several languages."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Key, bounded


class OfRelease:
    """Rows of one release."""

    id: Mapped[Key]
    release_id: Mapped[int] = mapped_column(ForeignKey("catalogue_release.id", ondelete="CASCADE"), index=True)


class Phrase(OfRelease, Base):
    """One text in as many languages as it has."""

    __tablename__ = "phrase"


class PhraseText(Base):
    """A phrase in one language."""

    __tablename__ = "phrase_text"

    phrase_id: Mapped[int] = mapped_column(ForeignKey("phrase.id", ondelete="CASCADE"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]

    __table_args__ = (bounded("language", 5), bounded("text", 8000))


def phrase_key() -> Mapped[int]:
    return mapped_column(ForeignKey("phrase.id"))


def phrase_or_none() -> Mapped[int | None]:
    return mapped_column(ForeignKey("phrase.id"))

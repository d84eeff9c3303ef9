"""Releases, the identity of items across them, and what a release is drawn from."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, Key, bounded


class Release(Base):
    """One immutable edition of a catalogue."""

    __tablename__ = "catalogue_release"

    id: Mapped[Key]
    catalogue: Mapped[str]
    version: Mapped[str]
    title_id: Mapped[int]
    notice_id: Mapped[int]
    language: Mapped[str]
    starts_on: Mapped[date] = mapped_column(Date)
    applies_from: Mapped[date] = mapped_column(Date)
    in_force_from: Mapped[date] = mapped_column(Date)
    content_hash: Mapped[str]
    loaded_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("catalogue", "version"),
        bounded("catalogue", 100),
        bounded("version", 50),
        CheckConstraint("starts_on <= applies_from", name="programme_in_order"),
    )


class Item(Base):
    """The identity of something that can be answered; plans hang on it across releases."""

    __tablename__ = "item"

    id: Mapped[Key]
    key: Mapped[str] = mapped_column(unique=True)
    __table_args__ = (bounded("key", 120),)


class Document(OfRelease, Base):
    """What the catalogue is drawn from."""

    __tablename__ = "catalogue_document"

    position: Mapped[int]
    reference: Mapped[str]
    celex: Mapped[str | None]
    dated_on: Mapped[date | None] = mapped_column(Date)
    note_id: Mapped[int | None] = phrase_or_none()


class PlanSection(OfRelease, Base):
    """A piece of prose a plan needs for each block."""

    __tablename__ = "plan_section"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    hint_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class Source(OfRelease, Base):
    __tablename__ = "catalogue_source"

    position: Mapped[int]
    code: Mapped[str]
    title: Mapped[str]
    url: Mapped[str | None]
    seen: Mapped[str | None]
    __table_args__ = (UniqueConstraint("release_id", "code"),)

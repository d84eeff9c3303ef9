"""The law behind a release: acts, articles, actors, funds, who is bound by what, conditions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Boolean, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, one_of


class Act(OfRelease, Base):
    """A legal act with its dates as they stand and as first printed."""

    __tablename__ = "act"

    position: Mapped[int]
    code: Mapped[str]
    celex: Mapped[str | None]
    number: Mapped[str]
    act_group: Mapped[str]
    kind: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    subject_id: Mapped[int | None] = phrase_or_none()
    published_on: Mapped[date | None] = mapped_column(Date)
    in_force_on: Mapped[date | None] = mapped_column(Date)
    applies_from: Mapped[date | None] = mapped_column(Date)
    applies_from_printed: Mapped[date | None] = mapped_column(Date)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    confidence: Mapped[str]
    note_id: Mapped[int | None] = phrase_or_none()

    __table_args__ = (
        UniqueConstraint("release_id", "code"),
        one_of("act_group", states.ActGroup),
        one_of("kind", states.ActKind),
        one_of("confidence", states.Confidence),
    )


class ActException(OfRelease, Base):
    """Articles of an act that apply from another day than the act."""

    __tablename__ = "act_exception"

    position: Mapped[int]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    articles: Mapped[str]  # "7-15"
    applies_from: Mapped[date] = mapped_column(Date)


class Article(OfRelease, Base):
    """An article's heading and how many paragraphs it has."""

    __tablename__ = "article"

    position: Mapped[int]
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    number: Mapped[str]
    heading_id: Mapped[int] = phrase_key()
    paragraphs: Mapped[int | None]
    __table_args__ = (UniqueConstraint("act_id", "number"),)


class CatalogueActor(OfRelease, Base):
    """An institution, agency, kind of authority or partner that has something to do."""

    __tablename__ = "catalogue_actor"

    position: Mapped[int]
    code: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    actor_group: Mapped[str]
    role_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "code"), one_of("actor_group", states.ActorGroup))


class Fund(OfRelease, Base):
    __tablename__ = "fund"

    position: Mapped[int]
    code: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    act_id: Mapped[int | None] = mapped_column(ForeignKey("act.id"))
    note_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "code"),)


class Country(OfRelease, Base):
    """A Member State, in protocol order (`position`)."""

    __tablename__ = "country"

    position: Mapped[int]
    code: Mapped[str]  # as the EU writes it: EL for Greece
    iso2: Mapped[str]
    iso3: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    native: Mapped[str]  # names in its own languages, parted by " / "
    schengen: Mapped[str | None]
    has_external_land_border: Mapped[bool] = mapped_column(Boolean)
    has_sea_border: Mapped[bool] = mapped_column(Boolean)
    has_air_border: Mapped[bool] = mapped_column(Boolean)
    neighbours: Mapped[str]
    border_note_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (UniqueConstraint("release_id", "code"), UniqueConstraint("release_id", "position"))


class Participation(OfRelease, Base):
    """How far an act binds a country, where it is not simply bound."""

    __tablename__ = "participation"

    position: Mapped[int]
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    bound: Mapped[str]
    articles: Mapped[str]  # "16-55, 72-80": those that bind (`part`) or may bind (`to_be_confirmed`)
    basis_id: Mapped[int] = phrase_key()
    confidence: Mapped[str]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_source.id"))
    __table_args__ = (
        UniqueConstraint("country_id", "act_id"),
        one_of("bound", states.Bound),
        one_of("confidence", states.Confidence),
    )


class Condition(OfRelease, Base):
    """A situation or choice on which a duty hangs."""

    __tablename__ = "condition"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    description_id: Mapped[int | None] = phrase_or_none()
    otherwise: Mapped[str]  # what holds for a country not named
    __table_args__ = (UniqueConstraint("release_id", "key"), one_of("otherwise", states.Holds))


class ConditionReference(OfRelease, Base):
    __tablename__ = "condition_reference"

    position: Mapped[int]
    condition_id: Mapped[int] = mapped_column(ForeignKey("condition.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class ConditionHolds(OfRelease, Base):
    """Whether a condition holds for a country, from a day until a day (inclusive)."""

    __tablename__ = "condition_holds"

    position: Mapped[int]
    condition_id: Mapped[int] = mapped_column(ForeignKey("condition.id"))
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    holds: Mapped[str]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    basis_id: Mapped[int | None] = phrase_or_none()
    source_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_source.id"))
    __table_args__ = (one_of("holds", states.Holds),)

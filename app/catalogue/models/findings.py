"""What the Commission determines of Member States: labels, what follows from them, and who was found what."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, one_of


class FindingKind(OfRelease, Base):
    """A label as the act words it, and the condition that holds for those it was given to alone."""

    __tablename__ = "finding_kind"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"))
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class FindingKindReference(OfRelease, Base):
    __tablename__ = "finding_kind_reference"

    position: Mapped[int]
    kind_id: Mapped[int] = mapped_column(ForeignKey("finding_kind.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class FindingEffect(OfRelease, Base):
    """What follows from a label."""

    __tablename__ = "finding_effect"

    position: Mapped[int]
    kind_id: Mapped[int] = mapped_column(ForeignKey("finding_kind.id"))
    text_id: Mapped[int] = phrase_key()
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"))


class FindingEffectReference(OfRelease, Base):
    __tablename__ = "finding_effect_reference"

    position: Mapped[int]
    effect_id: Mapped[int] = mapped_column(ForeignKey("finding_effect.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class FindingEffectItem(OfRelease, Base):
    __tablename__ = "finding_effect_item"

    position: Mapped[int]
    effect_id: Mapped[int] = mapped_column(ForeignKey("finding_effect.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))


class PublicFinding(OfRelease, Base):
    """A label that a published decision gave, with the days on which it holds."""

    __tablename__ = "public_finding"

    position: Mapped[int]
    year: Mapped[int]
    kind_id: Mapped[int] = mapped_column(ForeignKey("finding_kind.id"))
    reference: Mapped[str]
    url: Mapped[str | None]
    decided_on: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date] = mapped_column(Date)
    note_id: Mapped[int | None] = phrase_or_none()
    source_id: Mapped[int] = mapped_column(ForeignKey("catalogue_source.id"))
    confidence: Mapped[str]
    __table_args__ = (
        one_of("confidence", states.Confidence),
        CheckConstraint("valid_from <= valid_until", name="period"),
    )


class PublicFindingCountry(OfRelease, Base):
    """Whom it was given to."""

    __tablename__ = "public_finding_country"

    position: Mapped[int]
    finding_id: Mapped[int] = mapped_column(ForeignKey("public_finding.id"))
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    __table_args__ = (UniqueConstraint("finding_id", "country_id"),)

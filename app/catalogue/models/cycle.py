"""The annual cycle: its steps, what is publicly known of its years, and the key by which shares are computed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.catalogue import states
from app.catalogue.models.texts import OfRelease, phrase_key, phrase_or_none
from app.core.db import Base, one_of


class CycleStep(OfRelease, Base):
    """A step of the annual cycle; `month_day` where it is due on a day of the year."""

    __tablename__ = "cycle_step"

    position: Mapped[int]
    key: Mapped[str]
    title_id: Mapped[int] = phrase_key()
    when_id: Mapped[int] = phrase_key()
    month_day: Mapped[str | None]
    __table_args__ = (UniqueConstraint("release_id", "key"),)


class CycleRule(OfRelease, Base):
    """The rule by which a step is due in the cycle of a year, and what else is said of it.

    Releases that were loaded before there were rules have none: their steps have a day of the year, or no date.
    """

    __tablename__ = "cycle_rule"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    kind: Mapped[str]
    first_month_day: Mapped[str | None]  # of a window
    last_month_day: Mapped[str | None]  # of a window; else the day itself
    years_after: Mapped[int]
    period: Mapped[str | None]
    is_in_working_days: Mapped[bool] = mapped_column(Boolean)
    event_id: Mapped[int | None] = phrase_or_none()
    from_year: Mapped[int]
    is_by_each: Mapped[bool] = mapped_column(Boolean)
    concerns: Mapped[str]  # the part in an event of the Member State that it concerns
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"))  # who need not
    unless_id: Mapped[int | None] = phrase_or_none()
    description_id: Mapped[int | None] = phrase_or_none()
    produces_id: Mapped[int | None] = phrase_or_none()
    done_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (
        UniqueConstraint("step_id"),
        one_of("kind", states.StepDueKind),
        one_of("concerns", states.StepRole),
    )


class CycleActor(OfRelease, Base):
    """Who has a part in a step: responsible for it, where no role says otherwise."""

    __tablename__ = "cycle_actor"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("catalogue_actor.id"))


class CycleRole(OfRelease, Base):
    """The part of an actor that is not responsible for the step."""

    __tablename__ = "cycle_role"

    position: Mapped[int]
    part_id: Mapped[int] = mapped_column(ForeignKey("cycle_actor.id"))
    role: Mapped[str]
    __table_args__ = (UniqueConstraint("part_id"), one_of("role", states.StepRole))


class CycleLink(OfRelease, Base):
    """A step that another one is counted from, or needs."""

    __tablename__ = "cycle_link"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    kind: Mapped[str]
    __table_args__ = (one_of("kind", states.StepLinkKind),)


class CycleItem(OfRelease, Base):
    """An item whose dated duty a step is."""

    __tablename__ = "cycle_item"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))


class CycleReference(OfRelease, Base):
    __tablename__ = "cycle_reference"

    position: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class CycleRecord(OfRelease, Base):
    """What is publicly known of a step in the cycle of a year, or that nothing was found."""

    __tablename__ = "cycle_record"

    position: Mapped[int]
    year: Mapped[int]
    step_id: Mapped[int] = mapped_column(ForeignKey("cycle_step.id"))
    turn: Mapped[int]
    country_id: Mapped[int | None] = mapped_column(ForeignKey("country.id"))
    happened_on: Mapped[date | None] = mapped_column(Date)
    planned_on: Mapped[date | None] = mapped_column(Date)
    is_nothing_found: Mapped[bool] = mapped_column(Boolean)
    reference: Mapped[str | None]
    url: Mapped[str | None]
    note_id: Mapped[int | None] = phrase_or_none()
    source_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_source.id"))
    confidence: Mapped[str]
    __table_args__ = (
        one_of("confidence", states.Confidence),
        CheckConstraint("NOT is_nothing_found OR happened_on IS NULL", name="nothing_found_is_nothing"),
    )


class ReferenceKey(OfRelease, Base):
    """The inputs of the key by which the shares of a year's pool are computed, with their years and sources."""

    __tablename__ = "reference_key"

    position: Mapped[int]
    year: Mapped[int]
    population_year: Mapped[int]
    population_unit_id: Mapped[int] = phrase_key()
    population_source_id: Mapped[int] = mapped_column(ForeignKey("catalogue_source.id"))
    population_confidence: Mapped[str]
    population_note_id: Mapped[int | None] = phrase_or_none()
    gdp_year: Mapped[int]
    gdp_unit_id: Mapped[int] = phrase_key()
    gdp_source_id: Mapped[int] = mapped_column(ForeignKey("catalogue_source.id"))
    gdp_confidence: Mapped[str]
    gdp_note_id: Mapped[int | None] = phrase_or_none()
    note_id: Mapped[int | None] = phrase_or_none()
    __table_args__ = (
        UniqueConstraint("release_id", "year"),
        one_of("population_confidence", states.Confidence),
        one_of("gdp_confidence", states.Confidence),
    )


class KeyReference(OfRelease, Base):
    __tablename__ = "key_reference"

    position: Mapped[int]
    key_id: Mapped[int] = mapped_column(ForeignKey("reference_key.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("act.id"))
    article: Mapped[str]


class KeyMember(OfRelease, Base):
    """A Member State's population and economic output, and its official share where that is public."""

    __tablename__ = "key_member"

    position: Mapped[int]
    key_id: Mapped[int] = mapped_column(ForeignKey("reference_key.id"))
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    population: Mapped[int]
    gdp: Mapped[int]
    official_share: Mapped[int | None]  # ten-thousandths of a per cent
    official_source_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_source.id"))
    official_confidence: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("key_id", "country_id"),
        CheckConstraint("population > 0", name="population_positive"),
        CheckConstraint("gdp > 0", name="gdp_positive"),
    )


class PublicPool(OfRelease, Base):
    """The reference numbers of a year's pool, as its published act has them; `money` in cents."""

    __tablename__ = "public_pool"

    position: Mapped[int]
    year: Mapped[int]
    act: Mapped[str]
    url: Mapped[str | None]
    published_on: Mapped[date] = mapped_column(Date)
    relocations: Mapped[int]
    money: Mapped[int] = mapped_column(BigInteger)
    note_id: Mapped[int | None] = phrase_or_none()
    source_id: Mapped[int] = mapped_column(ForeignKey("catalogue_source.id"))
    confidence: Mapped[str]
    __table_args__ = (UniqueConstraint("release_id", "year"), one_of("confidence", states.Confidence))


class PublicPoolEntry(OfRelease, Base):
    """What is publicly known of one contribution to a pool: persons or cents, as its type is counted."""

    __tablename__ = "public_pool_entry"

    position: Mapped[int]
    pool_id: Mapped[int] = mapped_column(ForeignKey("public_pool.id"))
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    kind: Mapped[str]
    type: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    as_at: Mapped[date | None] = mapped_column(Date)
    note_id: Mapped[int | None] = phrase_or_none()
    source_id: Mapped[int] = mapped_column(ForeignKey("catalogue_source.id"))
    confidence: Mapped[str]
    __table_args__ = (
        one_of("kind", states.PoolKind),
        one_of("type", states.Solidarity),
        one_of("confidence", states.Confidence),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
    )


class Presidency(OfRelease, Base):
    """Which Member State holds the Presidency of the Council from a day until another, both included."""

    __tablename__ = "presidency"

    position: Mapped[int]
    country_id: Mapped[int] = mapped_column(ForeignKey("country.id"))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    source_id: Mapped[int] = mapped_column(ForeignKey("catalogue_source.id"))
    confidence: Mapped[str]
    __table_args__ = (
        one_of("confidence", states.Confidence),
        CheckConstraint("ends_on >= starts_on", name="in_order"),
    )

"""The law behind a release as it is read: acts, articles, who is bound by what, conditions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.catalogue.states import ActGroup, ActKind, Bound, Confidence, Holds
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class ExceptionView:
    """Articles of an act that apply from another day than the act."""

    articles: tuple[str, ...]
    applies_from: date


@dataclass(frozen=True, slots=True)
class ActView:
    code: str
    celex: str | None
    number: str
    group: ActGroup
    kind: ActKind
    title: Text
    subject: Text | None
    published_on: date | None
    in_force_on: date | None
    applies_from: date | None
    applies_from_printed: date | None
    exceptions: tuple[ExceptionView, ...]
    parent: str | None
    confidence: Confidence
    note: Text | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    act: str
    number: str
    heading: Text
    paragraphs: int | None


@dataclass(frozen=True, slots=True)
class LegalView:
    """A reference with the heading of its article and a link to the act."""

    act: str
    article: str
    heading: Text | None
    url: str | None

    @property
    def label(self) -> str:
        """`RCD Art. 35(1)`."""
        return f"{self.act} {self.article}" if self.article.startswith("Annex") else f"{self.act} Art. {self.article}"


@dataclass(frozen=True, slots=True)
class CountryView:
    code: str
    iso2: str
    iso3: str
    position: int
    title: Text
    native: tuple[str, ...]
    schengen: str | None
    has_external_land_border: bool
    has_sea_border: bool
    has_air_border: bool
    neighbours: tuple[str, ...]
    border_note: Text | None


@dataclass(frozen=True, slots=True)
class ParticipationView:
    """How far an act binds a country, where it is not simply bound."""

    country: str
    act: str
    bound: Bound
    articles: tuple[str, ...]
    basis: Text
    confidence: Confidence
    source: str | None


@dataclass(frozen=True, slots=True)
class LaidView:
    """What was recorded after a release and laid over it: a published decision, where it stands, when it was recorded.

    `cell`: which finding it is: year of the report, country, and key of the label.
    """

    cell: tuple[int, str, str]
    reference: str
    url: str
    decided_on: date
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class HoldsView:
    """Whether a condition holds for a country, from a day until a day, both inclusive; empty: always.

    `laid`: on what it rests where the release itself does not say it.
    """

    country: str
    holds: Holds
    valid_from: date | None
    valid_until: date | None
    basis: Text | None
    source: str | None
    laid: LaidView | None = None

    def covers(self, day: date) -> bool:
        """Whether the statement speaks of a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class ConditionView:
    key: str
    title: Text
    description: Text | None
    legal: tuple[LegalView, ...]
    otherwise: Holds
    holds: tuple[HoldsView, ...]

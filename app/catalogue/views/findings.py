"""What the Commission determines of Member States, as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue.states import Confidence
from app.catalogue.views.law import LegalView
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class EffectView:
    """What follows from a label: for which items, and on which condition of theirs."""

    text: Text
    legal: tuple[LegalView, ...]
    items: tuple[str, ...]
    condition: str | None


@dataclass(frozen=True, slots=True)
class FindingKindView:
    """A label as the act words it; `condition` holds for those it was given to alone."""

    key: str
    position: int
    title: Text
    legal: tuple[LegalView, ...]
    condition: str | None
    effects: tuple[EffectView, ...]

    @property
    def conditions(self) -> tuple[str, ...]:
        """The keys of all conditions that hang on it, each once."""
        named = [self.condition, *(effect.condition for effect in self.effects)]
        return tuple(dict.fromkeys(key for key in named if key is not None))


@dataclass(frozen=True, slots=True)
class PublicFindingView:
    """A label that a published decision gave to some Member States, in the cycle of the year of its report."""

    year: int
    kind: str
    countries: tuple[str, ...]
    reference: str
    url: str | None
    decided_on: date
    valid_from: date
    valid_until: date
    note: Text | None
    source: str
    confidence: Confidence

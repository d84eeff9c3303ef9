"""What is public of the Union's money for the Pact, as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue.states import Confidence
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class AllocationView:
    """An amount that was made public. `money` in cents, None: not known; `country` None: for all.

    `funds` and `sources`: their codes, `blocks`: their keys, none for all.
    """

    key: str
    position: int
    title: Text
    by: str
    country: str | None
    funds: tuple[str, ...]
    blocks: tuple[str, ...]
    money: int | None
    said_on: date | None
    period: str | None
    note: Text | None
    sources: tuple[str, ...]
    confidence: Confidence

    @property
    def is_shown(self) -> bool:
        """Whether it is sure enough to be shown."""
        return self.confidence not in (Confidence.NONE, Confidence.LOW)

"""What was published to help Member States, as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.catalogue.states import Confidence, GuidanceKind
from app.catalogue.views.texts import Text


@dataclass(frozen=True, slots=True)
class GuidanceView:
    """A publication. `by`: codes of actors; `blocks` none for all; `items`: keys; `said_on` None: the day is not
    known, `period` says as much of it as was found."""

    key: str
    position: int
    kind: GuidanceKind
    title: Text
    by: tuple[str, ...]
    said_on: date | None
    period: str | None
    url: str | None
    blocks: tuple[str, ...]
    items: tuple[str, ...]
    note: Text | None
    sources: tuple[str, ...]
    confidence: Confidence

    @property
    def is_shown(self) -> bool:
        """Whether it is sure enough to be shown."""
        return self.confidence not in (Confidence.NONE, Confidence.LOW)

"""Where large files land piece by piece before they are handed to the rules that every upload meets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

PIECE = 1024 * 1024
"""What is larger is sent in pieces of this size by the page's script; a piece fits a body without a file."""


@dataclass(frozen=True)
class Landing:
    """The folder; how long what has arrived is kept after its last piece; how many uploads one person has under way."""

    folder: Path
    lasting: timedelta = timedelta(hours=24)
    of_person: int = 10


@dataclass(frozen=True)
class Announced:
    """What a person wants to send, where to, and what it is to be when all has arrived.

    `ground` and `target`: which form of the country it is for. `fingerprint`: SHA-256 of the pieces' SHA-256, one
    after the other (hex).
    """

    country: str
    ground: str
    target: str
    name: str
    size: int
    fingerprint: str


@dataclass(frozen=True)
class Arriving:
    """An upload under way: its key, whose it is, what was announced, how many bytes are here, when the last came."""

    upload_id: str
    person: int
    announced: Announced
    received: int
    last_at: datetime

    @property
    def is_whole(self) -> bool:
        return self.received == self.announced.size

    @property
    def percent(self) -> int:
        """As many hundredths as are here, rounded down."""
        return self.received * 100 // self.announced.size

"""What a fiche says, as it is shown and as it is sealed: plain values, nothing of who wrote them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from app.fiches.states import Outcome


@dataclass(frozen=True)
class Comment:
    """A comment of the country and what became of it; `about`: the item's title, else the block's key, else nothing."""

    block_key: str
    item: str
    text: str
    outcome: Outcome | None = None
    reply: str = ""


@dataclass(frozen=True)
class Content:
    """What a fiche says. `narrative`: block → aspect → text. `checked_on`: when the country returned the check; None
    without a check, and the cover says so. `position`: the country's own words, as it wrote them."""

    owner: str
    name: str
    round_title: str
    figures: Mapping[str, Any]
    narrative: Mapping[str, Mapping[str, str]]
    letter: str
    sent_on: date | None = None
    check_due_on: date | None = None
    checked_on: date | None = None
    final_on: date | None = None
    comments: tuple[Comment, ...] = field(default=())
    position: str = ""

    @property
    def as_of(self) -> date:
        """The day of the figures."""
        return date.fromisoformat(self.figures["as_of"])

    @property
    def is_invented(self) -> bool:
        """Whether its data are a demonstration's."""
        return bool(self.figures["is_invented"])


_DAYS = ("sent_on", "check_due_on", "checked_on", "final_on")


def as_plain(content: Content) -> dict[str, Any]:
    """The content as it is sealed."""
    return asdict(content)


def from_plain(said: Mapping[str, Any]) -> Content:
    """The content as it was sealed. Raises KeyError, ValueError or TypeError for what is none."""
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in _DAYS}
    comments = tuple(
        Comment(**{**one, "outcome": Outcome(one["outcome"]) if one["outcome"] else None}) for one in said["comments"]
    )
    return Content(**{**said, **days, "comments": comments})

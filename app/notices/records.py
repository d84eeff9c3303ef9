"""A notice: that something happened, when, on what, by whose side. Never what was said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from app.notices.states import Kind, Mailing, Standing


@dataclass(frozen=True)
class Notice:
    """`said`: a message id with places for `by`, `name`, `about`, `country`, `number` and `on`.

    `owner`: whose plan it concerns, empty for a round. `by`: whose side did it, the code of a country, `EU`, or the
    code of an actor of the catalogue. `name`: the flag, the title of a round, the reference of a decision, or the kind
    of a submission as a message id. `reference`: of a milestone. `item_id`, `items`, `block_key`: what of the catalogue
    it is about; `number` says how many items. `path`: where it stands, without host.
    """

    kind: Kind
    at: datetime
    said: str
    path: str
    owner: str = ""
    by: str = ""
    name: str = ""
    reference: str = ""
    item_id: int | None = None
    block_key: str = ""
    on: date | None = None
    items: tuple[int, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            **asdict(self),
            "kind": self.kind.value,
            "at": self.at.isoformat(),
            "on": self.on.isoformat() if self.on else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """From what `as_data` gave."""
        on = date.fromisoformat(data["on"]) if data["on"] else None
        items = tuple(data.get("items", ()))
        values = {
            **data,
            "kind": Kind(data["kind"]),
            "at": datetime.fromisoformat(data["at"]),
            "on": on,
            "items": items,
        }
        return cls(**values)


@dataclass(frozen=True)
class Window:
    """A time: after `since`, up to `until`."""

    since: datetime
    until: datetime

    def holds(self, at: datetime | None) -> bool:
        """Whether an instant falls into it."""
        return at is not None and self.since < at <= self.until


@dataclass(frozen=True)
class Choice:
    """What a person has chosen."""

    mailing: Mailing = Mailing.DAILY
    muted: frozenset[Kind] = frozenset()
    seen_at: datetime | None = None
    mailed_until: datetime | None = None


class Addressee(NamedTuple):
    """Somebody who can be mailed."""

    user_id: int
    choice: Choice


@dataclass(frozen=True)
class MailRecord:
    """A mail as commands and the page on health tell of it."""

    mail_id: int
    user_id: int
    email: str
    made_at: datetime
    notices: int
    attempts: int
    tried_at: datetime | None
    next_try_at: datetime | None
    sent_at: datetime | None
    set_aside_at: datetime | None
    last_error: str

    @property
    def standing(self) -> Standing:
        """What became of it."""
        if self.sent_at is not None:
            return Standing.SENT
        if self.set_aside_at is not None:
            return Standing.SET_ASIDE
        return Standing.WAITING if self.next_try_at is not None else Standing.GIVEN_UP

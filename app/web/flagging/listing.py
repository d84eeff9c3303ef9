"""Flags as the list shows them: whose turn it is first, those who are late before the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.flags.clocks import Standing
from app.flags.moves import is_open
from app.flags.policy import sides_of
from app.flags.records import FlagRecord
from app.flags.states import Severity
from app.plans.states import EU


@dataclass(frozen=True)
class Row:
    """A flag and where it stood on a day. `is_mine`: whether it is the reader's side's turn."""

    flag: FlagRecord
    standing: Standing
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """Whether something can still be said."""
        return is_open(self.standing.state)


@dataclass(frozen=True)
class Filters:
    """What the address asks for; empty: all."""

    country: str = ""
    severity: str = ""
    item: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.country or self.severity or self.item)


def filters_of(values: Mapping[str, str], view: CatalogueView) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that there is not, which is left out."""
    known = {
        "country": {EU, *view.countries},
        "severity": {severity.value for severity in Severity},
        "item": set(view.items),
    }
    asked = {name: values[name] for name in known if values.get(name)}
    asked |= {"country": asked["country"].upper()} if "country" in asked else {}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    return Filters(**{name: value for name, value in asked.items() if name not in unknown}), unknown


@dataclass(frozen=True)
class Listed:
    """The flags of a page: the reader's turn, the other side's, nobody's, and those that have ended."""

    mine: tuple[Row, ...]
    theirs: tuple[Row, ...]
    resting: tuple[Row, ...]
    ended: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(map(len, (self.mine, self.theirs, self.resting, self.ended)))


_ORDER = {severity: number for number, severity in enumerate(Severity)}


def listed(flags: Iterable[FlagRecord], actor: Actor, day: date) -> Listed:
    """Put flags in their places: the latest first among those who are late, then by day and severity."""
    rows = []
    for flag in flags:
        standing = flag.standing(day)
        if standing is not None:
            rows.append(Row(flag, standing, standing.turn in sides_of(actor, flag.subject)))
    rows.sort(key=lambda row: (-row.standing.late, row.standing.due_on or date.max, _ORDER[row.flag.severity]))
    return Listed(
        mine=tuple(row for row in rows if row.is_mine),
        theirs=tuple(row for row in rows if row.standing.turn and not row.is_mine),
        resting=tuple(row for row in rows if row.is_open and not row.standing.turn),
        ended=tuple(sorted((row for row in rows if not row.is_open), key=lambda row: row.standing.since, reverse=True)),
    )


def address_of(flag: FlagRecord, anchor: str | None = None) -> str:
    """The page of a flag; of a draft, the form that revises it."""
    if flag.number is None:
        return url_for("flags.revise_flag", flag_id=flag.flag_id)
    return url_for("flags.show_flag", code=flag.owner, number=flag.number, _anchor=anchor)


def asker_of(flag: FlagRecord) -> str:
    """The code of who asks: `EU` for the Commission."""
    return flag.asker or EU

"""Fiches by what is to be done with them: whose turn it is first, those who are late before the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from app.accounts.actor import Actor
from app.fiches.clocks import Standing
from app.fiches.moves import is_possible
from app.fiches.policy import sides_of
from app.fiches.records import FicheRecord
from app.fiches.states import Deed, State


@dataclass(frozen=True)
class Row:
    """A fiche, where it stands, and whether the reader's side has something to do.

    `checks`: whether that is the check. `late`: working days, of the check where the reader's side checks.
    """

    fiche: FicheRecord
    standing: Standing
    is_mine: bool
    checks: bool
    late: int


@dataclass(frozen=True)
class Listed:
    """Fiches by what is to be done with them."""

    mine: tuple[Row, ...]
    theirs: tuple[Row, ...]
    drafts: tuple[Row, ...]
    final: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(map(len, (self.mine, self.theirs, self.drafts, self.final)))


def listed(fiches: Iterable[FicheRecord], person: Actor, day: date) -> Listed:
    """Put fiches in their places, the latest first."""
    rows = []
    for fiche in fiches:
        standing = fiche.standing(day)
        sides = sides_of(person, fiche.subject)
        checks = is_possible(standing.state, Deed.RETURN, sides)
        late = standing.check_late if checks else standing.late
        rows.append(Row(fiche, standing, checks or standing.turn in sides, checks, late))
    waiting = sorted((row for row in rows if row.standing.turn), key=_lateness)
    return Listed(
        mine=tuple(row for row in waiting if row.is_mine),
        theirs=tuple(row for row in waiting if not row.is_mine),
        drafts=tuple(row for row in rows if row.standing.state is State.DRAFT),
        final=tuple(row for row in rows if row.standing.state is State.FINAL),
    )


def _lateness(row: Row) -> tuple[int, date]:
    return -row.late, row.standing.due_on or date.max


def address_of(fiche: FicheRecord, anchor: str | None = None) -> str:
    """The page of a fiche."""
    return url_for("fiches.show_fiche", name=fiche.name, _anchor=anchor)

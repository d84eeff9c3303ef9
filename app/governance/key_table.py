"""The key of a year's pool with its inputs: who is counted, computed shares beside official ones. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.catalogue.states import Standing
from app.catalogue.views import CatalogueView, KeyMemberView, OfficialShareView, ReferenceKeyView
from app.governance.key import shares_of, shown_shares


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A Member State in the key: its exact share of one, the same in ten-thousandths of a per cent, its inputs."""

    country: str
    exact: Fraction
    share: int
    member: KeyMemberView

    @property
    def official(self) -> OfficialShareView | None:
        """The published share, where there is one; without it the computed one is an estimate."""
        return self.member.official

    @property
    def difference(self) -> int | None:
        """How far the computed share lies above the published one; None without one."""
        return self.share - self.official.share if self.official else None


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The key of a year. `not_counted`: whom the article does not bind, or not surely, with its standing.

    `missing`: counted, but without inputs; then no share is computed at all, for each depends on all.
    """

    key: ReferenceKeyView
    rows: tuple[KeyRow, ...]
    not_counted: Mapping[str, Standing]
    missing: tuple[str, ...]

    @property
    def shares(self) -> dict[str, Fraction]:
        """The exact shares by country, in protocol order."""
        return {row.country: row.exact for row in self.rows}

    @property
    def is_estimate(self) -> bool:
        """Whether any share is not a published one."""
        return any(row.official is None for row in self.rows)


def key_table(view: CatalogueView, key: ReferenceKeyView) -> KeyTable:
    """The key of a year, in protocol order. The first of its legal references decides who is counted."""
    standings = {code: view.standing(key, code) for code in view.countries}
    counted = [code for code, standing in standings.items() if standing is Standing.BOUND]
    missing = tuple(code for code in counted if code not in key.members)
    rows: tuple[KeyRow, ...] = ()
    if counted and not missing:
        exact = shares_of({code: (key.members[code].population, key.members[code].gdp) for code in counted})
        shown = shown_shares(exact)
        rows = tuple(KeyRow(code, exact[code], shown[code], key.members[code]) for code in counted)
    left_out = {code: standing for code, standing in standings.items() if standing is not Standing.BOUND}
    return KeyTable(key=key, rows=rows, not_counted=left_out, missing=missing)

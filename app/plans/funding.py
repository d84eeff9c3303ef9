"""Who pays for a milestone, by instrument, and what that leaves open: pure, the same for services, replay and pages.

A milestone holds its funding as one text, `AMIF:50000000:20000000:0;national:1000000:0:0`: the instrument, then what is
planned, committed and spent in cents. A change of history holds the instruments that it changed and no others; `AMIF`
alone says that it no longer pays. So an instrument stands once, and what is said of two of them never meets, also where
one is dated back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.core.labels import LabelledEnum, message
from app.core.money import written as amount

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, Text

STAGES = ("planned", "committed", "spent")
"""Stages of the same money, in their order."""


class OtherInstrument(LabelledEnum):
    """What pays beside the funds of the catalogue, whose codes are in capitals."""

    NATIONAL = "national", message("National budget")
    UNION = "union", message("Other funds of the Union")
    OTHER = "other", message("Other sources")


@dataclass(frozen=True, slots=True)
class Funding:
    """What one instrument pays, in cents."""

    instrument: str
    planned: int = 0
    committed: int = 0
    spent: int = 0

    @property
    def text(self) -> str:
        """The row as it is written."""
        return f"{self.instrument}:{self.planned}:{self.committed}:{self.spent}"

    @property
    def covers(self) -> int:
        """What of a budget it covers: planned, committed and spent are the same money, so the largest of them."""
        return max(self.planned, self.committed, self.spent)

    @property
    def is_there(self) -> bool:
        """Whether it says anything."""
        return self.covers > 0

    @property
    def is_beyond(self) -> bool:
        """Whether more is spent than committed: it happens, and is worth a look."""
        return self.spent > self.committed


def instruments_of(view: CatalogueView) -> dict[str, Text | OtherInstrument]:
    """Every instrument that can pay, with its title: the funds of the catalogue, then the others."""
    return {**{code: fund.title for code, fund in view.funds.items()}, **{one.value: one for one in OtherInstrument}}


def rows_of(text: str | None) -> dict[str, Funding]:
    """The rows that a text says, by instrument; what it says not to be there is left out."""
    return {key: row for key, row in _read(text) if row is not None}


def written(rows: Iterable[Funding]) -> str | None:
    """Rows as one text, in the order of their instruments; None for none."""
    return ";".join(row.text for row in sorted(rows, key=lambda row: row.instrument) if row.is_there) or None


def merged(held: str | None, said: str | None) -> str | None:
    """The rows after a change said something of some of them."""
    if not said:
        return held
    rows: dict[str, Funding | None] = dict(_read(held))
    rows.update(_read(said))
    return written(row for row in rows.values() if row is not None)


def difference(old: str | None, new: str | None) -> tuple[str | None, str | None]:
    """Of two states what differs, as a change says it: each side names the same instruments."""
    before, after = rows_of(old), rows_of(new)
    keys = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    if not keys:
        return None, None
    return _said(keys, before), _said(keys, after)


def _said(keys: Iterable[str], rows: Mapping[str, Funding]) -> str:
    return ";".join(rows[key].text if key in rows else key for key in keys)


def covered(text: str | None) -> int:
    """The cents that all instruments cover."""
    return sum(row.covers for row in rows_of(text).values()) if text else 0


def uncovered(budget: int | None, text: str | None) -> int:
    """The cents of a budget that no instrument covers; nothing where there is no budget."""
    return max(0, budget - covered(text)) if budget else 0


def named(text: str | None, names: Mapping[str, str], stages: tuple[str, str, str]) -> str:
    """Rows as a line: `AMIF: planned 500,000.00, committed 200,000.00`; `stages` are the words for the three."""
    return "; ".join(
        f"{names.get(row.instrument, row.instrument)}: "
        + ", ".join(
            f"{word} {amount(cents)}"
            for word, cents in zip(stages, (row.planned, row.committed, row.spent), strict=True)
            if cents
        )
        for row in rows_of(text).values()
    )


def _read(text: str | None) -> list[tuple[str, Funding | None]]:
    found: list[tuple[str, Funding | None]] = []
    for piece in (text or "").split(";"):
        key, *rest = piece.split(":")
        if key:
            found.append((key, Funding(key, *map(int, rest)) if rest else None))
    return found

"""A plan on one page: which key items are open, why, who has them and for when, what is awaited. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.catalogue.views import CatalogueView, ItemView
from app.comments.queries.records import ConsultationRecord
from app.desk.facts import DeskFacts
from app.desk.needs import looked_at
from app.desk.waiting import AwaitedFromEu, awaited_by
from app.readiness.cases import ItemReading
from app.readiness.items import Circumstances, case_again
from app.readiness.plan import PlanReading
from app.readiness.state import why
from app.readiness.states import CELL_ORDER, State
from app.readiness.words import Sentence

CONSULTED_SHOWN = 2
WHOM_SHOWN = 60
"""Characters of with whom; so much fits in two lines."""

_NOTHING_MORE = DeskFacts({}, {}, {}, {}, frozenset())


class OpenItem(NamedTuple):
    """A key item that is not in place. `on`: the day for which the plan now expects it; None when it names none."""

    item: ItemView
    state: State
    reasons: tuple[Sentence, ...]
    lead: str
    on: date | None


class Consulted(NamedTuple):
    """The latest consultations, each with whom in short and its day, and how many more there were."""

    latest: tuple[tuple[str, date], ...]
    more: int


@dataclass(frozen=True)
class Brief:
    """What a minister is told. `by_state`: how many key items are open in which state, as they are listed.

    `outside`: the same of the key items of blocks that are in no sum, such as the strategy; they are not listed.
    """

    open: tuple[OpenItem, ...]
    by_state: Mapping[State, int]
    outside: Mapping[State, int]
    awaited: tuple[AwaitedFromEu, ...]


def open_key_items(view: CatalogueView, reading: PlanReading, *, in_sum: bool = True) -> list[ItemReading]:
    """The counted key items that are not in place: what has to be known first, first.

    Of the blocks in the sum, or else of those outside it.
    """
    found = [
        item
        for item in reading.items.values()
        if item.is_key
        and item.is_counted
        and item.state is not State.IN_PLACE
        and _is_in_sum(view, item.item_id) is in_sum
    ]
    return sorted(found, key=lambda one: (CELL_ORDER.index(one.state), view.items_by_id[one.item_id].needed_by))


def brief_of(
    view: CatalogueView, reading: PlanReading, circumstances: Circumstances, leads: Mapping[int, str]
) -> Brief:
    """The brief of a plan. `leads`: the lead authority's name by item, as far as one is named."""
    listed = open_key_items(view, reading)
    looked = looked_at(circumstances, reading, _NOTHING_MORE)
    return Brief(
        open=tuple(
            OpenItem(
                item=view.items_by_id[one.item_id],
                state=one.state,
                reasons=why(case_again(circumstances, reading.owner, one), one.state),
                lead=leads.get(one.item_id, ""),
                on=one.facts.sums.closing_forecast_on or one.facts.sums.closing_baseline_on,
            )
            for one in listed
        ),
        by_state=_by_state(listed),
        outside=_by_state(open_key_items(view, reading, in_sum=False)),
        awaited=awaited_by(item for item in looked if item.reading.is_counted),
    )


def _by_state(items: Sequence[ItemReading]) -> dict[State, int]:
    return {state: number for state in CELL_ORDER if (number := sum(1 for one in items if one.state is state))}


def consulted_of(listed: Sequence[ConsultationRecord]) -> Consulted:
    """The consultations of a plan, the latest first, in at most two lines."""
    shown = tuple((_in_short(one.with_whom), one.held_on) for one in listed[:CONSULTED_SHOWN])
    return Consulted(shown, len(listed) - len(shown))


def _in_short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WHOM_SHOWN else f"{line[: WHOM_SHOWN - 1].rstrip()}…"


def _is_in_sum(view: CatalogueView, item_id: int) -> bool:
    return view.blocks[view.items_by_id[item_id].block_key].is_in_sum

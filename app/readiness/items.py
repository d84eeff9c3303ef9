"""The items of a plan on a day: each one's state and figures. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast

from app.readiness.cases import Case, ItemReading, level_of
from app.readiness.counting import Duty, as_stated, counting_by_law, roster_of
from app.readiness.facts import NO_FACTS, EuPredecessor, ItemFacts
from app.readiness.network import Network, deliveries_of, is_awaited, network_of
from app.readiness.progress import expected_by_plan, item_progress, required_on
from app.readiness.requirements import CatalogueLike
from app.readiness.state import settled_state, state_of, unsettled_state
from app.readiness.states import NOT_APPLICABLE, Counting, State


@dataclass(frozen=True)
class Circumstances:
    """What all plans of one reading share: the release, its dependencies, the day, what the EU level has delivered.

    What follows from that for each item is worked out once, not once a plan.
    """

    view: CatalogueLike
    network: Network
    day: date
    deliveries: Mapping[int, EuPredecessor]
    _silent: dict[tuple[int, Counting], ItemReading] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def shows_expected(self) -> bool:
        """Expectations are shown before the programme's date of application only."""
        return self.day < self.view.applies_from

    @cached_property
    def required(self) -> Mapping[int, int]:
        """What the law expects of each item by the day (1/100 %)."""
        return required_on(self.view, self.day)

    @cached_property
    def awaited(self) -> Mapping[int, tuple[EuPredecessor, ...]]:
        """What of the EU level each item still waits for by the catalogue."""
        return {
            item_id: tuple(
                self.deliveries[other]
                for other in upstream.eu
                if other in self.deliveries and is_awaited(self.deliveries[other], self.day)
            )
            for item_id, upstream in self.network.upstream.items()
        }

    def duties(self, owner: str) -> Iterator[tuple[Duty, Counting]]:
        """The items that a plan answers, each with whether it counts by law on the day."""
        for duty in roster_of(self.view, owner):
            yield duty, duty.by_law or counting_by_law(self.view, duty.item, owner, self.day)

    def silent(self, owner: str, duty: Duty, by_law: Counting) -> ItemReading:
        """An item on which a plan said nothing: alike in all plans for which it counts alike."""
        key = (duty.item_id, by_law)
        if key not in self._silent:
            case = case_of(self, owner, duty, by_law, NO_FACTS)
            self._silent[key] = read_item(self, duty, case, state_of(case))
        return self._silent[key]


def _awaited(circumstances: Circumstances, item_id: int, facts: ItemFacts) -> tuple[EuPredecessor, ...]:
    by_catalogue = circumstances.awaited[item_id]
    named = facts.before.eu
    if not named:
        return by_catalogue
    return (*by_catalogue, *(predecessor for predecessor in named if is_awaited(predecessor, circumstances.day)))


def case_of(circumstances: Circumstances, owner: str, duty: Duty, by_law: Counting, facts: ItemFacts) -> Case:
    """An item with what decides its state, but for late predecessors in its own plan."""
    counting = as_stated(by_law, facts.stated.applicability)
    is_still_open = facts.has_information and facts.sums.in_place_on is None
    awaited = _awaited(circumstances, duty.item_id, facts) if is_still_open else ()
    return Case(circumstances.view, duty.item, owner, circumstances.day, counting, facts, awaited)


def _late_before(case: Case, network: Network, late: set[int]) -> tuple[int, ...]:
    if not late:
        return ()
    direct = (*network.upstream[case.item.item_id].own, *case.facts.before.own)
    if late.isdisjoint(direct):
        return ()
    return tuple(item_id for item_id in dict.fromkeys(direct) if item_id in late)


def read_item(circumstances: Circumstances, duty: Duty, case: Case, state: State) -> ItemReading:
    """An item's figures beside its state."""
    facts, item, shows_expected = case.facts, duty.item, circumstances.shows_expected
    applies = case.counting not in NOT_APPLICABLE
    has_figures = applies and facts.has_information
    required = circumstances.required[duty.item_id]
    # By place, in the order of the fields: some thousand are made for one page.
    return ItemReading(
        duty.item_id,
        item.is_key,
        duty.weight,
        case.counting,
        state,
        level_of(item, facts) if applies else None,
        item_progress(facts.sums) if has_figures else None,
        expected_by_plan(facts.sums, case.day) if has_figures and shows_expected else None,
        required if applies and shows_expected else None,
        required,
        facts,
        case.awaited,
        case.late_before,
    )


def read_items(circumstances: Circumstances, owner: str, facts: Mapping[int, ItemFacts]) -> dict[int, ItemReading]:
    """Every item of a plan: first what each item's own facts settle, then whether a late predecessor matters."""
    readings: dict[int, ItemReading | None] = {}
    unsettled: list[tuple[Duty, Case]] = []
    late: set[int] = set()
    for duty, by_law in circumstances.duties(owner):
        told = facts.get(duty.item_id)
        if told is None:
            readings[duty.item_id] = circumstances.silent(owner, duty, by_law)
            continue
        case = case_of(circumstances, owner, duty, by_law, told)
        state = settled_state(case)
        readings[duty.item_id] = None if state is None else read_item(circumstances, duty, case, state)
        if state is None:
            unsettled.append((duty, case))
        elif state is State.PAST_LEGAL_DATE:
            late.add(duty.item_id)
    for duty, case in unsettled:
        if late_before := _late_before(case, circumstances.network, late):
            case = case._replace(late_before=late_before)
        readings[duty.item_id] = read_item(circumstances, duty, case, unsettled_state(case))
    return cast(dict[int, ItemReading], readings)


def case_again(circumstances: Circumstances, owner: str, reading: ItemReading) -> Case:
    """The case a reading was made from, for its reasons and gaps."""
    item = circumstances.view.items_by_id[reading.item_id]
    return Case(
        circumstances.view,
        item,
        owner,
        circumstances.day,
        reading.counting,
        reading.facts,
        reading.awaited,
        reading.late_before,
    )


def circumstances_of(view: CatalogueLike, day: date, eu_facts: Mapping[int, ItemFacts]) -> Circumstances:
    """What all plans share on a day, given what the EU plan says of its items as others see it."""
    return Circumstances(view, network_of(view), day, deliveries_of(view, eu_facts))

"""The items of a plan on a day: each one's state and figures. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.readiness.cases import Case, ItemReading, level_of
from app.readiness.counting import belongs_to, counting_of
from app.readiness.facts import NO_FACTS, EuPredecessor, ItemFacts
from app.readiness.network import Network, deliveries_of, is_awaited, network_of
from app.readiness.progress import expected_by_law, expected_by_plan, item_progress, weight_of
from app.readiness.requirements import CatalogueLike, ItemLike
from app.readiness.state import settled_state, state_of
from app.readiness.states import NOT_APPLICABLE, State


@dataclass(frozen=True)
class Circumstances:
    """What all plans of one reading share: the release, its dependencies, the day, what the EU level has delivered."""

    view: CatalogueLike
    network: Network
    day: date
    deliveries: Mapping[int, EuPredecessor]

    @property
    def shows_expected(self) -> bool:
        """Expectations are shown before the programme's date of application only."""
        return self.day < self.view.applies_from


def _awaited(circumstances: Circumstances, item: ItemLike, facts: ItemFacts) -> tuple[EuPredecessor, ...]:
    deliveries = circumstances.deliveries
    by_catalogue = (deliveries[i] for i in circumstances.network.upstream[item.item_id].eu if i in deliveries)
    named = (*by_catalogue, *facts.before.eu)
    return tuple(predecessor for predecessor in named if is_awaited(predecessor, circumstances.day))


def case_of(circumstances: Circumstances, owner: str, item: ItemLike, facts: ItemFacts) -> Case:
    """An item with what decides its state, but for late predecessors in its own plan."""
    view, day = circumstances.view, circumstances.day
    counting = counting_of(view, item, owner, day, facts.stated.applicability)
    is_still_open = facts.has_information and facts.sums.in_place_on is None
    awaited = _awaited(circumstances, item, facts) if is_still_open else ()
    return Case(view, item, owner, day, counting, facts, awaited)


def _late_before(case: Case, network: Network, late: set[int]) -> tuple[int, ...]:
    direct = dict.fromkeys((*network.upstream[case.item.item_id].own, *case.facts.before.own))
    return tuple(item_id for item_id in direct if item_id in late)


def read_item(case: Case, state: State, *, shows_expected: bool) -> ItemReading:
    """An item's figures beside its state."""
    facts, item = case.facts, case.item
    applies = case.counting not in NOT_APPLICABLE
    has_figures = applies and facts.has_information
    required = expected_by_law(item, case.day)
    own = expected_by_plan(facts.sums, case.day) if has_figures and shows_expected else None
    return ItemReading(
        item_id=item.item_id,
        is_key=item.is_key,
        weight=weight_of(item),
        counting=case.counting,
        state=state,
        level=level_of(item, facts) if applies else None,
        progress=item_progress(facts.sums) if has_figures else None,
        expected_own=own,
        expected_law=required if applies and shows_expected else None,
        required=required,
        facts=facts,
        awaited=case.awaited,
        late_before=case.late_before,
    )


def read_items(circumstances: Circumstances, owner: str, facts: Mapping[int, ItemFacts]) -> dict[int, ItemReading]:
    """Every item of a plan: first what each item's own facts settle, then whether a late predecessor matters."""
    cases: list[tuple[Case, State | None]] = []
    for item in circumstances.view.items.values():
        if belongs_to(item, owner):
            case = case_of(circumstances, owner, item, facts.get(item.item_id, NO_FACTS))
            cases.append((case, settled_state(case)))
    late = {case.item.item_id for case, state in cases if state is State.PAST_LEGAL_DATE}
    readings = {}
    for case, settled in cases:
        if settled is None:
            case = case._replace(late_before=_late_before(case, circumstances.network, late))
        readings[case.item.item_id] = read_item(
            case, settled or state_of(case), shows_expected=circumstances.shows_expected
        )
    return readings


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

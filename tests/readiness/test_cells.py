"""Sums: weights, coverage, the state of a cell, what is shown of it."""

from datetime import date

import pytest

from app.catalogue.states import EvidenceKind, NeededByKind, Standing
from app.readiness.facts import EvidenceFacts, ItemFacts
from app.readiness.states import InPlace, State
from tests.readiness.builders import SPRING, a_milestone, a_view, an_item, facts_of, in_place, read

PAST = date(2026, 2, 1)
OPEN = facts_of(a_milestone(progress=5000))
LATE = facts_of(a_milestone(progress=5000, baseline_on=date(2026, 2, 20)))


def test_a_key_item_weighs_as_much_as_three_others() -> None:
    """100 % of a key item and 0 % of another: three quarters."""
    view = a_view([an_item(1, "key", is_key=True), an_item(2, "other")])
    reading = read(view, {1: in_place(SPRING), 2: facts_of(a_milestone())}).total
    assert reading.progress == 7500


def test_items_without_information_are_out_of_the_mean_and_in_the_coverage() -> None:
    view = a_view([an_item(1, "one"), an_item(2, "two"), an_item(3, "three")])
    reading = read(view, {1: facts_of(a_milestone(progress=5000)), 2: facts_of()}).total
    assert reading.progress == 2250
    assert (reading.informed, reading.counted) == (2, 3)
    assert reading.done == 1500


def test_a_country_is_the_mean_of_its_items_not_of_its_blocks() -> None:
    items = [an_item(n, f"item-{n}", block_key="big") for n in (1, 2, 3)]
    items.append(an_item(4, "item-4", block_key="small"))
    told = {n: in_place(SPRING) for n in (1, 2, 3)} | {4: facts_of()}
    assert read(a_view(items), told).total.progress == 7500


def test_the_preamble_has_its_own_figure_and_is_in_no_sum() -> None:
    items = [an_item(1, "strategy", block_key="strategy", is_key=True), an_item(2, "other")]
    view = a_view(items, outside=["strategy"])
    ireland = read(view, {1: in_place(SPRING), 2: facts_of(a_milestone(progress=1000))})
    assert ireland.blocks["strategy"].progress == 10_000
    assert (ireland.total.progress, ireland.total.counted, ireland.total.key_total) == (900, 1, 0)


@pytest.mark.parametrize(
    ("key", "other", "state"),
    [
        (OPEN, LATE, State.ON_PLAN),
        (LATE, OPEN, State.BEHIND_PLAN),
        (None, LATE, State.NO_INFORMATION),
        (in_place(SPRING), LATE, State.IN_PLACE),
    ],
)
def test_a_cell_shows_the_state_of_its_key_items(key: ItemFacts | None, other: ItemFacts, state: State) -> None:
    view = a_view([an_item(1, "key", is_key=True), an_item(2, "other")])
    told = {2: other} | ({1: key} if key else {})
    assert read(view, told).blocks["reception"].state is state


def test_a_cell_without_a_key_item_shows_the_state_of_the_others() -> None:
    view = a_view([an_item(1, "one"), an_item(2, "two")])
    assert read(view, {1: OPEN, 2: LATE}).blocks["reception"].state is State.BEHIND_PLAN


def test_the_order_of_states_in_a_cell() -> None:
    """All key items together show what is past its legal date; without that, what is behind; and so on."""
    items = [
        an_item(1, "past", is_key=True, needed_by=PAST),
        an_item(2, "behind", is_key=True),
        an_item(3, "nothing", is_key=True),
        an_item(4, "on-plan", is_key=True),
        an_item(5, "in-place", is_key=True),
    ]
    told = {1: OPEN, 2: LATE, 4: OPEN, 5: in_place(SPRING)}
    seen = []
    for first in range(5):
        view = a_view(items[first:])
        reading = read(view, {number: facts for number, facts in told.items() if number > first}).total
        seen.append((reading.state, reading.leading_item))
    assert seen == [
        (State.PAST_LEGAL_DATE, 1),
        (State.BEHIND_PLAN, 2),
        (State.NO_INFORMATION, 3),
        (State.ON_PLAN, 4),
        (State.IN_PLACE, 5),
    ]


def test_what_is_past_but_not_key_is_counted_in_words() -> None:
    items = [an_item(1, "key", is_key=True), an_item(2, "two", needed_by=PAST), an_item(3, "three", needed_by=PAST)]
    reading = read(a_view(items), dict.fromkeys((1, 2, 3), LATE)).total
    assert reading.state is State.BEHIND_PLAN
    assert (reading.past, reading.past_key, reading.past_other, reading.counted) == (2, 0, 2, 3)


def test_key_items_in_place_on_three_levels() -> None:
    act = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, date(2026, 1, 1), None)
    view = a_view([an_item(n, f"key-{n}", is_key=True) for n in (1, 2, 3)])
    reading = read(view, {1: in_place(SPRING, evidence=[act]), 2: in_place(SPRING), 3: OPEN}).total
    assert (reading.key_total, reading.key_reported, reading.key_shown, reading.key_confirmed) == (3, 2, 1, 0)


def test_a_cell_in_place_has_the_lowest_level_of_its_key_items() -> None:
    act = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, date(2026, 1, 1), None)
    view = a_view([an_item(n, f"key-{n}", is_key=True) for n in (1, 2)])
    shown = in_place(SPRING, evidence=[act])
    assert read(view, {1: shown, 2: shown}).total.level is InPlace.SHOWN
    assert read(view, {1: shown, 2: in_place(SPRING)}).total.level is InPlace.REPORTED
    assert read(view, {1: shown, 2: OPEN}).total.level is None


def test_expired_evidence_shows_nothing_from_the_day_after() -> None:
    act = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, None, SPRING)
    view = a_view([an_item(1, "one")])
    after = date(2026, 3, 2)
    assert read(view, {1: in_place(SPRING, evidence=[act])}, SPRING).items[1].level is InPlace.SHOWN
    assert read(view, {1: in_place(after, evidence=[act])}, after).items[1].level is InPlace.REPORTED


def test_every_group_of_a_closing_condition_is_needed() -> None:
    proofs = (frozenset({EvidenceKind.LEGAL_REFERENCE}), frozenset({EvidenceKind.NOTIFICATION}))
    view = a_view([an_item(1, "one", proofs=proofs)])
    act = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, None, None)
    notified = EvidenceFacts(1, EvidenceKind.NOTIFICATION, None, None)
    assert read(view, {1: in_place(SPRING, evidence=[act])}).items[1].level is InPlace.REPORTED
    assert read(view, {1: in_place(SPRING, evidence=[act, notified])}).items[1].level is InPlace.SHOWN


def test_nearly_all_in_place_is_99_and_hardly_begun_is_1() -> None:
    items = [an_item(n, f"item-{n}") for n in range(1, 301)]
    told = {n: in_place(SPRING) for n in range(1, 300)} | {300: facts_of(a_milestone(progress=10_000))}
    assert read(a_view(items), told).total.shown_progress == 99
    begun = {n: facts_of() for n in range(1, 300)} | {300: facts_of(a_milestone(progress=100))}
    assert read(a_view(items), begun).total.shown_progress == 1


def test_all_in_place_of_what_was_told_is_not_all() -> None:
    view = a_view([an_item(1, "one"), an_item(2, "two")])
    assert read(view, {1: in_place(SPRING)}).total.shown_progress == 99


def test_the_furthest_block_has_the_widest_gap_by_law() -> None:
    """Both are at half; what was needed in February is further from its date than what is needed in June."""
    items = [
        an_item(1, "later", block_key="later"),
        an_item(2, "sooner", block_key="sooner", needed_by=PAST),
        an_item(3, "silent", block_key="silent", needed_by=PAST),
    ]
    ireland = read(a_view(items), {1: OPEN, 2: OPEN})
    assert ireland.furthest == "sooner"
    assert ireland.blocks["sooner"].gap == 5500
    assert ireland.blocks["silent"].gap is None


def test_counts_by_state_leave_out_what_is_voluntary_and_name_what_is_not_applicable() -> None:
    items = [an_item(1, "one"), an_item(2, "two"), an_item(3, "later", is_later_duty=True)]
    view = a_view(items, standings={("IE", 2): Standing.NOT_BOUND})
    assert read(view, {1: OPEN, 3: OPEN}).total.by_state == {State.ON_PLAN: 1, State.NOT_APPLICABLE: 1}


def test_a_planning_date_is_never_a_legal_one() -> None:
    view = a_view([an_item(1, "one", needed_by=PAST, needed_by_kind=NeededByKind.PLANNING)])
    assert read(view, {1: OPEN}).total.past == 0

"""Every gap rule at its edge, and gaps under their roots."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.catalogue.states import EvidenceKind, Level, NeededByKind
from app.catalogue.views import ItemView
from app.plans.noted import NotedGap
from app.readiness.facts import Before, EuPredecessor, EvidenceFacts, ItemFacts, Link, MilestoneFacts, Stated
from app.readiness.gaps import OF_IN_PLACE, OF_OPEN, RULES, Gap, find_gaps, group_gaps
from app.readiness.roots import heads_of
from app.readiness.states import Severity, State
from app.readiness.sums import sum_links
from app.readiness.words import Sentence
from tests.readiness.builders import (
    APPLIES,
    SPRING,
    a_milestone,
    a_view,
    an_item,
    around,
    closing,
    facts_of,
    in_place,
    read,
)

FINE = a_milestone(progress=5000, start_on=date(2026, 1, 1), baseline_on=date(2026, 4, 1))
DONE = {"progress": 10_000, "actual_on": SPRING}


def gaps_of(facts: ItemFacts, day: date = SPRING, **item: object) -> list[Gap]:
    view = a_view([an_item(1, "one", **item), an_item(9, "template", level=Level.EU)])
    reading = read(view, {1: facts}, day)
    return find_gaps(around(view, day), "IE", reading.items, reading.heads)


def _words(said: Sentence) -> str:
    return said.text % said.values


def codes(*milestones: MilestoneFacts, day: date = SPRING, **item: object) -> set[str]:
    return {gap.code for gap in gaps_of(facts_of(*milestones, day=day), day, **item)}


def test_an_item_on_its_way_has_no_gap() -> None:
    assert codes(FINE) == set()


def test_nothing_shared_has_no_gap() -> None:
    view = a_view([an_item(1, "one", needed_by=date(2026, 1, 1))])
    assert read(view, {}).gap_counts == {}


def test_past_its_legal_date_from_the_day_after() -> None:
    assert "past-legal-date" not in codes(FINE, day=APPLIES)
    assert "past-legal-date" in codes(FINE, day=APPLIES + timedelta(days=1))


def test_what_waits_for_the_eu_level_is_not_past_its_date() -> None:
    eu = EuPredecessor(9, None, None, None, date(2026, 4, 1), 60)
    late = facts_of(a_milestone(progress=5000), before=Before(eu=(eu,)))
    found = gaps_of(late, needed_by=date(2026, 2, 1))
    assert [gap.code for gap in found] == ["waits-for-eu"]
    assert found[0].sentence.values["date"] == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("milestone", "code"),
    [
        (closing(baseline_on=APPLIES, forecast_on=APPLIES + timedelta(days=1)), "forecast-after-needed-by"),
        (closing(baseline_on=APPLIES + timedelta(days=1)), "due-after-needed-by"),
    ],
)
def test_promised_after_it_is_needed(milestone: MilestoneFacts, code: str) -> None:
    assert codes(FINE, milestone) == {code}


def test_needed_on_the_very_day_is_no_gap() -> None:
    assert codes(FINE, closing(baseline_on=APPLIES, forecast_on=APPLIES)) == set()


LATE = APPLIES + timedelta(days=10)
PROMISED = closing(baseline_on=APPLIES + timedelta(days=30), forecast_on=APPLIES + timedelta(days=50))


@pytest.mark.parametrize("kind", [NeededByKind.LEGAL, NeededByKind.APPLICATION])
def test_past_its_legal_date_stands_beside_what_is_promised_now(kind: NeededByKind) -> None:
    """Ten days after: since when it is late, and that forecast and baseline lie after the date too."""
    found = codes(a_milestone(progress=5000, changed_on=LATE), PROMISED, day=LATE, needed_by_kind=kind)
    assert found == {"past-legal-date", "forecast-after-needed-by", "due-after-needed-by"}


def test_after_a_date_that_is_not_legal_the_remedy_is_to_bring_it_in_place() -> None:
    """No plan can be made for a day that has passed."""
    promised = facts_of(a_milestone(progress=5000, changed_on=LATE), PROMISED, day=LATE)
    gaps = gaps_of(promised, LATE, needed_by_kind=NeededByKind.PLANNING)
    assert [(gap.code, _words(gap.sentence)) for gap in gaps] == [
        ("forecast-after-needed-by", "forecast for 2026-08-01, 50 days after it was needed (2026-06-12)"),
        ("due-after-needed-by", "planned for 2026-07-12, 30 days after it was needed (2026-06-12)"),
    ]
    assert {_words(gap.remedy) for gap in gaps} == {"Bring it in place: it has been needed since 2026-06-12."}
    before = gaps_of(facts_of(FINE, PROMISED), SPRING, needed_by_kind=NeededByKind.PLANNING)
    assert [_words(gap.remedy).split()[0] for gap in before] == ["Bring", "Plan"]
    assert not {_words(gap.remedy) for gap in before} & {_words(gap.remedy) for gap in gaps}


def test_what_waits_for_the_eu_level_is_not_asked_for_an_earlier_promise_once_its_date_has_passed() -> None:
    eu = EuPredecessor(9, None, None, None, date(2026, 9, 1), 60)
    waiting = facts_of(a_milestone(progress=5000, changed_on=LATE), PROMISED, day=LATE, before=Before(eu=(eu,)))
    for kind in NeededByKind:
        found = [gap.code for gap in gaps_of(waiting, LATE, needed_by_kind=kind)]
        assert found == ["waits-for-eu", "eu-level-later"], "promised for 1 August, a month before what it waits for"


def test_an_item_without_steps_says_whose_slip_it_is() -> None:
    """The closing milestone alone: no milestones yet, and its own date moved by 40 days."""
    moved = facts_of(closing(baseline_on=date(2026, 4, 1), forecast_on=date(2026, 5, 11)))
    assert [_words(gap.sentence) for gap in gaps_of(moved)] == [
        "its closing milestone has slipped by 40 days against its baseline",
        "no milestones yet",
    ]


@pytest.mark.parametrize(("days", "found"), [(30, set()), (31, {"slipped"})])
def test_slipped(days: int, found: set[str]) -> None:
    moved = FINE._replace(forecast_on=date(2026, 4, 1) + timedelta(days=days))
    assert codes(moved) == found


def test_no_milestone_also_when_all_are_cancelled() -> None:
    assert codes() == {"no-milestone"}
    assert codes(FINE._replace(is_cancelled=True)) == {"no-milestone", "cancelled-while-open"}


def test_a_milestone_that_goes_on_elsewhere_is_not_asked_about() -> None:
    moved = FINE._replace(milestone_id=2, is_cancelled=True, is_continued=True)
    assert codes(moved) == {"no-milestone"}
    assert codes(FINE, moved) == codes(FINE)


def test_no_authority() -> None:
    unnamed = facts_of(FINE, stated=Stated(has_authority=False))
    assert [gap.code for gap in gaps_of(unnamed)] == ["no-authority"]


def test_cancelling_never_changes_the_figure_by_itself() -> None:
    view = a_view([an_item(1, "one")])
    one = read(view, {1: facts_of(FINE)}).items[1].progress
    other = read(view, {1: facts_of(FINE, FINE._replace(milestone_id=2, is_cancelled=True))}).items[1].progress
    assert one == other == 4500


@pytest.mark.parametrize(
    ("age", "changes", "found"),
    [
        (60, {}, set()),
        (61, {}, {"not-confirmed"}),
        (61, {"progress": 0, "start_on": date(2026, 3, 2), "baseline_on": date(2026, 5, 30)}, {"not-confirmed"}),
        (61, {"progress": 0, "start_on": date(2026, 3, 2), "baseline_on": date(2026, 5, 31)}, set()),
        (61, DONE, set()),
    ],
)
def test_not_confirmed(age: int, changes: dict[str, Any], found: set[str]) -> None:
    """Unchanged for 61 days, and running, or due within 90 days (30 May is the 90th after 1 March)."""
    told = FINE._replace(changed_on=SPRING - timedelta(days=age), **changes)
    assert codes(told, needed_by=date(2026, 12, 1)) == found


@pytest.mark.parametrize(("highest", "found"), [(None, set()), (5000, set()), (5001, {"progress-falling"})])
def test_progress_falling(highest: int | None, found: set[str]) -> None:
    assert codes(FINE._replace(highest_before=highest)) == found


COSTED = FINE._replace(budget=100_000, uncovered=100_000)
IN_PART = FINE._replace(budget=100_000, uncovered=99_999)


@pytest.mark.parametrize(
    ("milestones", "said"),
    [
        ([COSTED], "milestones with a budget and without funding: 1; not covered: EUR 1,000"),
        ([IN_PART], "milestones funded in part: 1; not covered: EUR 999.99"),
        ([COSTED, IN_PART], "milestones without funding: 1, funded in part: 1; not covered: EUR 1,999.99"),
        ([FINE._replace(budget=100_000)], None),
        ([COSTED._replace(is_cancelled=True), FINE], None),
        ([COSTED._replace(**DONE), FINE], None),
    ],
)
def test_costed_without_funding(milestones: list[MilestoneFacts], said: str | None) -> None:
    """Open milestones alone: what is done or cancelled needs no money any more."""
    found = [gap for gap in gaps_of(facts_of(*milestones)) if gap.code == "costed-without-funding"]
    assert [_words(gap.sentence) for gap in found] == ([said] if said else [])


def test_what_is_in_place_is_asked_for_no_money() -> None:
    reported = facts_of(COSTED, closing(actual_on=SPRING, progress=10_000))
    assert "costed-without-funding" not in {gap.code for gap in gaps_of(reported)}


def test_reported_and_not_yet_shown() -> None:
    found = gaps_of(in_place(SPRING))
    assert [gap.code for gap in found] == ["not-yet-shown"]
    act = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, date(2026, 1, 1), None)
    assert gaps_of(in_place(SPRING, evidence=[act])) == []


def test_evidence_that_has_run_out() -> None:
    yesterday = SPRING - timedelta(days=1)
    expired = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, None, yesterday)
    found = gaps_of(in_place(SPRING, evidence=[expired]))
    assert [gap.code for gap in found] == ["evidence-expired"]
    renewed = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, SPRING, None)
    assert gaps_of(in_place(SPRING, evidence=[expired, renewed])) == []


def test_evidence_older_than_the_release() -> None:
    old = EvidenceFacts(1, EvidenceKind.LEGAL_REFERENCE, date(2024, 6, 11), None)
    assert [gap.code for gap in gaps_of(in_place(SPRING, evidence=[old]))] == ["evidence-older"]
    same_day = old._replace(about_on=date(2024, 6, 12))
    assert gaps_of(in_place(SPRING, evidence=[same_day])) == []


def _link(own: MilestoneFacts, before: MilestoneFacts) -> Before:
    return sum_links(1, [Link(own, before, is_eu=False, title="before", lead_time_days=60)], SPRING)


def test_starts_before_its_predecessor_ends() -> None:
    own = a_milestone(1, start_on=date(2026, 4, 1))
    before = a_milestone(2, item_id=2, baseline_on=date(2026, 4, 1))
    assert _link(own, before).overlap_days == 0
    assert _link(own, before._replace(forecast_on=date(2026, 4, 11))).overlap_days == 10
    ended = before._replace(forecast_on=date(2026, 4, 11), actual_on=date(2026, 2, 1), progress=10_000)
    assert _link(own, ended).overlap_days == 0
    found = gaps_of(facts_of(FINE, before=Before(overlap_days=10)))
    assert [(gap.code, gap.sentence.values) for gap in found] == [("starts-before-predecessor", {"days": 10})]


def test_links_of_done_and_to_cancelled_milestones_do_not_count() -> None:
    own = a_milestone(1, start_on=date(2026, 1, 1))
    before = a_milestone(2, item_id=2, baseline_on=date(2026, 4, 1))
    assert _link(own._replace(progress=10_000, actual_on=SPRING), before) == Before()
    assert _link(own, before._replace(is_cancelled=True)) == Before()


def _chain() -> tuple[dict[int, ItemFacts], list[ItemView]]:
    """directive ← capacity ← contracts; training stands alone; staff depends on what is in place and on directive."""
    items = [
        an_item(1, "directive", needed_by=date(2026, 2, 1), is_key=True),
        an_item(2, "capacity", depends_on=("directive",)),
        an_item(3, "contracts", depends_on=("capacity",)),
        an_item(4, "training"),
        an_item(5, "staff", depends_on=("done", "directive")),
        an_item(6, "done", depends_on=("training",)),
    ]
    told = {n: facts_of(FINE) for n in (1, 2, 3, 4, 5)} | {6: in_place(SPRING)}
    return told, items


def test_gaps_have_their_roots_in_the_furthest_open_items_upstream() -> None:
    told, items = _chain()
    reading = read(a_view(items), told)
    assert reading.heads == {1: (1,), 2: (1,), 3: (1,), 4: (4,), 5: (1,)}
    directive = next(root for root in reading.roots if root.item_id == 1)
    assert (directive.waiting, directive.state) == (3, State.PAST_LEGAL_DATE)
    assert reading.roots[0] == directive


def test_gaps_are_listed_once_under_their_root() -> None:
    told, items = _chain()
    view = a_view(items)
    told[3] = facts_of(FINE, closing(forecast_on=APPLIES + timedelta(days=5)))
    reading = read(view, told)
    gaps = find_gaps(around(view, SPRING), "IE", reading.items, reading.heads)
    groups = group_gaps("IE", gaps, reading.items, reading.heads)
    assert [(group.root, group.waiting, [gap.code for gap in group.gaps]) for group in groups] == [
        (1, 3, ["past-legal-date", "forecast-after-needed-by", "forecast-after-needed-by"]),
        (6, 0, ["not-yet-shown"]),
    ]
    assert sum(reading.gap_counts.values()) == len(gaps)
    assert heads_of(reading.items, around(view, SPRING).network) == reading.heads


def test_every_rule_speaks_and_names_a_remedy() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) == len(OF_OPEN) + len(OF_IN_PLACE) == 17
    for rule in RULES:
        assert rule.title
        assert rule.sentence
        assert rule.remedy.endswith(".")
        assert rule.severity in Severity


@pytest.mark.parametrize(("expected", "found"), [(date(2026, 4, 1), False), (date(2026, 4, 2), True)])
def test_an_eu_level_measure_that_comes_after_what_waits_for_it_is_named(expected: date, found: bool) -> None:
    """The very day is early enough. What has been delivered only lacks its lead time, and comes after nothing."""
    eu = EuPredecessor(9, None, None, None, expected, 60)
    waiting = facts_of(FINE, before=Before(eu=(eu,)))
    gaps = [gap for gap in gaps_of(waiting) if gap.code == "eu-level-later"]
    assert [gap.sentence.values["forecast"] for gap in gaps] == [date(2026, 4, 1)] * found
    delivered = facts_of(FINE, before=Before(eu=(eu._replace(delivered_on=SPRING),)))
    assert "eu-level-later" not in {gap.code for gap in gaps_of(delivered)}


@pytest.mark.parametrize(("confirmations", "found"), [(7, set()), (8, {"unchanged-confirmations"})])
def test_confirmed_again_and_again_without_a_change(confirmations: int, found: set[str]) -> None:
    assert codes(FINE._replace(confirmations=confirmations)) == found
    assert codes(FINE._replace(confirmations=confirmations, is_cancelled=True), FINE) <= {"cancelled-while-open"}


SLIPPED = FINE._replace(forecast_on=date(2026, 5, 11))


def noted(milestone: MilestoneFacts, day: date, substance: str) -> Gap:
    note = NotedGap("slipped", date(2026, 4, 1), substance, date(2026, 3, 2), "known")
    gaps = gaps_of(facts_of(milestone, stated=Stated(has_authority=True, noted=(note,))), day)
    return next(gap for gap in gaps if gap.code == "slipped")


def test_a_noted_gap_returns_on_its_day_and_when_it_is_another() -> None:
    mark = gaps_of(facts_of(SLIPPED))[0].substance
    assert noted(SLIPPED, date(2026, 3, 31), mark).noted is not None
    assert noted(SLIPPED, date(2026, 4, 1), mark).noted is None, "the day itself"
    assert noted(SLIPPED, date(2026, 3, 1), mark).noted is None, "not yet noted"
    assert noted(SLIPPED._replace(forecast_on=date(2026, 5, 12)), SPRING, mark).noted is None, "moved by another day"


def test_days_that_go_by_make_no_other_gap() -> None:
    first, later = (
        next(gap for gap in gaps_of(facts_of(FINE, day=day), day) if gap.code == "past-legal-date")
        for day in (APPLIES + timedelta(days=1), APPLIES + timedelta(days=90))
    )
    assert first.sentence != later.sentence
    assert first.substance == later.substance


def test_noting_moves_no_figure() -> None:
    view = a_view([an_item(1, "one")])
    mark = gaps_of(facts_of(SLIPPED))[0].substance
    note = NotedGap("slipped", date(2027, 1, 1), mark, date(2026, 1, 1), "known")
    plain, with_note = (
        read(view, {1: facts_of(SLIPPED, stated=Stated(has_authority=True, noted=notes))}) for notes in ((), (note,))
    )
    assert with_note.total == plain.total
    assert with_note.items[1].state is plain.items[1].state
    assert with_note.gap_counts == plain.gap_counts == {"slipped": 1}
    assert (plain.count_gaps().left, with_note.count_gaps().left) == ({"slipped": 1}, {})

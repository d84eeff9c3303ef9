"""Worked examples, each with its numbers: what the rule must get right to be fair."""

from dataclasses import replace
from datetime import date

from app.catalogue.states import EvidenceKind, Holds, Level, Nature, NeededByKind, Obligation, Standing
from app.plans.progress import step_progress, target_progress
from app.plans.states import EU, Applicability
from app.readiness.facts import EvidenceFacts, Stated
from app.readiness.states import Counting, InPlace, State
from tests.readiness.builders import APPLIES, SPRING, a_milestone, a_view, an_item, closing, facts_of, in_place, read


def test_a_directive_half_done() -> None:
    """Three milestones: adopted by parliament (75), by the government (45), not begun (0): 90 % of 40 % is 36 %."""
    view = a_view([an_item(1, "directive", is_key=True)])
    milestones = [
        a_milestone(1, progress=step_progress(75), baseline_on=date(2026, 4, 1)),
        a_milestone(2, progress=step_progress(45), baseline_on=date(2026, 4, 15)),
        a_milestone(3, baseline_on=date(2026, 5, 1)),
        closing(baseline_on=date(2026, 5, 1)),
    ]
    ireland = read(view, {1: facts_of(*milestones)})
    assert ireland.items[1].progress == 3600
    assert ireland.total.shown_progress == 36
    assert ireland.items[1].state is State.ON_PLAN


def test_340_of_400_trained() -> None:
    """340 of 400 is 85 % of the milestone; the item, not yet reported in place, has 90 % of it: 76.5, shown 77 %."""
    trained = target_progress(0, 400, 340)
    assert trained == 8500
    view = a_view([an_item(1, "training")])
    ireland = read(view, {1: facts_of(a_milestone(progress=trained))})
    assert ireland.items[1].progress == 7650
    assert ireland.total.shown_progress == 77


def test_a_system_tested_and_not_in_operation() -> None:
    """Tested with the EU system is step 80: 72 %. With every milestone done it is 90 %, until it is reported."""
    view = a_view([an_item(1, "system")])
    tested = read(view, {1: facts_of(a_milestone(progress=step_progress(80)))})
    assert tested.items[1].progress == 7200
    done = a_milestone(progress=10_000, actual_on=SPRING)
    assert read(view, {1: facts_of(done, closing())}).items[1].progress == 9000
    assert read(view, {1: facts_of(done, closing(actual_on=SPRING))}).items[1].progress == 10_000


def test_a_yearly_duty() -> None:
    """The arrangement's first turn counts, by its legal date; a first turn after the date of application is later."""
    first_turn = an_item(1, "report", nature=Nature.RECURRING, needed_by=date(2025, 6, 1))
    later = an_item(2, "report-later", nature=Nature.RECURRING, needed_by=date(2027, 6, 1), is_later_duty=True)
    view = a_view([first_turn, later])
    ireland = read(view, {1: facts_of(a_milestone()), 2: facts_of(a_milestone(progress=5000))})
    assert ireland.items[1].state is State.PAST_LEGAL_DATE
    assert ireland.items[2].counting is Counting.LATER_DUTY
    assert (ireland.total.counted, ireland.total.progress) == (1, 0)


def test_a_limit_in_each_case() -> None:
    """Screening within 7 days: the workflow is needed the day the article applies, which is a legal date: 163 days."""
    workflow = an_item(1, "screening", nature=Nature.PER_CASE, needed_by_kind=NeededByKind.APPLICATION)
    view = a_view([workflow])
    after = date(2026, 11, 22)
    ireland = read(view, {1: facts_of(a_milestone(progress=5000), day=after)}, after)
    assert ireland.items[1].state is State.PAST_LEGAL_DATE
    assert ireland.total.past == 1
    planned = a_view([replace(workflow, needed_by_kind=NeededByKind.PLANNING)])
    ireland = read(planned, {1: facts_of(a_milestone(progress=5000), day=after)}, after)
    assert ireland.items[1].state is State.BEHIND_PLAN
    assert ireland.total.past == 0


def test_an_event() -> None:
    """ "Able to": reported in place by a statement, though the event never came."""
    able = an_item(1, "crisis-request", nature=Nature.EVENT, proofs=(frozenset(EvidenceKind),))
    view = a_view([able])
    statement = EvidenceFacts(1, EvidenceKind.STATEMENT, date(2026, 2, 1), None)
    ireland = read(view, {1: in_place(SPRING, evidence=[statement])})
    assert ireland.items[1].state is State.IN_PLACE
    assert ireland.items[1].level is InPlace.SHOWN
    assert ireland.total.shown_progress == 100


def test_a_country_that_shared_nothing_has_dashes() -> None:
    """No percentage, no lateness, no gap: also long after the legal date."""
    view = a_view([an_item(1, "one", is_key=True), an_item(2, "two")])
    nothing = read(view, {}, date(2026, 11, 22))
    assert nothing.total.state is State.NO_INFORMATION
    assert (nothing.total.progress, nothing.total.shown_progress, nothing.total.gap) == (None, None, None)
    assert (nothing.total.informed, nothing.total.counted) == (0, 2)
    assert (nothing.total.past, nothing.furthest, nothing.roots, nothing.gap_counts) == (0, None, (), {})


def test_an_eu_level_template_four_months_late() -> None:
    """Due in October 2025, delivered on 10 February 2026: on 1 March 19 of 60 days to use it have gone."""
    template = an_item(1, "template", level=Level.EU, needed_by=date(2025, 10, 10))
    strategy = an_item(2, "strategy", needed_by=date(2026, 2, 15), depends_on=("template",), is_key=True)
    view = a_view([template, strategy])
    told = {2: facts_of(a_milestone(progress=2000, forecast_on=date(2026, 5, 1)))}
    undelivered = {1: facts_of(closing(forecast_on=date(2026, 2, 10)), day=date(2026, 2, 9))}
    delivered = {1: in_place(SPRING, on=date(2026, 2, 10))}

    waits = read(view, told, date(2026, 2, 9), eu=undelivered).items[2]
    assert waits.state is State.WAITS_FOR_EU
    assert waits.awaited[0].expected_on == date(2026, 2, 10)
    assert read(view, told, SPRING, eu=delivered).items[2].state is State.WAITS_FOR_EU
    assert read(view, told, date(2026, 4, 10), eu=delivered).items[2].state is State.WAITS_FOR_EU
    assert read(view, told, date(2026, 4, 11), eu=delivered).items[2].state is State.PAST_LEGAL_DATE
    late_eu = read(view, undelivered, date(2026, 2, 9), owner=EU)
    assert late_eu.items[1].state is State.PAST_LEGAL_DATE


def test_an_eu_item_on_which_nothing_was_shared_holds_nothing_up() -> None:
    template = an_item(1, "template", level=Level.EU)
    strategy = an_item(2, "strategy", needed_by=date(2026, 2, 15), depends_on=("template",))
    told = {2: facts_of(a_milestone(progress=2000))}
    assert read(a_view([template, strategy]), told, SPRING, eu={}).items[2].state is State.PAST_LEGAL_DATE


def test_denmark_owes_what_binds_it() -> None:
    """Eurodac and screening bind Denmark, solidarity does not; where it is to be confirmed an item is out until it is.

    The catalogue has nothing to be confirmed for Denmark at present: the fourth item stands for an act to come.
    """
    items = [
        an_item(1, "eurodac", is_key=True),
        an_item(2, "solidarity", is_key=True),
        an_item(3, "screening"),
        an_item(4, "act-to-come"),
    ]
    standings = {("DK", 2): Standing.NOT_BOUND, ("DK", 4): Standing.TO_BE_CONFIRMED}
    view = a_view(items, standings=standings)
    denmark = read(view, {1: in_place(SPRING), 3: in_place(SPRING)}, owner="DK")
    assert denmark.items[2].state is State.NOT_APPLICABLE
    assert denmark.items[4].counting is Counting.TO_BE_CONFIRMED
    assert denmark.items[4].state is State.NO_INFORMATION
    assert (denmark.total.counted, denmark.total.key_total, denmark.total.shown_progress) == (2, 1, 100)
    assert read(view, {1: in_place(SPRING)}, owner="IE").total.counted == 4


def test_ireland_owes_nothing_that_does_not_bind_it() -> None:
    """A block whose items all rest on acts that do not bind Ireland is not applicable and weighs nothing."""
    items = [an_item(1, "screening", block_key="borders"), an_item(2, "reception", block_key="reception")]
    view = a_view(items, standings={("IE", 1): Standing.NOT_BOUND})
    ireland = read(view, {2: facts_of(a_milestone(progress=5000))})
    assert ireland.blocks["borders"].state is State.NOT_APPLICABLE
    assert ireland.blocks["borders"].progress is None
    assert ireland.total.progress == ireland.blocks["reception"].progress == 4500


def test_not_applicable_by_situation_takes_effect_at_once() -> None:
    view = a_view([an_item(1, "land-border"), an_item(2, "other")])
    stated = facts_of(a_milestone(progress=9000), stated=Stated(Applicability.NOT_APPLICABLE, has_authority=True))
    ireland = read(view, {1: stated, 2: facts_of(a_milestone(progress=1000))})
    assert ireland.items[1].state is State.NOT_APPLICABLE
    assert ireland.items[1].counting is Counting.STATED
    assert ireland.total.progress == 900


def test_conditional_and_voluntary_items() -> None:
    """A condition that does not hold is not applicable, an open one out, a voluntary item shown and never counted."""
    items = [
        an_item(1, "contributes", obligation=Obligation.SHALL_IF, condition="contributes"),
        an_item(2, "pressure", obligation=Obligation.SHALL_IF, condition="pressure"),
        an_item(3, "open", obligation=Obligation.SHALL_IF, condition="open"),
        an_item(4, "voluntary", obligation=Obligation.MAY),
    ]
    holds = {"contributes": Holds.TRUE, "pressure": Holds.FALSE, "open": Holds.TO_BE_CONFIRMED}
    told = {number: facts_of(a_milestone(progress=number * 1000)) for number in range(1, 5)}
    ireland = read(a_view(items, conditions=holds), told)
    assert [item.counting for item in ireland.items.values()] == [
        Counting.COUNTED,
        Counting.CONDITION_FALSE,
        Counting.TO_BE_CONFIRMED,
        Counting.VOLUNTARY,
    ]
    assert ireland.items[4].progress == 3600
    assert ireland.total.progress == 900


def test_a_voluntary_item_is_never_past_a_legal_date() -> None:
    view = a_view([an_item(1, "voluntary", obligation=Obligation.MAY, needed_by=date(2026, 1, 1))])
    assert read(view, {1: facts_of(a_milestone())}).items[1].state is State.BEHIND_PLAN


def test_expectations_disappear_on_the_date_of_application() -> None:
    view = a_view([an_item(1, "one")])
    eve, day = date(2026, 6, 11), APPLIES
    milestone = a_milestone(start_on=date(2026, 1, 1), baseline_on=APPLIES)
    before = read(view, {1: facts_of(milestone, day=eve)}, eve).total
    after = read(view, {1: facts_of(milestone, day=day)}, day).total
    assert before.expected_law == 9986  # 730 of 731 days
    assert before.expected_own == 8944  # 161 of 162 days, times nine tenths
    assert (after.expected_law, after.expected_own, after.required, after.gap) == (None, None, 10_000, 10_000)


def test_the_worked_example_of_the_method() -> None:
    """docs/method.md: 284.5 / 5 = 56.9, shown as 57 % on 3 of 4 items, no key item in place."""
    items = [an_item(1, "directive", is_key=True), an_item(2, "trained"), an_item(3, "register"), an_item(4, "reserve")]
    milestones = [a_milestone(number, progress=value) for number, value in enumerate((7500, 4500, 0))]
    told = {1: facts_of(*milestones), 2: facts_of(a_milestone(progress=8500)), 3: in_place(SPRING)}
    block = read(a_view(items), told).blocks["reception"]
    assert (block.progress, block.shown_progress) == (5690, 57)
    assert (block.informed, block.counted, block.key_total, block.key_reported) == (3, 4, 1, 0)

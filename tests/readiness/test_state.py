"""Every state with its reason, the order of states, and the days on which one becomes another."""

from datetime import date, timedelta

import pytest

from app.catalogue.states import Confidence, Level, NeededByKind, Standing
from app.plans.states import Applicability
from app.readiness.behind import REASONS
from app.readiness.facts import Before, EuPredecessor, ItemFacts, MilestoneFacts, Stated
from app.readiness.items import case_again
from app.readiness.state import why
from app.readiness.states import State
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

NEXT = timedelta(days=1)
FAR = date(2026, 4, 1)  # a forecast that leaves more than 30 days before the date of application


def state_on(day: date, *milestones: MilestoneFacts, **item: object) -> State:
    view = a_view([an_item(1, "one", **item)])
    return read(view, {1: facts_of(*milestones, day=day)}, day).items[1].state


def reasons_on(day: date, *milestones: MilestoneFacts, **item: object) -> list[str]:
    view = a_view([an_item(1, "one", **item)])
    reading = read(view, {1: facts_of(*milestones, day=day)}, day).items[1]
    return [sentence.text for sentence in why(case_again(around(view, day), "IE", reading), reading.state)]


def said_on(day: date, *milestones: MilestoneFacts, **item: object) -> list[str]:
    view = a_view([an_item(1, "one", **item)])
    reading = read(view, {1: facts_of(*milestones, day=day)}, day).items[1]
    said = why(case_again(around(view, day), "IE", reading), reading.state)
    return [sentence.text % sentence.values for sentence in said]


def test_the_day_of_a_legal_date_is_not_past() -> None:
    running = closing(forecast_on=FAR)
    assert state_on(APPLIES - NEXT, running) is not State.PAST_LEGAL_DATE
    assert state_on(APPLIES, running) is not State.PAST_LEGAL_DATE
    assert state_on(APPLIES + NEXT, running) is State.PAST_LEGAL_DATE


@pytest.mark.parametrize("kind", [NeededByKind.LEGAL, NeededByKind.APPLICATION])
def test_the_day_the_articles_apply_is_a_legal_date(kind: NeededByKind) -> None:
    """APR Art. 79 applies from 12 June 2026: on 23 November the item is 164 days past, whatever gives the date."""
    day = APPLIES + timedelta(days=164)
    assert day == date(2026, 11, 23)
    item = {"needed_by_kind": kind, "needed_by_anchor": "APR Art. 79"}
    assert state_on(APPLIES, a_milestone(), **item) is State.ON_PLAN
    assert state_on(day, a_milestone(), **item) is State.PAST_LEGAL_DATE
    assert said_on(day, a_milestone(), **item) == ["past its legal date since 2026-06-12 (164 days; APR Art. 79)"]


def test_a_legal_date_without_an_article_reads_well() -> None:
    said = said_on(APPLIES + timedelta(days=10), a_milestone(), needed_by_anchor="")
    assert said == ["past its legal date since 2026-06-12 (10 days)"]


@pytest.mark.parametrize(
    "item",
    [
        {"confidence": Confidence.MEDIUM},
        {"confidence": Confidence.MEDIUM, "needed_by_kind": NeededByKind.APPLICATION},
        {"needed_by_kind": NeededByKind.PLANNING},
    ],
)
def test_only_a_sure_legal_date_can_be_past(item: dict[str, object]) -> None:
    """A planning date is not legal, and a medium confidence not sure: behind plan, in words: open since."""
    day = APPLIES + timedelta(days=163)
    assert state_on(day, a_milestone(), **item) is State.BEHIND_PLAN
    assert reasons_on(day, a_milestone(), **item) == ["open since %(date)s (%(days)s days)"]


def test_an_own_date_has_passed_on_the_day_after() -> None:
    due = a_milestone(baseline_on=FAR)
    assert state_on(FAR, due) is State.ON_PLAN
    assert state_on(FAR + NEXT, due) is State.BEHIND_PLAN
    assert reasons_on(FAR + NEXT, due) == ["its own date, %(date)s, passed %(days)s days ago"]


def test_a_forecast_takes_the_place_of_a_baseline() -> None:
    moved = a_milestone(baseline_on=FAR, forecast_on=FAR + timedelta(days=20))
    assert state_on(FAR + NEXT, moved) is State.ON_PLAN


@pytest.mark.parametrize(
    ("forecast", "state"),
    [
        (APPLIES - timedelta(days=31), State.ON_PLAN),
        (APPLIES - timedelta(days=30), State.BEHIND_PLAN),
        (APPLIES, State.BEHIND_PLAN),
        (APPLIES + NEXT, State.BEHIND_PLAN),
    ],
)
def test_a_forecast_close_to_or_after_needed_by(forecast: date, state: State) -> None:
    assert state_on(SPRING, closing(forecast_on=forecast)) is state


@pytest.mark.parametrize(("slip", "state"), [(30, State.ON_PLAN), (31, State.BEHIND_PLAN)])
def test_more_than_thirty_days_of_slip(slip: int, state: State) -> None:
    baseline = date(2026, 3, 5)
    late = a_milestone(baseline_on=baseline, forecast_on=baseline + timedelta(days=slip))
    assert state_on(SPRING, late) is state


def test_a_slip_of_the_closing_milestone_is_called_so() -> None:
    """It may be the only milestone: "a milestone has slipped" would then speak of none that the plan has."""
    baseline = date(2026, 3, 5)
    closing_slip = closing(baseline_on=baseline, forecast_on=baseline + timedelta(days=31))
    other_slip = a_milestone(baseline_on=baseline, forecast_on=baseline + timedelta(days=32))
    assert said_on(SPRING, closing_slip) == ["its closing milestone has slipped by 31 days"]
    assert said_on(SPRING, closing_slip, other_slip) == ["a milestone has slipped by 32 days"]


def test_what_is_done_or_cancelled_has_no_date_to_pass() -> None:
    passed = date(2026, 1, 1)
    done = a_milestone(baseline_on=passed, progress=10_000, actual_on=passed)
    cancelled = a_milestone(2, baseline_on=passed, is_cancelled=True)
    assert state_on(SPRING, done, cancelled) is State.ON_PLAN


def test_no_milestones_yet_is_on_plan_until_its_date() -> None:
    assert state_on(SPRING) is State.ON_PLAN
    assert reasons_on(SPRING) == ["no milestones yet"]


def test_in_place_from_its_day_on() -> None:
    reported = closing(actual_on=SPRING, progress=10_000)
    assert state_on(SPRING - NEXT, reported) is not State.IN_PLACE
    assert state_on(SPRING, reported) is State.IN_PLACE


def test_a_late_predecessor_by_one_step_only() -> None:
    """One is past its legal date; two waits for it and is behind; three waits for two and is not; four is in place."""
    past = date(2026, 2, 1)
    items = [
        an_item(1, "one", needed_by=past),
        an_item(2, "two", depends_on=("one",)),
        an_item(3, "three", depends_on=("two",)),
        an_item(4, "four", depends_on=("one",)),
    ]
    told = {number: facts_of(a_milestone()) for number in (1, 2, 3)} | {4: in_place(SPRING)}
    readings = read(a_view(items), told).items
    assert [reading.state for reading in readings.values()] == [
        State.PAST_LEGAL_DATE,
        State.BEHIND_PLAN,
        State.ON_PLAN,
        State.IN_PLACE,
    ]


def test_a_predecessor_named_by_a_milestone_counts_as_well() -> None:
    items = [an_item(1, "one", needed_by=date(2026, 2, 1)), an_item(2, "two")]
    told = {1: facts_of(a_milestone()), 2: facts_of(a_milestone(), before=Before(own=(1,)))}
    assert read(a_view(items), told).items[2].state is State.BEHIND_PLAN


def test_a_predecessor_without_information_makes_nothing_late() -> None:
    items = [an_item(1, "one", needed_by=date(2026, 2, 1)), an_item(2, "two", depends_on=("one",))]
    assert read(a_view(items), {2: facts_of(a_milestone())}).items[2].state is State.ON_PLAN


def _awaiting(delivered_on: date | None, lead_time_days: int = 60) -> ItemFacts:
    eu = EuPredecessor(9, 90, "Template adopted", delivered_on, None, lead_time_days)
    return facts_of(a_milestone(), before=Before(eu=(eu,)))


@pytest.mark.parametrize(
    ("delivered_on", "state"),
    [
        (None, State.WAITS_FOR_EU),
        (SPRING - timedelta(days=59), State.WAITS_FOR_EU),
        (SPRING - timedelta(days=60), State.ON_PLAN),
    ],
)
def test_lead_time_after_delivery(delivered_on: date | None, state: State) -> None:
    view = a_view([an_item(1, "one"), an_item(9, "template", level=Level.EU)])
    assert read(view, {1: _awaiting(delivered_on)}).items[1].state is state


def test_the_milestone_that_closes_an_awaited_measure_is_named_by_the_measure_and_once() -> None:
    view = a_view([an_item(1, "one"), an_item(9, "template", level=Level.EU)])
    awaited = tuple(EuPredecessor(9, key, title, None, None, 60) for key, title in ((90, "In place"), (None, None)))
    reading = read(view, {1: facts_of(a_milestone(), before=Before(eu=awaited))}).items[1]
    said = why(case_again(around(view, SPRING), "IE", reading), reading.state)
    assert [sentence.values["title"] for sentence in said] == [view.items["template"].title]


def test_the_order_of_states() -> None:
    """One item that everything applies to: taking away what comes first shows what comes next."""
    late = {"needed_by": date(2026, 2, 1)}
    view = a_view([an_item(1, "one", **late), an_item(9, "template", level=Level.EU)])
    everything = _awaiting(None)
    reported = everything._replace(sums=in_place(SPRING).sums)
    stated = reported._replace(stated=Stated(Applicability.NOT_APPLICABLE, has_authority=True))
    not_bound = a_view([an_item(1, "one", **late)], standings={("IE", 1): Standing.NOT_BOUND})
    states = [
        read(not_bound, {1: reported}).items[1].state,
        read(view, {1: stated}).items[1].state,
        read(view, {1: reported}).items[1].state,
        read(view, {}).items[1].state,
        read(view, {1: everything}).items[1].state,
        read(view, {1: everything._replace(before=Before())}).items[1].state,
    ]
    assert states == [
        State.NOT_APPLICABLE,
        State.NOT_APPLICABLE,
        State.IN_PLACE,
        State.NO_INFORMATION,
        State.WAITS_FOR_EU,
        State.PAST_LEGAL_DATE,
    ]


def test_every_state_has_a_reason_in_words() -> None:
    view = a_view([an_item(1, "one"), an_item(9, "template", level=Level.EU)])
    day = APPLIES + NEXT
    told = {
        "waits": _awaiting(None),
        "delivered": _awaiting(day),
        "past": facts_of(a_milestone(), day=day),
        "in place": in_place(day),
        "nothing": None,
        "stated": facts_of(stated=Stated(Applicability.NOT_APPLICABLE, has_authority=True)),
    }
    for facts in told.values():
        reading = read(view, {1: facts} if facts else {}, day).items[1]
        for sentence in why(case_again(around(view, day), "IE", reading), reading.state):
            assert sentence.text % sentence.values


def test_all_reasons_to_be_behind_are_named() -> None:
    """A closing milestone that slipped by 60 days past needed-by, another whose own date has passed."""
    needed = date(2026, 6, 12)
    milestones = [
        a_milestone(baseline_on=date(2026, 2, 1)),
        closing(baseline_on=date(2026, 5, 1), forecast_on=date(2026, 6, 30)),
    ]
    reasons = reasons_on(SPRING, *milestones, needed_by=needed)
    assert len(reasons) == 3
    assert len(REASONS) == 6

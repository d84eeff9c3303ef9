"""Averages of Member States, and rows that may not be seen staying out of reach."""

from datetime import date

import pytest

from app.plans.states import EU, Scope
from app.readiness.averages import (
    average_of,
    average_over,
    average_trend,
    counted_plans,
    legend_over,
    rows_in_averages,
)
from app.readiness.cells import Reading
from app.readiness.overview import overview_of, widest_roots
from app.readiness.plan import PlanSummary
from app.readiness.roots import Root
from app.readiness.states import State
from app.readiness.trend import TrendPoint
from tests.readiness.builders import SPRING, a_view, an_item

STATES = [f"M{number:02}" for number in range(27)]


def a_reading(progress: int | None, **more: object) -> Reading:
    if progress is None:
        return Reading(State.NO_INFORMATION, counted=2)
    told = {"counted": 2, "informed": 2, "done": progress, "required": 8000, "has_begun": progress > 0}
    return Reading(State.ON_PLAN, progress=progress, **{**told, **more})  # type: ignore[arg-type]


def a_plan(owner: str, progress: int | None, roots: tuple[Root, ...] = (), **more: object) -> PlanSummary:
    reading = a_reading(progress, **more)
    return PlanSummary(owner, Scope.SHARED, SPRING, reading, {"reception": reading}, None, roots)


def plans_of(*silent: str) -> dict[str, PlanSummary]:
    """27 Member States at 10, 20 … 270 hundredths, some of which shared nothing, and the EU level at 100 %."""
    plans = {
        owner: a_plan(owner, None if owner in silent else 10 * number) for number, owner in enumerate(STATES, start=1)
    }
    return {EU: a_plan(EU, 10_000)} | plans


def test_each_member_state_that_shared_counts_once_and_the_eu_level_never() -> None:
    average = average_over(plans_of("M00", "M01", "M02"), STATES).total
    assert average.shared == 24
    assert average.progress == 155  # 40 to 270: their middle


def test_the_average_of_nobody_is_a_dash() -> None:
    assert average_of([a_reading(None)]).progress is None
    assert average_of([]).shown_progress is None


@pytest.mark.parametrize(("withheld", "entering"), [(0, 27), (1, 26), (4, 23), (5, 27), (26, 27)])
def test_fewer_than_five_withheld_rows_are_left_out(withheld: int, entering: int) -> None:
    visible = STATES[withheld:]
    assert len(rows_in_averages(STATES, visible)) == entering
    assert average_over(plans_of(), visible).total.shared == entering


def test_withheld_rows_that_say_nothing_hide_nobody() -> None:
    """Five rows are withheld, but only one of them shared anything: with it, it could be computed."""
    plans = plans_of("M01", "M02", "M03", "M04")
    averages = average_over(plans, STATES[5:])
    assert averages.total.shared == averages.blocks["reception"].shared == 22
    assert set(counted_plans(plans, STATES[5:])) == set(STATES[5:])


def test_a_withheld_row_cannot_be_computed_from_the_average() -> None:
    """Whatever a withheld row says, a reader from whom fewer than five are withheld sees the same page."""
    visible = STATES[3:]
    one = plans_of()
    other = one | {"M01": a_plan("M01", 9900, past_key=1)}
    view = a_view([an_item(1, "one")])
    assert overview_of(view, one, visible, SPRING) == overview_of(view, other, visible, SPRING)
    assert legend_over(one, visible) == legend_over(other, visible)
    assert sum(legend_over(one, visible).values()) == 24


def test_the_trend_leaves_the_same_rows_out() -> None:
    def points(progress: int | None) -> list[TrendPoint]:
        return [TrendPoint(SPRING, progress, 8000, 2, 2, 1, 0, has_begun=True, is_complete=False)]

    trends = {owner: points(100) for owner in STATES} | {"M00": points(9000), EU: points(10_000)}
    few = average_trend(trends, STATES[1:])
    assert (few[0].shared, few[0].progress, few[0].required) == (26, 100, 8000)
    many = average_trend(trends, STATES[5:])
    assert (many[0].shared, many[0].progress) == (27, 430)
    silent = trends | {owner: points(None) for owner in STATES[1:5]}
    assert average_trend(silent, STATES[5:])[0].shared == 22


def test_the_overview_counts_what_it_says() -> None:
    view = a_view([an_item(1, "one")])
    plans = plans_of("M00") | {"M05": a_plan("M05", 50, past_key=2, waits_key=1), "M06": a_plan("M06", 50, past_key=1)}
    overview = overview_of(view, plans, STATES, date(2026, 11, 22))
    assert (overview.rows, overview.shared, overview.without_information) == (27, 26, 1)
    assert (overview.past_key, overview.past_key_waiting) == (2, 1)
    assert overview.days_to_application == -163
    assert overview.furthest == "reception"


def test_the_widest_roots_are_those_of_visible_plans() -> None:
    directive = Root(1, State.PAST_LEGAL_DATE, waiting=3, width=4000)
    system = Root(2, State.ON_PLAN, waiting=0, width=5000)
    plans = {
        "IE": a_plan("IE", 50, (directive, system)),
        "DK": a_plan("DK", 50, (directive,)),
        "BE": a_plan("BE", 50, (system,)),
    }
    first, second = widest_roots(plans, {"IE", "DK"}, 5)
    assert (first.item_id, first.owners, first.past, first.waiting, first.width) == (1, ("IE", "DK"), 2, 6, 8000)
    assert (second.item_id, second.owners, second.width) == (2, ("IE",), 5000)
    assert len(widest_roots(plans, plans, 1)) == 1

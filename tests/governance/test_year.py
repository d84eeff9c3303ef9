"""Worked years: the first cycle with its real dates, a leap year, a Council act that comes late, an event in August."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.calendars.reading import EU, calendar_of
from app.catalogue.states import StepRole
from app.governance.standing import standing_of
from app.governance.states import Rests, Standing
from app.governance.year import Anchor, Known, Occurrence, Year
from tests.governance.steps import known_of, national, steps

NOVEMBER_2026 = date(2026, 11, 23)
THREE = ("annual-report", "decision-on-pressure", "proposal-for-the-pool")


def one(year: Year, key: str, turn: int = 1, owner: str = "") -> Occurrence:
    return next(found for found in year.of(key) if (found.turn, found.owner) == (turn, owner))


def standings(year: Year, day: date) -> dict[str, Standing]:
    """Of each step the first occurrence."""
    return {key: standing_of(year.of(key)[0], day) for key in year.steps if year.of(key)}


# --- the first cycle ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def first() -> Year:
    return Year(steps(), 2025, known_of(2025), owners={"contributions-delivered": ("FR", "IE")})


def test_what_was_due_and_came_later_falls_out_of_the_data(first: Year) -> None:
    for key in THREE:
        found = one(first, key)
        assert (found.due_on, found.happened_on, found.days_later) == (date(2025, 10, 15), date(2025, 11, 11), 27), key
        assert standing_of(found, NOVEMBER_2026) is Standing.LATER


def test_the_forum_was_counted_from_the_day_on_which_the_three_were_adopted(first: Year) -> None:
    forum = one(first, "high-level-forum")
    assert forum.anchor == Anchor("annual-report", date(2025, 11, 11), Rests.ACTUAL)
    assert (forum.due_on, forum.happened_on) == (date(2025, 11, 26), date(2025, 11, 18))
    assert standing_of(forum, NOVEMBER_2026) is Standing.IN_TIME


def test_a_second_meeting_is_told_and_is_not_measured(first: Year) -> None:
    second = one(first, "high-level-forum", turn=2)
    assert (second.happened_on, second.due_on) == (date(2025, 11, 27), None)
    assert standing_of(second, NOVEMBER_2026) is Standing.HAPPENED


def test_the_council_acted_before_the_end_of_the_year(first: Year) -> None:
    act = one(first, "council-act-on-the-pool")
    assert (act.due_on, act.happened_on) == (date(2025, 12, 31), date(2025, 12, 19))
    assert standing_of(act, NOVEMBER_2026) is Standing.IN_TIME


def test_of_what_nothing_was_found_nothing_else_is_said(first: Year) -> None:
    found = standings(first, NOVEMBER_2026)
    for key in ("first-assessment", "consolidated-assessment", "consultation-on-pressure", "technical-forum"):
        assert found[key] is Standing.NOT_FOUND, key


def test_delivery_of_the_running_pool_goes_on_for_each_that_contributes(first: Year) -> None:
    found = first.of("contributions-delivered")
    assert [(each.owner, each.due_on) for each in found] == [("FR", date(2026, 12, 31)), ("IE", date(2026, 12, 31))]
    assert {standing_of(each, NOVEMBER_2026) for each in found} == {Standing.COMING}
    confirmed = Year(steps(), 2025, owners={"contributions-confirmed": ("FR",)}).of("contributions-confirmed")[0]
    assert (confirmed.opens_on, confirmed.due_on) == (date(2027, 1, 1), date(2027, 1, 31))


def test_events_that_nobody_told_of_make_no_dates(first: Year) -> None:
    for key in ("use-of-the-pool-announced", "forum-on-the-use", "deduction-assessed", "offsets-answered"):
        assert first.of(key) == (), key


# --- two cycles at once ------------------------------------------------------------------------------------------


def test_in_november_2026_two_cycles_run() -> None:
    second = Year(steps(), 2026, known_of(2026))
    found = standings(second, NOVEMBER_2026)
    assert found["annual-report"] is Standing.NOT_FOUND
    assert found["high-level-forum"] is Standing.WAITS, "counted from what has not happened, it is not late"
    assert found["council-act-on-the-pool"] is Standing.COMING
    assert found["technical-forum"] is Standing.WAITS


def test_steps_begin_in_their_first_year() -> None:
    assert "solidarity-reviewed" not in Year(steps(), 2025).steps
    assert one(Year(steps(), 2026), "solidarity-reviewed").due_on == date(2028, 2, 1)
    assert Year(steps(), 2024).occurrences == ()


# --- what hangs on a day moves with it ---------------------------------------------------------------------------


def test_a_forum_moves_with_the_last_of_the_three() -> None:
    def forum(*known: Known) -> Occurrence:
        return one(Year(steps(), 2027, known), "high-level-forum")

    # due 15 October 2027; the 30th is a Saturday, then All Saints and All Souls
    assert (forum().due_on, forum().is_provisional) == (date(2027, 11, 3), True)
    planned = forum(Known("annual-report", planned_on=date(2027, 10, 20)))
    assert planned.due_on == date(2027, 11, 4)
    assert planned.anchor == Anchor("annual-report", date(2027, 10, 20), Rests.DUE)
    all_three = [Known(key, happened_on=date(2027, 10, 12)) for key in THREE]
    early = forum(*all_three)
    assert (early.due_on, early.is_provisional) == (date(2027, 10, 27), False)
    late = forum(*all_three[:2], Known("proposal-for-the-pool", happened_on=date(2027, 12, 23)))
    assert late.due_on == date(2028, 1, 7)


def test_a_council_act_that_comes_late_takes_what_follows_with_it() -> None:
    known = [
        *(Known(key, happened_on=date(2026, 11, 30)) for key in THREE),
        Known("high-level-forum", happened_on=date(2026, 12, 14)),
        Known("council-act-on-the-pool", planned_on=date(2027, 1, 20)),
    ]
    planned = Year(steps(), 2026, known)
    act = one(planned, "council-act-on-the-pool")
    assert standing_of(act, date(2026, 12, 20)) is Standing.PLANNED_LATER
    assert act.days_later == 20
    forum = one(planned, "technical-forum")
    assert (forum.opens_on, forum.due_on) == (date(2027, 1, 20), None)
    assert standing_of(forum, date(2027, 1, 5)) is Standing.WAITS
    done = Year(steps(), 2026, [*known[:-1], Known("council-act-on-the-pool", happened_on=date(2027, 1, 28))])
    act = one(done, "council-act-on-the-pool")
    assert (standing_of(act, date(2027, 2, 1)), act.days_later) == (Standing.LATER, 28)
    assert standing_of(one(done, "technical-forum"), date(2027, 2, 1)) is Standing.NOW
    assert one(
        Year(steps(), 2026, owners={"contributions-delivered": ("FR",)}), "contributions-delivered", 1, "FR"
    ).due_on == (date(2027, 12, 31)), "the year of the pool does not move"


def test_a_plan_that_has_passed_without_a_word_is_not_a_fact() -> None:
    year = Year(steps(), 2026, [Known("council-act-on-the-pool", planned_on=date(2026, 12, 10))])
    act = one(year, "council-act-on-the-pool")
    assert standing_of(act, date(2026, 12, 9)) is Standing.PLANNED
    assert standing_of(act, date(2026, 12, 11)) is Standing.NOT_RECORDED


def test_what_happened_before_its_day_stands_still_is_not_measured() -> None:
    year = Year(steps(), 2026, [Known("high-level-forum", happened_on=date(2026, 12, 1))])
    assert standing_of(one(year, "high-level-forum"), date(2026, 12, 2)) is Standing.HAPPENED


def test_consultations_come_before_the_decision_whenever_that_comes() -> None:
    open_ended = one(Year(steps(), 2026), "consultation-on-pressure")
    assert (open_ended.due_on, open_ended.is_provisional) == (date(2026, 10, 15), True)
    assert standing_of(open_ended, date(2026, 10, 20)) is Standing.NOW
    decided = [
        Known("decision-on-pressure", happened_on=date(2026, 10, 27)),
        Known("consultation-on-pressure", happened_on=date(2026, 10, 21)),
    ]
    assert standing_of(one(Year(steps(), 2026, decided), "consultation-on-pressure"), date(2026, 11, 1)) is (
        Standing.IN_TIME
    )


# --- a leap year, an event in August ------------------------------------------------------------------------------


def test_a_leap_year_has_one_more_day() -> None:
    for year, last in ((2027, date(2028, 3, 1)), (2026, date(2027, 3, 2))):
        event = Known("use-of-the-pool-announced", owner="CY", happened_on=date(year + 1, 2, 20))
        forum = one(Year(steps(), year, [event]), "forum-on-the-use", owner="CY")
        assert forum.due_on == last


def test_an_event_in_august_is_due_in_august() -> None:
    """Art. 75(d): the holidays of the summer are included; only a last day that is one moves."""
    known = [
        Known("use-of-the-pool-announced", 1, "EL", happened_on=date(2026, 8, 5)),
        Known("use-of-the-pool-announced", 2, "EL", happened_on=date(2026, 8, 12)),
        Known("use-of-the-pool-announced", 1, "CY", happened_on=date(2026, 8, 7)),
        Known("forum-on-the-use", 1, "CY", happened_on=date(2026, 8, 18)),
        Known("deduction-requested", 1, "AT", happened_on=date(2026, 8, 3)),
    ]
    year = Year(steps(), 2025, known)
    due = {(found.owner, found.turn): found.due_on for found in year.of("forum-on-the-use")}
    assert due == {
        ("CY", 1): date(2026, 8, 17),
        ("EL", 1): date(2026, 8, 17),  # 15 August 2026 is a Saturday
        ("EL", 2): date(2026, 8, 24),  # the 22nd is a Saturday
    }
    held = one(year, "forum-on-the-use", owner="CY")
    assert (standing_of(held, date(2026, 8, 20)), held.days_later) == (Standing.LATER, 1)
    assert standing_of(one(year, "forum-on-the-use", owner="EL"), date(2026, 8, 18)) is Standing.NOT_RECORDED
    assessed = one(year, "deduction-assessed", owner="AT")
    assert assessed.due_on == date(2026, 8, 31)
    assert standing_of(one(year, "deduction-decided", owner="AT"), date(2026, 8, 20)) is Standing.WAITS


def test_the_last_day_itself_is_in_time() -> None:
    year = Year(steps(), 2026)
    report = one(year, "annual-report")
    assert standing_of(report, date(2026, 10, 15)) is Standing.COMING
    assert standing_of(report, date(2026, 10, 16)) is Standing.NOT_RECORDED
    assessed = one(year, "first-assessment")
    assert [standing_of(assessed, day) for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 15))] == [
        Standing.COMING,
        Standing.NOW,
        Standing.NOW,
    ]


# --- who answers, and whose calendar counts ------------------------------------------------------------------------


def test_the_one_who_is_asked_answers_and_its_own_holidays_count() -> None:
    """Received on 2 October 2026, the thirtieth day is 1 November, a Sunday; the institutions are closed on the 2nd."""
    asked = [Known("offsets-requested", 1, owner, happened_on=date(2026, 10, 2)) for owner in ("IT", "")]
    year = Year(steps(), 2025, asked, national=national())
    assert year.steps["offsets-requested"].concerns is StepRole.RECEIVES
    assert one(year, "offsets-answered", owner="IT").due_on == date(2026, 11, 2)
    assert one(year, "offsets-answered").due_on == date(2026, 11, 3), "of nobody in particular"


def test_where_an_institution_acts_its_own_holidays_count() -> None:
    event = Known("use-of-the-pool-announced", 1, "IT", happened_on=date(2026, 10, 23))
    forum = one(Year(steps(), 2025, [event], national=national()), "forum-on-the-use", owner="IT")
    assert forum.due_on == date(2026, 11, 3), "2 November is a holiday of the institutions"


def test_the_high_level_forum_meets_within_a_week_of_the_decision() -> None:
    """AMMR Art. 59(7)."""
    decided = Known("decision-on-the-need", 1, "EL", happened_on=date(2026, 9, 4))
    notified = Known("need-of-the-pool-notified", 1, "EL", happened_on=date(2026, 8, 20))
    year = Year(steps(), 2025, [notified, decided])
    found = one(year, "high-level-forum-on-the-need", owner="EL")
    assert (found.due_on, found.anchor) == (
        date(2026, 9, 11),
        Anchor("decision-on-the-need", date(2026, 9, 4), Rests.ACTUAL),
    )
    waiting = one(Year(steps(), 2025, [notified]), "high-level-forum-on-the-need", owner="EL")
    assert (waiting.due_on, standing_of(waiting, date(2026, 9, 1))) == (None, Standing.WAITS)


def test_what_is_told_of_an_event_that_is_not_told_is_shown() -> None:
    """A decision may be published while the notification is not."""
    decided = Known("decision-on-the-need", 2, "EL", happened_on=date(2026, 9, 4))
    year = Year(steps(), 2025, [decided])
    assert year.of("need-of-the-pool-notified") == ()
    found = one(year, "decision-on-the-need", 2, "EL")
    assert (found.happened_on, found.due_on, found.anchor) == (date(2026, 9, 4), None, None)
    assert standing_of(found, date(2026, 9, 8)) is Standing.HAPPENED
    assert one(year, "forum-on-the-need", 2, "EL").due_on == date(2026, 9, 18)
    both = Year(steps(), 2025, [decided, Known("need-of-the-pool-notified", 2, "EL", happened_on=date(2026, 8, 20))])
    assert len(both.of("decision-on-the-need")) == 1


# --- properties --------------------------------------------------------------------------------------------------

DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(st.dictionaries(st.sampled_from([step.key for step in steps()]), DAYS, max_size=12), st.integers(2025, 2040))
def test_every_year_has_each_of_its_steps_and_periods_end_on_working_days(told: dict[str, date], number: int) -> None:
    year = Year(steps(), number, [Known(key, happened_on=day) for key, day in told.items()])
    institutions = calendar_of(EU)
    for found in year.occurrences:
        assert found.year == number
        if found.due_on is not None and found.step.due.period is not None:
            assert found.anchor is not None
            assert found.due_on > found.anchor.day
            assert institutions.is_working(found.due_on)
    for key, step in year.steps.items():
        if not step.is_by_each and not year.is_on_event(key):
            assert len(year.of(key)) == 1, key


@given(DAYS, st.integers(1, 60))
def test_the_later_the_act_the_later_what_hangs_on_it(day: date, more: int) -> None:
    def due(report: date) -> date:
        known = [Known(key, happened_on=report) for key in THREE]
        found = one(Year(steps(), 2026, known), "high-level-forum").due_on
        assert found is not None
        return found

    assert due(day) <= due(day + timedelta(days=more))

"""Who stood where a country stands now: near or not, of those alone that consent, from what they shared alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.states import Role
from app.audit.services import pending
from app.catalogue.states import Standing
from app.catalogue.views import CatalogueView
from app.catalogue.views.tree import DutyView
from app.core import clock
from app.core.errors import NotAllowed, NotFound
from app.plans.queries.heads import find_head
from app.plans.services.closing import report_in_place
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.releases import share
from app.plans.states import EU, Scope
from app.practices.course import (
    Course,
    Point,
    Said,
    StepKind,
    begun_margin,
    days_before,
    nearest,
    point_of,
    steps_after,
)
from app.practices.queries.courses import list_consents, readable_courses, who_was_here
from app.practices.services.courses import set_course_consent
from app.readiness.cache import ReadingCache
from app.readiness.queries import read_matrix
from app.readiness.queries.trend import read_progress
from tests.comments.people import somebody
from tests.readiness.random_plans import LAST, OWNERS, draw

DAY = date(2025, 3, 10)


def point(progress: int | None, begun: int = 4, day: date = DAY, counted: int = 10) -> Point:
    return Point(day, progress, counted, counted, begun, is_complete=False)


def test_near_is_within_ten_points_and_a_fifth_of_the_items_and_the_nearest_day_is_taken() -> None:
    mine = point(4_000)
    assert nearest(mine, [point(5_000)]) == point(5_000)
    assert nearest(mine, [point(5_001)]) is None
    assert nearest(mine, [point(4_000, begun=6)]) is not None
    assert nearest(mine, [point(4_000, begun=7)]) is None
    assert nearest(mine, [point(None)]) is None
    assert nearest(point(None), [point(4_000)]) is None
    assert nearest(mine, [point(4_400), point(4_000, begun=5)]) == point(4_400)
    earlier = point(4_100, day=DAY - timedelta(days=90))
    assert nearest(mine, [earlier, point(3_900)]) == point(3_900)
    assert [begun_margin(counted) for counted in (1, 7, 8, 20)] == [1, 1, 2, 4]


def test_days_are_looked_at_from_three_months_back_to_two_years_and_never_before_the_programme() -> None:
    days = days_before(date(2025, 5, 31), date(2024, 6, 11))
    assert (days[0], days[1], days[-1]) == (date(2025, 2, 28), date(2025, 1, 31), date(2024, 6, 30))
    assert len(days_before(date(2027, 5, 31), date(2024, 6, 11))) == 22
    assert days_before(date(2024, 8, 1), date(2024, 6, 11)) == []


def said(milestone: int, day: int, progress: int, **differing: object) -> Said:
    values: dict[str, object] = {
        "plan_id": 1,
        "milestone_id": milestone,
        "item_id": milestone,
        "valid_from": date(2025, 1, day),
        "title": f"m{milestone}",
        "is_closing": False,
        "is_cancelled": False,
        "progress": progress,
        "actual_on": date(2025, 1, day) if progress == 10_000 else None,
        "workstream_key": "legal",
        "step_key": None,
        "value": None,
        "target_value": None,
        "target_unit": None,
        **differing,
    }
    return Said(**values)  # type: ignore[arg-type]


def test_steps_are_what_was_completed_or_went_higher_than_before_in_the_order_of_days() -> None:
    spans = [
        *(said(1, 1, 1_000), said(1, 12, 4_500), said(1, 14, 2_000), said(1, 16, 3_000), said(1, 20, 10_000)),
        *(said(2, 12, 2_500), said(2, 13, 2_500, title="renamed"), said(2, 25, 7_500, is_cancelled=True)),
        *(said(3, 2, 10_000), said(3, 15, 10_000)),
        *(said(4, 1, 0, is_closing=True), said(4, 18, 10_000, is_closing=True), said(4, 30, 0, is_closing=True)),
        said(5, 31, 10_000),
    ]
    steps = steps_after(spans, date(2025, 1, 10), date(2025, 1, 30), [2, 1, 3, 4, 5])
    assert [(step.day.day, step.said.milestone_id, step.kind) for step in steps] == [
        (12, 2, StepKind.MOVED),
        (12, 1, StepKind.MOVED),
        (18, 4, StepKind.REPORTED),
        (20, 1, StepKind.DONE),
    ]


def test_a_point_is_what_the_rule_says_of_the_block(session: Session) -> None:
    with time_machine.travel(clock.end_of(LAST), tick=False):
        world = draw(session, 5)
        days = [date(2025, 6, 1), date(2026, 6, 12), LAST]
        plans = {owner: (world.heads[owner].plan_id, Scope.SHARED) for owner in OWNERS if owner != EU}
        read = {key: told for key, _, told in read_progress(session, dict.fromkeys(plans.values(), days))}
        asked = [(world.heads[owner], Scope.SHARED) for owner in OWNERS]
        informed = 0
        for place, day in enumerate(days):
            matrix = read_matrix(session, world.view, asked, day, ReadingCache())
            for owner, key in plans.items():
                for block in world.view.blocks:
                    found, reading = (
                        point_of(world.view, block, owner, day, read[key][place]),
                        matrix[key].blocks[block],
                    )
                    begun = [
                        one for one in world.view.blocks[block].items if _has_begun(matrix[key].items, one.item_id)
                    ]
                    assert found == (
                        day,
                        reading.progress,
                        reading.counted,
                        reading.informed,
                        len(begun),
                        reading.is_complete,
                    )
                    informed += found.informed
        assert informed


def _has_begun(items: object, item_id: int) -> bool:
    reading = items.get(item_id)  # type: ignore[attr-defined]
    return reading is not None and reading.is_counted and bool(reading.progress)


class Land:
    """Ireland stands today where France stood in September 2024; Austria stood there too."""

    def __init__(self, session: Session, view: CatalogueView, clock_at: time_machine.Traveller) -> None:
        bound = {
            (code, item.item_id): DutyView(Standing.BOUND, None)
            for code in view.countries
            for item in view.items.values()
        }
        self.session, self.view, self.clock_at = session, replace(view, duties=bound), clock_at
        self.people = {
            name: somebody(session, name, Role.COORDINATOR, country=code)
            for name, code in (("ireland", "IE"), ("france", "FR"), ("austria", "AT"))
        }

    def tell(self, owner: str) -> str:
        """The law is drafted and shared."""
        made = add_milestone(
            self.session,
            self.view,
            owner,
            "alpha.law",
            {"title": f"Bill of {owner}", "step_key": "draft"},
            actor=SYSTEM,
        )
        share(self.session, owner, actor=SYSTEM)
        return made.reference

    def step(self, owner: str, reference: str, step: str, *, shares: bool = True) -> None:
        update_milestone(
            self.session, self.view, owner, reference, {"step_key": step}, actor=SYSTEM, expected_version=None
        )
        if shares:
            share(self.session, owner, actor=SYSTEM)

    def at(self, day: str) -> None:
        self.clock_at.move_to(f"{day}T12:00:00+00:00")

    def courses(self, actor: Actor, owner: str = "IE", block: str = "alpha") -> list[Course]:
        head = find_head(self.session, owner)
        assert head is not None
        others = readable_courses(self.session, owner, actor)
        return who_was_here(self.session, self.view, owner, head.plan_id, self.view.blocks[block], others)[1]

    def consent(self, name: str, is_on: bool = True) -> None:
        code = {"ireland": "IE", "france": "FR", "austria": "AT"}[name]
        set_course_consent(self.session, code, is_on, actor=self.people[name])


@pytest.fixture
def land(session: Session, view: CatalogueView, clock_at: time_machine.Traveller) -> Land:
    made = Land(session, view, clock_at)
    made.at("2024-09-01")
    french, austrian = made.tell("FR"), made.tell("AT")
    made.at("2024-11-05")
    made.step("FR", french, "government")
    made.step("AT", austrian, "government")
    made.at("2024-12-20")
    report_in_place(session, made.view, "FR", "alpha.law", actor=SYSTEM, day=date(2024, 12, 19), expected_version=None)
    made.step("AT", austrian, "adopted", shares=False)
    share(session, "FR", actor=SYSTEM)
    made.at("2025-03-10")
    made.tell("IE")
    return made


def test_of_those_that_consent_it_is_told_what_they_did_first_after_they_stood_there(land: Land) -> None:
    ireland = land.people["ireland"]
    assert land.courses(ireland) == []
    land.consent("france")
    (course,) = land.courses(ireland)
    assert (course.owner, course.point.day, course.point.shown, course.point.begun) == ("FR", date(2024, 10, 10), 23, 1)
    assert [(step.day, step.kind, step.said.title) for step in course.steps] == [
        (date(2024, 11, 5), StepKind.MOVED, "Bill of FR"),
        (date(2024, 12, 19), StepKind.REPORTED, "In place"),
    ]
    land.consent("austria")
    courses = land.courses(ireland)
    assert [one.owner for one in courses] == ["FR", "AT"]
    assert [step.said.step_key for step in courses[1].steps] == ["government"]  # what came later is not shared
    land.consent("france", is_on=False)
    assert [one.owner for one in land.courses(ireland)] == ["AT"]


def test_a_consent_is_off_until_a_coordinator_gives_it_and_each_time_is_kept(land: Land) -> None:
    for name in ("ireland", "austria"):
        with pytest.raises(NotFound):
            set_course_consent(land.session, "FR", True, actor=land.people[name])
    reviewer = somebody(land.session, "reviewer", Role.REVIEWER)
    with pytest.raises(NotAllowed):
        set_course_consent(land.session, "FR", True, actor=reviewer)
    land.consent("france")
    land.consent("france")
    land.at("2025-03-12")
    land.consent("france", is_on=False)
    assert [(given.day, ended and ended.day) for given, ended in list_consents(land.session, "FR")] == [(10, 12)]
    deeds = [entry["deed"] for entry in pending(land.session) if entry["deed"].startswith("practices:course")]
    assert deeds == ["practices:course:consented", "practices:course:withdrawn"]


def test_who_asks_reads_their_own_country_or_reviews_both(land: Land) -> None:
    land.consent("france")
    land.consent("austria")

    def reads(actor: Actor) -> list[str] | None:
        try:
            return [one.owner for one in land.courses(actor)]
        except NotFound:
            return None

    session = land.session
    roles: list[tuple[str, Role, dict[str, object], list[str] | None]] = [
        ("all", Role.REVIEWER, {}, ["FR", "AT"]),
        ("both", Role.REVIEWER, {"desk": frozenset({"IE", "AT"})}, ["AT"]),
        ("one", Role.REVIEWER, {"desk": frozenset({"IE"})}, []),
        ("other", Role.REVIEWER, {"desk": frozenset({"FR"})}, None),
        ("lead", Role.LEAD_REVIEWER, {}, ["FR", "AT"]),
        ("officer", Role.SUPPORT_OFFICER, {}, None),
        ("union", Role.OBSERVER, {}, None),
        ("national", Role.OBSERVER, {"country": "IE"}, None),
        ("administrator", Role.ADMINISTRATOR, {}, None),
    ]
    for name, role, scope, expected in roles:
        assert reads(somebody(session, name, role, **scope)) == expected, name
    assert reads(land.people["ireland"]) == ["FR", "AT"]
    assert reads(land.people["france"]) is None

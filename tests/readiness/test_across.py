"""Two countries that wait for each other, in what both have shared; told to those who read both."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core import clock
from app.plans.services.milestone_status import offer_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.predecessors import add_predecessor
from app.plans.services.releases import share
from app.readiness.gaps import Gap
from app.readiness.gaps.across import Wait, find_across
from app.readiness.queries.across import read_waits
from tests.factories import plans as factory
from tests.readiness.builders import APPLIES, SPRING, a_milestone, a_view, an_item, facts_of, read

TODAY = factory.NOON.date()


class Two:
    """France and Ireland, each with a milestone that it offers and one that waits for the other's."""

    def __init__(self, session: Session, view: CatalogueView) -> None:
        self.session, self.view = session, view
        self.people = {code: factory.coordinator(session, code) for code in ("FR", "IE")}

    def step(self, owner: str, key: str, days: int, *, offered: bool = False) -> str:
        person = self.people[owner]
        values = {"title": f"Step of {days} days", "baseline_on": TODAY + timedelta(days=days)}
        made = add_milestone(self.session, self.view, owner, key, values, actor=person)
        if offered:
            self.share(owner)
            offer_milestone(self.session, owner, made.reference, True, actor=person, expected_version=None)
        return made.reference

    def wait(self, owner: str, reference: str, before: str) -> None:
        asked = (self.session, self.view, owner, reference, before)
        add_predecessor(*asked, actor=self.people[owner])

    def share(self, *owners: str) -> None:
        for owner in owners:
            share(self.session, owner, actor=self.people[owner])

    def waits(self, day: date | None = None) -> list[tuple[str, str, str, int]]:
        """Who waits for whose milestone, and by how many days it comes too late."""
        found = []
        for wait in read_waits(self.session, day or clock.today()):
            assert wait.own_on is not None
            assert wait.expected_on is not None
            found.append((wait.owner, wait.other, wait.reference, (wait.expected_on - wait.own_on).days))
        return found


@pytest.fixture
def two(session: Session, view: CatalogueView) -> Two:
    return Two(session, view)


def test_waiting_is_known_once_both_have_shared_and_as_long_as_both_are_open(
    two: Two, clock_at: time_machine.Traveller
) -> None:
    offered_by_ireland = two.step("IE", "beta.law", 90, offered=True)
    offered_by_france = two.step("FR", "beta.law", 80, offered=True)
    irish, first = two.step("IE", "alpha.law", 60), two.step("IE", "alpha.law", 50)
    french = two.step("FR", "alpha.law", 100)
    two.wait("IE", first, offered_by_france)
    two.wait("IE", irish, first)
    two.wait("FR", french, offered_by_ireland)
    assert two.waits() == [], "not shared yet"
    clock_at.shift(timedelta(days=1))
    two.share("IE")
    assert two.waits() == [("IE", "FR", offered_by_france, 30), ("IE", "FR", offered_by_france, 20)]
    two.share("FR")
    assert ("FR", "IE", offered_by_ireland, -10) in two.waits()
    clock_at.shift(timedelta(days=1))
    done = {"step_key": "notified"}
    asked = (two.session, two.view, "FR", offered_by_france, done)
    update_milestone(*asked, actor=two.people["FR"], expected_version=None)
    two.share("FR")
    assert two.waits() == [("FR", "IE", offered_by_ireland, -10)], "delivered"
    assert len(two.waits(clock.today() - timedelta(days=1))) == 3, "as of the day before"


def waits(own: date, expected: date, *, turned: bool = True) -> list[Wait]:
    there = Wait("IE", 1, own, "FR", "FR-0001", "Register", expected)
    back = Wait("FR", 1, APPLIES, "IE", "IE-0007", "Interface", SPRING)
    return [there, back] if turned else [there]


def across(told: list[Wait], *readable: str) -> Mapping[str, tuple[Gap, ...]]:
    plan = read(a_view([an_item(1, "one")]), {1: facts_of(a_milestone())})
    return find_across([plan], told, readable)


def test_days_that_cannot_both_hold_are_a_gap_of_the_plan_whose_day_it_is() -> None:
    late = waits(date(2026, 4, 1), date(2026, 4, 2))
    (gap,) = across(late, "IE", "FR")["IE"]
    assert gap.sentence.text % gap.sentence.values == (
        "wants to be done by 2026-04-01, but waits for FR-0001 (Register), expected on 2026-04-02; the country that"
        " offers it waits in turn for IE-0007"
    )
    assert across(waits(date(2026, 4, 1), date(2026, 4, 1)), "IE", "FR") == {}, "the very day is early enough"
    assert across(waits(date(2026, 4, 1), date(2026, 4, 2), turned=False), "IE", "FR") == {}, "one waits, the other not"


def test_who_does_not_read_both_countries_is_told_nothing() -> None:
    late = waits(date(2026, 4, 1), date(2026, 4, 2))
    for readable in ((), ("IE",), ("FR",), ("IE", "BE")):
        assert across(late, *readable) == {}

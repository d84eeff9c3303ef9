"""A gap is noted by the coordinator: out of the main list until a day, known to whoever reads the plan as shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import pending
from app.catalogue.states import Standing
from app.catalogue.views import CatalogueView, DutyView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.desk.services.noting import note_gap, take_back_note
from app.plans.queries.heads import find_head
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.releases import share
from app.plans.states import Scope
from app.readiness.cache import ReadingCache
from app.readiness.plan import PlanReading
from app.readiness.queries import read_known, read_matrix
from app.readiness.queries.gaps import find_gap
from tests.factories import plans as factory

KEY = "alpha.law"
CODE = "slipped"
TODAY = factory.NOON.date()
UNTIL = TODAY + timedelta(days=30)


class Slipped:
    """A milestone of Ireland has slipped by forty days since it was shared."""

    def __init__(self, session: Session, view: CatalogueView, clock_at: time_machine.Traveller) -> None:
        self.session, self.view, self.clock = session, view, clock_at
        self.ireland = factory.coordinator(session, "IE")
        values = {"title": "Bill", "baseline_on": TODAY + timedelta(days=60)}
        self.step = add_milestone(session, view, "IE", KEY, values, actor=self.ireland)
        share(session, "IE", actor=self.ireland)
        self.forecast(TODAY + timedelta(days=100))
        self.later(1)

    def forecast(self, day: date) -> None:
        values = {"forecast_on": day}
        asked = (self.session, self.view, "IE", self.step.reference, values)
        update_milestone(*asked, actor=self.ireland, expected_version=None, reason="Moved", cause="other")

    def later(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))

    def note(self, actor: Actor | None = None, **changes: Any) -> None:
        values: dict[str, Any] = {"until_on": UNTIL, "reason": "Parliament was dissolved"}
        asked = (self.session, self.view, "IE", KEY, CODE)
        note_gap(*asked, **{**values, **changes}, actor=actor or self.ireland)

    def reading(self, scope: Scope = Scope.WORKING, day: date | None = None, known: date | None = None) -> PlanReading:
        head = find_head(self.session, "IE")
        assert head is not None
        asked = (self.session, self.view, [(head, scope)], day or clock.today())
        if known:
            return read_known(*asked, clock.end_of(known), ReadingCache())[head.plan_id, scope]
        return read_matrix(*asked, ReadingCache())[head.plan_id, scope]

    def counts(self, *asked: Any) -> tuple[int, int]:
        """How many gaps of the rule the plan has, and how many of them are noted."""
        found, noted = self.reading(*asked).count_gaps()
        return found.get(CODE, 0), noted.get(CODE, 0)


@pytest.fixture
def slipped(session: Session, view: CatalogueView, clock_at: time_machine.Traveller) -> Slipped:
    bound = {("IE", item.item_id): DutyView(Standing.BOUND, None) for item in view.items.values()}
    return Slipped(session, replace(view, duties=bound), clock_at)


def test_a_note_holds_until_its_day_and_moves_no_figure(slipped: Slipped) -> None:
    before = slipped.reading()
    slipped.note()
    assert slipped.counts() == (1, 1)
    after = slipped.reading()
    assert (after.total, after.gap_counts) == (before.total, before.gap_counts)
    gap = find_gap(slipped.session, slipped.view, "IE", slipped.view.items[KEY].item_id, CODE)
    assert gap is not None
    assert gap.noted is not None
    assert (gap.noted.until_on, gap.noted.reason) == (UNTIL, "Parliament was dissolved")
    slipped.clock.move_to(factory.NOON + timedelta(days=29))
    assert slipped.counts() == (1, 1)
    slipped.later(1)
    assert slipped.counts() == (1, 0), "on the day itself"


def test_a_note_ends_when_the_gap_becomes_another_and_holds_again_when_it_is_as_it_was(slipped: Slipped) -> None:
    slipped.note()
    slipped.forecast(TODAY + timedelta(days=110))
    assert slipped.counts() == (1, 0)
    slipped.forecast(TODAY + timedelta(days=100))
    assert slipped.counts() == (1, 1)


def test_others_know_of_a_note_once_it_is_shared_and_past_days_stay_as_they_were(slipped: Slipped) -> None:
    noted_on = clock.today()
    slipped.later(5)
    share(slipped.session, "IE", actor=slipped.ireland)
    slipped.later(1)
    slipped.note()
    made_on = clock.today()
    assert slipped.counts(Scope.SHARED) == (1, 0), "not shared yet"
    slipped.later(5)
    share(slipped.session, "IE", actor=slipped.ireland)
    shared_on = clock.today()
    slipped.later(1)
    assert slipped.counts(Scope.SHARED) == (1, 1)
    assert slipped.counts(Scope.WORKING, noted_on) == (1, 0)
    assert slipped.counts(Scope.WORKING, made_on) == (1, 1)
    assert slipped.counts(Scope.SHARED, made_on, made_on) == (1, 0), "as it was known then"
    assert slipped.counts(Scope.SHARED, shared_on, shared_on) == (1, 1)


def test_a_note_is_taken_back_and_both_stand_in_the_trail(slipped: Slipped) -> None:
    slipped.note()
    take_back_note(slipped.session, slipped.view, "IE", KEY, CODE, actor=slipped.ireland)
    assert slipped.counts() == (1, 0)
    with pytest.raises(NotFound):
        take_back_note(slipped.session, slipped.view, "IE", KEY, CODE, actor=slipped.ireland)
    deeds = [entry["deed"] for entry in pending(slipped.session)][-2:]
    assert deeds == ["desk:gap:noted", "desk:gap:note-taken-back"]


def test_only_the_own_coordinator_notes(slipped: Slipped) -> None:
    people: dict[Callable[..., Actor], type[Exception]] = {
        lambda: factory.contributor(slipped.session, "IE"): NotAllowed,
        lambda: factory.reviewer(slipped.session): NotAllowed,
        lambda: factory.coordinator(slipped.session, "FR"): NotFound,
    }
    for make, refusal in people.items():
        with pytest.raises(refusal):
            slipped.note(make())
    assert slipped.counts() == (1, 0)


def test_what_cannot_be_noted(slipped: Slipped) -> None:
    for until in (None, clock.today(), clock.today() + timedelta(days=367)):
        with pytest.raises(Invalid) as refused:
            slipped.note(until_on=until)
        assert refused.value.field == "until_on"
    with pytest.raises(Invalid) as refused:
        slipped.note(reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Conflict):
        slipped.note(substance="another")
    with pytest.raises(NotFound):
        note_gap(
            *(slipped.session, slipped.view, "IE", KEY, "evidence-expired"),
            until_on=UNTIL,
            reason="known",
            actor=slipped.ireland,
        )

"""Slip: against the baseline of a milestone's first release, and against the latest."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core import clock
from app.plans.queries.baselines import first_baselines
from app.plans.queries.heads import get_plan
from app.plans.queries.known import read_known_milestones
from app.plans.queries.records import MilestoneRecord
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.releases import share
from app.plans.slips import slip_of
from tests.factories import plans as factory

FIRST, LATER, LATEST = date(2025, 9, 1), date(2025, 9, 15), date(2025, 12, 1)


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Any) -> MilestoneRecord:
    values = {"title": "Bill adopted", "baseline_on": FIRST}
    return add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)


def update(session: Session, view: CatalogueView, law: MilestoneRecord, actor: Any, **values: Any) -> MilestoneRecord:
    why = {"reason": "Parliament sat later", "cause": "elections"}
    return update_milestone(session, view, "IE", law.reference, values, actor=actor, expected_version=None, **why)


def test_the_first_baseline_is_the_one_of_the_first_release(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    """Proposals before the release leave no trace in it, and what comes after does not change it."""
    clock_at.shift(timedelta(days=1))
    proposed = update(session, view, law, ireland, baseline_on=LATER)
    assert first_baselines(session, [proposed], clock.today()) == {}
    clock_at.shift(timedelta(days=1))
    share(session, "IE", actor=ireland)
    released_on = clock.today()
    clock_at.shift(timedelta(days=1))
    rebased = update(session, view, law, ireland, baseline_on=LATEST)
    share(session, "IE", actor=ireland)
    assert first_baselines(session, [rebased], clock.today()) == {law.milestone_id: LATER}
    assert first_baselines(session, [rebased], released_on) == {law.milestone_id: LATER}
    assert first_baselines(session, [rebased], released_on - timedelta(days=1)) == {}


def test_slip_is_told_against_both(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    share(session, "IE", actor=ireland)
    clock_at.shift(timedelta(days=1))
    moved = update(session, view, law, ireland, baseline_on=LATER, forecast_on=LATER + timedelta(days=10))
    slip = slip_of(moved, first_baselines(session, [moved], clock.today())[law.milestone_id])
    assert (slip.against_first, slip.against_latest, slip.days, slip.is_rebased) == (24, 10, 24, True)


def test_without_a_forecast_the_latest_baseline_is_what_is_expected(law: MilestoneRecord) -> None:
    slip = slip_of(law, FIRST - timedelta(days=3))
    assert (slip.against_first, slip.against_latest) == (3, 0)
    unknown = slip_of(law, None)
    assert (unknown.against_first, unknown.days, unknown.is_rebased) == (None, 0, False)


def test_milestones_of_several_blocks_as_others_knew_them(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    def baselines(actor: Any, known: date) -> list[date]:
        told = read_known_milestones(session, get_plan(session, "IE", actor), ["alpha", "beta"], clock.today(), known)
        return [one.baseline_on for one in told if one.baseline_on]

    reviewer, first_day = factory.reviewer(session), clock.today()
    clock_at.shift(timedelta(days=1))
    share(session, "IE", actor=ireland, block_keys=["alpha"])
    update(session, view, law, ireland, baseline_on=LATEST)
    clock_at.shift(timedelta(days=1))
    assert baselines(reviewer, first_day) == []
    assert baselines(reviewer, clock.today() - timedelta(days=1)) == [FIRST]
    assert baselines(ireland, first_day) == [FIRST]
    assert baselines(ireland, clock.today()) == [LATEST]

"""Tests of rounds and submissions run at a frozen noon on both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Standing
from app.catalogue.views import CatalogueView, DutyView
from app.plans.queries.records import MilestoneRecord
from app.plans.services.milestones import add_milestone
from app.plans.states import EU
from tests.factories import plans as factory
from tests.plans.conftest import clock_at as clock_at  # the same noon


@pytest.fixture
def view(session: Session, clock_at: time_machine.Traveller) -> CatalogueView:
    """The small catalogue with its plans opened; every item binds, so that there are figures."""
    view = factory.opened(session)
    owners = (*view.countries, EU)
    duties = {
        (owner, item.item_id): DutyView(Standing.BOUND, None) for owner in owners for item in view.items_of(owner)
    }
    object.__setattr__(view, "duties", duties)
    return view


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    """Ireland's coordinator."""
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Actor) -> MilestoneRecord:
    """A milestone of Ireland that is not yet shared."""
    values: dict[str, Any] = {"title": "Bill adopted", "baseline_on": date(2025, 9, 1), "step_key": "draft"}
    return add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)

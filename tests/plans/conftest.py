"""Tests of plans run at a frozen noon on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from tests.factories import plans as factory


@pytest.fixture
def clock_at() -> Iterator[time_machine.Traveller]:
    """A clock that stands at noon of 10 March 2025 until it is moved."""
    with time_machine.travel(factory.NOON, tick=False) as coordinates:
        yield coordinates


@pytest.fixture
def view(session: Session, clock_at: time_machine.Traveller) -> CatalogueView:
    """The small catalogue with its plans opened, at the frozen noon."""
    return factory.opened(session)

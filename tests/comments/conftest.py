"""Tests of comments run at a frozen noon on both databases, on the small catalogue of the tests of plans."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from tests.comments.people import Talk, talk_of
from tests.plans.conftest import clock_at, view

__all__ = ["clock_at", "view"]


@pytest.fixture
def talk(session: Session, view: CatalogueView) -> Talk:
    """People who can speak about Ireland's plan."""
    return talk_of(session, view)

"""Tests of fiches run at a frozen noon on both databases, with people who hold their roles in the database."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from tests.comments.people import Talk, talk_of
from tests.plans.conftest import clock_at as clock_at
from tests.review.conftest import view as view


@pytest.fixture
def talk(session: Session, view: CatalogueView) -> Talk:
    """People on both sides of Ireland's plan, and others."""
    return talk_of(session, view)

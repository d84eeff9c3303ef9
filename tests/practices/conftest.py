"""Tests of practices run at a frozen noon on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from tests.plans.conftest import clock_at, view
from tests.practices.world import Sharing, sharing_of

__all__ = ["clock_at", "view"]


@pytest.fixture
def sharing(session: Session, view: CatalogueView, tmp_path: Path) -> Sharing:
    """Ireland with a deliverable that it accepted, and people of other countries."""
    return sharing_of(session, view, tmp_path)

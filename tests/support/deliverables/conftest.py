"""Tests of deliverables run at a frozen noon on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from tests.plans.conftest import clock_at, view
from tests.support.deliverables.world import World, world_of

__all__ = ["clock_at", "view"]


@pytest.fixture
def world(session: Session, view: CatalogueView, tmp_path: Path) -> World:
    """Ireland's project with its people."""
    return world_of(session, view, tmp_path)

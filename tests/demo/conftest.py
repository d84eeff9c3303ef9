"""The real catalogue in a database with all plans open; the story told to a fixed day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.catalogue.queries import get_view
from app.catalogue.reading import CatalogueFile, read_catalogue
from app.catalogue.services import load_release
from app.catalogue.views import CatalogueView
from app.demo.story import Story
from app.plans.services.plans import open_plans

FIXED_DAY = date(2026, 11, 22)
CATALOGUE = Path(__file__).resolve().parents[2] / "checklists" / "cip-2024"


@pytest.fixture(scope="session")
def catalogue_file() -> CatalogueFile:
    return read_catalogue(CATALOGUE)


@pytest.fixture
def view(session: Session, catalogue_file: CatalogueFile) -> CatalogueView:
    """The catalogue of the tree, loaded, and a plan opened for each country and for the EU level."""
    result = load_release(session, catalogue_file, actor=SYSTEM)
    found = get_view(session, result.release_id)
    open_plans(session, found, actor=SYSTEM)
    return found


@pytest.fixture
def story(view: CatalogueView) -> Story:
    return Story(view)

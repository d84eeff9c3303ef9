"""The real catalogue in a database with all plans open; the story told to a fixed day."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.catalogue.queries import get_view
from app.catalogue.reading import CatalogueFile, read_catalogue
from app.catalogue.services import load_release
from app.catalogue.views import CatalogueView
from app.core.engine import Database
from app.demo.story import Story
from app.plans.services.plans import open_plans
from tests.factories.catalogue import tiny_catalogue_folder

FIXED_DAY = date(2026, 11, 22)
CATALOGUE = Path(__file__).resolve().parents[2] / "checklists" / "cip-2024"


@pytest.fixture(scope="session")
def catalogue_file() -> CatalogueFile:
    return read_catalogue(CATALOGUE)


def _opened(session: Session, file: CatalogueFile) -> CatalogueView:
    """A catalogue, loaded, and a plan opened for each of its countries and for the EU level."""
    result = load_release(session, file, actor=SYSTEM)
    found = get_view(session, result.release_id)
    open_plans(session, found, actor=SYSTEM)
    return found


@pytest.fixture
def view(session: Session, catalogue_file: CatalogueFile) -> CatalogueView:
    """The catalogue of the tree with its plans open."""
    return _opened(session, catalogue_file)


@pytest.fixture
def tiny(session: Session, tmp_path: Path) -> CatalogueView:
    """The tiny catalogue with its plans open."""
    return _opened(session, read_catalogue(tiny_catalogue_folder(tmp_path)))


@pytest.fixture(scope="session")
def detached(
    sqlite_template: Path, catalogue_file: CatalogueFile, tmp_path_factory: pytest.TempPathFactory
) -> CatalogueView:
    """The catalogue of the tree without a database behind it, read once for all tests of the story."""
    path = tmp_path_factory.mktemp("detached") / "tracker.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        found = get_view(session, load_release(session, catalogue_file, actor=SYSTEM).release_id)
    database.dispose()
    return found


@pytest.fixture
def story(detached: CatalogueView) -> Story:
    return Story(detached)

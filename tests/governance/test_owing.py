"""Who owes a step that each does for itself."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from app.governance.owing import owners
from tests.factories.catalogue import load_tiny_catalogue


def test_a_step_is_owed_by_those_whom_its_article_binds_and_by_the_agencies_it_names(
    session: Session, tmp_path: Path
) -> None:
    """In the tiny catalogue Article 9(7) does not bind Denmark; the Commission only receives."""
    assert owners(load_tiny_catalogue(session, tmp_path)) == {
        "information-sent": ("BE", "IE", "FR", "EULISA"),
        "delivery": ("BE", "IE", "FR"),
    }

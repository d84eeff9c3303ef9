"""What was published to help Member States, as pages of a day name it: of the catalogue, and as it was recorded."""

from __future__ import annotations

from datetime import datetime

from flask import g

from app.core import clock
from app.guidance.queries.publications import list_entries
from app.guidance.records import Entry
from app.http.context import Viewpoint, catalogue, session, viewpoint


def known_until(seen: Viewpoint) -> datetime | None:
    """The instant up to which a page of another day tells what was recorded; None for today."""
    return clock.end_of(min(seen.as_of, seen.known or seen.as_of)) if seen.is_past else None


def listed() -> list[Entry]:
    """What was published and stands: of the catalogue, in its order, then what was recorded. Read once a request."""
    view, until = catalogue(), known_until(viewpoint())
    kept: dict[object, list[Entry]] = g.setdefault("publications", {})
    key = (view.release_id, until)
    if key not in kept:
        kept[key] = list_entries(session(), view, until)
    return kept[key]

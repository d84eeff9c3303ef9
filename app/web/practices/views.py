"""Good practices: the views stand in modules of their own and hang on the same area."""

from __future__ import annotations

from app.web.practices import courses, lists, pages, reusing, writing  # noqa: F401 - hang their views on the area
from app.web.practices.area import area
from app.web.practices.beside import asks_courses, practices_of, practices_on

__all__ = ["area"]


@area.app_context_processor
def beside() -> dict[str, object]:
    """For templates of items and deliverables, and of trees."""
    return {"asks_courses": asks_courses, "practices_on": practices_on, "practices_of": practices_of}

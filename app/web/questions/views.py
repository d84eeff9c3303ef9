"""Questions and answers: the views stand in modules of their own and hang on the same area."""

from __future__ import annotations

from datetime import datetime

from app.core import clock
from app.web.frame import full_date
from app.web.questions import answering, asking, lists, pages, relying  # noqa: F401 - hang their views on the area
from app.web.questions.area import area
from app.web.questions.beside import (
    answers_changed,
    asks_here,
    offers_here,
    questions_on,
    questions_waiting,
    relied_on,
)
from app.web.questions.lists import asking_for

__all__ = ["area"]


@area.app_template_filter()
def full_day(instant: datetime) -> str:
    """The day of an instant, in full."""
    return full_date(clock.day_of(instant))


@area.app_context_processor
def beside() -> dict[str, object]:
    """For templates of items, cells and desks."""
    return {
        "answers_changed": answers_changed,
        "asks_here": asks_here,
        "asking_for": asking_for,
        "offers_here": offers_here,
        "questions_on": questions_on,
        "questions_waiting": questions_waiting,
        "relied_on": relied_on,
    }

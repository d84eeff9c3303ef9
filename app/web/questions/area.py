"""The blueprint that views of questions hang on, and what they share."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.answers.policy import reads_some
from app.answers.queries.questions import NO_QUESTION
from app.core import clock
from app.core.errors import NotFound
from app.http.context import Viewpoint, actor

area = Blueprint("questions", __name__, url_prefix="/governance")

Answer = Response | str | tuple[str, int]


def until_of(seen: Viewpoint) -> datetime | None:
    """The instant up to which a page of another day tells; None for today. What was asked and answered was known when
    it was said: of the day and of that on which it is looked at as known, the earlier one counts."""
    return clock.end_of(min(seen.as_of, seen.known or seen.as_of)) if seen.is_past else None


def back_to(question_id: int, anchor: str | None = None) -> Response:
    """To the page of a question."""
    return redirect(url_for("questions.show_question", question_id=question_id, _anchor=anchor), 303)


def ask_to_see() -> None:
    """Raise NotFound for whom no question can reach: to them there are none."""
    if not reads_some(actor()):
        raise NotFound(NO_QUESTION)

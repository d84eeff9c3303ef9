"""The blueprint that views of questions hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from app.answers.policy import reads_some
from app.answers.queries.questions import NO_QUESTION
from app.core.errors import NotFound
from app.http.context import actor

area = Blueprint("questions", __name__, url_prefix="/governance")

Answer = Response | str | tuple[str, int]


def back_to(question_id: int, anchor: str | None = None) -> Response:
    """To the page of a question."""
    return redirect(url_for("questions.show_question", question_id=question_id, _anchor=anchor), 303)


def ask_to_see() -> None:
    """Raise NotFound for whom no question can reach: to them there are none."""
    if not reads_some(actor()):
        raise NotFound(NO_QUESTION)

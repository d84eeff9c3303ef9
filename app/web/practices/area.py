"""The blueprint that views of practices hang on."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

area = Blueprint("practices", __name__)

Answer = Response | str | tuple[str, int]


def back_to(practice_id: int, anchor: str | None = None) -> Response:
    """To the page of a practice."""
    return redirect(url_for("practices.show_practice", practice_id=practice_id, _anchor=anchor), 303)

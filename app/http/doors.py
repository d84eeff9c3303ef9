"""Small things that doors share: who may enter, where to go next, errors beside their field."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import unquote, urlsplit

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.errors import Invalid
from app.http.errors import page, spoken, wants_json

P = ParamSpec("P")
R = TypeVar("R")


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Ask for signing in first; the page asked for comes back afterwards."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if current_user.is_authenticated:
            return view(*args, **kwargs)
        if wants_json():
            return page(401, spoken(Invalid("You have been signed out. Sign in again; what you typed is kept here.")))
        target = request.full_path.rstrip("?") if request.method == "GET" else request.path
        return redirect(url_for("account.sign_in", next=target), 303)

    wrapped.signed_in = True  # type: ignore[attr-defined]
    return wrapped


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Say that a view is for everybody: an endpoint that says neither this nor `signed_in` fails the tests."""
    view.public = True  # type: ignore[attr-defined]
    return view


def safe_next(target: str | None) -> str:
    """A path of our own to go on to, or the overview: never another site, however it is written."""
    home: str = url_for("overview.show_overview")
    if not target or len(target) > 2000:
        return home
    decoded = unquote(unquote(target))
    if any(ord(sign) < 33 or sign == "\\" or ord(sign) == 127 for sign in decoded):
        return home
    if not target.startswith("/") or decoded.startswith("//") or target.startswith("//"):
        return home
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return home
    return target


def put_beside(form: Any, error: Invalid) -> None:
    """Put an error from below beside the field it is about, else on top of the form."""
    sentence = spoken(error)
    field = getattr(form, error.field, None) if error.field else None
    if field is not None and hasattr(field, "errors"):
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors.append(sentence)

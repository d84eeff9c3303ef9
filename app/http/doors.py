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
from app.core.labels import message
from app.http.errors import page, spoken, wants_json
from app.http.headers import LARGEST_KEY

P = ParamSpec("P")
R = TypeVar("R")

NO_PLACE = ("/login", "/logout", "/invitation")


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Ask for signing in first; the page asked for comes back afterwards."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if current_user.is_authenticated:
            return view(*args, **kwargs)
        if wants_json():
            sentence = message("You have been signed out. Sign in again; what you typed is kept here.")
            return page(401, spoken(Invalid(sentence)))
        target = request.full_path.rstrip("?") if request.method == "GET" else request.path
        return redirect(url_for("account.sign_in", next=target), 303)

    wrapped.signed_in = True  # type: ignore[attr-defined]
    return wrapped


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Say that a view is for everybody: an endpoint that says neither this nor `signed_in` fails the tests."""
    view.public = True  # type: ignore[attr-defined]
    return view


def row_key(text: str) -> int:
    """A row's key from an address or a form, for `get(name, type=row_key)`. Raises ValueError for what can be none."""
    number = int(text)
    if not 0 <= number <= LARGEST_KEY:
        raise ValueError(text)
    return number


def safe_next(target: str | None) -> str:
    """A path of our own to go on to, or the overview: never another site, however it is written.

    Browsers drop tabs and line ends, read backslashes as slashes, and resolve dots: a target that holds any of
    these, plainly or encoded, is not followed. Signing in and out are no places to go on to.
    """
    home: str = url_for("overview.show_overview")
    if not target or len(target) > 2000 or not target.startswith("/"):
        return home
    path = unquote(unquote(target.partition("?")[0].partition("#")[0]))
    if any(ord(sign) < 33 or sign.isspace() or sign in "\\\x7f" for sign in target + path):
        return home
    if "//" in path or any(part in (".", "..") for part in path.split("/")) or path.startswith(NO_PLACE):
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

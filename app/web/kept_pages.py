"""Whole pages, kept while the data stand: made once for all who have the same rights.

What belongs to the person who asks (name, address, form token, how many notices are new) is put in for each answer,
at a place whose mark is drawn at random when the process starts, so that no text of a plan can name it. A page with a
form is kept only where the form asks for its token by `form_token_here`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, ParamSpec

from flask import Response, current_app, g, request
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.accounts.actor import Held
from app.core import clock
from app.http.caching import cached_by_version
from app.http.context import actor, data_version, unseen_mentions
from app.http.errors import wants_json
from app.readiness.cache import Recent
from app.web.tongue import language

PAGES_KEPT = 2_500_000
LARGEST_KEPT = 400_000
"""Bytes: what a process keeps in pages, and what a page may have to be one of them."""

PERSON = f"person-{secrets.token_hex(16)}"
"""Stands where who is signed in will be put in."""

TOKEN = f"token-{secrets.token_hex(16)}"
"""Stands where the form token of who is signed in will be put in."""

NEWS = f"news-{secrets.token_hex(16)}"
"""Stands where the line on the reader's notices will be put in."""

TOKEN_MARK, NEWS_MARK = TOKEN.encode(), NEWS.encode()

P = ParamSpec("P")


class PageKey(NamedTuple):
    """All that a kept page depends on, beside the build: its address, rights, the data, the day, the language.

    `alone`: the person, where mentions of them wait, which pages of their own show.
    """

    address: str
    is_signed_in: bool
    held: tuple[Held, ...]
    data: str
    today: str
    language: str
    alone: int | None


def kept_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """For pages that show data, below `@signed_in`: 304 where the browser holds the page, else whole as kept."""
    return cached_by_version(_kept_whole(view))


def person_here() -> str:
    """For the frame: who is signed in, or the mark where they will be put into a page that is kept."""
    return PERSON if g.get("leaves_person_out") else person_now()


def person_now() -> Markup:
    """Who is signed in, with their form token."""
    draw: Callable[[], Markup] = current_app.extensions["draw_person"]
    return draw()


def form_token_here() -> str:
    """For forms on pages that are kept: the form token, or the mark where it will be put in."""
    return TOKEN if g.get("leaves_person_out") else str(generate_csrf())


def _kept_whole(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if "_flashes" in browser or request.method not in ("GET", "HEAD") or wants_json():
            return view(*args, **kwargs)
        pages, key = _pages(), _key()
        held = pages.get(key)
        if held is None:
            made = _without_person(view, *args, **kwargs)
            if isinstance(made, tuple) and isinstance(made[0], str):  # with a status of its own: never kept
                return (_filled(_parts(made[0])), *made[1:])
            if not isinstance(made, str):
                return made
            held = _parts(made)
            has_form = "csrf_token" in g
            if not has_form and sum(map(len, held)) <= LARGEST_KEPT:
                pages.put(key, held)
        return Response(_filled(held), mimetype="text/html")

    return wrapped


def _parts(page: str) -> tuple[bytes, ...]:
    """A page in the parts between which the person is put."""
    return tuple(part.encode() for part in page.split(PERSON))


def _filled(parts: tuple[bytes, ...]) -> bytes:
    """The page for the person who asks."""
    person = person_now().encode() if len(parts) > 1 else b""
    page = person.join(parts)
    if NEWS_MARK in page:
        draw: Callable[[], Markup] = current_app.extensions["draw_news"]
        page = page.replace(NEWS_MARK, draw().encode())
    return page.replace(TOKEN_MARK, generate_csrf().encode()) if TOKEN_MARK in page else page


def _without_person(view: Callable[P, ResponseReturnValue], *args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
    g.leaves_person_out = True
    try:
        return view(*args, **kwargs)
    finally:  # an error has its own page, with the person on it
        g.leaves_person_out = False


def _key() -> PageKey:
    person = actor()
    return PageKey(
        address=request.full_path,
        is_signed_in=person.user_id is not None,
        held=person.held,
        data=data_version().mark,
        today=clock.today().isoformat(),
        language=language(),
        alone=person.user_id if unseen_mentions() else None,
    )


def _pages() -> Recent[tuple[bytes, ...]]:
    held: Recent[tuple[bytes, ...]] | None = current_app.extensions.get("kept_pages")
    if held is None:
        held = current_app.extensions["kept_pages"] = Recent(PAGES_KEPT, lambda parts: sum(map(len, parts)))
    return held

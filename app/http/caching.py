"""An unchanged page is answered 304 before its view does any work.

The tag of a page is made of everything it can depend on: who asks and with which rights, the state of the
data, the day in Brussels, the languages that the browser asks for, the build, and the form token of the browser
session.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec

from flask import Response, g, make_response, request
from flask import session as browser
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.accounts.actor import Actor
from app.core import clock
from app.http.context import actor, data_version

APP = Path(__file__).parent.parent
P = ParamSpec("P")


def is_demonstration() -> bool:
    """Whether the plans are invented; no for a database that cannot be asked (an error page is being shown)."""
    if g.get("database_is_away"):
        return False
    try:
        return data_version().is_demonstration
    except SQLAlchemyError:
        return False


def rights_mark(person: Actor) -> str:
    """A person's name and rights as text, alike in every process."""
    held = [
        [h.role.value, h.country, h.is_deputy, sorted(h.authorities), sorted(h.blocks), sorted(h.desk)]
        for h in person.held
    ]
    return json.dumps([person.user_id, person.name, person.email, held])


@lru_cache(maxsize=1)
def build_mark() -> str:
    """A mark of the code, the templates and the built assets as they were when this process first asked."""
    digest = hashlib.sha256()
    for path in sorted(APP.rglob("*")):
        if path.suffix in (".py", ".html") or path.name == "manifest.json":
            seen = path.stat()
            digest.update(f"{path.relative_to(APP)} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def page_tag() -> str:
    """The tag of the page asked for, as this person would see it now."""
    parts = (
        request.full_path,
        rights_mark(actor()),
        data_version().mark,
        clock.today().isoformat(),
        request.headers.get("Accept-Language", ""),
        build_mark(),
        browser.get("csrf_token", ""),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def cached_by_version(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """For GET pages behind `@signed_in`, and below it: 304 where the browser holds the page as it still is.

    A page with a message to show once is never answered so, nor remembered.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if "_flashes" in browser or request.method not in ("GET", "HEAD"):
            return view(*args, **kwargs)
        if "csrf_token" in browser:  # else the page gets its first form token, and the tag would not fit
            tag = page_tag()
            if request.if_none_match.contains_weak(tag):
                return _tagged(Response(status=304), tag)
        answer = make_response(view(*args, **kwargs))
        return _tagged(answer, page_tag()) if answer.status_code == 200 else answer

    return wrapped


def _tagged(answer: Response, tag: str) -> Response:
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer

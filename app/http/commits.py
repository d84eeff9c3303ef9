"""The one commit, at the edge."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, make_response
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.audit.services import commit
from app.core.errors import Busy, Conflict
from app.core.labels import message
from app.http.context import close_session, fresh_session, request_id, services, session

TRIES = 3
MANY = message("Many people are saving at once. Please try again in a moment.")
RETRIED = frozenset({"40001", "40P01"})  # PostgreSQL: serialisation failure, deadlock


P = ParamSpec("P")
R = TypeVar("R")


def writes(view: Callable[P, R]) -> Callable[P, R]:
    """Commit what the view did, after it; a serialisation failure or deadlock is tried again twice, then 503.

    The view may so run more than once: what it does outside the database belongs after the commit
    (`after_commit`). An answer of 400 and above commits nothing.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        for left in range(TRIES - 1, -1, -1):
            try:
                answer = view(*args, **kwargs)
                if make_response(answer).status_code >= 400:
                    session().rollback()
                    return answer
                commit(session(), services().config.audit_head_file)
            except StaleDataError as stale:
                raise Conflict(message("This has been changed by somebody else meanwhile.")) from stale
            except DBAPIError as error:
                if not _is_retried(error):
                    raise
                fresh_session()
                if not left:
                    raise Busy(MANY) from error
                current_app.logger.info("deed tried again")
            else:
                for deed in session().info.pop("after_commit", []):
                    deed()
                return answer
        raise AssertionError("unreachable")

    wrapped.writes = True  # type: ignore[attr-defined]
    return wrapped


def aside(deed: Callable[[Session], object]) -> None:
    """Do something in a session of its own while a page is asked for, and commit it: what is kept so that the page is
    as the data stand, and is no deed of the person. The page's own snapshot is to be taken afterwards. Raises Busy."""
    close_session()
    with services().database.writing() as own:
        own.info["request_id"] = request_id()
        try:
            deed(own)
            commit(own, services().config.audit_head_file)
        except DBAPIError as error:
            if not _is_retried(error):
                raise
            raise Busy(MANY) from error


def after_commit(deed: Callable[[], Any]) -> None:
    """Run something outside the database once the present deed is committed."""
    session().info.setdefault("after_commit", []).append(deed)


def _is_retried(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    locked = isinstance(error, OperationalError) and "database is locked" in str(error.orig)
    return state in RETRIED or locked

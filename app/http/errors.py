"""From what can go wrong below to what a browser is told: 404, 403, 409, 422, 429, 503, in words."""

from __future__ import annotations

from datetime import date

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import format_date, gettext
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.core import errors
from app.core.storage import FULL, NO_ROOM
from app.http.context import request_id
from app.http.days import BadDay, BadRange

STATUS: dict[type[errors.DomainError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.WrongState: 409,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.Busy: 503,
    BadDay: 400,
    BadRange: 400,
}


def spoken(error: errors.DomainError) -> str:
    """An error's sentence in the reader's language."""
    translated: str = gettext(error.message)
    values = {name: _in_full(value) for name, value in error.values.items()}
    return translated % values if values else translated


def _in_full(value: object) -> object:
    return format_date(value, "d MMMM y") if isinstance(value, date) else value


def status_of(error: errors.DomainError) -> int:
    """The HTTP status for an error from below."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def register_errors(app: Flask) -> None:
    """Hang the handlers on an application."""
    app.register_error_handler(errors.DomainError, _domain_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(OSError, _system_refused)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, sentence: str, **extra: object) -> Response:
    """An error page, or a small JSON answer where the page's script asked."""
    if wants_json():
        answer = make_response({"error": sentence, "field": extra.get("field"), "request": request_id()}, status)
    elif request_ctx.url_adapter is None:  # another host's name: there are no addresses to draw the frame with
        answer = make_response(f"{sentence}\n", status)
        answer.mimetype = "text/plain"
    else:
        answer = make_response(
            render_template("errors/error.html", status=status, sentence=sentence, request_id=request_id(), **extra),
            status,
        )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def wants_json() -> bool:
    """Whether the page's own script asked, and not a browser that navigates."""
    return request.headers.get("X-Requested-With") == "tracker"


def _domain_error(error: errors.DomainError) -> Response:
    status = status_of(error)
    extra: dict[str, object] = {"field": getattr(error, "field", None)}
    if isinstance(error, BadDay):
        extra["good_as_of"] = error.good_as_of
    if isinstance(error, BadRange):
        extra["good_range"] = error.good
    answer = page(status, spoken(error), **extra)
    if isinstance(error, errors.TooMany):
        answer.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Busy):
        answer.headers["Retry-After"] = "2"
    return answer


def _csrf_error(error: CSRFError) -> Response:
    current_app.logger.info("request without a valid token: %s", error.description)
    if current_user.is_authenticated:
        sentence = gettext("This form was opened in another session. Reload the page and send it again.")
        return page(400, sentence, typed=typed_texts())
    sentence = gettext("You have been signed out, so nothing was saved. What you typed is kept here.")
    return page(401 if wants_json() else 400, sentence, typed=typed_texts(), ask_to_sign_in=True)


def typed_texts() -> list[tuple[str, str]]:
    """What a refused form held, so that nobody has to write it again: texts, never passwords or machinery."""
    texts = []
    for name, value in request.form.items(multi=True):
        is_secret = (
            name == "csrf_token" or "password" in name or name in ("again", "present", "version", "file-arrived")
        )
        if value.strip() and not is_secret:
            texts.append((name.replace("_", " ").replace("\0", ""), value.replace("\0", "")))
    return texts[:50]


def _http_error(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return make_response(error.get_response())
    sentences = {
        400: gettext("The request could not be understood."),
        404: gettext("There is no such page, or none that you may see."),
        405: gettext("This address does not take that kind of request."),
        413: gettext("That is too large."),
    }
    answer = page(code, sentences.get(code) or gettext("The request could not be answered."))
    if code == 405:
        answer.headers["Allow"] = error.get_response().headers.get("Allow", "")
    return answer


def _database_away(error: OperationalError) -> Response:
    current_app.logger.exception("database not reachable")
    show_nobody()
    answer = page(503, gettext("The database cannot be reached at the moment. Nothing was changed. Please try again."))
    answer.headers["Retry-After"] = "5"
    return answer


def _system_refused(error: OSError) -> Response:
    """A disk without room, wherever a request met it: what is sent is laid down before any view sees it."""
    if error.errno not in FULL:
        return _unexpected(error)
    current_app.logger.exception("the disk is full")
    return _domain_error(errors.Busy(NO_ROOM))


def show_nobody() -> None:
    """Draw the page that follows without asking the database, not even who is signed in."""
    g.database_is_away = True
    g.setdefault("_login_user", AnonymousUserMixin())  # where Flask-Login keeps who it has read


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("unexpected error in request %s", request_id())
    show_nobody()
    return page(
        500,
        gettext("Something went wrong on our side. Nothing was changed. The number of this error is below."),
    )

"""Headers of every answer, and the checks every request passes first."""

from __future__ import annotations

from flask import Flask, Response, abort, request
from flask import session as browser
from flask_babel import gettext

from app.core.errors import Busy
from app.core.labels import message
from app.http.context import SAFE_METHODS, config
from app.http.errors import page, typed_texts
from app.http.uploads import allow_files

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
FIXED = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
FIXED_IN_PRODUCTION = {**FIXED, "Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
LARGEST_KEY = 2**31 - 1
NEVER_STORED = ("/account", "/admin", "/login", "/logout", "/invitation", "/password")


def protect(app: Flask) -> None:
    """Hang the checks and the headers on an application."""
    app.before_request(allow_files)
    app.before_request(refuse_what_no_database_takes)
    app.before_request(refuse_without_sessions)
    app.before_request(refuse_foreign_deeds)
    app.after_request(set_headers)


def refuse_what_no_database_takes() -> Response | None:
    """A NUL sign in a text is no text (400, with what was typed); a key beyond an integer column is none (404)."""
    values = (request.view_args or {}).values()
    if any(isinstance(value, int) and value > LARGEST_KEY for value in values):
        abort(404)
    listed = [*request.args.listvalues()]
    if request.method not in SAFE_METHODS:
        listed += request.form.listvalues()
    if "\0" in request.path or any("\0" in text for texts in listed for text in texts):
        sentence = gettext(
            "A text holds a sign that no text can hold (NUL). Nothing was saved. Take it out and send again."
        )
        return page(400, sentence, typed=typed_texts())
    return None


def refuse_without_sessions() -> None:
    """Nobody is told to sign in because the store of sessions is away for a moment. Raises Busy."""
    if getattr(browser, "is_unavailable", False):
        raise Busy(message("The tracker cannot read who is signed in at the moment. Please try again."))


def refuse_foreign_deeds() -> None:
    """An unsafe request that a browser says comes from elsewhere is refused (beside the form's own token)."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400, "This form was sent from another site.")
    origin = request.headers.get("Origin")
    if origin and origin.rstrip("/") not in (request.host_url.rstrip("/"), config().public_url):
        abort(400, "This form was sent from another site.")


def set_headers(response: Response) -> Response:
    """The same set on every answer."""
    set_by_view = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 - its items come as pairs
    fixed = FIXED_IN_PRODUCTION if config().is_production else FIXED
    for name, value in fixed.items():
        if name.lower() not in set_by_view:
            response.headers.add(name, value)
    if "Cache-Control" not in response.headers:
        is_download = response.headers.get("Content-Disposition", "").startswith("attachment")
        never = request.path.startswith(NEVER_STORED) or response.status_code >= 400 or is_download
        response.headers["Cache-Control"] = "no-store" if never else "private, no-cache"
    return response

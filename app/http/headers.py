"""Headers of every answer, and the checks every request passes first."""

from __future__ import annotations

from flask import Flask, Response, abort, request

from app.http.context import SAFE_METHODS, config

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
NEVER_STORED = ("/account", "/admin", "/login", "/logout", "/invitation", "/password")


def protect(app: Flask) -> None:
    """Hang the checks and the headers on an application."""
    app.before_request(refuse_foreign_deeds)
    app.after_request(set_headers)


def refuse_foreign_deeds() -> None:
    """An unsafe request that a browser says comes from elsewhere is refused (beside the form's own token)."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(400, "This form was sent from another site.")
    origin = request.headers.get("Origin")
    if origin and origin != "null" and origin.rstrip("/") not in (request.host_url.rstrip("/"), config().public_url):
        abort(400, "This form was sent from another site.")


def set_headers(response: Response) -> Response:
    """The same set on every answer."""
    for name, value in FIXED.items():
        response.headers.setdefault(name, value)
    if config().is_production:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if "Cache-Control" not in response.headers:
        never = request.path.startswith(NEVER_STORED) or response.status_code >= 400
        response.headers["Cache-Control"] = "no-store" if never else "private, no-cache"
    return response

"""Floor 10: pages. One folder an area; a page that mixes domains asks each for its part."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

AREAS = (
    "account",
    "overview",
    "countries",
    "comments",
    "exchange",
    "review",
    "reading",
    "blocks",
    "gaps",
    "compare",
    "reports",
    "flags",
    "statements",
    "support",
    "practices",
    "governance",
    "funding",
    "actors",
    "meetings",
    "findings",
    "pledging",
    "questions",
    "guidance",
    "notices",
    "uploads",
    "fiches",
    "catalogue",
    "method",
    "about",
    "search",
    "admin",
)
"""Each is a package with a blueprint named `area` in its views module."""


def register_pages(app: Flask) -> None:
    """Hang all pages, and what every page needs, on an application."""
    from app.web.assets import mount_static
    from app.web.frame import furnish

    furnish(app)
    for name in AREAS:
        app.register_blueprint(import_module(f"app.web.{name}.views").area)
    mount_static(app)

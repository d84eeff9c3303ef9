"""Floor 9: pages. One folder an area; a page that mixes domains asks each for its part."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

AREAS = ("account", "overview", "countries", "blocks", "gaps", "catalogue", "method", "search", "admin")
"""Each is a package with a blueprint named `area` in its views module."""


def register_pages(app: Flask) -> None:
    """Hang all pages, and what every page needs, on an application."""
    from app.web.assets import mount_static
    from app.web.frame import furnish

    furnish(app)
    for name in AREAS:
        if is_there(f"app.web.{name}.views"):
            app.register_blueprint(import_module(f"app.web.{name}.views").area)
    app.url_build_error_handlers.append(lambda error, endpoint, values: "/")  # an area that is not there yet
    mount_static(app)


def is_there(module: str) -> bool:
    """Whether a module can be imported: areas are being added."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False

"""Built files of the pages: their hashed addresses, and how they are served.

`make assets` writes them to `static/dist` with `manifest.json`, which maps a name such as `site.css` or
`js/matrix.js` to its hashed one. A hashed file never changes, so it may be kept for ten years.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

PREFIX = "/static/"
DIST = Path(__file__).parent / "static" / "dist"

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class AssetMissing(LookupError):
    """A page names a file that the build has not made."""


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Names and their hashed names, read once. Raises AssetMissing when nothing has been built."""
    try:
        names = json.loads((DIST / "manifest.json").read_text())
    except FileNotFoundError:
        raise AssetMissing("the assets are not built: type `make assets`") from None
    return {str(name): str(hashed) for name, hashed in names.items()}


def asset_url(name: str) -> str:
    """The address of a built file. Raises AssetMissing for a name the build does not know."""
    try:
        return PREFIX + manifest()[name]
    except KeyError:
        raise AssetMissing(f"there is no built file {name}: type `make assets`, or mend the name") from None


def mount_static(app: Flask) -> None:
    """Serve the built files, packed where the browser takes it, and offer `asset_url` to templates.

    Only what the manifest names is served. Nothing is served while nothing is built.
    """
    app.jinja_env.globals["asset_url"] = asset_url
    server = WhiteNoise(
        app.wsgi_app,
        max_age=None,
        allow_all_origins=False,
        mimetypes=TYPES,
        immutable_file_test=lambda path, url: True,
        add_headers_function=_add_headers,
    )
    try:
        hashed_names = manifest().values()
    except AssetMissing:
        return
    for hashed in hashed_names:
        server.add_file_to_dictionary(PREFIX + hashed, str(DIST / hashed))
    app.wsgi_app = server  # type: ignore[method-assign]


def _add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"

"""How built files are served: packed, for ten years, with the right type, and nothing beside them."""

from __future__ import annotations

import pytest
from flask import Flask

from app.web import assets


@pytest.fixture
def site() -> Flask:
    app = Flask("site", static_folder=None)
    assets.mount_static(app)
    return app


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("site.css", "text/css; charset=utf-8"),
        ("vendor/plotly.js", "text/javascript; charset=utf-8"),
        ("fonts/inter-latin.woff2", "font/woff2"),
    ],
)
def test_a_built_file_is_served_for_ten_years(site: Flask, name: str, kind: str) -> None:
    answer = site.test_client().get(assets.asset_url(name))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].replace('"', "") == kind
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(("accepted", "sent"), [("br, gzip", "br"), ("gzip", "gzip"), ("", None)])
def test_the_packed_form_is_sent_to_whoever_takes_it(site: Flask, accepted: str, sent: str | None) -> None:
    answer = site.test_client().get(assets.asset_url("site.css"), headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == sent
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_an_unchanged_file_is_not_sent_again(site: Flask) -> None:
    client = site.test_client()
    first = client.get(assets.asset_url("site.css"))
    again = client.get(assets.asset_url("site.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/static/manifest.json", "/static/", "/static/site.css", "/static/../assets.py"])
def test_nothing_but_what_the_manifest_names_is_served(site: Flask, path: str) -> None:
    assert site.test_client().get(path).status_code == 404


def test_a_name_that_was_not_built_is_an_error_that_says_what_to_type() -> None:
    with pytest.raises(assets.AssetMissing, match="make assets"):
        assets.asset_url("js/absent.js")


def test_first_visit_stays_small_before_any_picture() -> None:
    """Styles and the Latin font weigh at most half of what a first visit may (200 kB over the wire)."""
    names = assets.manifest()
    style = assets.DIST / (names["site.css"] + ".br")
    font = assets.DIST / names["fonts/inter-latin.woff2"]
    assert style.stat().st_size + font.stat().st_size <= 100_000

"""Where to go on after signing in: only to pages of our own, however the address is written."""

from __future__ import annotations

import pytest
from flask import Flask

from app.http.doors import safe_next

OURS = [
    "/",
    "/countries/IE",
    "/countries/IE/blocks/3?as_of=2026-06-12",
    "/gaps?state=past%20legal%20date",
    "/search?q=https%3A%2F%2Fexample.org",
    "/items/reception.directive-transposed#history",
]

ELSEWHERE = [
    "https://evil.example",
    "http://evil.example/countries",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/%5Cevil.example",
    "/%5c%5cevil.example",
    "/%255Cevil.example",
    "/%2F/evil.example",
    "/%2F%2Fevil.example",
    "/%252F%252Fevil.example",
    "%2F%2Fevil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/\n/evil.example",
    "/%0a/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    " https://evil.example",
    "/ /evil.example",
    "/%20/evil.example",
    "/\x00/evil.example",
    "/%00",
    "/\x7f/evil.example",
    "/\u2028/evil.example",
    "/./evil.example/..//evil.example",
    "/..//evil.example",
    "/%2e%2e//evil.example",
    "/.%2e/evil",
    "/a/../../evil",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "//evil.example@tracker.example",
    "//user:pass@evil.example",
    "//evil.example%23@tracker.example",
    "evil.example",
    "countries/IE",
    "?next=/",
    "#top",
    "",
    "/login",
    "/login?next=//evil.example",
    "/logout",
    "/invitation/abc",
    "/" + "a" * 2001,
    "ftp://evil.example",
    "file:///etc/passwd",
    "//[::1]/",
]


@pytest.fixture(scope="module")
def small_app() -> Flask:
    app = Flask("small")
    app.add_url_rule("/", "overview.show_overview", lambda: "")
    return app


@pytest.mark.parametrize("target", OURS)
def test_pages_of_our_own_are_gone_on_to(small_app: Flask, target: str) -> None:
    with small_app.test_request_context():
        assert safe_next(target) == target


@pytest.mark.parametrize("target", [*ELSEWHERE, None])
def test_anything_else_leads_to_the_overview(small_app: Flask, target: str | None) -> None:
    with small_app.test_request_context():
        assert safe_next(target) == "/"


def test_there_are_at_least_forty_payloads() -> None:
    assert len(set(ELSEWHERE)) >= 40

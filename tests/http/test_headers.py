"""The whole set of headers of every kind of answer, and what a request must bring."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.accounts.states import Role
from app.http.headers import CONTENT_POLICY
from tests.web.browsing import PASSWORD, Browser, make_person

EMAIL = "admin@demo.example"
ALWAYS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Vary": "Accept-Encoding, Cookie",
}


def plain(answer_headers: object) -> dict[str, str]:
    held = dict(answer_headers)  # type: ignore[call-overload]
    for name in ("Content-Length", "Set-Cookie", "Content-Type", "Location", "ETag"):
        held.pop(name, None)
    return held


@pytest.mark.parametrize(
    ("url", "status", "cache"),
    [
        ("/login", 200, "no-store"),
        ("/account", 303, "no-store"),
        ("/no-such-page", 404, "no-store"),
        ("/invitation/none", 404, "no-store"),
        ("/healthz", 200, "no-store"),
    ],
)
def test_the_exact_set_for_nobody(browser: Browser, url: str, status: int, cache: str) -> None:
    answer = browser.get(url)
    assert answer.status_code == status
    assert plain(answer.headers) == {**ALWAYS, "Cache-Control": cache}


def test_the_exact_set_for_the_signed_in(app: Flask, browser: Browser) -> None:
    make_person(app, EMAIL, Role.ADMINISTRATOR)
    browser.sign_in(EMAIL)
    for url in ("/account", "/admin", "/admin/audit"):
        assert plain(browser.get(url).headers) == {**ALWAYS, "Cache-Control": "no-store"}
    signed_out = browser.post("/logout")
    expected = {**ALWAYS, "Cache-Control": "no-store", "Clear-Site-Data": '"cache", "storage"'}
    assert plain(signed_out.headers) == expected


def test_no_policy_lets_inline_scripts_run() -> None:
    directives = dict(part.strip().split(" ", 1) for part in CONTENT_POLICY.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["base-uri"] == "'none'"


def test_in_production_the_cookie_is_bound_to_the_host(
    make_app: Callable[..., Flask], database_urls: tuple[str, str]
) -> None:
    app = make_app(*database_urls, environment="production", trusted_hosts=("tracker.example",))
    browser = app.test_client()
    answer = browser.get("/login", base_url="https://tracker.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_other_hosts_are_refused(browser: Browser) -> None:
    answer = browser.client.get("/login", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil.example" not in answer.headers.get("Location", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_deeds_from_elsewhere_are_refused(app: Flask, browser: Browser, headers: dict[str, str]) -> None:
    make_person(app, EMAIL)
    browser.sign_in(EMAIL)
    assert browser.post("/account/sessions/end", headers=headers).status_code == 400
    assert browser.post("/account/sessions/end", headers={"Origin": "http://localhost"}).status_code == 303


@pytest.mark.parametrize("token", ["", "wrong", None, "stranger's"])
def test_a_form_needs_the_token_of_its_session(app: Flask, browser: Browser, token: str | None) -> None:
    make_person(app, EMAIL)
    make_person(app, "other@demo.example")
    stranger = Browser(app)
    stranger.sign_in("other@demo.example")
    browser.sign_in(EMAIL)
    data = {} if token is None else {"csrf_token": stranger.token if token == "stranger's" else token}
    for url in ("/logout", "/account/password", "/account/sessions/end", "/account/stay"):
        assert browser.client.post(url, data=data).status_code == 400
    assert browser.client.post("/logout", data="a=b", content_type="text/plain").status_code == 400
    assert browser.get("/account").status_code == 200


def test_signing_in_needs_a_token_too(app: Flask, browser: Browser) -> None:
    make_person(app, EMAIL)
    assert browser.client.post("/login", data={"email": EMAIL, "password": PASSWORD}).status_code == 400


def test_a_refused_form_gives_back_what_was_typed(app: Flask, browser: Browser) -> None:
    content = {"note": "A long note <b>with signs</b>", "password": PASSWORD, "csrf_token": "old"}
    answer = browser.client.post("/account/password", data=content)
    assert answer.status_code == 400
    assert "A long note &lt;b&gt;with signs&lt;/b&gt;" in answer.text
    assert PASSWORD not in answer.text
    assert "/login" in answer.text


def test_other_methods_are_refused(browser: Browser) -> None:
    assert browser.client.open("/login", method="TRACE").status_code == 405
    assert browser.client.get("/logout").status_code == 405
    assert browser.client.open("/account/stay", method="PUT").status_code in (400, 405)


@pytest.mark.parametrize("url", ["/login?next=%00", "/login?a=1&a=%00", "/no%00where"])
def test_no_text_holds_a_nul(browser: Browser, url: str) -> None:
    assert browser.get(url).status_code in (400, 404)


def test_a_key_beyond_every_column_names_nothing(app: Flask, browser: Browser) -> None:
    make_person(app, EMAIL, Role.ADMINISTRATOR)
    browser.sign_in(EMAIL)
    assert browser.get("/admin/people/99999999999999999999").status_code == 404
    browser.get("/account")
    assert browser.post("/account/password", {"present": "a\0b"}).status_code == 400

"""The pages on accessibility and privacy: for everybody, with the operator's words and the true periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.http.context import services
from app.web.about.wording import length_of
from tests.web.browsing import Browser

PAGES = ("/accessibility", "/privacy")


def told(app: Flask, **settings: object) -> None:
    """Change settings of an application that is already built."""
    for name, value in settings.items():
        object.__setattr__(services(app).config, name, value)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_leads_there_and_nobody_signs_in(browser: Browser, address: str) -> None:
    for page in ("/login", "/method", "/no-such-page", address):
        assert f'href="{address}"' in browser.get(page).text
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("address", PAGES)
def test_reading_them_leaves_no_cookie(app: Flask, new_browser: Callable[..., Browser], address: str) -> None:
    assert "Set-Cookie" not in new_browser().get(address).headers


@pytest.mark.parametrize("address", PAGES)
def test_the_operator_is_named_and_can_be_asked(app: Flask, browser: Browser, address: str) -> None:
    assert "the administrator of this tracker" in browser.get(address).text
    told(app, operator_name="Ministry of Everything", operator_contact="tracker@ministry.example.org")
    text = browser.get(address).text
    assert "Ministry of Everything" in text
    assert '<a class="ecl-link" href="mailto:tracker@ministry.example.org">' in text
    told(app, operator_contact="room 4, <b>second floor</b>")
    text = browser.get(address).text
    assert "room 4, &lt;b&gt;second floor&lt;/b&gt;" in text
    assert "mailto:" not in text


def test_the_periods_are_those_of_the_settings(app: Flask, browser: Browser) -> None:
    text = browser.get("/privacy").text
    assert "30 minutes without use" in text
    assert "at most 8 hours" in text
    assert "<code>session</code>" in text
    told(app, idle_minutes=45, session_hours=24)
    text = browser.get("/privacy").text
    assert "45 minutes without use" in text
    assert "at most 1 day" in text


def test_the_statement_says_what_was_not_done(browser: Browser) -> None:
    text = browser.get("/accessibility").text
    assert "EN 301 549" in text
    assert "No independent body has audited the pages" in text


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=8), "8 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=36), "36 hours"),
    ],
)
def test_a_length_of_time_is_told_exactly(app: Flask, time: timedelta, words: str) -> None:
    with app.test_request_context():
        assert length_of(time) == words

"""Signing in: the session's identifier, its ends, the limits, and that nobody learns who has an account."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from app.accounts.states import Role
from app.http import signin
from app.http.context import services
from app.http.volatile import browser_session, sign_in_attempt
from tests.http.test_safe_next import ELSEWHERE
from tests.web.browsing import PASSWORD, Browser, make_person

EMAIL = "coordinator.ie@demo.example"
NewBrowser = Callable[..., Browser]


@pytest.fixture
def user_id(app: Flask) -> int:
    return make_person(app, EMAIL, Role.COORDINATOR, country="IE")


def sessions_of(app: Flask, user_id: int) -> int:
    with services(app).volatile.reading() as connection:
        query = select(func.count()).where(browser_session.c.user_id == user_id)
        return connection.execute(query).scalar_one()


def is_signed_in(browser: Browser) -> bool:
    return browser.client.get("/account").status_code == 200


def test_the_address_may_be_written_in_any_case(user_id: int, browser: Browser) -> None:
    assert browser.sign_in(EMAIL.upper()).status_code == 303
    assert is_signed_in(browser)


def test_signing_in_takes_a_new_identifier(app: Flask, user_id: int, browser: Browser) -> None:
    browser.get("/login")
    before = browser.cookie
    browser.post("/login", {"email": EMAIL, "password": PASSWORD})
    after = browser.cookie
    assert before
    assert after
    assert before != after
    thief = Browser(app)
    thief.client.set_cookie("session", before)
    assert not is_signed_in(thief)


def test_an_identifier_that_was_planted_is_not_taken(app: Flask, user_id: int, browser: Browser) -> None:
    planted = "A" * 43
    browser.client.set_cookie("session", planted)
    browser.sign_in(EMAIL)
    assert browser.cookie != planted
    assert is_signed_in(browser)


def test_the_cookie_is_for_this_site_and_no_script(user_id: int, browser: Browser) -> None:
    browser.get("/login")
    answer = browser.client.post("/login", data={"csrf_token": browser.token, "email": EMAIL, "password": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_on_the_server(app: Flask, user_id: int, browser: Browser) -> None:
    browser.sign_in(EMAIL)
    held = browser.cookie
    answer = browser.post("/logout")
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    browser.client.set_cookie("session", held)
    assert not is_signed_in(browser)
    assert sessions_of(app, user_id) == 0


def test_an_idle_session_is_over_after_half_an_hour(user_id: int, browser: Browser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as clock:
        browser.sign_in(EMAIL)
        clock.shift(timedelta(minutes=29))
        assert is_signed_in(browser)
        clock.shift(timedelta(minutes=31))
        assert not is_signed_in(browser)


def test_a_session_is_over_after_eight_hours_however_busy(user_id: int, browser: Browser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), tick=False) as clock:
        browser.sign_in(EMAIL)
        for _ in range(23):
            clock.shift(timedelta(minutes=20))
            assert is_signed_in(browser)
        clock.shift(timedelta(minutes=21))
        assert not is_signed_in(browser)


def test_what_a_script_reads_by_itself_keeps_no_session_alive(user_id: int, browser: Browser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as clock:
        browser.sign_in(EMAIL)
        for _ in range(3):
            clock.shift(timedelta(minutes=9))
            polled = browser.client.get("/account", headers={"X-Requested-With": "tracker"})
            assert polled.status_code == 200
        clock.shift(timedelta(minutes=4))
        assert not is_signed_in(browser)


def test_staying_keeps_the_session(user_id: int, browser: Browser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as clock:
        browser.sign_in(EMAIL)
        for _ in range(3):
            clock.shift(timedelta(minutes=25))
            headers = {"X-Requested-With": "tracker", "X-CSRFToken": browser.token}
            assert browser.client.post("/account/stay", headers=headers).status_code == 204
        assert is_signed_in(browser)


def test_a_session_ended_meanwhile_is_not_written_back(app: Flask, user_id: int, browser: Browser) -> None:
    browser.sign_in(EMAIL)
    with app.test_request_context():
        interface = app.session_interface
        held = interface.open_session(app, _request_with(browser.cookie))
        assert held is not None
        held["something"] = "typed"
        interface.end_of_user(user_id)  # type: ignore[attr-defined]
        interface.save_session(app, held, app.response_class())
        held.rotate()
        interface.save_session(app, held, app.response_class())
    assert sessions_of(app, user_id) == 0


def _request_with(identifier: str):  # type: ignore[no-untyped-def]
    from flask import request

    request.cookies = {"session": identifier}  # type: ignore[assignment]
    return request


def test_the_same_words_for_unknown_disabled_and_wrong(app: Flask, user_id: int, new_browser: NewBrowser) -> None:
    make_person(app, "invited@demo.example", password=None)
    answers = set()
    for email, password in [
        ("nobody@demo.example", PASSWORD),
        ("invited@demo.example", PASSWORD),
        (EMAIL, "a wrong password of some length"),
    ]:
        browser = new_browser()
        answer = browser.sign_in(email, password)
        assert answer.status_code == 422
        text = answer.text.replace(email, "…").replace(browser.token, "…")
        answers.add(text[text.index("<main") : text.index("</main")])
    assert len(answers) == 1
    assert "do not fit together" in answers.pop()


def test_the_same_work_for_unknown_people(
    make_app: Callable[..., Flask], database_urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(*database_urls, argon2_memory_kib=8192, argon2_rounds=2)
    make_person(app, EMAIL)
    monkeypatch.setattr(signin, "LIMITS", {"account": 1000, "address": 1000, "all": 1000})
    times: dict[str, list[float]] = {EMAIL: [], "nobody@demo.example": []}
    browser = Browser(app)
    browser.get("/login")
    browser.post("/login", {"email": EMAIL, "password": "to warm up everything"})
    for _ in range(12):
        for email, measured in times.items():
            start = time.perf_counter()
            browser.post("/login", {"email": email, "password": "a wrong password of some length"})
            measured.append(time.perf_counter() - start)
    known, unknown = (statistics.median(measured) for measured in times.values())
    assert abs(known - unknown) < max(0.010, 0.35 * known)


def test_many_guesses_at_one_account_wait(app: Flask, user_id: int, new_browser: NewBrowser) -> None:
    for number in range(signin.LIMITS["account"]):
        guesser = new_browser(address=f"192.0.2.{number + 1}")
        assert guesser.sign_in(EMAIL, "a wrong password of some length").status_code == 422
    late = new_browser(address="192.0.2.99").sign_in(EMAIL)
    assert late.status_code == 429
    assert late.headers["Retry-After"] == "900"
    make_person(app, "other@demo.example")
    assert new_browser(address="192.0.2.1").sign_in("other@demo.example").status_code == 303


def test_many_guesses_from_one_address_wait(app: Flask, user_id: int, new_browser: NewBrowser) -> None:
    guesser = new_browser(address="192.0.2.7")
    for number in range(signin.LIMITS["address"]):
        assert guesser.sign_in(f"guess{number}@demo.example", "whatever it may be").status_code == 422
    assert guesser.sign_in(EMAIL).status_code == 429
    assert new_browser(address="192.0.2.8").sign_in(EMAIL).status_code == 303


def test_a_forged_address_does_not_help(user_id: int, new_browser: NewBrowser) -> None:
    statuses = []
    for number in range(signin.LIMITS["account"] + 2):
        browser = new_browser()
        browser.get("/login")
        answer = browser.post(
            "/login",
            {"email": EMAIL, "password": "a wrong password of some length"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
        statuses.append(answer.status_code)
    assert statuses.count(422) <= 10
    assert statuses[-1] == 429


def test_waiting_is_over_after_a_quarter_of_an_hour(user_id: int, new_browser: NewBrowser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as clock:
        for _ in range(signin.LIMITS["account"]):
            new_browser().sign_in(EMAIL, "a wrong password of some length")
        assert new_browser().sign_in(EMAIL).status_code == 429
        clock.shift(timedelta(minutes=15, seconds=1))
        assert new_browser().sign_in(EMAIL).status_code == 303


def test_a_right_password_forgets_the_wrong_ones(app: Flask, user_id: int, new_browser: NewBrowser) -> None:
    for _ in range(3):
        for _ in range(signin.LIMITS["account"] - 1):
            new_browser().sign_in(EMAIL, "a wrong password of some length")
        assert new_browser().sign_in(EMAIL).status_code == 303


def test_no_address_is_kept_with_the_attempts(app: Flask, user_id: int, browser: Browser) -> None:
    browser.sign_in(EMAIL, "a wrong password of some length")
    with services(app).volatile.reading() as connection:
        buckets = connection.execute(select(sign_in_attempt.c.bucket)).scalars().all()
    assert len(buckets) == 3
    assert not any("demo.example" in bucket for bucket in buckets)


@pytest.mark.parametrize("target", ELSEWHERE[:12])
def test_signing_in_leads_to_no_other_site(user_id: int, browser: Browser, target: str) -> None:
    answer = browser.sign_in(EMAIL, next=target)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    again = browser.client.get("/login", query_string={"next": target})
    assert again.headers["Location"] == "/"


def test_signing_in_leads_back_to_the_page_asked_for(user_id: int, browser: Browser) -> None:
    first = browser.client.get("/account?tab=1")
    assert first.status_code == 303
    assert first.headers["Location"] == "/login?next=/account?tab%3D1"
    assert browser.sign_in(EMAIL, next="/account?tab=1").headers["Location"] == "/account?tab=1"

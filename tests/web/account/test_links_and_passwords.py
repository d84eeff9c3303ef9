"""One-use links, the own password, the own sessions."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from app.accounts import queries
from app.accounts import services as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Token
from app.accounts.states import Role, TokenPurpose
from app.audit.models import AuditEntry
from app.http.context import services
from tests.web.browsing import PASSWORD, Browser, keep, make_person, writing

EMAIL = "coordinator.ie@demo.example"
NEW = "quite another sentence nobody guesses"
NewBrowser = Callable[..., Browser]


def link_for(app: Flask, user_id: int) -> str:
    session = writing(app)
    user = queries.get_user(session, user_id)
    secret = accounts.make_link(session, user, TokenPurpose.PASSWORD, actor=SYSTEM)
    keep(app, session)
    return f"/invitation/{secret}"


def choose(browser: Browser, url: str, password: str = NEW, again: str = "") -> int:
    browser.get(url)
    return browser.post(url, {"password": password, "again": again or password}).status_code


def deeds(app: Flask) -> list[str]:
    with services(app).database.reading() as session:
        return list(session.execute(select(AuditEntry.deed).order_by(AuditEntry.id)).scalars())


def test_a_link_sets_the_password_and_signs_in(app: Flask, new_browser: NewBrowser) -> None:
    user_id = make_person(app, EMAIL, Role.COORDINATOR, country="IE", password=None)
    browser = new_browser()
    assert choose(browser, link_for(app, user_id)) == 303
    assert browser.get("/account").status_code == 200
    assert new_browser().sign_in(EMAIL, NEW).status_code == 303
    assert "accounts:password:set" in deeds(app)


def test_a_link_works_once(app: Flask, new_browser: NewBrowser) -> None:
    url = link_for(app, make_person(app, EMAIL))
    assert choose(new_browser(), url) == 303
    assert new_browser().get(url).status_code == 404
    late = new_browser()
    late.get("/login")
    assert late.post(url, {"password": "one more sentence to be used", "again": "one more sentence to be used"})
    assert new_browser().sign_in(EMAIL, "one more sentence to be used").status_code == 422


def test_a_link_is_over_after_an_hour(app: Flask, new_browser: NewBrowser) -> None:
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False) as clock:
        url = link_for(app, make_person(app, EMAIL))
        browser = new_browser()
        assert browser.get(url).status_code == 200
        clock.shift(timedelta(hours=1, seconds=1))
        assert browser.get(url).status_code == 404
        assert browser.post(url, {"password": NEW, "again": NEW}).status_code in (400, 404)


def test_a_new_link_ends_the_earlier_one(app: Flask, new_browser: NewBrowser) -> None:
    user_id = make_person(app, EMAIL)
    first, second = link_for(app, user_id), link_for(app, user_id)
    assert new_browser().get(first).status_code == 404
    assert new_browser().get(second).status_code == 200


def test_of_two_who_use_a_link_at_once_one_wins(app: Flask, new_browser: NewBrowser) -> None:
    url = link_for(app, make_person(app, EMAIL))
    browsers = [new_browser() for _ in range(4)]
    for browser in browsers:
        browser.get(url)
    start, statuses = threading.Barrier(len(browsers)), []

    def use(browser: Browser, number: int) -> None:
        start.wait()
        password = f"sentence number {number} of the race"
        statuses.append(browser.post(url, {"password": password, "again": password}).status_code)

    threads = [threading.Thread(target=use, args=(browser, n)) for n, browser in enumerate(browsers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 404, 404, 404]
    assert deeds(app).count("accounts:password:set") == 2  # the first one made the person's own password


def test_only_the_hash_of_a_link_is_kept(app: Flask) -> None:
    secret = link_for(app, make_person(app, EMAIL)).removeprefix("/invitation/")
    with services(app).database.reading() as session:
        kept = session.execute(select(Token.secret_hash)).scalars().all()
    assert secret not in kept
    assert accounts.secret_hash(secret) in kept


def test_an_unknown_link_is_not_found(browser: Browser) -> None:
    assert browser.get("/invitation/" + "x" * 43).status_code == 404


def test_weak_passwords_are_refused_beside_their_field(app: Flask, browser: Browser) -> None:
    url = link_for(app, make_person(app, EMAIL, name="Coordinator of Ireland"))
    browser.get(url)
    for weak in ("short", "aaaaaaaaaaaaaaaaaaaa", EMAIL, "password12345678", "coordinator of ireland", "x" * 129):
        answer = browser.post(url, {"password": weak, "again": weak})
        assert answer.status_code == 422
        assert 'id="password-error"' in answer.text
        assert weak not in answer.text or weak == EMAIL
    assert browser.post(url, {"password": NEW, "again": NEW + "."}).status_code == 422
    assert browser.post(url, {"password": NEW, "again": NEW}).status_code == 303


def change(browser: Browser, present: str = PASSWORD, new: str = NEW) -> int:
    browser.get("/account")
    return browser.post("/account/password", {"present": present, "password": new, "again": new}).status_code


def test_a_password_change_ends_all_other_sessions(app: Flask, new_browser: NewBrowser) -> None:
    make_person(app, EMAIL)
    here, there = new_browser(), new_browser()
    here.sign_in(EMAIL)
    there.sign_in(EMAIL)
    before = here.cookie
    assert change(here) == 303
    assert here.cookie != before
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    thief = new_browser()
    thief.client.set_cookie("session", before)
    assert thief.get("/account").status_code == 303


def test_guessing_the_present_password_is_limited_and_keeps_it(app: Flask, browser: Browser) -> None:
    make_person(app, EMAIL)
    browser.sign_in(EMAIL)
    statuses = [change(browser, present="not the present password") for _ in range(10)]
    assert set(statuses[:8]) == {422}
    assert statuses[9] == 429
    assert browser.get("/account").status_code == 200


def test_a_session_that_outlived_a_password_change_is_over(app: Flask, new_browser: NewBrowser) -> None:
    user_id = make_person(app, EMAIL)
    browser = new_browser()
    browser.sign_in(EMAIL)
    session = writing(app)
    user = queries.get_user(session, user_id)
    user.password_set_at = datetime(2030, 1, 1, tzinfo=UTC)
    session.commit()
    session.close()
    assert browser.get("/account").status_code == 303


def test_own_sessions_are_listed_and_ended(app: Flask, new_browser: NewBrowser) -> None:
    make_person(app, EMAIL)
    here, there = new_browser(), new_browser()
    here.sign_in(EMAIL)
    there.sign_in(EMAIL)
    page = here.get("/account")
    assert page.text.count("End this session") == 1
    name = page.text.split("/account/sessions/")[1].split("/")[0]
    assert here.post(f"/account/sessions/{name}/end").status_code == 303
    assert there.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_the_session_of_somebody_else_is_not_found(app: Flask, new_browser: NewBrowser) -> None:
    make_person(app, EMAIL)
    make_person(app, "other@demo.example")
    mine, other, stranger = new_browser(), new_browser(), new_browser()
    mine.sign_in(EMAIL)
    other.sign_in(EMAIL)
    stranger.sign_in("other@demo.example")
    name = mine.get("/account").text.split("/account/sessions/")[1].split("/")[0]
    assert stranger.post(f"/account/sessions/{name}/end").status_code == 404
    assert other.get("/account").status_code == 200


def test_ending_all_other_sessions(app: Flask, new_browser: NewBrowser) -> None:
    make_person(app, EMAIL)
    browsers = [new_browser() for _ in range(3)]
    for browser in browsers:
        browser.sign_in(EMAIL)
    assert browsers[0].post("/account/sessions/end").status_code == 303
    assert "2 other sessions ended" in browsers[0].get("/account").text
    assert [browser.get("/account").status_code for browser in browsers] == [200, 303, 303]


def test_a_form_token_is_given_to_the_signed_in_alone(app: Flask, browser: Browser) -> None:
    make_person(app, EMAIL)
    refused = browser.client.get("/account/form-token", headers={"X-Requested-With": "tracker"})
    assert refused.status_code == 401
    browser.sign_in(EMAIL)
    answer = browser.client.get("/account/form-token", headers={"X-Requested-With": "tracker"})
    assert answer.headers["Cache-Control"] == "no-store"
    browser.token = answer.json["token"]
    assert browser.post("/account/sessions/end").status_code == 303

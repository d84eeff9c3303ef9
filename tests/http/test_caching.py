"""An unchanged page is answered 304 before its view works; whatever it depends on changes its tag."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask, flash, render_template_string
from sqlalchemy import update
from werkzeug.test import TestResponse

from app.accounts import queries, services
from app.accounts.actor import SYSTEM
from app.accounts.services import Scope
from app.accounts.states import Role
from app.http.caching import cached_by_version
from app.http.context import services as held_services
from app.http.doors import signed_in
from app.plans.models import Plan
from tests.web.browsing import Browser, keep, make_person, writing

EMAIL = "observer@demo.example"


@pytest.fixture
def work() -> list[str]:
    return []


@pytest.fixture
def caching(make_app: Callable[..., Flask], database_urls: tuple[str, str], work: list[str]) -> Flask:
    app = make_app(*database_urls)

    @app.get("/page")
    @signed_in
    @cached_by_version
    def page() -> str:
        work.append("done")
        return render_template_string("{% extends 'frame/base.html' %}{% block main %}<h1>Page</h1>{% endblock %}")

    @app.get("/say")
    @signed_in
    def say() -> str:
        flash("Saved.", "success")
        return "said"

    return app


@pytest.fixture
def reader(caching: Flask) -> Browser:
    make_person(caching, EMAIL, Role.OBSERVER)
    browser = Browser(caching)
    browser.sign_in(EMAIL)
    return browser


def ask(browser: Browser, tag: str) -> TestResponse:
    answer: TestResponse = browser.client.get("/page", headers={"If-None-Match": tag})
    return answer


def test_a_page_that_has_not_changed_is_not_drawn_again(reader: Browser, work: list[str]) -> None:
    first = reader.get("/page")
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["Vary"] == "Accept-Encoding, Cookie"
    assert first.headers["ETag"].startswith('W/"')
    work.clear()
    again = ask(reader, first.headers["ETag"])
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert not work


def test_another_page_has_another_tag(reader: Browser) -> None:
    assert reader.get("/page").headers["ETag"] != reader.get("/page?as_of=2026-06-12").headers["ETag"]


def test_any_deed_changes_the_tag(caching: Flask, reader: Browser) -> None:
    tag = reader.get("/page").headers["ETag"]
    make_person(caching, "somebody@demo.example")
    assert ask(reader, tag).status_code == 200


def test_a_plan_s_stamp_changes_the_tag(caching: Flask, reader: Browser) -> None:
    session = writing(caching)
    session.add(Plan(owner="IE", created_at=datetime(2026, 1, 1, tzinfo=UTC)))
    session.commit()
    tag = reader.get("/page").headers["ETag"]
    for column in (Plan.working_stamp, Plan.shared_stamp):
        session.execute(update(Plan).values({column: column + 1}))
        session.commit()
        assert ask(reader, tag).status_code == 200
    session.close()


def test_the_reader_s_rights_change_the_tag(caching: Flask, reader: Browser) -> None:
    tag = reader.get("/page").headers["ETag"]
    session = writing(caching)
    user = queries.find_user_by_email(session, EMAIL)
    assert user is not None
    services.grant_role(session, user, Role.OBSERVER, Scope(country="IE"), actor=SYSTEM)
    keep(caching, session)
    assert ask(reader, tag).status_code == 200


def test_somebody_else_gets_their_own_page(caching: Flask, reader: Browser) -> None:
    make_person(caching, "somebody@demo.example", Role.OBSERVER)
    other = Browser(caching)
    other.sign_in("somebody@demo.example")
    assert ask(other, reader.get("/page").headers["ETag"]).status_code == 200


def test_a_new_session_gets_a_new_page_with_its_own_form_token(reader: Browser) -> None:
    tag = reader.get("/page").headers["ETag"]
    reader.post("/logout")
    assert ask(reader, tag).status_code == 303
    reader.sign_in(EMAIL)
    assert ask(reader, tag).status_code == 200


def test_midnight_in_brussels_changes_the_tag(caching: Flask, reader: Browser) -> None:
    with time_machine.travel(datetime(2026, 6, 12, 21, 30, tzinfo=UTC), tick=False) as clock:
        browser = Browser(caching)
        browser.sign_in(EMAIL)
        tag = browser.get("/page").headers["ETag"]
        clock.shift(timedelta(minutes=29))
        assert ask(browser, tag).status_code == 304
        browser.get("/account")
        clock.shift(timedelta(minutes=1))
        assert ask(browser, tag).status_code == 200


def test_a_message_is_shown_once_and_not_remembered(reader: Browser) -> None:
    tag = reader.get("/page").headers["ETag"]
    reader.get("/say")
    told = ask(reader, tag)
    assert told.status_code == 200
    assert "Saved." in told.text
    assert "ETag" not in told.headers
    assert ask(reader, tag).status_code == 304


def test_who_asks_and_the_state_of_the_data_cost_one_statement(caching: Flask, reader: Browser) -> None:
    from sqlalchemy import event

    tag = reader.get("/page").headers["ETag"]
    seen: list[str] = []
    engine = held_services(caching).database.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert ask(reader, tag).status_code == 304
    event.remove(engine, "before_cursor_execute", note)
    assert len(seen) == 1

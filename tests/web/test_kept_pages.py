"""A page is made once for all who have the same rights, and each gets their own name and form token on it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask, render_template_string
from flask_wtf.csrf import generate_csrf

from app.accounts import services
from app.accounts.actor import SYSTEM
from app.accounts.queries import find_user_by_email
from app.accounts.services import Scope
from app.accounts.states import Role
from app.core.errors import NotFound
from app.http.doors import signed_in
from app.web.kept_pages import PERSON, kept_page
from tests.web.browsing import TOKEN, Browser, keep, make_person, writing

PAGE = "{% extends 'frame/base.html' %}{% block main %}<h1>Page</h1>{{ more }}{% endblock %}"
ANNA, BEN = "anna@demo.example", "ben@demo.example"


@pytest.fixture
def work() -> list[str]:
    return []


@pytest.fixture
def pages(make_app: Callable[..., Flask], database_urls: tuple[str, str], work: list[str]) -> Flask:
    app = make_app(*database_urls)

    @app.get("/page")
    @signed_in
    @kept_page
    def page() -> str:
        work.append("page")
        return render_template_string(PAGE)

    @app.get("/form")
    @signed_in
    @kept_page
    def form() -> str:
        work.append("form")
        return render_template_string(PAGE, more=generate_csrf())

    @app.get("/nothing")
    @signed_in
    @kept_page
    def nothing() -> str:
        raise NotFound("Nothing here.")

    @app.get("/refused")
    @signed_in
    @kept_page
    def refused() -> tuple[str, int]:
        work.append("refused")
        return render_template_string(PAGE), 422

    @app.get("/mark")
    @signed_in
    @kept_page
    def mark() -> str:
        return render_template_string(PAGE, more="person-0123456789abcdef0123456789abcdef")

    for email in (ANNA, BEN):
        make_person(app, email, Role.OBSERVER)
    return app


def signed(app: Flask, email: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(email)
    return browser


def without_person(text: str) -> str:
    return re.sub(r'<details class="drop person">.*?</details>', "", text, flags=re.DOTALL)


def test_who_has_the_same_rights_gets_the_same_page_with_their_own_name(pages: Flask, work: list[str]) -> None:
    anna, ben = signed(pages, ANNA), signed(pages, BEN)
    hers, his = anna.get("/page").text, ben.get("/page").text
    assert work == ["page"]
    assert ANNA in hers
    assert BEN not in hers
    assert BEN in his
    assert ANNA not in his
    assert without_person(hers) == without_person(his)


def test_the_form_token_is_of_the_session_that_asks(pages: Flask) -> None:
    anna, ben = signed(pages, ANNA), signed(pages, BEN)
    tokens = [TOKEN.findall(browser.get("/page").text) for browser in (anna, ben, anna)]
    assert all(len(found) == 1 for found in tokens)
    ben.client.get("/page")
    assert ben.client.post("/logout", data={"csrf_token": tokens[0][0]}).status_code == 400
    assert ben.client.post("/logout", data={"csrf_token": tokens[1][0]}).status_code == 303


def test_any_deed_makes_the_page_anew(pages: Flask, work: list[str]) -> None:
    anna = signed(pages, ANNA)
    anna.get("/page")
    make_person(pages, "somebody@demo.example")
    anna.get("/page")
    assert work == ["page", "page"]


def test_other_rights_get_a_page_of_their_own(pages: Flask, work: list[str]) -> None:
    anna, ben = signed(pages, ANNA), signed(pages, BEN)
    anna.get("/page")
    session = writing(pages)
    person = find_user_by_email(session, BEN)
    assert person is not None
    services.grant_role(session, person, Role.LEAD_REVIEWER, Scope(), actor=SYSTEM)
    keep(pages, session)
    ben = signed(pages, BEN)
    ben.get("/page")
    anna.get("/page")
    assert work == ["page", "page", "page"]  # the grant is a deed, so hers was made anew too, and none serves both


def test_a_page_with_a_form_is_never_kept(pages: Flask, work: list[str]) -> None:
    anna = signed(pages, ANNA)
    anna.get("/form")
    anna.get("/form")
    assert work == ["form", "form"]


def test_an_error_shows_who_is_signed_in(pages: Flask) -> None:
    answer = signed(pages, ANNA).get("/nothing")
    assert answer.status_code == 404
    assert ANNA in answer.text
    assert PERSON not in answer.text


def test_a_text_that_looks_like_the_mark_stays_a_text(pages: Flask) -> None:
    answer = signed(pages, ANNA).get("/mark")
    assert answer.text.count(ANNA) == 1
    assert "person-0123456789abcdef" in answer.text


def test_a_page_with_a_status_of_its_own_shows_who_is_signed_in_and_is_not_kept(pages: Flask, work: list[str]) -> None:
    anna = signed(pages, ANNA)
    for answer in (anna.get("/refused"), anna.get("/refused")):
        assert answer.status_code == 422
        assert ANNA in answer.text
        assert PERSON not in answer.text
    assert work == ["refused", "refused"]

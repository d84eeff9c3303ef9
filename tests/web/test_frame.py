"""The frame of every page: for nobody, for a person, on an error."""

from __future__ import annotations

from flask import Flask

from app.accounts.states import Role
from tests.web.browsing import Browser, make_person


def test_the_sign_in_page_shows_frame_and_disclaimer(browser: Browser) -> None:
    page = browser.get("/login")
    assert page.status_code == 200
    assert "without prejudice to Article 258 TFEU" in page.text
    assert page.text.count("<h1") == 1
    assert "Sign out" not in page.text


def test_the_frame_names_the_role_with_its_country(app: Flask, browser: Browser) -> None:
    make_person(app, "coordinator.el@demo.example", Role.COORDINATOR, country="EL")
    assert browser.sign_in("coordinator.el@demo.example").status_code == 303
    page = browser.get("/account")
    assert page.status_code == 200
    assert "coordinator, Greece" in page.text


def test_an_address_that_is_not_there_has_its_page(browser: Browser) -> None:
    page = browser.get("/no-such-page")
    assert page.status_code == 404
    assert page.text.count("<h1") == 1
    assert page.headers["Cache-Control"] == "no-store"


def test_who_is_not_signed_in_is_led_to_signing_in(app: Flask, browser: Browser) -> None:
    assert 'href="/login">To the page to sign in' in browser.get("/no-such-page").text
    make_person(app, "admin@demo.example", Role.ADMINISTRATOR)
    browser.sign_in("admin@demo.example")
    assert "To the overview" in browser.get("/no-such-page").text


def test_a_link_that_is_over_is_not_called_mistyped(browser: Browser) -> None:
    text = browser.get("/invitation/none").text
    assert "has been used or has expired" in text
    assert "mistyped" not in text


def test_an_administrator_is_offered_no_plan(app: Flask, browser: Browser) -> None:
    make_person(app, "admin@demo.example", Role.ADMINISTRATOR)
    browser.sign_in("admin@demo.example")
    menu = browser.get("/account").text.split('<nav aria-label="Main"')[1].split("</nav>")[0]
    assert "Administration" in menu
    assert "Catalogue" in menu
    assert "Countries" not in menu
    assert "Gaps" not in menu


def test_the_menu_marks_where_one_is(app: Flask, browser: Browser) -> None:
    make_person(app, "admin@demo.example", Role.ADMINISTRATOR)
    browser.sign_in("admin@demo.example")
    assert '<a href="/admin" aria-current="page"' in browser.get("/admin").text
    assert '<a href="/admin" aria-current="true"' in browser.get("/admin/audit").text


def test_who_works_in_one_plan_finds_their_desk_in_the_menu(app: Flask, browser: Browser) -> None:
    make_person(app, "coordinator.el@demo.example", Role.COORDINATOR, country="EL")
    browser.sign_in("coordinator.el@demo.example")
    assert '<a href="/countries/EL">My desk</a>' in browser.get("/account").text


def test_who_reviews_plans_has_a_desk_of_their_own_and_no_countrys(app: Flask, browser: Browser) -> None:
    make_person(app, "reviewer@demo.example", Role.REVIEWER)
    browser.sign_in("reviewer@demo.example")
    page = browser.get("/account").text
    assert page.count("My desk") == 1
    assert 'href="/desk">My desk' in page

"""Signing in, the frame, the account and the administration, as a browser meets them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.states import Role
from app.http.context import services
from tests.browser.conftest import WIDTHS, Watch, axe, fits, sign_in
from tests.web.browsing import PASSWORD, make_person

NewPage = Callable[..., Page]
PAGES = ["/account", "/admin", "/admin/invite", "/admin/releases", "/admin/audit", "/admin/health", "/admin/people/1"]


def test_signing_in_with_the_keyboard_alone(page: Page, administrator: str) -> None:
    page.goto("/login?next=/account")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(administrator)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")


def test_a_wrong_password_is_told_in_words_and_focus(page: Page, watch: Watch, administrator: str) -> None:
    watch.allowed.append("422")
    page.goto("/login")
    page.get_by_label("E-mail address").fill(administrator)
    page.get_by_label("Password").fill("not the right sentence")
    page.get_by_role("button", name="Sign in").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("do not fit together")
    expect(summary).to_be_focused()
    axe(page)
    summary.get_by_role("link").click()
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value(administrator)


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_pages_are_accessible_and_fit(new_page: NewPage, administrator: str, watch: Watch, width: int) -> None:
    page = new_page(width=width)
    page.goto("/login")
    axe(page)
    fits(page)
    sign_in(page, administrator, path="/login?next=/account")
    for url in PAGES:
        page.goto(url)
        axe(page)
        fits(page)
    watch.allowed.append("404")
    page.goto("/no-such-page")
    axe(page)
    fits(page)


def test_everything_works_without_scripts(new_page: NewPage, administrator: str) -> None:
    page = new_page(scripts=False)
    sign_in(page, administrator, path="/login?next=/account")
    page.locator("summary", has_text="administrator").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_the_sheet_of_the_person_closes_with_escape(page: Page, administrator: str) -> None:
    sign_in(page, administrator, path="/login?next=/account")
    handle = page.locator("summary", has_text="administrator")
    handle.click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(handle).to_be_focused()


def test_targets_are_large_enough(page: Page, administrator: str) -> None:
    sign_in(page, administrator, path="/login?next=/account")
    page.goto("/admin")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden]), select')]
            .filter(e => e.offsetParent && !e.closest('p, dd, .skip-link'))
            .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24)
            .map(([html, box]) => `${html} ${box.width}×${box.height}`)"""
    )
    assert not small


# --- the session's end -----------------------------------------------------------------------------------


@pytest.fixture
def impatient(live_app: Flask) -> Flask:
    """The live application with a session that is idle after three minutes."""
    held = services(live_app)
    object.__setattr__(held.config, "idle_minutes", 3)
    return live_app


def test_the_end_is_announced_and_staying_keeps_what_was_typed(
    impatient: Flask, page: Page, administrator: str
) -> None:
    page.clock.install()
    sign_in(page, administrator, path="/login?next=/account")
    page.get_by_label("Present password").fill("half a sentence")
    page.clock.run_for(80_000)
    dialog = page.get_by_role("dialog", name="Are you still there?")
    expect(dialog).to_be_hidden()
    page.clock.run_for(20_000)
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("1:")
    axe(page)
    with page.expect_response("**/account/stay") as answer:
        dialog.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 204
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Present password")).to_have_value("half a sentence")
    page.clock.run_for(60_000)
    expect(dialog).to_be_hidden()


def test_nothing_is_asked_of_the_server_while_waiting(impatient: Flask, page: Page, administrator: str) -> None:
    page.clock.install()
    sign_in(page, administrator, path="/login?next=/account")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(240_000)
    expect(page.get_by_role("dialog")).to_contain_text("You have been signed out")
    assert [url for url in asked if "/static/" not in url] == []


def test_after_the_end_one_signs_in_elsewhere_and_saves_here(
    impatient: Flask, page: Page, new_page: NewPage, watch: Watch, administrator: str
) -> None:
    watch.allowed.append("401")
    page.clock.install()
    sign_in(page, administrator, path="/login?next=/account")
    page.get_by_label("Present password").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("another sentence of some length")
    page.get_by_label("New password, again").fill("another sentence of some length")
    page.context.clear_cookies()
    page.clock.run_for(240_000)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("sign in again in a new window")
    axe(page)
    other = new_page(same_as=page)
    sign_in(other, administrator, path="/login?next=/account")
    other.close()
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()


def test_a_window_that_hears_of_another_does_not_warn(
    impatient: Flask, page: Page, new_page: NewPage, administrator: str
) -> None:
    page.clock.install()
    sign_in(page, administrator, path="/login?next=/account")
    page.clock.run_for(100_000)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    other = new_page(same_as=page)
    other.goto("/account")
    other.evaluate("new BroadcastChannel('tracker').postMessage('seen')")
    page.clock.run_for(2_000)
    expect(dialog).to_be_hidden()


def test_pages_of_an_administrator_show_no_plan(live_app: Flask, page: Page, administrator: str) -> None:
    make_person(live_app, "coordinator.ie@demo.example", Role.COORDINATOR, country="IE")
    sign_in(page, administrator, path="/login?next=/admin")
    page.get_by_role("searchbox", name="Name or address contains").fill("coordinator.ie")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Coordinator.Ie").click()
    expect(page.get_by_role("rowheader", name="coordinator, Ireland")).to_be_visible()
    page.get_by_role("button", name="Make a link to choose a password").click()
    expect(page.locator("#link")).to_contain_text("/invitation/")
    axe(page)

"""The EU level follows a year: what came late is recorded, what hangs on it moves for all, a pool has a ledger."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.accounts.states import Role
from app.plans.states import EU
from tests.browser.conftest import WIDTHS, Town, axe, fits
from tests.web.browsing import Browser, make_person


def keeper(town: Town, name: str) -> Page:
    """Who keeps the EU level, and comes in."""
    make_person(town.app, f"{name}@demo.example", Role.COORDINATOR, country=EU)
    client = Browser(town.app)
    assert client.sign_in(f"{name}@demo.example").status_code == 303
    town.cookies[name] = client.cookie
    return town.visit(name)


def whole(page: Page) -> None:
    """The page fits and is accessible, wide and narrow."""
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
        axe(page)
    page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})


def test_a_report_that_came_late_moves_the_forum_for_all(town: Town) -> None:
    eu, commission = keeper(town, "keeper"), town.visit("lead reviewer")
    eu.goto("/governance/2026/steps/annual-report")
    eu.get_by_label("Happened on").fill("2026-11-20")
    eu.get_by_label("Reference of the document").fill("Invented report 1")
    eu.get_by_label("Reference of the document").press("Enter")
    expect(eu.get_by_text("36 days later").first).to_be_visible()
    whole(eu)
    town.watch.allowed.append("422")
    eu.get_by_label("Happened on").fill("2030-01-01")
    eu.get_by_role("button", name="Record", exact=True).click()
    expect(eu.get_by_label("Reference of the document")).to_have_value("Invented report 1")

    commission.goto("/governance/2026")
    later = commission.get_by_role("listitem").filter(
        has_text=re.compile("^European Annual Asylum and Migration Report")
    )
    expect(later.first).to_contain_text("due 15 October 2026")
    expect(later.first).to_contain_text("36 days later")
    confirmed = commission.get_by_text("from 1 January 2027 to 31 January 2027 (cycle 2025)")
    expect(
        confirmed, "what the running pool asks for next stands here too, although it is of next year"
    ).to_be_visible()
    commission.get_by_role("link", name=re.compile("^The pool of 2027")).first.focus()
    commission.keyboard.press("Enter")
    expect(commission.get_by_role("heading", level=1)).to_be_visible()
    whole(commission)


def test_the_ledger_takes_a_published_line_and_tells_the_country(town: Town) -> None:
    eu, ireland = keeper(town, "book-keeper"), town.visit("coordinator")
    eu.goto("/governance/2025/pool/IE")
    eu.get_by_label("What is said").select_option(label="delivered")
    eu.get_by_label("Of which type").select_option(label="financial contributions")
    eu.get_by_label("As at").fill("2026-11-20")
    eu.get_by_label("How much: persons, or euro").fill("1 000 000,50")
    eu.get_by_label("Reference of the published document").fill("Invented notice 2")
    eu.get_by_role("button", name="Record", exact=True).click()
    expect(eu.get_by_text("Invented notice 2").first).to_be_visible()
    whole(eu)
    ireland.goto("/governance/2025/pool")
    ireland.get_by_role("link", name="Ireland", exact=True).click()
    expect(ireland.get_by_text("1,000,000.50").first).to_be_visible()
    expect(ireland.get_by_role("button", name="Record", exact=True)).to_have_count(0)
    whole(ireland)

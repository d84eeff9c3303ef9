"""The Presidency's coordinator convenes the High-Level Forum; another country acts on it from its own desk."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.accounts.states import Role
from tests.browser.conftest import WIDTHS, Town, axe, fits
from tests.web.browsing import Browser, make_person

NEIGHBOUR, WHAT = "neighbour@demo.example", "Name the contact point for pledges"
FORUM, POINT = "High-Level Forum of autumn", "Pledges for the next year"


def told(page: Page, words: str) -> None:
    """What a deed says is in sight."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def whole(page: Page) -> None:
    """The page fits and is accessible, wide and narrow."""
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 900})
        fits(page)
        axe(page)
    page.set_viewport_size({"width": WIDTHS["wide"], "height": 900})


def belgium(town: Town) -> Page:
    """Belgium's coordinator, who comes in."""
    make_person(town.app, NEIGHBOUR, Role.COORDINATOR, country="BE")
    client = Browser(town.app)
    assert client.sign_in(NEIGHBOUR).status_code == 303
    town.cookies[NEIGHBOUR] = client.cookie
    return town.visit(NEIGHBOUR)


def test_from_the_forum_to_a_desk_and_back(town: Town) -> None:
    ireland, neighbour = town.visit("coordinator"), belgium(town)
    ireland.goto("/governance")
    ireland.get_by_role("link", name="Meetings", exact=True).click()
    expect(ireland.get_by_text("chairs the High-Level Forum: Ireland")).to_be_visible()
    ireland.get_by_role("link", name="Record a meeting or a consultation").click()
    expect(ireland.get_by_label("Who meets").locator("option")).to_have_text(["High-Level EU Solidarity Forum"])
    whole(ireland)
    ireland.get_by_label("Title", exact=True).fill(FORUM)
    ireland.get_by_label("First day").fill("2026-11-20")
    ireland.get_by_label("Cycle, by the year of its report").select_option("2026")
    ireland.get_by_label("Step of the cycle").select_option("high-level-forum")
    ireland.get_by_role("button", name="Record", exact=True).click()
    told(ireland, "Recorded.")
    ireland.get_by_role("link", name="Add an agenda point").click()
    ireland.get_by_label("Title", exact=True).fill(POINT)
    ireland.locator("summary", has_text="Steps of the cycle").click()
    ireland.get_by_role("group", name="Steps of the cycle").get_by_label("High-Level", exact=False).first.check()
    ireland.get_by_role("button", name="Add to the agenda").click()
    ireland.get_by_role("link", name=re.compile(f"^Publish what was concluded.*{POINT}")).click()
    ireland.get_by_label("What was concluded").fill("Each names a contact point.")
    ireland.get_by_role("button", name="Publish").click()
    told(ireland, "Published.")
    ireland.get_by_role("link", name=re.compile(f"^Assign an action.*{POINT}")).click()
    ireland.get_by_label("What is to be done").fill(WHAT)
    ireland.get_by_label("By whom").select_option("BE")
    ireland.get_by_label("By when").fill("2026-11-21")
    ireland.get_by_role("button", name="Give", exact=True).click()
    told(ireland, "It stands on the desk")
    whole(ireland)

    neighbour.goto("/countries/BE")
    desk = neighbour.get_by_role("region", name="Actions after meetings")
    expect(desk.get_by_text(WHAT)).to_be_visible()
    expect(desk.get_by_text("1 day late")).to_be_visible()
    desk.get_by_role("link", name=re.compile("^Say what became of it")).click()
    expect(neighbour.get_by_role("heading", level=1)).to_contain_text("Action")
    whole(neighbour)
    neighbour.get_by_label("What became of it", exact=True).select_option("done")
    neighbour.get_by_label("Note").fill("Named by letter.")
    neighbour.get_by_role("button", name="Record").click()
    told(neighbour, "Recorded.")
    neighbour.goto("/countries/BE")
    expect(neighbour.get_by_role("region", name="Actions after meetings")).to_have_count(0)

    ireland.goto("/governance/actions")
    row = ireland.get_by_role("row").filter(has_text=WHAT)
    expect(row.get_by_text("done 22 November 2026, 1 day later than due")).to_be_visible()
    ireland.goto("/governance/2026/steps/high-level-forum")
    expect(ireland.get_by_role("link", name=FORUM).first).to_be_visible()

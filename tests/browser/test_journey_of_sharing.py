"""What two countries do with each other: one shares what works, the other finds and adopts it, the first sees it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from app.accounts.states import Role
from tests.browser.conftest import WIDTHS, Town, Watch, axe, fits
from tests.web.browsing import Browser as Client
from tests.web.browsing import make_person

TITLE = "One roster of two authorities"


def france(town: Town) -> None:
    """A coordinator of France, who signs in."""
    make_person(town.app, "france@demo.example", Role.COORDINATOR, country="FR")
    client = Client(town.app)
    assert client.sign_in("france@demo.example").status_code == 303
    town.cookies["france"] = client.cookie


def told(page: Page, words: str) -> None:
    """What a deed says is in sight, and has the focus."""
    notice = page.get_by_role("status").filter(has_text=words)
    expect(notice).to_be_in_viewport()
    expect(notice).to_be_focused()


def unfold(page: Page, words: str) -> None:
    page.locator("summary", has_text=re.compile(f"^{words}$")).click()


def test_a_practice_is_shared_found_adopted_and_seen_to_travel(town: Town, watch: Watch) -> None:
    watch.allowed.append("404")
    france(town)
    ireland, neighbour = town.visit("coordinator"), town.visit("france", width=WIDTHS["narrow"])
    ireland.goto("/practices")
    ireland.get_by_role("link", name="Propose a way of working of Ireland").click()
    ireland.get_by_label("Title").fill(TITLE)
    ireland.get_by_label("What was done").fill("Both draw up one roster a month ahead.")
    ireland.get_by_label("Whom to ask").fill("Operations unit")
    unfold(ireland, "Single items")
    ireland.get_by_label("3 Directive transposed").check()
    ireland.get_by_role("button", name="Propose", exact=True).click()
    told(ireland, "Nothing is shared before")
    practice = urlsplit(ireland.url).path
    answer = neighbour.goto(practice)
    assert answer is not None
    assert answer.status == 404

    unfold(ireland, "Consent to it being shared")
    ireland.get_by_label("Who may read it").select_option(label="the Member States named")
    ireland.get_by_label("France").check()
    axe(ireland)
    ireland.get_by_role("button", name="Consent", exact=True).click()
    told(ireland, "It holds from now on.")
    expect(ireland.get_by_role("heading", level=1)).to_have_text(re.compile(f"^IE-P[0-9]+: {TITLE}$"))

    neighbour.goto("/practices")
    neighbour.get_by_label("Words").fill("roster")
    neighbour.get_by_role("button", name="Apply").click()
    neighbour.get_by_role("link", name=re.compile(TITLE)).click()
    unfold(neighbour, "Adopt it for France")
    neighbour.get_by_label(re.compile("^Note")).fill("On two sites first.")
    expect(neighbour.get_by_label(re.compile("may read that we use it$"))).to_be_checked()
    fits(neighbour)
    axe(neighbour, but=("color-contrast",))
    neighbour.get_by_role("button", name="Adopt it").click()
    told(neighbour, "Adopted.")

    ireland.goto("/notices")
    ireland.get_by_role("link", name=re.compile("France adopted a good practice")).click()
    expect(ireland.get_by_role("heading", name="Where it travelled")).to_be_visible()
    expect(ireland.get_by_text("On two sites first.")).to_be_visible()

    unfold(ireland, "Withdraw the consent")
    ireland.get_by_role("button", name="Withdraw the consent").click()
    told(ireland, "It holds from now on.")
    gone = neighbour.reload()
    assert gone is not None
    assert gone.status == 404
    neighbour.goto("/practices/adoptions")
    expect(neighbour.get_by_role("rowheader")).to_have_text("a practice that is not shared with you")

"""The desk in a real browser: with the keyboard alone, without scripts, on a narrow screen and on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from playwright.sync_api import expect

from app.accounts.actor import SYSTEM
from app.catalogue.queries import view_in_force
from app.plans.services import milestones
from tests.browser.conftest import WIDTHS, Town, Watch, axe, fits
from tests.browser.town import owed
from tests.guards.house import NOON
from tests.web.browsing import keep, writing

HOME = "/countries/IE"
SAVED = re.compile(r"Saved \d\d:\d\d")


def tell_of_old(town: Town, word: str, number: int) -> None:
    """Milestones that have run for a year and were last changed ten weeks ago, each of another item."""
    with town.app.app_context(), time_machine.travel(NOON - timedelta(days=70), tick=True):
        session = writing(town.app)
        view = view_in_force(session, NOON.date())
        items = owed(view, "IE")[-number:]
        for place, item in enumerate(items, 1):
            start = NOON.date() - timedelta(days=365)
            values: dict[str, Any] = {"title": f"{word} {place}", "measured_by": "steps", "start_on": start}
            milestones.add_milestone(session, view, "IE", item.key, values, actor=SYSTEM)
        keep(town.app, session)


def test_no_change_for_several_with_the_keyboard_alone(town: Town) -> None:
    tell_of_old(town, "Keyed", 3)
    page = town.visit("coordinator")
    page.goto(f"{HOME}?needs=to-be-confirmed")
    boxes = page.get_by_role("checkbox", name="Keyed")
    before = boxes.count()
    assert before == 3
    boxes.first.focus()
    page.keyboard.press("Space")
    expect(boxes.first).to_be_checked()
    page.get_by_role("link", name="Select all in this list").focus()
    page.keyboard.press("Enter")
    for place in range(before):
        expect(boxes.nth(place)).to_be_checked()
    page.get_by_role("button", name="No change in those selected").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Confirmed:")).to_be_visible()
    assert boxes.count() == 0


def tell_of_passed(town: Town, title: str) -> str:
    """A milestone whose own date has passed; returns its reference."""
    with town.app.app_context():
        session = writing(town.app)
        view = view_in_force(session, NOON.date())
        passed = NOON.date() - timedelta(days=20)
        values: dict[str, Any] = {"title": title, "measured_by": "steps", "baseline_on": passed}
        made = milestones.add_milestone(session, view, "IE", owed(view, "IE")[-1].key, values, actor=SYSTEM)
        keep(town.app, session)
    return made.reference


def test_a_line_is_updated_below_itself_with_the_keyboard_alone(town: Town) -> None:
    reference = tell_of_passed(town, "Passed and answered")
    page = town.visit("coordinator")
    page.goto(f"{HOME}?needs=due")
    page.wait_for_load_state("networkidle")
    line = page.locator(".desk tbody tr", has_text="Passed and answered")
    update = line.get_by_role("link", name=f"Update {reference}")
    row = page.locator(f"#{reference}")
    update.focus()
    page.keyboard.press("Enter")
    expect(row.get_by_label("Step", exact=True)).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(row).to_have_count(0)
    expect(update).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.get_by_label("Step", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row.locator("[data-row-status]")).to_have_text(SAVED)
    expect(row).to_contain_text("25 %")
    expect(page.locator("#announcements")).to_have_text(SAVED)
    expect(page).to_have_url(re.compile(r"needs=due"))
    axe(page)
    fits(page)
    row.get_by_role("button", name=f"Undo {reference}").focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("not started")


def test_all_of_it_works_without_scripts(town: Town) -> None:
    tell_of_old(town, "Plain", 2)
    page = town.visit("coordinator", scripts=False)
    page.goto(HOME)
    page.get_by_role("link", name="Select all in this list").click()
    page.get_by_role("button", name="No change in those selected").click()
    assert page.get_by_text("Confirmed:").is_visible()
    page.get_by_role("link", name="Ask about").first.click()
    page.get_by_role("button", name="Show the text to copy").click()
    assert "How to answer" in page.get_by_label("Its text, to copy").input_value()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_a_refusal_names_what_changed_and_is_accessible(town: Town, watch: Watch, width: int) -> None:
    watch.allowed.append("422")
    tell_of_old(town, f"Refused at {width}", 2)
    page = town.visit("coordinator", width=width)
    page.goto(HOME)
    page.get_by_role("button", name="No change in those selected").click()
    expect(page.locator("#refused")).to_be_focused()
    axe(page, but=() if width == WIDTHS["wide"] else ("color-contrast",))
    fits(page)


def test_on_paper_stands_what_needs_a_hand(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto(HOME)
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Needs you").is_visible()
    assert page.locator(".desk-kind tbody tr").first.is_visible()
    assert not page.locator(".desk-deed:visible").count(), "what can only be done on a screen is left out"
    fits(page)

"""The working list with the keyboard alone: choose, look at what would change, change it, take it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Town, axe, fits, held_by

LIST = "/countries/IE/milestones?stage=open"
BROKEN_DAYS = """() => [...document.querySelectorAll(".working-list td.number")].filter((cell) => {
    const words = document.createRange();
    words.selectNodeContents(cell.firstChild);
    return new Set([...words.getClientRects()].map((line) => line.top)).size > 1;
}).map((cell) => cell.textContent)"""


@pytest.mark.parametrize("width", [1280, 390])
def test_all_on_the_page_are_changed_and_put_back_with_the_keyboard_alone(town: Town, width: int) -> None:
    page = town.visit("coordinator")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(LIST)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(BROKEN_DAYS) == []
    page.get_by_role("link", name="Select all on this page").focus()
    page.keyboard.press("Enter")
    boxes = page.locator("input[name=milestone]")
    assert all(box.is_checked() for box in boxes.all())
    page.get_by_label("What changes").select_option("start_on")
    expect(page.get_by_label("Cause", exact=True)).to_be_hidden()
    expect(page.get_by_label("Keep cause and reason within the country")).not_to_be_checked()
    page.locator("#bulk").get_by_label("Day", exact=True).fill("2024-06-12")
    page.get_by_role("button", name="Continue with those selected").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
    axe(page)
    fits(page)
    page.keyboard.press("Enter")  # the button that changes them has the focus
    expect(page.get_by_role("heading", level=1)).to_contain_text("changed")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("put back")


def test_a_milestone_is_updated_below_its_line(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto(LIST)
    page.wait_for_load_state("networkidle")
    update = page.locator("a[data-edit-below]").first
    update.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr[data-row]")
    expect(row.get_by_label("Forecast", exact=True)).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(row).to_have_count(0)
    expect(update).to_be_focused()


def test_a_value_is_typed_over_and_two_saves_go_one_after_the_other(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto(f"{LIST}&text=Places+in+use")
    page.wait_for_load_state("networkidle")
    update = page.locator("a[data-edit-below]")
    update.focus()
    page.keyboard.press("Enter")
    row = page.locator("tr[data-row]")
    value = row.get_by_label("Value", exact=True)
    expect(value).to_be_focused()
    page.keyboard.type("4300")
    expect(value).to_have_value("4300")
    held: list[Route] = []
    page.route("**/milestones/IE-*", lambda route: held.append(route) if not held else route.continue_())
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("4400")
    page.keyboard.press("Enter")
    held_by(page, held).continue_()
    expect(row).to_contain_text("4,400 of 5,000")
    expect(update).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # undo: it stands next
    expect(row).to_contain_text("4,300 of 5,000")
    expect(update).to_be_focused()

"""The Gantt by keyboard, on a narrow screen, without scripts and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Town, axe, fits
from tests.browser.town import CELL

GANTT = f"{CELL}/gantt"


def test_keys_on_a_row_move_and_zoom_and_leave_the_focus_there(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto(f"{GANTT}?from=2026-01-01&to=2026-12-31")
    expect(page.locator("[data-gantt-keys]")).to_be_visible()
    row = page.locator("table.gantt a").nth(1)
    name = row.get_attribute("id")
    row.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"from=2026-07-02&to=2027-07-01"))
    expect(page.locator(f"#{name}")).to_be_focused()
    page.keyboard.press("+")
    expect(page).to_have_url(re.compile(r"from=2026-10-01&to=2027-03-31"))
    expect(page.locator(f"#{name}")).to_be_focused()
    page.keyboard.press("-")
    expect(page).to_have_url(re.compile(r"from=2026-07-0\d&to=2027-0[67]-\d\d"))
    expect(page.locator(f"#{name}")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("table.gantt a").nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/milestones/IE-\d+"))


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("address", [GANTT, f"{GANTT}?zoom=month", "/countries/IE/gantt"])
def test_the_chart_is_whole_at_every_width(town: Town, width: int, address: str) -> None:
    page = town.visit("coordinator", width=width)
    page.goto(address)
    axe(page)
    fits(page)
    bar = page.locator(".gantt__bar:visible").first.bounding_box()
    assert bar is not None
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= width


def test_on_a_narrow_screen_one_block_of_the_plan_shows_its_items_and_paper_has_all(town: Town) -> None:
    page = town.visit("coordinator", width=WIDTHS["narrow"], scripts=False)
    page.goto("/countries/IE/gantt?zoom=year")
    blocks, items = page.locator("table.gantt tbody"), page.locator(".gantt__row--item")
    assert blocks.count() > 1
    shown = [block.locator(".gantt__row--item").first.is_visible() for block in blocks.all()]
    assert sum(shown) == 1
    last = blocks.last.get_by_role("link", name="Show its")
    last.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"zoom=year&block=\w+#gantt-block-\w+"))
    expect(blocks.last.locator(".gantt__row--item").first).to_be_visible()
    expect(blocks.first.locator(".gantt__row--item").first).to_be_hidden()
    page.emulate_media(media="print")
    assert all(item.is_visible() for item in items.all())
    expect(page.get_by_role("link", name="Show its").first).to_be_hidden()


def test_without_scripts_links_and_fields_choose_the_days(town: Town) -> None:
    page = town.visit("coordinator", scripts=False)
    page.goto(GANTT)
    page.get_by_role("link", name="Quarters", exact=True).click()
    expect(page.get_by_role("link", name="Quarters", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_label("From").fill("2026-03-01")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("from=2026-03-01"))
    expect(page.get_by_label("From")).to_have_value("2026-03-01")
    expect(page.locator("[data-gantt-keys]")).to_be_hidden()


def test_on_paper_there_are_bars_and_no_tools(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto(GANTT)
    page.emulate_media(media="print")
    expect(page.locator(".gantt__bar").first).to_be_visible()
    expect(page.get_by_role("navigation", name="Zoom")).to_be_hidden()
    expect(page.get_by_role("button", name="Show")).to_be_hidden()

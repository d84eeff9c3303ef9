"""What people come for, as they do it: keep a plan, share it, read what was shared, settle a conflict."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select

from app.http.context import services
from app.plans.models import Milestone
from tests.browser.conftest import Town, Watch, axe, held_by, sign_in
from tests.browser.town import CELL, PEOPLE

SAVED = re.compile(r"Saved \d\d:\d\d")
UNDONE = re.compile(r"Undone \d\d:\d\d")


@pytest.fixture
def add(town: Town) -> Callable[..., str]:
    """Adds a milestone to the law, as Ireland's coordinator; returns its reference."""

    def made(title: str) -> str:
        page = town.visit("coordinator", scripts=False)
        page.goto("/countries/IE/items/reception.directive-transposed/milestones/add")
        page.get_by_label("Title").fill(title)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text(f"Added: {title}.")).to_be_visible()
        with services(town.app).database.reading() as session:
            return session.scalars(select(Milestone.reference).where(Milestone.title == title)).one()

    return made


def open_cell(page: Page, address: str = CELL) -> None:
    """The cell, with its scripts at work."""
    page.goto(address)
    expect(page.locator("html.has-script")).to_be_attached()
    page.wait_for_load_state("networkidle")


def row_of(page: Page, reference: str) -> Locator:
    """A milestone's row, once its item is unfolded."""
    return page.locator(f"#{reference}")


def unfold(page: Page, words: str) -> Locator:
    """Unfold an item whose title holds these words; its body comes by script."""
    item = page.locator("details.item", has=page.locator("summary", has_text=words)).first
    if item.get_attribute("open") is None:
        item.locator("summary").click()
    expect(item.locator(".item__body table, .item__body .reasons").first).to_be_visible()
    return item


def test_a_coordinator_signs_in_edits_shares_and_the_reviewer_sees_it(town: Town, add: Callable[..., str]) -> None:
    reference = add("General scheme approved")
    reviewer = town.visit("lead reviewer")
    reviewer.goto("/")
    before = reviewer.locator(f'a[href$="{CELL}"]').first.get_attribute("aria-label")
    reviewer.goto(CELL)
    expect(reviewer.get_by_text("General scheme approved")).to_have_count(0)

    page = town.visit()
    sign_in(page, PEOPLE["coordinator"], path=f"/login?next={CELL}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ireland: 3")
    open_cell(page, f"{CELL}?open=0")
    unfold(page, "transpose" if page.get_by_text("transpose").count() else "Directive")
    row = row_of(page, reference)
    update = row.get_by_role("link", name=f"Update {reference}")
    update.focus()
    page.keyboard.press("Enter")
    step = page.get_by_label("Step", exact=True)
    expect(step).to_be_focused()
    page.keyboard.press("Escape")
    expect(row.get_by_role("link", name=f"Update {reference}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(step).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(row.locator("[data-row-status]")).to_have_text(SAVED)
    expect(page.locator("#announcements")).to_have_text(SAVED)
    expect(row).to_contain_text("45 %")

    page.goto(CELL)
    page.get_by_role("link", name="Share block 3").click()
    axe(page)
    page.get_by_label("Note to the readers").fill("The scheme stands")
    page.get_by_role("button", name="Share these blocks").click()
    expect(page.get_by_text(re.compile(r"Shared: \d+ changes"))).to_be_visible()
    expect(page.locator("main")).to_contain_text("The scheme stands")

    reviewer.goto("/")
    after = reviewer.locator(f'a[href$="{CELL}"]').first.get_attribute("aria-label")
    assert before
    assert after
    assert after != before, "the matrix moves"
    reviewer.goto(f"{CELL}?open=all")
    expect(reviewer.get_by_role("link", name="General scheme approved")).to_be_visible()
    reviewer.get_by_role("link", name="General scheme approved").click()
    expect(reviewer.get_by_role("table")).to_contain_text("Coordinator")
    expect(reviewer.get_by_role("link", name="Change", exact=True)).to_have_count(0)


def test_after_a_save_all_that_the_page_says_is_true(town: Town, add: Callable[..., str]) -> None:
    reference, other = add("Scheme of the bill"), add("Places rented")
    page = town.visit("coordinator")
    open_cell(page, f"{CELL}?open=all")
    row_of(page, other).get_by_role("link", name=f"Update {other}").click()
    typed = row_of(page, other).get_by_label("Why, in a line")
    typed.fill("half a sentence")
    unshared = page.locator("#cell-sharing").inner_text()
    item = page.locator("details.item", has=row_of(page, reference))
    line, gaps = item.locator("summary"), item.locator("[id$=-gaps]")
    before = line.inner_text()
    row_of(page, reference).get_by_role("link", name=f"Update {reference}").click()
    row_of(page, reference).get_by_label("Step", exact=True).select_option(index=3)
    row_of(page, reference).get_by_label("Forecast").fill("2027-01-15")
    place = f"document.getElementById('{reference}').getBoundingClientRect().top"
    top = page.evaluate(place)
    page.keyboard.press("Enter")
    expect(row_of(page, reference).locator("[data-row-status]")).to_have_text(SAVED)
    expect(page.locator("#cell-sharing")).not_to_have_text(unshared)
    expect(line).not_to_have_text(before)
    expect(page.get_by_role("link", name="Share block 3")).to_be_visible()
    announced = page.locator("#announcements")
    expect(announced).to_have_text(SAVED)
    expect(announced).to_contain_text("changes not yet shared")
    expect(row_of(page, reference).get_by_role("link", name=f"Update {reference}")).to_be_focused()
    expect(typed).to_have_value("half a sentence")
    assert page.evaluate(place) == pytest.approx(top, abs=1)
    shown = {name: page.locator(name).inner_text() for name in ("#cell-figures", "#cell-sharing", "#cell-counts")}
    shown_line, shown_gaps = line.inner_text(), gaps.inner_text()
    axe(page)
    again = town.visit("coordinator")
    open_cell(again, f"{CELL}?open=all")
    assert {name: again.locator(name).inner_text() for name in shown} == shown
    item = again.locator("details.item", has=row_of(again, reference))
    assert (item.locator("summary").inner_text(), item.locator("[id$=-gaps]").inner_text()) == (shown_line, shown_gaps)


def test_a_saved_row_is_undone_by_keyboard(town: Town, add: Callable[..., str]) -> None:
    reference = add("Scheme withdrawn again")
    page = town.visit("coordinator")
    open_cell(page, f"{CELL}?open=all")
    row = row_of(page, reference)
    before = row.inner_text()
    row.get_by_role("link", name=f"Update {reference}").click()
    row.get_by_label("Step", exact=True).select_option(index=3)
    page.keyboard.press("Enter")
    expect(row.locator("[data-row-status]")).to_have_text(SAVED)
    expect(row.get_by_role("link", name=f"Update {reference}")).to_be_focused()
    axe(page)
    page.keyboard.press("Tab")
    expect(row.get_by_role("button", name=f"Undo {reference}")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row.locator("[data-row-status]")).to_have_text(UNDONE)
    expect(page.locator("#announcements")).to_have_text(UNDONE)
    expect(row.get_by_role("link", name=f"Update {reference}")).to_be_focused()
    expect(row.get_by_role("button")).to_have_count(0)
    assert UNDONE.sub("", row.inner_text()).split() == before.split()


def test_what_is_typed_while_a_row_is_saved_is_kept(town: Town, add: Callable[..., str]) -> None:
    reference = add("Bill read twice")
    page = town.visit("coordinator")
    open_cell(page, f"{CELL}?open=all")
    row = row_of(page, reference)
    row.get_by_role("link", name=f"Update {reference}").click()
    row.get_by_label("Step", exact=True).select_option(index=2)
    held: list[Route] = []
    page.route(f"**/milestones/{reference}", lambda route: held.append(route))
    page.keyboard.press("Enter")
    why = row.get_by_label("Why, in a line")
    why.fill("an afterthought")
    held_by(page, held).continue_()
    expect(page.locator("#announcements")).to_have_text(SAVED)
    expect(why).to_have_value("an afterthought")
    page.unroute(f"**/milestones/{reference}")
    why.press("Enter")
    expect(row.locator("[data-row-status]")).to_have_text(SAVED)


def test_a_coordinator_sees_the_row_before_others_do(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto("/countries/IE/share")
    page.get_by_role("button", name="Show it no longer").click()
    expect(page.get_by_text("Other Member States no longer see your row of the matrix.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    opener = page.get_by_role("link", name="Show it to other Member States")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Show this row to other Member States?")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("heading")).to_be_focused()
    axe(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("link", name="Keep it to ourselves").click()
    expect(dialog).to_have_count(0)
    opener.click()
    seen = dialog.locator("tbody tr").inner_text()
    dialog.get_by_role("button", name="Show this row to other Member States").click()
    expect(page.get_by_text("Other Member States now see your row of the matrix.")).to_be_visible()
    other = town.visit("observer")
    other.goto("/")
    assert other.locator("table.matrix tr", has=other.get_by_role("rowheader", name="Ireland")).inner_text() == seen


def test_two_coordinators_meet_and_choose(town: Town, watch: Watch, add: Callable[..., str]) -> None:
    reference = add("Bill before parliament")
    watch.allowed.append("409")
    first, second = town.visit("coordinator"), town.visit("second")
    for page in (first, second):
        open_cell(page, f"{CELL}?open=all")
        row_of(page, reference).get_by_role("link", name=f"Update {reference}").click()
        expect(page.get_by_label("Step", exact=True)).to_be_visible()
    first.get_by_label("Step", exact=True).select_option(index=2)
    first.get_by_label("Forecast").fill("2027-01-15")
    first.get_by_role("button", name="Save", exact=True).click()
    expect(row_of(first, reference).locator("[data-row-status]")).to_have_text(SAVED)
    second.get_by_label("Step", exact=True).select_option(index=4)
    second.get_by_label("Forecast").fill("2027-03-31")
    second.get_by_label("Cause, if a date moves").select_option(label="staffing")
    second.get_by_role("button", name="Save", exact=True).click()
    second.get_by_role("button", name="Compare both and choose").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Somebody else has changed this meanwhile")
    axe(second)
    second.get_by_role("group", name="Step").get_by_label("As it now stands").check()
    second.get_by_role("group", name="Forecast").get_by_label("Yours").check()
    second.get_by_role("button", name="Save my choice").click()
    expect(second).to_have_url(re.compile(re.escape(CELL)))
    second.goto(f"{CELL}?open=all")
    row = row_of(second, reference)
    expect(row).to_contain_text("31 March 2027")
    expect(row).to_contain_text("25 %")


def test_what_cannot_be_is_said_in_the_row_and_kept(town: Town, watch: Watch, add: Callable[..., str]) -> None:
    reference = add("Regulations drafted")
    watch.allowed.append("422")
    page = town.visit("coordinator")
    open_cell(page, f"{CELL}?open=all")
    row_of(page, reference).get_by_role("link", name=f"Update {reference}").click()
    page.get_by_label("True from").fill("2020-01-01")
    page.get_by_label("Why, in a line").fill("half a sentence")
    page.get_by_label("Step", exact=True).select_option(index=1)
    page.get_by_role("button", name="Save", exact=True).click()
    refusal = page.locator(f"#{reference}-effective_on-error")
    expect(refusal).to_contain_text("programme began")
    expect(page.get_by_label("True from")).to_be_focused()
    expect(page.get_by_label("Why, in a line")).to_have_value("half a sentence")
    axe(page)
    page.get_by_label("True from").fill("")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(row_of(page, reference).locator("[data-row-status]")).to_have_text(SAVED)


def test_without_scripts_one_edits_and_shares_too(town: Town, add: Callable[..., str]) -> None:
    reference = add("Plan adopted by hand")
    page = town.visit("coordinator", scripts=False)
    page.goto(f"{CELL}?open=all")
    row_of(page, reference).get_by_role("link", name=f"Update {reference}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{reference} Plan adopted by hand")
    page.get_by_label("Step").select_option(index=2)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved: Plan adopted by hand.")).to_be_visible()
    page.goto(f"{CELL}?open=all")
    expect(row_of(page, reference)).to_contain_text("25 %")
    page.get_by_role("link", name="Share block 3").click()
    page.get_by_role("button", name="Share these blocks").click()
    expect(page.get_by_text(re.compile(r"Shared: \d+ change"))).to_be_visible()
    folded = town.visit("lead reviewer", scripts=False)
    folded.goto(f"{CELL}?open=0")
    item = folded.locator("details.item").first
    item.locator("summary").click()
    item.get_by_role("link", name="Show what is said of it").click()
    expect(folded).to_have_url(re.compile(r"open=\d+"))


def test_a_half_written_page_is_not_left_unasked(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto("/countries/IE/items/reception.directive-transposed/edit")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []

    def answer(dialog) -> None:  # type: ignore[no-untyped-def]
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.get_by_label("Current state").press_sequentially("half a sentence")
    page.goto("/account")
    assert asked == ["beforeunload"]


def test_another_day_is_chosen_shown_read_only_and_left(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto(CELL)
    page.locator("summary", has_text="as of").click()
    page.get_by_label("Show what was true on").fill("2025-06-01")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("You are looking at 1 June 2025.")).to_be_visible()
    expect(page.get_by_text("This page is read-only.")).to_be_visible()
    expect(page.locator("a[data-edit-row]")).to_have_count(0)
    page.get_by_role("link", name="Overview", exact=True).click()
    expect(page.get_by_text("You are looking at 1 June 2025.")).to_be_visible()
    page.get_by_role("link", name="Back to today").first.click()
    expect(page.get_by_text("You are looking at")).to_have_count(0)


def test_arrow_keys_move_through_the_matrix(town: Town) -> None:
    page = town.visit("lead reviewer")
    page.goto("/")
    page.wait_for_load_state("networkidle")
    page.locator('table.matrix a[href$="/countries/IE/blocks/3"]').focus()
    for key, path in (("ArrowRight", "IE/blocks/4"), ("ArrowDown", "EL/blocks/4"), ("ArrowLeft", "EL/blocks/3")):
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_attribute("href", f"/countries/{path}")
    page.keyboard.press("Home")
    expect(page.locator(":focus")).to_have_attribute("href", "/countries/EL")


def test_search_finds_items_and_own_milestones(town: Town) -> None:
    page = town.visit("coordinator")
    page.goto("/")
    page.get_by_role("searchbox", name="Search items and milestones").fill("Places in use")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=re.compile("Places in use"))).to_be_visible()
    page = town.visit("observer")
    page.goto("/search?q=Places in use")
    expect(page.get_by_role("link", name=re.compile("Places in use"))).to_have_count(0)


def test_signing_out_ends_it(town: Town) -> None:
    page = town.visit()
    sign_in(page, PEOPLE["observer"])
    page.locator("summary", has_text="observer").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.go_back()
    page.goto("/account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_what_the_targets_of_parts_add_up_to_follows_typing(town: Town) -> None:
    with services(town.app).database.reading() as session:
        places = select(Milestone.reference).where(Milestone.title == "Places in use", Milestone.reference.like("IE-%"))
        reference = session.scalars(places.limit(1)).one()
    page = town.visit("coordinator")
    page.goto(f"/countries/IE/milestones/{reference}/parts")
    expect(page.locator("html.has-script")).to_be_attached()
    page.wait_for_load_state("networkidle")
    targets = page.locator("input[name^='target-']")
    for fold in page.locator("main details").all():
        fold.locator("summary").click()
    sums = page.locator("[data-target]")
    targets.nth(0).fill("4,000")
    expect(sums).to_contain_text("add up to 4,000 places, 1,000 less than the target")
    targets.nth(1).fill("1000")
    expect(sums).to_contain_text("add up to the target: 5,000 places.")
    targets.nth(1).fill("many")
    expect(sums).to_be_empty()

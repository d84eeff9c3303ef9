"""What a coordinator does in a week, with the keyboard: confirm, move many, ask, bring two copies back, submit."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email.policy import default
from pathlib import Path
from typing import Any

import time_machine
from playwright.sync_api import Locator, Page, expect

from app.accounts.actor import SYSTEM
from app.catalogue.queries import view_in_force
from app.plans.services import authorities, milestones
from tests.browser.conftest import Town, axe
from tests.browser.town import owed
from tests.exchange.copies import Copy
from tests.guards.house import NOON
from tests.web.browsing import keep, writing

HOME = "/countries/IE"
MINISTRIES = ("Ministry of Health", "Ministry of Education", "Ministry of Works")


def press(page: Page, target: Locator) -> None:
    """Enter on what has the focus."""
    target.focus()
    page.keyboard.press("Enter")


class Keyboard:
    """Keys that are pressed, counted; letters that are typed are not. `most`: presses of Tab to one thing."""

    def __init__(self, page: Page, most: int = 40) -> None:
        self.page, self.most, self.strokes = page, most, 0

    def press(self, key: str) -> None:
        """One stroke."""
        self.page.keyboard.press(key)
        self.strokes += 1

    def go_to(self, target: Locator, key: str = "Tab") -> None:
        """From field to field until the target has the focus."""
        for _turn in range(self.most):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.press(key)
        expect(target).to_be_focused()

    def take(self, target: Locator, key: str = "Tab") -> None:
        """Enter on the target."""
        self.go_to(target, key)
        self.press("Enter")


def leave_alone(town: Town, word: str, number: int) -> None:
    """Milestones of one item that run and that nobody has changed for ten weeks."""
    with town.app.app_context(), time_machine.travel(NOON - timedelta(days=70), tick=True):
        session = writing(town.app)
        view = view_in_force(session, NOON.date())
        item = owed(view, "IE")[-1].key
        start = NOON.date() - timedelta(days=365)
        for place in range(number):
            values: dict[str, Any] = {"title": f"{word} {place}", "measured_by": "steps", "start_on": start}
            milestones.add_milestone(session, view, "IE", item, values, actor=SYSTEM)
        keep(town.app, session)


def test_forty_milestones_are_confirmed_in_fewer_strokes_than_there_are(town: Town) -> None:
    leave_alone(town, "Running", 40)
    page = town.visit("coordinator")
    page.goto(f"{HOME}?needs=to-be-confirmed")
    page.wait_for_load_state("networkidle")
    boxes = page.get_by_role("checkbox", name="Running")
    expect(boxes).to_have_count(40)
    keyboard = Keyboard(page)
    keyboard.take(page.get_by_role("link", name="Go to the main content"))
    keyboard.take(page.get_by_role("link", name="Select all in this list"))
    keyboard.take(page.get_by_role("button", name="No change in those selected"), "Shift+Tab")
    told = page.get_by_role("status").filter(has_text="Confirmed: ")
    expect(told).to_be_focused()
    expect(boxes).to_have_count(0)
    assert keyboard.strokes < 40


def test_a_hundred_milestones_get_a_forecast_in_fewer_strokes_than_there_are(town: Town) -> None:
    leave_alone(town, "Moving", 100)
    page = town.visit("coordinator")
    page.goto(f"{HOME}/milestones?text=Moving")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("checkbox", name="Moving")).to_have_count(100)
    keyboard = Keyboard(page)
    keyboard.take(page.get_by_role("link", name="Go to the main content"))
    keyboard.take(page.get_by_role("link", name="Select all on this page"))
    keyboard.take(page.get_by_role("link", name="Change those selected"), "Shift+Tab")
    keyboard.go_to(page.get_by_label("What changes"))
    page.keyboard.type("set the forecast")
    keyboard.go_to(page.locator("#bulk").get_by_label("Day", exact=True))
    page.keyboard.type("12312026")
    keyboard.take(page.get_by_role("button", name="Continue with those selected"))
    expect(page.get_by_text("100 milestones would change")).to_be_visible()
    keyboard.take(page.get_by_role("button", name="Change 100 milestones"))
    heading = page.get_by_role("heading", name="100 milestones changed")
    expect(heading).to_be_focused()
    expect(page.get_by_text("31 December 2026").first).to_be_visible()
    assert keyboard.strokes < 60


def give_work(town: Town, *names: str) -> list[str]:
    """A milestone whose own date has passed to each of some new authorities; returns the references."""
    with town.app.app_context():
        session = writing(town.app)
        item = owed(view_in_force(session, NOON.date()), "IE")[-1].key
        found = []
        for name in names:
            key = authorities.add_authority(session, "IE", name, actor=SYSTEM).authority_id
            values: dict[str, Any] = {
                "title": f"Work of the {name}",
                "authority_id": key,
                "measured_by": "steps",
                "baseline_on": NOON.date() - timedelta(days=9),
            }
            view = view_in_force(session, NOON.date())
            found.append(milestones.add_milestone(session, view, "IE", item, values, actor=SYSTEM).reference)
        keep(town.app, session)
    return found


def test_three_ministries_are_asked_each_with_its_sheet(town: Town) -> None:
    references = give_work(town, *MINISTRIES)
    page = town.visit("coordinator")
    for name, reference in zip(MINISTRIES, references, strict=True):
        page.goto(HOME)
        press(page, page.get_by_role("link", name=re.compile(rf"Ask about \d+.*{name}")))
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Ask {name}")
        with page.expect_download() as held:
            press(page, page.get_by_role("button", name="Open in your mail program (.eml)"))
        letter = email.message_from_bytes(Path(held.value.path()).read_bytes(), policy=default)
        body = letter.get_body()
        assert body is not None
        assert f"Work of the {name}" in body.get_content()
        (sheet,) = letter.iter_attachments()
        copy = Copy(sheet.get_content())
        assert copy.find(reference)
    page.goto(HOME)
    for name in MINISTRIES:
        row = page.locator("tr", has=page.get_by_role("rowheader", name=name, exact=True))
        expect(row.get_by_text(re.compile(r"\d of \d+ answered"))).to_be_visible()


def test_two_copies_that_disagree_are_brought_in_one_after_the_other(town: Town, tmp_path: Path) -> None:
    (reference,) = give_work(town, "Ministry of Justice")
    page = town.visit("coordinator")
    page.goto(f"{HOME}/workbook")
    with page.expect_download() as held:
        press(page, page.get_by_role("button", name="Download the workbook"))
    content, files = Path(held.value.path()).read_bytes(), []
    for name, note in (("north.xlsx", "said in the north"), ("south.xlsx", "said in the south")):
        copy = Copy(content)
        copy.put(reference, Note=note)
        files.append(tmp_path / name)
        files[-1].write_bytes(copy.saved())
    page.get_by_label("Workbooks (.xlsx, .ods) or CSV").set_input_files(files)
    press(page, page.get_by_role("button", name="Read and show what would change"))
    expect(page.get_by_text("2 files were read.")).to_be_visible()
    press(page, page.get_by_role("link", name="north.xlsx"))
    press(page, page.get_by_role("button", name="Bring this in"))
    expect(page.get_by_text("1 cell was brought in.")).to_be_visible()
    page.goto(f"{HOME}/workbook")
    press(page, page.get_by_role("link", name="south.xlsx"))
    expect(page.get_by_text("1 conflict · ")).to_be_visible()
    expect(page.locator("main")).to_contain_text("said in the north")
    axe(page)
    choice = page.get_by_label(f"What stays: {reference}, Note")
    choice.focus()
    page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Bring this in"))
    expect(page.get_by_text("1 cell was brought in.")).to_be_visible()
    page.goto(f"{HOME}/milestones/{reference}")
    expect(page.locator("main")).to_contain_text("said in the south")
    expect(page.locator("main")).to_contain_text("said in the north")


def test_a_plan_is_submitted_and_others_can_verify_it(town: Town) -> None:
    give_work(town, "Ministry of Finance")
    page = town.visit("coordinator")
    page.goto(f"{HOME}/submit")
    kind = page.get_by_label("Kind")
    kind.focus()
    kind.select_option(label="update")
    page.get_by_label("Covering note").fill("What has changed since spring.")
    press(page, page.get_by_role("button", name="Look at what will be sealed"))
    expect(page.get_by_role("button", name="Submit for good")).to_be_focused()
    axe(page)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The receipt says what was recorded.")
    expect(page.locator("main")).to_contain_text("What has changed since spring.")
    axe(page)
    digest = re.search(r"\b[0-9a-f]{64}\b", page.locator("main").inner_text())
    assert digest
    reviewer = town.visit("lead reviewer")
    reviewer.goto(f"/verify/{digest.group()}")
    expect(reviewer.locator("main")).to_contain_text("Ireland")
    reviewer.goto("/countries/IE/blocks/3?open=all")
    expect(reviewer.get_by_role("link", name="Work of the Ministry of Finance")).to_be_visible()

"""Journeys of a coordinator and one of a reviewer in a real browser, by keyboard, without pausing between keys.

The limits are those for a person: what is measured leaves a person the rest.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import text

from app.core.engine import make_engine
from bench.client import PASSWORD
from bench.results import Line
from bench.stage import REVIEWER, Stage
from tests.exchange.copies import Copy

BAR = 16
MOVED = {"Days to move the forecast by": "7", "Cause": "procurement"}
MOST_OPEN = text("""
SELECT p.owner FROM milestone m JOIN plan p ON p.id = m.plan_id
WHERE p.owner <> 'EU' AND NOT m.is_closing AND NOT m.is_cancelled AND m.actual_on IS NULL AND m.progress < 10000
GROUP BY p.owner ORDER BY count(*) DESC, 1 LIMIT 1
""")
RUNNING = text("""
SELECT m.reference FROM milestone m JOIN plan p ON p.id = m.plan_id
WHERE p.owner = :owner AND NOT m.is_closing AND NOT m.is_cancelled AND m.actual_on IS NULL AND m.measured_by = 'steps'
AND m.progress < 8000 ORDER BY m.id
""")


def measure(stage: Stage) -> Iterator[Line]:
    """In a copy of the demonstration, as the coordinator with most to do; each once, from first key to last word."""
    world = stage.copy_of(stage.world, "journeys")
    with make_engine(world.address).connect() as connection:
        owner = connection.execute(MOST_OPEN).scalar_one()
        running = list(connection.execute(RUNNING, {"owner": owner}).scalars())
    home = f"/countries/{owner}"
    with stage.tracker(world, workers=2) as server, sync_playwright() as playwright:
        program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        address = f"http://127.0.0.1:{server.port}"
        page = _signed_in(browser, address, f"coordinator.{owner.lower()}@demo.example")
        yield _line("a milestone updated in its row", _update(page, home, running[0]), 10.0)
        yield _line(
            "a hundred milestones confirmed at once (the limit is for 40)",
            _many(page, home, "confirm: no change"),
            60.0,
        )
        yield _line(
            "a hundred milestones moved, with preview",
            _many(page, home, "move the forecast by days", MOVED),
        )
        yield _line("three authorities asked, each letter with its workbook", _ask(page, home))
        yield _line("two conflicting copies brought in", _copies(page, home, running[5], stage.scratch("copies")))
        yield _line("shared", _share(page, home))
        yield _line("submitted and sealed", _submit(page, home))
        yield _line("a flag from a gap, sent", _flag(_signed_in(browser, address, REVIEWER)), 15.0)
        browser.close()


def _signed_in(browser: Browser, address: str, email: str) -> Page:
    page = browser.new_context(base_url=address).new_page()
    page.goto("/login")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    return page


def _line(what: str, seconds: float, limit: float | None = None) -> Line:
    return Line(BAR, what, seconds, "s", limit, note="without a person's own time")


def _press(page: Page, role: str, name: str | re.Pattern[str]) -> None:
    target = page.get_by_role(role, name=name).first  # type: ignore[arg-type]
    target.focus()
    page.keyboard.press("Enter")


def _timed(deed: Callable[[], None]) -> float:
    began = time.monotonic()
    deed()
    return time.monotonic() - began


def _update(page: Page, home: str, reference: str) -> float:
    page.goto(f"{home}/milestones?text={reference}")
    page.wait_for_load_state("networkidle")
    update = page.locator("a[data-edit-below]").first
    update.focus()

    def deed() -> None:
        page.keyboard.press("Enter")
        expect(page.locator("tr[data-row]").get_by_label("Step", exact=True)).to_be_focused()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.get_by_text(re.compile(r"Saved \d\d:\d\d")).first).to_be_visible()

    return _timed(deed)


def _many(page: Page, home: str, what: str, fields: Mapping[str, str] | None = None) -> float:
    page.goto(f"{home}/milestones?stage=open")
    page.wait_for_load_state("networkidle")

    expect(page.locator("input[name=milestone]")).to_have_count(100)

    def deed() -> None:
        _press(page, "link", "Select all on this page")
        _press(page, "link", "Change those selected")
        page.get_by_label("What changes").focus()
        page.keyboard.type(what)
        for label, typed in (fields or {}).items():
            page.locator("#bulk").get_by_label(label, exact=True).focus()
            page.keyboard.type(typed)
        _press(page, "button", "Continue with those selected")
        expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=re.compile(r"\d+ milestones? (changed|confirmed)"))).to_be_visible()

    return _timed(deed)


def _ask(page: Page, home: str) -> float:
    def deed() -> None:
        for place in range(3):
            page.goto(home)
            target = page.get_by_role("link", name=re.compile(r"Ask about \d+")).nth(place)
            target.focus()
            page.keyboard.press("Enter")
            with page.expect_download():
                _press(page, "button", "Open in your mail program (.eml)")

    return _timed(deed)


def _copies(page: Page, home: str, reference: str, folder: Path) -> float:
    page.goto(f"{home}/workbook")
    with page.expect_download() as held:
        _press(page, "button", "Download the workbook")
    content, files = Path(held.value.path()).read_bytes(), []
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("north", "south"):
        copy = Copy(content)
        copy.put(reference, Note=f"said in the {name}")
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(copy.saved())

    def deed() -> None:
        page.get_by_label("Workbooks (.xlsx, .ods) or CSV").set_input_files(files)
        _press(page, "button", "Read and show what would change")
        expect(page.get_by_text("2 files were read.")).to_be_visible(timeout=60_000)
        _press(page, "link", "north.xlsx")
        _press(page, "button", "Bring this in")
        expect(page.get_by_text("1 cell was brought in.")).to_be_visible(timeout=60_000)
        page.goto(f"{home}/workbook")
        _press(page, "link", "south.xlsx")
        page.get_by_label(f"What stays: {reference}, Note").focus()
        page.keyboard.press("ArrowDown")
        _press(page, "button", "Bring this in")
        expect(page.get_by_text("1 cell was brought in.")).to_be_visible(timeout=60_000)

    return _timed(deed)


def _flag(page: Page) -> float:
    """From the list of gaps, which is open: choose one, and send what the form begins with."""
    page.goto("/gaps")
    page.wait_for_load_state("networkidle")

    def deed() -> None:
        _press(page, "link", re.compile("^Flag this"))
        expect(page.get_by_label("What is asked")).not_to_be_empty()
        _press(page, "button", "Send now")
        expect(page.get_by_text("The other side sees it now.")).to_be_visible(timeout=60_000)

    return _timed(deed)


def _share(page: Page, home: str) -> float:
    def deed() -> None:
        page.goto(f"{home}/share")
        _press(page, "button", "Share the whole plan")
        expect(page.get_by_text(re.compile(r"Shared: "))).to_be_visible(timeout=60_000)

    return _timed(deed)


def _submit(page: Page, home: str) -> float:
    page.goto(f"{home}/submit")

    def deed() -> None:
        page.get_by_label("Kind").select_option(label="update")
        page.get_by_label("Covering note").fill("What has changed.")
        _press(page, "button", "Look at what will be sealed")
        expect(page.get_by_role("button", name="Submit for good")).to_be_focused(timeout=60_000)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("The receipt says what was recorded.", timeout=60_000)

    return _timed(deed)

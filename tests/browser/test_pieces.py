"""A large file over a poor line: it breaks at 90 % and goes on from there; it is stopped, discarded, sent again."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from app.files.landing import PIECE
from tests.browser.conftest import Town, axe
from tests.browser.test_journeys_of_the_desk import HOME, press
from tests.browser.town import TRANSPOSED

RECORD = (b"A line of the record of a long meeting.\n" * PIECE)[: 10 * PIECE]
LIST = b"Measure,Due,Comment\n" + b"".join(b"Step %d,2026-11-30,%s\n" % (n, b"words " * 1000) for n in range(300))


def choose(page: Page, name: str, content: bytes) -> None:
    """Choose a file in the form."""
    kind = "text/csv" if name.endswith(".csv") else "text/plain"
    field = page.locator("form:has([data-pieces]) input[type=file]")
    field.set_input_files({"name": name, "mimeType": kind, "buffer": content})


def offset_of(route: Route) -> int:
    """Where the piece that is sent begins."""
    return int(route.request.url.rpartition("=")[2])


def test_a_line_that_breaks_at_nine_tenths_is_gone_on_with(town: Town) -> None:
    page = town.visit("coordinator")
    page.clock.install()
    sent: list[int] = []

    def breaking(route: Route) -> None:
        sent.append(offset_of(route))
        if sent[-1] == 9 * PIECE:
            route.abort("connectionreset")
        else:
            route.continue_()

    page.goto(f"{HOME}/items/{TRANSPOSED}/evidence/attach")
    page.wait_for_load_state("networkidle")
    page.get_by_label("Kind").select_option("file")
    page.get_by_label("What it is").fill("Record of the meeting")
    choose(page, "record.txt", RECORD)
    assert town.watch is not None
    town.watch.allowed.append("ERR_CONNECTION_RESET")
    page.route("**/uploads/*", breaking)
    press(page, page.get_by_role("button", name="Save"))
    resume = page.get_by_role("button", name="Resume")
    while not resume.is_visible():
        page.clock.run_for(1000)
        page.wait_for_timeout(20)
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    expect(page.get_by_text("The line broke at 90 %. What has arrived is kept for a day.")).to_be_visible()
    expect(resume).to_be_focused()
    axe(page)

    page.unroute("**/uploads/*")
    press(page, resume)
    expect(page.get_by_text("Attached: Record of the meeting.")).to_be_visible()
    assert sent == [n * PIECE for n in range(9)] + [9 * PIECE] * 4


def test_what_was_stopped_can_be_gone_on_with_or_discarded_after_the_page_was_left(town: Town) -> None:
    page = town.visit("coordinator")
    held: list[Route] = []
    sent: list[int] = []

    def holding(route: Route) -> None:
        sent.append(offset_of(route))
        if sent[-1] == PIECE and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/uploads/*?offset=*", holding)
    page.goto(f"{HOME}/spreadsheets")
    page.wait_for_load_state("networkidle")
    choose(page, "list.csv", LIST)
    press(page, page.get_by_role("button", name="Read the spreadsheet"))
    share = PIECE * 100 // len(LIST)
    expect(page.get_by_text(f"{share} % has arrived.")).to_be_visible()
    stop, resume = (page.get_by_role("button", name=name) for name in ("Stop", "Resume"))
    expect(resume).to_be_hidden()
    press(page, stop)
    expect(page.get_by_text(f"Stopped at {share} %.")).to_be_visible()
    expect(resume).to_be_focused()
    expect(stop).to_be_hidden()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(f"Of list.csv {share} % has arrived.")).to_be_visible()
    axe(page)
    press(page, page.get_by_role("button", name="Discard list.csv"))
    expect(page.get_by_text("Of list.csv")).to_have_count(0)
    choose(page, "list.csv", LIST)
    press(page, page.get_by_role("button", name="Read the spreadsheet"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("list.csv")
    assert sent == [0, PIECE, 0, PIECE]

"""Technical support from a request to use, between support officer, expert and coordinator; and when it is over."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import time_machine
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.catalogue.queries import view_in_force
from app.core import clock
from app.http.context import services
from app.plans.models import Milestone
from tests.browser.conftest import WIDTHS, Town, Watch, axe, fits
from tests.browser.town import CELL, PEOPLE
from tests.guards.house import NOON
from tests.web.browsing import PASSWORD, Browser

EXPERT, WHO = "new.expert@demo.example", "An expert for reception"
MILESTONE, PROCEDURE = "Places in use", "How places are opened and closed"
BLOCK, MEASURE = "3 Rethinking reception", "Legal and regulatory framework recommendations"
HOME, TODAY = "/countries/IE", "2026-11-22"


def told(page: Page, words: str) -> None:
    """What a deed says is in sight."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def step(page: Page, deed: str, *, on_day: str | None = None, says: str = "Recorded.") -> None:
    """Open a step on the page of a request or deliverable, and take it."""
    opened = page.locator("details", has=page.locator("summary", has_text=re.compile(f"^{deed}$")))
    opened.locator("summary").first.click()
    if on_day:
        opened.get_by_label("On", exact=False).first.fill(on_day)
    opened.get_by_role("button", name=deed, exact=True).click()
    told(page, says)


def path_of(page: Page) -> str:
    return urlsplit(page.url).path


def ask(page: Page) -> str:
    """The coordinator asks for support; returns what the request is called."""
    page.goto("/support")
    page.get_by_role("link", name="Request support for Ireland").click()
    page.get_by_label("Title", exact=True).fill("Help with opening places")
    page.get_by_label("Authority that is to benefit").select_option(index=1)
    page.get_by_label(BLOCK).check()
    page.get_by_label(MEASURE).check()
    page.get_by_label("Expected results").fill("A procedure that the centres use.")
    page.get_by_label("From", exact=True).fill("2026-11-01")
    page.get_by_label("Until", exact=True).fill("2027-03-31")
    page.get_by_role("button", name="Request support").click()
    told(page, "The request is made")
    return page.get_by_role("heading", level=1).inner_text().partition(":")[0]


def decide(page: Page, name: str) -> str:
    """The officer selects it, records plan and inception, and assigns somebody new; returns the link to hand over."""
    page.goto("/support")
    page.get_by_role("link", name=f"Select it or not {name}").click()
    step(page, "Select the request")
    step(page, "Record the signed support plan", on_day=TODAY)
    step(page, "Record the inception meeting", on_day=TODAY)
    page.get_by_role("link", name="The project: support plan, experts, suggestions").click()
    page.locator("summary", has_text="Assign an expert").click()
    page.get_by_label("E-mail address").fill(EXPERT)
    page.get_by_label("Name, of who has no account yet").fill(WHO)
    page.get_by_label("Task, in a line").fill("Write the procedure")
    page.get_by_label(BLOCK).check()
    page.get_by_role("button", name="Assign", exact=True).click()
    told(page, "Hand over this link")
    found = re.search(r"/invitation/\S+", page.get_by_role("status").filter(has_text="Assigned").inner_text())
    assert found
    return found[0]


def come_in(page: Page, link: str) -> None:
    """The expert chooses a password, which signs them in or lets them."""
    page.goto(link)
    page.get_by_label("New password", exact=False).first.fill(PASSWORD)
    page.get_by_label("again", exact=False).fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("link", name="Support", exact=True)).to_be_visible()


def suggest(page: Page, name: str) -> str:
    """The expert suggests a later forecast of a milestone; returns its reference."""
    page.goto("/support")
    page.get_by_role("rowheader", name=name, exact=True).get_by_role("link").click()
    page.get_by_role("link", name=BLOCK).click()
    row = page.get_by_role("row").filter(has_text=MILESTONE)
    row.get_by_role("link", name=re.compile("suggest a change")).click()
    reference = path_of(page).split("/")[-2]
    page.get_by_label("Note").fill("Count the places of the west too")
    page.get_by_label("Why").fill("They are in use since June.")
    page.get_by_role("button", name="Suggest", exact=True).click()
    told(page, "Nothing moves until the coordinator accepts it.")
    return reference


def title_of(town: Town, reference: str) -> str:
    """The item that a milestone belongs to."""
    with services(town.app).database.reading() as session:
        item = session.scalars(select(Milestone.item_id).where(Milestone.reference == reference)).one()
        return view_in_force(session, NOON.date()).items_by_id[item].title.in_("en")


def write(page: Page, project: str, reference: str, title: str) -> str:
    """The expert writes a deliverable, adds its file and submits it; returns what it is called."""
    page.goto(project)
    page.get_by_role("link", name="Begin a deliverable").click()
    page.get_by_label("Kind", exact=True).select_option(label="standard operating procedure")
    page.get_by_label("Title", exact=True).fill(PROCEDURE)
    page.get_by_label(MEASURE).check()
    page.get_by_role("group", name="Items it serves").get_by_label(title, exact=False).check()
    product = page.get_by_label("The milestone it is the product of")
    product.select_option(value=reference)
    page.get_by_role("button", name="Begin", exact=True).click()
    told(page, "Nobody else reads it until it is submitted.")
    content = b"Step 1: count the places. Step 2: open them."
    page.locator("#file").set_input_files({"name": "procedure.txt", "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="Add the file").click()
    told(page, "The file is added.")
    step(page, "Submit")
    return page.get_by_role("heading", level=1).inner_text().split(":")[0].removeprefix("Deliverable ")


def test_from_a_request_to_use(town: Town) -> None:
    coordinator, officer, expert = town.visit("coordinator"), town.visit("support officer"), town.visit()
    name = ask(coordinator)
    link = decide(officer, name)
    project = path_of(officer)
    come_in(expert, link)
    reference = suggest(expert, name)

    coordinator.goto(HOME)
    coordinator.get_by_role("link", name=f"Answer it {reference}").click()
    coordinator.get_by_role("button", name="Accept, with what stands above").click()
    told(coordinator, "Answered; the expert has been told.")
    coordinator.goto(f"{HOME}/milestones/{reference}")
    expect(coordinator.get_by_text("Count the places of the west too").first).to_be_visible()

    deliverable = write(expert, project, reference, title_of(town, reference))
    officer.goto("/support")
    officer.get_by_role("link", name=f"Approve or return it {deliverable}").click()
    step(officer, "Approve")
    coordinator.goto(HOME)
    coordinator.get_by_role("link", name=f"Accept or return it {deliverable}").click()
    step(coordinator, "Accept")
    expect(coordinator.get_by_text("evidence for it since the country accepted it")).to_be_visible()
    coordinator.goto(f"{HOME}?needs=support")
    coordinator.get_by_role("link", name=f"Is it in use? {deliverable}").click()
    step(coordinator, "Say that it is in use")
    expect(coordinator.locator("dd", has_text="since 22 November 2026")).to_be_visible()
    expect(coordinator.get_by_role("heading", name="What moved beside it")).to_be_visible()
    for width in WIDTHS.values():
        coordinator.set_viewport_size({"width": width, "height": 900})
        fits(coordinator)
        axe(coordinator)
    coordinator.goto(f"{HOME}/milestones/{reference}")
    expect(coordinator.get_by_role("link", name=f"{deliverable}: {PROCEDURE}")).to_be_visible()


def test_an_expert_whose_assignment_ended_is_out_of_pages_downloads_and_the_open_session(
    town: Town, watch: Watch
) -> None:
    watch.allowed += ["404", "403"]
    officer, expert = town.visit("support officer"), town.visit("expert")
    expert.goto("/support")
    expert.locator("a[href*='/support/projects/']").first.click()
    project = path_of(expert)
    expert.get_by_role("link", name=re.compile("^IE-S.*-D1$")).click()
    own, file = path_of(expert), expert.locator("a[href*='/files/']").first.get_attribute("href") or ""
    expert.goto(CELL)
    expert.get_by_role("link", name=re.compile("suggest a change")).first.click()
    form = path_of(expert)
    expert.get_by_label("Note").fill("Written while the assignment ended")
    expert.get_by_label("Why").fill("It was still open.")

    officer.goto(project)
    officer.locator("summary", has_text="End now").first.click()
    officer.get_by_label("Why, in a line").fill("The contract is over.")
    officer.get_by_role("button", name="End the assignment").first.click()
    told(officer, "The assignment is ended.")
    expert.get_by_role("button", name="Suggest", exact=True).click()
    expect(expert.get_by_role("heading", level=1)).to_have_text("Not found")

    def status(address: str) -> int:
        return expert.request.get(address).status

    ended = clock.now()
    for minutes in (0, 20, 40, 60):  # a session lives on as long as it is used
        with time_machine.travel(ended + timedelta(minutes=minutes), tick=True):
            assert status("/account") == 200
            for address in (project, form, CELL, "/support", f"{project}/deliverables/new"):
                assert status(address) == 404, address
            assert status(f"{own}/edit") == 403
            assert (status(own), status(file)) == (200, 200), "their own they keep for ninety days"
    for days, answer in ((90, 200), (91, 404)):
        with time_machine.travel(ended + timedelta(days=days), tick=True):
            later = Browser(town.app)
            assert later.sign_in(PEOPLE["expert"]).status_code == 303
            assert [later.get(address).status_code for address in (own, file)] == [answer, answer]

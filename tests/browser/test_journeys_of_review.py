"""What a reviewer and a country do with each other: read, flag, answer and contest, read twice, check a fiche."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from app.catalogue.queries import view_in_force
from app.http.context import services
from tests.browser.conftest import WIDTHS, Town, Watch, axe, fits
from tests.browser.test_journeys_of_the_desk import Keyboard, press
from tests.browser.town import in_place
from tests.guards.house import NOON

READ_HERE = "ES"
"""A country of which the town has no second reading: this module opens one."""


def told(page: Page, words: str) -> None:
    """What a deed says is in sight, and has the focus."""
    notice = page.get_by_role("status").filter(has_text=words)
    expect(notice).to_be_in_viewport()
    expect(notice).to_be_focused()


def test_a_computed_gap_is_flagged_with_two_clicks_or_a_few_dozen_keys(town: Town) -> None:
    page = town.visit("lead reviewer")
    page.goto("/gaps?country=BG")
    page.wait_for_load_state("networkidle")
    keyboard = Keyboard(page, most=60)
    keyboard.take(page.get_by_role("link", name="Go to the main content"))
    link = page.get_by_role("link", name=re.compile("^Flag this")).first
    keyboard.take(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Write a flag")
    keyboard.take(page.get_by_role("link", name="Go to the main content"))
    for label in ("What is asked", "Why so, in a line"):
        expect(page.get_by_label(label)).not_to_be_empty()
    keyboard.take(page.get_by_role("button", name="Send now"))
    told(page, "The other side sees it now.")
    assert keyboard.strokes < 60
    expect(page.get_by_role("heading", level=1)).to_contain_text("BG-1")

    page.goto("/gaps?country=BG")
    link.click()
    page.get_by_label("Answer by").press("Enter")  # what goes to a government is sent by its button alone
    told(page, "The draft is kept.")
    page.get_by_role("button", name="Send what is chosen").click()
    told(page, "Sent: ")


def test_a_contested_answer_is_maintained_and_both_positions_stand_side_by_side(town: Town, watch: Watch) -> None:
    watch.allowed.append("422")
    reviewer, coordinator = town.visit("lead reviewer"), town.visit("coordinator")
    reviewer.goto("/gaps?country=IE")
    press(reviewer, reviewer.get_by_role("link", name=re.compile("^Flag this")).first)
    press(reviewer, reviewer.get_by_role("button", name="Send now"))
    told(reviewer, "The other side sees it now.")
    flag = urlsplit(reviewer.url).path

    def step(page: Page, deed: str, words: str = "", answer: str = "") -> None:
        page.goto(flag)
        if answer:
            page.get_by_label("The answer is").select_option(label=answer)
        page.get_by_label("What you say").fill(words)
        press(page, page.get_by_role("button", name=deed, exact=True))
        told(page, f"{flag.rpartition('/')[2]}: ")

    coordinator.goto("/countries/IE")
    expect(coordinator.get_by_role("heading", name="Flags waiting for your answer")).to_be_visible()
    step(coordinator, "Acknowledge")
    expect(coordinator.get_by_role("button", name="Acknowledge")).to_have_count(0)
    step(coordinator, "Answer", "The law covers it.", "contested")
    reviewer.goto(flag)
    day = reviewer.get_by_label("Second answer by")
    day.fill("2026-12-18")
    day.press("Enter")  # neither accepts nor maintains
    expect(reviewer.get_by_role("alert")).to_contain_text("Choose what to do.")
    expect(reviewer.get_by_role("button", name="Accept the answer", exact=True)).to_be_visible()
    step(reviewer, "Maintain", "Which article?")
    step(coordinator, "Answer", "Article 4 of the law of 2026.", "contested")
    step(reviewer, "Maintain", "Article 4 is about something else.")
    for page in (reviewer, coordinator):
        page.goto(flag)
        positions = page.locator(".positions section")
        expect(positions.nth(0)).to_contain_text("Article 4 is about something else.")
        expect(positions.nth(1)).to_contain_text("Article 4 of the law of 2026.")
        expect(page.locator("main")).to_contain_text("positions differ")
        commission, ireland = positions.nth(0).bounding_box(), positions.nth(1).bounding_box()
        assert commission
        assert ireland
        assert commission["y"] == ireland["y"]
        assert commission["x"] + commission["width"] <= ireland["x"]
    axe(reviewer)


def speak(page: Page, address: str, verdict: str, reason: str) -> None:
    """Say what one finds of the item that the page unfolds."""
    page.goto(address)
    form = page.locator("details.item[open] form")
    expect(form).to_have_count(1)
    form.get_by_label(verdict, exact=True).check()
    form.get_by_label("Why").fill(reason)
    press(page, form.get_by_role("button"))


def test_two_read_apart_and_the_lead_settles_where_they_differ(town: Town) -> None:
    lead, first, second = (town.visit(role) for role in ("lead reviewer", "reviewer", "other reviewer"))
    with services(town.app).database.reading() as session:
        view = view_in_force(session, NOON.date())
        titles = [view.items[key].title.in_("en") for key in in_place(view, READ_HERE)[:2]]
    lead.goto(f"/countries/{READ_HERE}/reading")
    press(lead, lead.get_by_role("link", name="Open a second reading"))
    for title in titles:
        lead.get_by_label(title, exact=True).first.check()
    for name in ("Reviewer", "Elsewhere"):
        lead.get_by_label(name, exact=True).check()
    axe(lead)
    press(lead, lead.get_by_role("button", name="Open the second reading"))
    told(lead, "The second reading is open")
    address = urlsplit(lead.url).path

    speak(first, address, "confirmed", "Seen on the spot.")
    told(first, "Your verdict is kept.")
    expect(first.get_by_text("You have spoken on 1 of 2 items.")).to_be_visible()
    for page in (lead, second):
        page.goto(address)
        expect(page.locator("main")).not_to_contain_text("Seen on the spot.")
    speak(second, address, "partly confirmed", "One annex is missing.")
    expect(second.get_by_text("You have spoken on 1 of 2 items.")).to_be_visible()
    first.goto(address)
    expect(first.locator("main")).not_to_contain_text("One annex is missing.")
    speak(first, address, "confirmed", "The act is published.")
    speak(second, address, "confirmed", "Read in the journal.")
    told(second, "All is in: both verdicts are shown.")

    lead.goto("/desk")
    press(lead, lead.get_by_role("link", name="Second readings"))
    press(lead, lead.get_by_role("link", name=f"Spain, no. {address.rpartition('/')[2]}"))
    expect(lead.locator("main")).to_contain_text("They said the same of 1 of 2 items on which both spoke. Kappa: 0.00.")
    expect(lead.locator("main")).to_contain_text("So few items do not tell how sure it is.")
    expect(lead.locator("summary").get_by_text("they differ")).to_be_visible()
    axe(lead)
    open_item = lead.locator("details.item[open]")
    expect(open_item).to_contain_text("Seen on the spot.")
    expect(open_item).to_contain_text("One annex is missing.")
    open_item.get_by_label("partly confirmed").check()
    open_item.get_by_label("Why").fill("The annex on numbers is missing.")
    press(lead, open_item.get_by_role("button", name=re.compile("^Settle")))
    told(lead, "Settled.")
    press(lead, open_item.get_by_role("button", name="Make it the assessment"))
    told(lead, "It is the assessment now")
    expect(open_item).to_contain_text("The act is published.")  # on to the next one
    expect(lead.locator("summary").get_by_text("made an assessment")).to_be_visible()


def test_a_second_reading_tells_the_whole_on_the_first_narrow_screen_and_on_paper(town: Town) -> None:
    page = town.visit("lead reviewer", width=WIDTHS["narrow"])
    page.goto("/desk/second/1")
    fits(page)
    whole = page.get_by_text("They said the same of 1 of 2 items").bounding_box()
    assert whole
    assert whole["y"] + whole["height"] < 900
    expect(page.locator("details.item[open]")).to_have_count(1)
    settled = page.locator(".as-written").get_by_text("Both have seen it.")
    expect(settled).to_be_hidden()
    page.emulate_media(media="print")
    expect(settled).to_be_visible()
    expect(page.get_by_role("table", name="Agreement of the two readers")).to_be_visible()


def test_a_reviewer_reads_a_plan_with_the_keyboard_and_goes_on_where_they_stopped(town: Town) -> None:
    page = town.visit("lead reviewer")
    page.goto("/countries/IE/reading?block=3")
    expect(page.get_by_text("items to read, one after the other")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Begin")).press("Enter")
    heading, place = page.get_by_role("heading", level=1), page.locator("[aria-current=page]").last
    expect(place).to_have_text(re.compile(r"^Item 1 of \d+$"))
    page.wait_for_load_state("networkidle")
    first = heading.inner_text()
    page.keyboard.press("j")
    expect(place).to_have_text(re.compile(r"^Item 2 of \d+$"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("ArrowLeft")
    expect(heading).to_have_text(first)
    page.wait_for_load_state("networkidle")
    line = page.get_by_label("My line")
    line.fill("jam")  # keys are letters while somebody types
    expect(line).to_have_value("jam")
    line.blur()
    page.keyboard.press("m")
    expect(place).to_have_text(re.compile(r"^Item 2 of \d+$"))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("f")
    expect(heading).to_have_text("Write a flag")
    page.goto("/countries/IE/reading?block=3")
    expect(page.get_by_text(re.compile(r"You were at item 1 of \d+; \d+ to go, 0 changed"))).to_be_visible()
    expect(page.get_by_role("cell", name="jam")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Go on")).press("Enter")
    page.get_by_role("link", name="Switch the keys off").click()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("k")
    expect(place).to_have_text(re.compile(r"^Item 2 of \d+$"))


def comment_on(page: Page, words: str, about: str = "") -> None:
    """Add a comment to the factual check."""
    if about:
        page.get_by_label("It is about").select_option(label=about)
    page.get_by_label("Comment", exact=True).fill(words)
    press(page, page.get_by_role("button", name="Add the comment"))
    told(page, "Your comment is there.")
    expect(page.locator(".comment").get_by_text(words)).to_be_in_viewport()


def test_a_fiche_goes_through_its_factual_check_and_is_final_with_the_position_annexed(town: Town) -> None:
    lead, coordinator = town.visit("lead reviewer"), town.visit("coordinator")
    lead.goto("/fiches/begin/IE")
    press(lead, lead.get_by_role("button", name="Begin the draft"))
    told(lead, "The draft is begun.")
    write = lead.locator("section", has=lead.get_by_role("heading", name="Write", exact=True))
    press(lead, write.get_by_role("link").first)
    lead.get_by_label("Progress").fill("The law is drafted.")
    press(lead, lead.get_by_role("button", name="Save"))
    press(lead, lead.get_by_role("button", name="Send for the factual check"))
    expect(lead.get_by_text("The country sees it now.")).to_be_visible()
    fiche = urlsplit(lead.url).path

    coordinator.goto("/countries/IE")
    press(coordinator, coordinator.get_by_role("link", name=f"Fiche {fiche.rpartition('/')[2]}"))
    expect(coordinator.get_by_text("Not yet checked by the Member State")).to_be_visible()
    comment_on(coordinator, "It is adopted.")
    comment_on(coordinator, "The places are 4,300.", "3 Rethinking reception")
    coordinator.get_by_label("Position").fill("We agree in the main.\nWe differ on places.")
    press(coordinator, coordinator.get_by_role("button", name="Save the position"))
    told(coordinator, "The position is kept.")
    lead.goto(fiche)
    expect(lead.get_by_text("It is adopted.")).to_have_count(0)
    press(coordinator, coordinator.get_by_role("button", name="Return the check"))
    told(coordinator, "The check is returned.")

    lead.goto(fiche)
    expect(lead.get_by_role("button", name="Make it final")).to_have_count(0)
    comments = lead.locator("section[aria-labelledby=settle] .comment")
    settle(comments, "It is adopted.", "not taken over, because", "Not by the day of the figures.")
    settle(comments, "The places are 4,300.", "taken over")
    press(lead, lead.get_by_role("button", name="Make it final"))
    told(lead, "is final and sealed.")
    for page in (lead, coordinator):
        page.goto(fiche)
        for words in ("Checked by the Member State", "Not by the day of the figures.", "We differ on places."):
            expect(page.get_by_text(words)).to_be_visible()
        expect(page.get_by_role("button", name="Make it final")).to_have_count(0)
    axe(lead)
    answer = coordinator.request.get(f"{fiche}/fiche.pdf")
    assert answer.ok
    assert answer.body().startswith(b"%PDF-")


def settle(comments: Locator, words: str, outcome: str, reply: str = "") -> None:
    """Say what became of a comment."""
    one = comments.filter(has_text=words)
    one.get_by_label("What became of it").select_option(label=outcome)
    one.get_by_label("What you say").fill(reply)
    press(one.page, one.get_by_role("button", name="Keep"))
    told(one.page, "Kept.")
    expect(one.locator(".comment__reach")).to_have_text(outcome)

"""A question from its asking to the day on which its answer changes and who relied on it is told."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.conftest import Town, axe
from tests.browser.test_journeys_of_review import told
from tests.browser.test_journeys_of_the_desk import press
from tests.guards.house import ITEM, OWN


def test_who_relies_on_an_answer_is_told_when_it_changes_and_sees_what_differs(town: Town) -> None:
    coordinator, reviewer = town.visit("coordinator"), town.visit("lead reviewer")
    coordinator.goto(f"/items/{ITEM[OWN]}")
    press(coordinator, coordinator.get_by_role("link", name="Ask the Commission about it for Ireland"))
    expect(coordinator.locator("input[name=item_ids]:checked")).to_have_count(1)
    coordinator.get_by_label("Question in one line").fill("From which day do days run?")
    coordinator.get_by_label("Question", exact=True).fill("Does the day of registration count?")
    press(coordinator, coordinator.get_by_role("button", name="Ask", exact=True))
    told(coordinator, "Asked. It stands on the desks of the reviewers.")
    question = urlsplit(coordinator.url).path

    reviewer.goto("/desk")
    press(reviewer, reviewer.get_by_role("link", name=re.compile("^Answer.*From which day do days run")))
    reviewer.get_by_label("Answer").fill("They run from lodging. Holidays count.")
    press(reviewer, reviewer.get_by_role("button", name="Publish"))
    told(reviewer, "Published.")

    coordinator.goto(question)
    press(coordinator, coordinator.get_by_role("button", name="We rely on this answer"))
    told(coordinator, "Recorded. You are told when the answer changes.")

    reviewer.goto(question)
    press(reviewer, reviewer.get_by_role("link", name="Revise the answer"))
    reviewer.get_by_label("Answer", exact=True).fill("They run from registration. Holidays count.")
    reviewer.get_by_label("Why it is revised").fill("Read anew with the other services.")
    press(reviewer, reviewer.get_by_role("button", name="Publish"))
    told(reviewer, "Published.")

    coordinator.goto("/countries/IE")
    notice = coordinator.locator(".desk .notice").filter(has_text="From which day do days run?")
    expect(notice).to_contain_text("Read anew with the other services.")
    notice.get_by_text("What differs").click()
    expect(notice.locator("del")).to_contain_text("lodging.")
    expect(notice.locator("ins")).to_contain_text("registration.")
    axe(coordinator)
    press(coordinator, notice.get_by_role("button", name=re.compile("^Keep relying on it")))
    told(coordinator, "Recorded: the item relies on the answer as it stands now.")
    expect(notice).to_have_count(0)

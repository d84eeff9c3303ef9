"""A contributing country reads its share of the pool, prepares its pledge for itself alone, and sees what remains."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Town, Watch, axe, fits


def test_a_country_reads_its_share_prepares_a_pledge_and_sees_what_remains(town: Town, watch: Watch) -> None:
    watch.allowed += ["404", "422"]
    ireland = town.visit("coordinator", width=WIDTHS["narrow"])
    ireland.goto("/governance/2025")
    ireland.get_by_role("link", name=re.compile("^Findings of the Commission")).click()
    expect(ireland.get_by_text("“facing a significant migratory situation”").first).to_be_visible()
    ireland.goto("/governance/2025/key")
    ireland.get_by_role("link", name=re.compile("^What Ireland prepares for itself")).click()
    expect(ireland.get_by_role("heading", level=1)).to_have_text("Own preparation of the pledge")
    expect(ireland.get_by_text(re.compile("^Fair share, by the computed share"))).to_be_visible()
    ireland.get_by_label("relocations", exact=True).check()
    ireland.get_by_label("Who decides nationally, and how").fill("The government, before the forum.")
    ireland.get_by_label("Relocations, in persons").fill("2")
    ireland.get_by_label("Financial contributions, in euro").fill("10 000")
    fits(ireland)
    axe(ireland)
    ireland.get_by_role("button", name="Save").click()
    expect(ireland.get_by_text("Planned, as far as it is said: EUR 50,000")).to_be_visible()
    expect(ireland.get_by_text(re.compile("^Remains: EUR"))).to_be_visible()

    ireland.goto("/countries/IE/pledge/2027")
    ireland.get_by_label("Legal or budget steps needed").fill("Money for 500 relocations")
    ireland.get_by_role("button", name="Save").click()
    expect(ireland.get_by_role("alert")).to_contain_text("This looks like a figure: 500 relocations")
    ireland.get_by_label("Legal or budget steps needed").fill("A line in the budget law of 2027")
    ireland.get_by_role("button", name="Save").click()
    expect(ireland.get_by_text("A line in the budget law of 2027").first).to_be_visible()

    reviewer = town.visit("lead reviewer")
    answer = reviewer.goto("/countries/IE/pledge/2026")
    assert answer is not None
    assert answer.status == 404

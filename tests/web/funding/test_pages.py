"""Money over all plans that somebody reads: own work at once, that of others once it is shared, and what is public."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

from tests.guards.reading_pages import Page, faults
from tests.web.browsing import Browser
from tests.web.countries.conftest import World

Add = Callable[..., str]
PAID = {"budget": "75 000", "funding-AMIF-planned": "40,000.50", "funding-national-committed": "10"}


def words(page: str) -> str:
    """A page without its tags, on one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def lines(browser: Browser, address: str) -> list[dict[str, str]]:
    answer = browser.get(address)
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    return [row for row in rows if row["plan"] in ("IE", "FR")] if "plan" in rows[0] else rows


def test_a_plan_s_money_is_its_own_until_it_is_shared(world: World, add: Add) -> None:
    ireland, commission = world.sign_in("ireland"), world.sign_in("reviewer")
    reference = add(ireland, "Register bought", **PAID)
    own = ireland.get("/funding")
    assert faults(Page(own.text)) == []
    assert "Estimated budgets: EUR 75,000; planned EUR 40,000.50, committed EUR 10, spent EUR 0." in words(own.text)
    assert "Not covered: EUR 34,989.50." in words(own.text)
    assert own.text.count(">Asylum, Migration and Integration Fund (AMIF)</a>") == 1, "an instrument stands once"
    assert reference in own.text
    for address in ("/funding", "/funding.csv"):
        assert reference not in commission.get(address).text, "nothing is shared yet"
    assert "No milestone of this choice has a budget" in commission.get("/funding").text
    ireland.post("/countries/IE/share", {"what": "plan"})
    told = commission.get("/funding").text
    assert reference in told
    assert 'href="/countries/IE/funding"' not in told, "one plan alone needs no table of plans"
    assert [row["instrument"] for row in lines(commission, "/funding.csv")] == ["AMIF", "national"]
    for name in ("france", "admin"):
        stranger = world.sign_in(name)
        assert reference not in stranger.get("/funding").text
        assert reference not in stranger.get("/funding.csv").text
    assert "Your role reads no plans" in world.sign_in("admin").get("/funding").text


def test_a_choice_narrows_sums_and_file_alike(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, "Register bought", **PAID)
    alone = words(ireland.get("/funding?instrument=national").text)
    assert "National budget pays for them: planned EUR 0, committed EUR 10, spent EUR 0." in alone
    assert "Costed without funding" not in alone, "a budget is not an instrument's"
    assert [row["instrument"] for row in lines(ireland, "/funding.csv?instrument=national")] == ["national"]
    by_item = ireland.get("/funding?block=reception")
    assert "Budgets and funding by item of block" in words(by_item.text)
    assert reference in by_item.text
    assert reference not in ireland.get("/funding?block=borders").text
    unknown = ireland.get("/funding?country=FR")
    assert "country: “FR”" in html.unescape(unknown.text), "France's plan is not Ireland's to read"
    assert reference in unknown.text
    assert ireland.get("/funding.csv?country=FR").status_code == 404
    before = ireland.get("/funding?as_of=2025-01-01").text
    assert reference not in before


def test_public_amounts_stand_beside_with_their_sources_and_in_no_sum(world: World) -> None:
    reader = world.sign_in("observer")
    page = words(reader.get("/funding").text)
    assert "Named with the plan" in page
    assert "3,600,000,000.00" in page
    assert "A letter" in page
    assert "not known" in page, "an amount that nobody saw is no zero"
    rows = {row["title"]: row for row in lines(reader, "/funding/public.csv")}
    assert (rows["A letter"]["euro"], rows["A letter"]["funds"], rows["A letter"]["confidence"]) == (
        "",
        "AMIF",
        "medium",
    )
    assert "A letter" not in words(world.sign_in("ireland").get("/funding?country=IE").text)

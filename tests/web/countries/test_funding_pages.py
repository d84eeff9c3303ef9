"""Budget and funding on the pages of a milestone, in its form, in a conflict, and summed up for a country."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from tests.web.countries.conftest import CELL, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
PAID = {"budget": "75 000", "funding-AMIF-planned": "40,000.50", "funding-AMIF-spent": "7", "funding-union-planned": ""}
OPEN = re.compile(r'<details class="disclosure" open>\s*<summary>Budget and funding</summary>')


def test_money_is_entered_with_all_fields_and_told_on_every_page_of_the_milestone(world: World, add: Add) -> None:
    person = world.sign_in("ireland")
    reference = add(person, **PAID)
    address = f"/countries/IE/milestones/{reference}"
    page = person.get(address).text
    assert "Estimated budget: EUR 75,000." in page
    assert "Not covered: EUR 34,999.50." in page
    assert "More is spent than committed: Asylum, Migration and Integration Fund (AMIF)." in page
    assert "planned 40,000.50, spent 7.00" in page, "its history tells it by instrument"
    assert "not covered: EUR 34,999.50" in person.get(f"{CELL}?open=all").text
    form = form_on(person.get(f"{address}/edit").text)
    assert (form["budget"], form["funding-AMIF-planned"], form["funding-national-planned"]) == (
        ["75,000.00"],
        ["40,000.50"],
        [""],
    )
    unchanged = person.post(address, form)
    assert unchanged.status_code == 303
    assert form_on(person.get(f"{address}/edit").text)["version"] == form["version"]
    refused = person.post(address, {**form, "budget": "much", "funding-national-planned": "-5"})
    assert refused.status_code == 422
    assert "This is no amount in euro." in refused.text
    assert OPEN.search(refused.text), "what is to be mended is not folded away"
    refused = person.post(address, {**form, "title": "", "budget": "80 000"})
    assert refused.status_code == 422
    assert OPEN.search(refused.text), "nor is what was typed when something else is"
    assert person.post(address, {**form, "funding-AMIF-planned": "", "funding-AMIF-spent": ""}).status_code == 303
    assert "No instrument is named." in person.get(address).text
    gaps = person.get("/gaps?country=IE&rule=costed-without-funding").text
    assert "milestones with a budget and without funding: 1; not covered: EUR 75,000" in gaps


def test_amounts_that_two_people_change_are_chosen_one_by_one(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first, **PAID)
    address = f"/countries/IE/milestones/{reference}"
    mine, theirs = (form_on(person.get(f"{address}/edit").text) for person in (second, first))
    saved = first.post(address, {**theirs, "funding-AMIF-planned": "41000", "budget": "76000"})
    assert saved.status_code == 303
    stale = second.post(address, {**mine, "funding-AMIF-planned": "42000", "funding-national-planned": "5"})
    assert stale.status_code == 409
    assert 'name="choice.funding-AMIF-planned"' in stale.text
    assert "41,000.00" in stale.text
    assert 'name="choice.budget"' not in stale.text, "who left it as it was takes nothing back"
    chosen = {**form_on(stale.text), "choice.funding-AMIF-planned": "theirs"}
    assert second.post(address, chosen).status_code == 303
    now = form_on(second.get(f"{address}/edit").text)
    assert [now[name][0] for name in ("budget", "funding-AMIF-planned", "funding-national-planned")] == [
        "76,000.00",
        "41,000.00",
        "5.00",
    ]


def test_a_country_sees_its_money_and_others_what_it_has_shared(world: World, add: Add) -> None:
    person, commission = world.sign_in("ireland"), world.sign_in("reviewer")
    reference = add(person, **PAID)
    page = person.get("/countries/IE/funding")
    assert page.status_code == 200
    assert "Estimated budgets: EUR 75,000; planned EUR 40,000.50, committed EUR 0, spent EUR 7." in page.text
    assert "Asylum, Migration and Integration Fund (AMIF)" in page.text
    assert reference in page.text
    file = person.get("/countries/IE/funding.csv").text.removeprefix("\ufeff")
    lines = list(csv.DictReader(io.StringIO(file)))
    names = ("milestone", "instrument", "planned_euro", "not_covered_euro")
    assert [[one[name] for name in names] for one in lines[:-1]] == [[reference, "AMIF", "40000.50", "34999.50"]]
    for address in ("/countries/IE/funding", "/countries/IE/funding.csv"):
        told = commission.get(address)
        assert told.status_code == 200
        assert reference not in told.text, "nothing is shared yet"
    assert "No milestone has a budget or names who pays." in commission.get("/countries/IE/funding").text
    person.post("/countries/IE/share", {"what": "plan"})
    assert reference in commission.get("/countries/IE/funding").text
    assert world.sign_in("france").get("/countries/IE/funding").status_code == 404

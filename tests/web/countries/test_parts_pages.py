"""A target is divided among authorities and reported by each on the milestone's page."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.accounts.actor import SYSTEM
from app.plans.services.authorities import add_authority
from tests.web.browsing import keep, writing
from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]


def facts_on(page: str) -> dict[str, str]:
    """Names and facts of the page."""
    return dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))


def divided(world: World, add: Add) -> str:
    """The address of a milestone whose target of 400 is divided between the ministry and the agency."""
    ireland = world.sign_in("ireland")
    reference = add(
        ireland, "Staff trained", measured_by="target", step_key="", target_value="400", target_unit="people"
    )
    address = f"/countries/IE/milestones/{reference}"
    assert "Divide the target by authority" in ireland.get(address).text
    form = form_on(ireland.get(f"{address}/parts").text, f"was-{world.agency}")
    form |= {f"target-{world.agency}": ["100"], f"target-{world.ministry}": ["300"]}
    assert ireland.post(f"{address}/parts", form).status_code == 303
    return address


def test_the_page_of_the_parts_says_target_and_value_and_whether_the_parts_add_up(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    values = {"target_value": "1200", "target_unit": "people", "target_base": "20", "target_base_on": "2025-01-01"}
    address = f"/countries/IE/milestones/{add(ireland, 'Staff', measured_by='target', step_key='', **values)}"
    page = ireland.get(f"{address}/parts").text
    assert facts_on(page)["Target"] == "1,200 people"
    assert facts_on(page)["Starts from"] == "20 people, as at 1 January 2025"
    assert facts_on(page)["Value"] == "none yet"
    assert "No part has a target yet." in page
    form = form_on(page, f"was-{world.agency}")
    form |= {f"target-{world.agency}": ["500"], f"value-{world.agency}": ["100"], f"value_on-{world.agency}": ["never"]}
    refused = ireland.post(f"{address}/parts", form | {"reason": ["Agreed"]})
    assert "add up to 500 people, 700 less than the target" in refused.text
    assert 'value="Agreed"' in refused.text
    saved = ireland.post(f"{address}/parts", form | {f"value_on-{world.agency}": ["2025-02-01"], "reason": ["Agreed"]})
    told = ireland.get(saved.headers["Location"]).text
    assert "Saved. The target is now 500 people; it was 1,200 people. The value is now 100 people; it was none." in told
    assert "Agreed" in told
    after = ireland.get(f"{address}/parts").text
    assert facts_on(after)["Value"] == "100 people, as at 1 February 2025; 1 of 1 authorities have reported"
    assert "The targets of the parts add up to the target: 500 people." in after


def test_what_was_reported_of_the_whole_is_not_lost_by_dividing_it(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    values = {"target_value": "9", "target_unit": "posts", "value": "9", "value_on": "2025-02-01"}
    address = f"/countries/IE/milestones/{add(ireland, 'Posts', measured_by='target', step_key='', **values)}"
    form = form_on(ireland.get(f"{address}/parts").text, f"was-{world.agency}")
    form |= {f"target-{world.agency}": ["9"]}
    refused = ireland.post(f"{address}/parts", form)
    assert refused.status_code == 422
    assert 'href="#reason"' in refused.text
    assert "9 were reported of the whole, and the values of the parts add up to 0." in refused.text
    assert "Done on" in ireland.get(address).text
    kept = form | {f"value-{world.agency}": ["9"], f"value_on-{world.agency}": ["2025-02-01"]}
    saved = ireland.post(f"{address}/parts", kept)
    assert saved.status_code == 303
    assert "Saved. The" not in ireland.get(saved.headers["Location"]).text


def test_each_authority_reports_its_part_and_the_page_says_the_sums(world: World, add: Add) -> None:
    address = divided(world, add)
    agency, ireland = world.sign_in("contributor"), world.sign_in("ireland")
    form = form_on(agency.get(address).text, f"was-{world.agency}")
    assert f"was-{world.ministry}" not in form, "only the own part"
    assert f"target-{world.agency}" not in form
    form |= {f"value-{world.agency}": ["40"], f"value_on-{world.agency}": ["2025-02-01"]}
    assert agency.post(f"{address}/parts", form).status_code == 303
    page = ireland.get(address).text
    assert "40 / 400 people, as at 1 February 2025" in page
    assert "1 of 2 authorities have reported" in page
    assert "Reception Agency: 40 / 100 (2025-02-01)" in page
    cell = ireland.get(f"{CELL}?open=all").text
    assert "40 of 400 people" in cell
    assert "1 of 2 authorities have reported" in cell


def test_two_forms_with_different_parts_do_not_meet_and_the_same_part_is_compared(world: World, add: Add) -> None:
    address = divided(world, add)
    agency, ireland = world.sign_in("contributor"), world.sign_in("ireland")
    theirs = form_on(agency.get(address).text, f"was-{world.agency}")
    ours = form_on(ireland.get(address).text, f"was-{world.agency}")
    agency.post(f"{address}/parts", theirs | {f"value-{world.agency}": ["40"]})
    saved = ireland.post(f"{address}/parts", ours | {f"value-{world.ministry}": ["200"]})
    assert saved.status_code == 303
    assert "240 / 400" in ireland.get(address).text
    refused = ireland.post(f"{address}/parts", ours | {f"value-{world.agency}": ["50"]})
    assert refused.status_code == 409
    assert "It now stands: 40 of 100" in refused.text
    again = form_on(refused.text, f"was-{world.agency}")
    assert again[f"value-{world.agency}"] == ["50"]
    assert ireland.post(f"{address}/parts", again).status_code == 303
    assert "250 / 400" in ireland.get(address).text


def test_what_does_not_fit_stands_beside_its_field_with_what_was_typed(world: World, add: Add) -> None:
    address = divided(world, add)
    ireland = world.sign_in("ireland")
    form = form_on(ireland.get(address).text, f"was-{world.agency}")
    for field, typed, says in (
        (f"value-{world.agency}", "many", "A whole number is expected here."),
        (f"value_on-{world.agency}", "2099-01-01", "cannot lie in the future"),
        (f"target-{world.agency}", "-5", "cannot be below zero"),
    ):
        refused = ireland.post(f"{address}/parts", form | {f"value-{world.agency}": ["7"], field: [typed]})
        assert refused.status_code == 422, typed
        assert f'id="{field}-error">' in refused.text
        assert says in refused.text
        assert f'value="{typed}"' in refused.text


def test_those_who_are_involved_come_first_and_the_lead_is_marked(world: World, add: Add) -> None:
    address = divided(world, add)
    ireland = world.sign_in("ireland")
    with world.app.app_context():
        session = writing(world.app)
        more = {name: add_authority(session, "IE", name, actor=SYSTEM).authority_id for name in ("Aliens", "Zoo")}
        keep(world.app, session)
    item = f"/countries/IE/items/{ITEM}"
    assert ireland.post(item, form_on(ireland.get(f"{item}/edit").text) | {"lead_authority_id": [str(more["Zoo"])]})
    page = ireland.get(f"{address}/parts").text
    places = [page.index(f"was-{key}") for key in (world.ministry, world.agency, more["Zoo"])]
    fold = page.index("More authorities (1)")
    assert max(places) < fold < page.index(f"was-{more['Aliens']}")
    assert re.search(r'Zoo <span class="quiet">leads the item', page)
    form = form_on(page, f"was-{world.agency}")
    wrong = ireland.post(f"{address}/parts", form | {f"target-{more['Aliens']}": ["x"]}).text
    assert re.search(r"<details[^>]* open>\s*<summary>More authorities", wrong)


def test_a_divided_target_is_split_with_what_can_be_changed_of_it(world: World, add: Add) -> None:
    address = divided(world, add)
    ireland = world.sign_in("ireland")
    page = ireland.get(f"{address}/split").text
    assert "Its target stays the sum of its parts by authority: 400 people." in page
    form = form_on(page)
    assert "parts-0-target_value" not in form
    form |= {"parts-1-title": ["Staff retrained"], "parts-1-target_value": ["50"]}
    split = ireland.post(f"{address}/split", form)
    assert split.status_code == 303
    assert "0 / 400" in ireland.get(address).text.replace("–", "0")
    assert "target 50 people" in ireland.get(f"{CELL}?open=all").text


def test_the_sum_is_not_offered_in_the_row_and_refused_in_the_form(world: World, add: Add) -> None:
    address = divided(world, add)
    ireland = world.sign_in("ireland")
    row = ireland.get(f"{address}/edit", headers={"Accept": "application/json", "X-Requested-With": "fetch"}).text
    assert "Change the parts" in row
    form = form_on(ireland.get(f"{address}/edit").text, "target_value")
    refused = ireland.post(address, form | {"target_value": ["500"]})
    assert refused.status_code == 422
    assert "This is the sum of the parts by authority" in refused.text
    assert ireland.post(address, form | {"note": ["Courses run"]}).status_code == 303


def test_a_divided_target_that_was_reported_on_keeps_its_form(world: World, add: Add) -> None:
    """The form leaves the day of the value empty, which states none: the sum's own day is no other one."""
    address = divided(world, add)
    ireland = world.sign_in("ireland")
    form = form_on(ireland.get(address).text, f"was-{world.agency}")
    form |= {f"value-{world.agency}": ["40"], f"value_on-{world.agency}": ["2025-02-01"]}
    form |= {f"value-{world.ministry}": ["100"], f"value_on-{world.ministry}": ["2025-02-01"]}
    assert ireland.post(f"{address}/parts", form).status_code == 303
    form = form_on(ireland.get(f"{address}/edit").text, "target_value")
    assert (form["value"], form["value_on"]) == (["140"], [""])
    assert ireland.post(address, form | {"note": ["Courses run"], "budget": ["1 250 000,50"]}).status_code == 303
    page = ireland.get(address).text
    assert "Courses run" in page
    assert "EUR 1,250,000.50" in page
    assert "140 / 400 people, as at 1 February 2025" in page


def test_who_only_reads_gets_no_fields_and_may_not_save(world: World, add: Add) -> None:
    address = divided(world, add)
    world.sign_in("ireland").post("/countries/IE/share", {"what": "plan"})
    reviewer = world.sign_in("reviewer")
    page = reviewer.get(address).text
    assert "Reception Agency" in page
    assert f"was-{world.agency}" not in page
    answer = reviewer.post(f"{address}/parts", {f"was-{world.agency}": "", f"target-{world.agency}": "5"})
    assert answer.status_code == 403
    assert world.sign_in("france").get(f"{address}/parts").status_code == 404

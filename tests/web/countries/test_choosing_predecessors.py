"""What a milestone waits for is found by words, ticked and added."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.browsing import Browser
from tests.web.countries.conftest import ITEM, World

Add = Callable[..., str]


def found_on(page: str) -> list[str]:
    """The references that a page offers, in its order."""
    return re.findall(r'name="predecessor" id="before-([A-Z]{2}-[0-9]+)"', page)


def offered_by_france(world: World, title: str) -> str:
    france = world.sign_in("france")
    form = {"title": title, "workstream_key": "legal", "measured_by": "steps"}
    france.post(f"/countries/FR/items/{ITEM}/milestones/add", form)
    france.post("/countries/FR/share", {"what": "plan"})
    offer = {"is_offered": "yes", "version": "1"}
    assert france.post("/countries/FR/milestones/FR-0002/offer", offer).status_code == 303
    return "FR-0002"


def address_of(browser: Browser, reference: str) -> str:
    address = f"/countries/IE/milestones/{reference}"
    assert f'action="{address}/predecessors/choose"' in browser.get(address).text
    return f"{address}/predecessors/choose"


def test_words_find_milestones_of_the_own_plan_and_of_others_that_offer_them(world: World, add: Add) -> None:
    abroad = offered_by_france(world, "Décret adopté: software ready")
    ireland = world.sign_in("ireland")
    waiting, soft = add(ireland, "Staff trained"), add(ireland, "Software ready")
    address = address_of(ireland, waiting)
    assert found_on(ireland.get(f"{address}?q=software+READY").text) == [soft, abroad]
    assert found_on(ireland.get(f"{address}?q=decret").text) == [abroad]
    assert found_on(ireland.get(f"{address}?q=nowhere").text) == []
    by_reference = ireland.get(f"{address}?q={abroad.lower()}").text
    assert f'value="{abroad}" checked' in by_reference
    assert f'value="{soft}" checked' not in ireland.get(f"{address}?q=software").text
    assert soft in found_on(ireland.get(address).text), "without words: the other milestones of the item"


def test_those_that_are_ticked_are_added_together(world: World, add: Add) -> None:
    abroad = offered_by_france(world, "Loi")
    ireland = world.sign_in("ireland")
    waiting, first = add(ireland, "Staff trained"), add(ireland, "Software ready")
    address = address_of(ireland, waiting)
    nothing = ireland.post(address, {"q": "software"})
    assert nothing.status_code == 422
    assert "Tick at least one milestone" in nothing.text
    assert found_on(nothing.text) == [first]
    assert ireland.post(address, {"q": "", "predecessor": [first, abroad]}).status_code == 303
    page = ireland.get(f"/countries/IE/milestones/{waiting}").text
    assert "<p>2 milestones added.</p>" in page
    assert f"{first} Software ready" in page
    assert f"{abroad} Loi" in page
    assert found_on(ireland.get(f"{address}?q=software").text) == []


def test_a_circle_is_refused_with_its_chain_and_nothing_is_added_or_lost(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    first, second, third = (add(ireland, f"Step {number}") for number in ("one", "two", "three"))
    ireland.post(address_of(ireland, second), {"predecessor": first})
    refused = ireland.post(address_of(ireland, first), {"q": "step", "predecessor": [third, second]})
    assert refused.status_code == 422
    assert f"{first} → {second} → {first}" in refused.text
    assert all(f'value="{ticked}" checked' in refused.text for ticked in (second, third))
    assert "Nothing is named" in ireland.get(f"/countries/IE/milestones/{first}").text


def test_who_may_not_link_is_not_let_in(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, authority_id=str(world.ministry))
    ireland.post("/countries/IE/share", {"what": "plan"})
    address = address_of(ireland, reference)
    for name, status in (("contributor", 403), ("reviewer", 403), ("france", 404)):
        assert world.sign_in(name).get(address).status_code == status

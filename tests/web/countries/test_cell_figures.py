"""What a cell's page says beside its rows, asked for anew after a row was saved."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.queries import queries
from tests.web.countries.conftest import CELL, World

SCRIPT = {"X-Requested-With": "tracker"}
Add = Callable[..., str]
PART = re.compile(r'id="([^"]+)" data-part')


def part(page: str, name: str) -> str:
    """What a part of a page says, without the space around tags."""
    found = re.search(rf'<(\w+)[^>]* id="{name}" data-part[^>]*>(.*?)</\1>', page, re.DOTALL)
    assert found, name
    return " ".join(found[2].split())


def test_the_parts_are_those_of_the_page_as_it_now_stands(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    page = ireland.get(CELL).text
    item = re.findall(r'id="item-(\d+)-reasons"', page)[0]
    assert f'data-figures="{CELL}/figures"' in page
    before = ireland.get(f"{CELL}/figures?unfolded={item}", headers=SCRIPT).text
    assert set(PART.findall(before)) == set(PART.findall(page))
    saved = {"form": "row", "version": "1", "step_key": "by-government"}
    assert ireland.post(f"/countries/IE/milestones/{reference}", saved, headers=SCRIPT).status_code == 200
    after = ireland.get(f"{CELL}/figures?unfolded={item}", headers=SCRIPT).text
    assert after != before
    for name in ("cell-figures", "cell-sharing", f"item-{item}-line"):
        assert part(after, name) != part(before, name), name
    assert "<html" not in after
    assert "data-row" not in after
    again = ireland.get(CELL).text
    for name in ("cell-figures", "cell-sharing", f"item-{item}-line", f"item-{item}-reasons"):
        assert part(after, name) == part(again, name), name


def test_the_counts_lead_to_the_page_and_keep_what_it_was_asked(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    parts = ireland.get(f"{CELL}/figures?show=open&open=all&unfolded=x,%C2%B2,999", headers=SCRIPT).text
    assert f'href="{CELL}?show=open&amp;open=all" aria-current="true"' in parts
    assert "/figures" not in parts
    assert "-reasons" not in parts


def test_without_the_script_the_address_leads_to_the_cell(world: World) -> None:
    answer = world.sign_in("ireland").get(f"{CELL}/figures")
    assert answer.status_code == 302
    assert answer.headers["Location"] == CELL


def test_nobody_asks_anew_who_cannot_change_the_page(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    ireland.post("/countries/IE/share", {"what": "plan"})
    assert "data-figures" not in world.sign_in("reviewer").get(CELL).text
    assert "data-figures" not in ireland.get(f"{CELL}?as_of=2025-06-01").text


def test_the_parts_cost_few_statements(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    ireland.get(f"{CELL}/figures", headers=SCRIPT)
    with queries(world.app, at_most=8):
        assert ireland.get(f"{CELL}/figures", headers=SCRIPT).status_code == 200

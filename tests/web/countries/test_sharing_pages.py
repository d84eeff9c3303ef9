"""Sharing a plan, and sharing its row with other Member States once it has been looked at."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.countries.conftest import CELL, World

SCRIPT = {"X-Requested-With": "tracker"}
Add = Callable[..., str]
STAMP = re.compile(r'name="seen_stamp" value="(\d+)"')
ROW = re.compile(r'<tr>\s*<th scope="row">Ireland.*?</tr>', re.DOTALL)


def test_blocks_without_any_chosen_are_asked_for_on_the_page_itself(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    answer = ireland.post("/countries/IE/share", {"what": "blocks", "note": "a long & careful note"})
    assert answer.status_code == 422
    assert "share the plan</h1>" in answer.text
    assert 'id="blocks-error">Choose at least one block.' in answer.text
    assert 'href="#blocks"' in answer.text
    assert "a long &amp; careful note" in answer.text
    assert "1 change not yet shared" in ireland.get(CELL).text or "not yet shared" in ireland.get(CELL).text


def test_what_was_chosen_is_kept_beside_an_error(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    long = ireland.post("/countries/IE/share", {"what": "blocks", "blocks": "reception", "note": "n" * 2001})
    assert long.status_code == 422
    assert re.search(r'value="reception" checked', long.text)
    assert 'id="note-error"' in long.text


def test_a_block_without_changes_is_said_to_be_one_on_the_page_itself(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    block = re.findall(r'name="blocks" type="checkbox" value="([^"]+)"', ireland.get("/countries/IE/share").text)
    other = next(key for key in block if key != "reception")
    answer = ireland.post("/countries/IE/share", {"what": "blocks", "blocks": other})
    assert answer.status_code == 409
    assert 'id="blocks-error">Nothing has changed' in answer.text


def test_the_row_is_shared_only_after_it_was_looked_at_as_others_see_it(world: World, add: Add) -> None:
    ireland, france = world.sign_in("ireland"), world.sign_in("france")
    add(ireland)
    ireland.post("/countries/IE/share", {"what": "plan"})
    address, deed = "/countries/IE/share/row", {"what": "row", "is_on": "yes"}
    for missing in ({}, {"seen_stamp": ""}, {"seen_stamp": "x"}, {"seen_stamp": "0"}):
        refused = ireland.post("/countries/IE/sharing", {**deed, **missing})
        assert refused.status_code == 409
        assert "Look at the row again" in refused.text
    assert "Ireland" not in "".join(ROW.findall(france.get("/").text))
    page, dialog = ireland.get(address).text, ireland.get(address, headers=SCRIPT).text
    assert "<h1>" in page
    assert "<dialog" in dialog
    assert "<html" not in dialog
    stamp = STAMP.findall(dialog)[0]
    assert STAMP.findall(page) == [stamp]
    assert ireland.post("/countries/IE/sharing", {**deed, "seen_stamp": stamp}).status_code == 303
    seen = ROW.findall(france.get("/").text)
    assert len(seen) == 1
    assert ROW.findall(dialog) == ROW.findall(page) == seen
    assert "visually-hidden" in seen[0]
    off = ireland.post("/countries/IE/sharing", {"what": "row", "is_on": "no"})
    assert off.status_code == 303
    assert ROW.findall(france.get("/").text) == []


def test_a_row_that_changed_meanwhile_is_shown_again(world: World, add: Add) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    add(ireland)
    stamp = STAMP.findall(ireland.get("/countries/IE/share/row").text)[0]
    second.post("/countries/IE/share", {"what": "plan"})
    answer = ireland.post("/countries/IE/sharing", {"what": "row", "is_on": "yes", "seen_stamp": stamp})
    assert answer.status_code == 409
    assert "Look at the row again" in answer.text
    newest = STAMP.findall(answer.text)[0]
    assert newest != stamp
    again = ireland.post("/countries/IE/sharing", {"what": "row", "is_on": "yes", "seen_stamp": newest})
    assert again.status_code == 303


def test_one_way_of_sharing_leaves_the_other_as_it_is(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    assert 'By release <span class="quiet">(in use)' in ireland.get("/countries/IE/share").text
    ireland.post("/countries/IE/sharing", {"what": "continuously", "is_on": "yes"})
    page = ireland.get("/countries/IE/share").text
    assert 'Every change at once <span class="quiet">(in use)' in page
    assert "Other Member States do not see it." in page
    stamp = STAMP.findall(ireland.get("/countries/IE/share/row").text)[0]
    ireland.post("/countries/IE/sharing", {"what": "row", "is_on": "yes", "seen_stamp": stamp})
    page = ireland.get("/countries/IE/share").text
    assert 'Every change at once <span class="quiet">(in use)' in page
    assert "Other Member States see it" in page

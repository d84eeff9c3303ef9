"""A cause that stays within the country is “other” behind every door that others have."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from tests.reports.pdf import unpacked
from tests.web.countries.conftest import World

Add = Callable[..., str]
CAUSE, REASON = "tender challenged", "the second bidder went to court"
FILLED = {"code": "IE", "number": "1"}


def doors(world: World, reference: str) -> Iterator[str]:
    """Every address of the application that a plan, a block, a milestone or nothing at all completes."""
    values = {**FILLED, "reference": reference}
    adapter = world.app.url_map.bind("localhost")
    for rule in world.app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.arguments <= values.keys() and "logout" not in rule.endpoint:
            yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def words_of(answer: TestResponse) -> str:
    """What an answer says, also inside a workbook or a document."""
    if answer.data[:4] == b"%PDF":
        return unpacked(answer.data).decode(errors="replace")  # its letters are packed; the Word file has the same
    if answer.data[:2] != b"PK":
        return html.unescape(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return " ".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def test_no_door_tells_others_which_cause_it_was(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    moved = {
        "form": "row",
        "version": "1",
        "step_key": "analysed",
        "forecast_on": "2027-06-30",
        "cause": "tender_challenged",
        "reason": REASON,
        "keeps_cause": "y",
    }
    assert ireland.post(f"/countries/IE/milestones/{reference}", moved).status_code == 303
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    own = ireland.get(f"/countries/IE/milestones/{reference}").text
    assert f"{CAUSE}: {REASON}" in own
    assert "(kept within the country)" in own
    for name in ("reviewer", "watcher", "lead", "observer", "france"):
        browser = world.sign_in(name)
        for address in doors(world, reference):
            said = words_of(browser.get(address))
            assert CAUSE not in said.lower(), (name, address)
            assert REASON not in said, (name, address)
    for address in (f"/countries/IE/milestones/{reference}", "/countries/IE/history"):
        said = re.sub(r"\s+", " ", world.sign_in("reviewer").get(address).text)
        assert '<td data-label="Why">other</td>' in said, address


def test_no_door_tells_others_why_a_milestone_was_cancelled(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    sent = {"version": "1", "reason": "", "keeps_reason": "y"}
    refused = ireland.post(f"{address}/cancel", sent)
    assert refused.status_code == 422
    assert re.search(r'<input[^>]*checked[^>]*name="keeps_reason"', refused.text)
    overtaken = ireland.post(f"{address}/cancel", sent | {"reason": REASON, "version": "0"})
    assert overtaken.status_code == 409
    assert '<dt>Keep the reason within the country</dt><dd class="as-written">yes</dd>' in overtaken.text
    assert ireland.post(f"{address}/cancel", sent | {"reason": REASON}).status_code == 303
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    own = ireland.get(address).text
    assert f"{REASON} <span" in own
    assert "(kept within the country)" in own
    for name in ("reviewer", "watcher", "lead", "observer", "france"):
        browser = world.sign_in(name)
        for door in doors(world, reference):
            assert REASON not in words_of(browser.get(door)), (name, door)
    assert "cancelled: the reason is kept within the country" in world.sign_in("reviewer").get(address).text


@pytest.mark.parametrize("is_row", [True, False])
def test_the_mark_is_kept_beside_an_error(world: World, add: Add, is_row: bool) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    sent = {"version": "1", "forecast_on": "not a day", "cause": "budget", "keeps_cause": "y"}
    answer = ireland.post(f"/countries/IE/milestones/{reference}", sent | ({"form": "row"} if is_row else {}))
    assert answer.status_code == 422
    assert re.search(r'<input[^>]*checked[^>]*name="keeps_cause"', answer.text)


def test_the_mark_is_kept_when_both_values_stand_side_by_side(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    assert ireland.post(address, {"form": "row", "version": "1", "step_key": "by-government"}).status_code == 303
    sent = {"form": "row", "version": "1", "step_key": "analysed", "cause": "budget", "keeps_cause": "y"}
    conflict = ireland.post(address, sent)
    assert conflict.status_code == 409
    assert re.search(r'<input[^>]*type="hidden"[^>]*name="keeps_cause"[^>]*value="y"', conflict.text)

"""A deed that is refused answers on the page it was sent from: why, beside the field, and what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.web.countries.conftest import ITEM, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
I = f"/countries/IE/items/{ITEM}"  # noqa: E741


def beside(page: str, field: str) -> str:
    """What stands beside a field of a page."""
    found = re.search(rf'id="{field}-error"[^>]*>([^<]*)<', page)
    assert found, field
    assert f'aria-describedby="{field}-error"' in page or f'{field}-error"' in page
    return found[1]


def test_a_predecessor_that_cannot_be_is_refused_beside_its_field(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    first, second = add(ireland), add(ireland, "Bill enacted")
    address = "/countries/IE/milestones/{}/predecessors"
    for reference, typed, says in (
        (first, "IE-9999", "no milestone of this reference"),
        (first, first, "itself"),
        (first, "", "no milestone"),
    ):
        answer = ireland.post(address.format(reference), {"predecessor": typed})
        assert answer.status_code == 422, typed
        assert says in beside(answer.text, "predecessor")
        assert form_on(answer.text, "predecessor")["predecessor"] == [typed]
        assert f"<h1>{reference}" in answer.text
    assert ireland.post(address.format(first), {"predecessor": second.lower()}).status_code == 303
    circle = ireland.post(address.format(second), {"predecessor": first})
    assert "circle" in beside(circle.text, "predecessor")


def test_a_deed_without_its_reason_is_refused_beside_the_reason(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    cancelled = ireland.post(f"/countries/IE/milestones/{reference}/cancel", {"version": "1", "reason": " "})
    assert cancelled.status_code == 422
    assert "Enter a text" in beside(cancelled.text, "reason")
    long = ireland.post(f"/countries/IE/milestones/{reference}/cancel", {"version": "1", "reason": "y" * 2001})
    assert form_on(long.text, "reason")["reason"] == ["y" * 2001]
    ireland.post(f"{I}/in-place", {"version": "1"})
    reopened = ireland.post(f"{I}/reopen", {"version": "2", "reason": ""})
    assert reopened.status_code == 422
    assert "Enter a text" in beside(reopened.text, "reason")
    proof = {"kind": "statement", "title": "Held"}
    ireland.post(f"{I}/evidence/attach", proof)
    withdrawn = ireland.post("/countries/IE/evidence/1/withdraw", {"version": "1", "reason": ""})
    assert withdrawn.status_code == 422
    assert "Enter a text" in beside(withdrawn.text, "withdraw-reason")
    applies = ireland.post(f"{I}/applicability", {"version": "1", "applicability": "not_applicable"})
    assert "Enter a text" in beside(applies.text, "applicability-reason")


def test_a_day_that_is_none_reports_nothing_in_place(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    for day in ("2026-02-30", "2099-01-01"):
        answer = ireland.post(f"{I}/in-place", {"version": "1", "effective_on": day, "reason": "typed & kept"})
        assert answer.status_code == 422, day
        assert beside(answer.text, "effective_on")
        assert "typed &amp; kept" in answer.text
    assert "not yet in place" in ireland.get("/countries/IE/milestones/IE-0001").text


def test_what_is_not_possible_now_is_said_on_the_milestones_page(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    answer = ireland.post("/countries/IE/milestones/IE-0001/cancel", {"version": "1", "reason": "typed & kept"})
    assert answer.status_code == 409
    assert "cannot be cancelled" in answer.text
    assert "typed &amp; kept" in answer.text


def test_names_that_cannot_be_are_kept_beside_the_sentence(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = f"/countries/IE/authorities/{world.agency}"
    answer = ireland.post(address, {"name": "Department of Justice", "short_name": "DoJ & co", "version": "1"})
    assert answer.status_code in (409, 422)
    assert f'id="name-{world.agency}-error"' in answer.text
    assert 'value="DoJ &amp; co"' in answer.text


def test_before_a_deed_is_done_all_the_same_what_changed_is_shown(world: World, add: Add) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    ireland.post(address, {"form": "row", "version": "1", "step_key": "by-government", "reason": "cabinet of today"})
    for deed in ("cancel", "confirm"):
        stale = second.post(f"{address}/{deed}", {"version": "1", "reason": "typed & kept"})
        assert stale.status_code == 409
        assert "Adopted by the government" in stale.text
        assert "cabinet of today" in stale.text
    again = {**form_on(second.post(f"{address}/cancel", {"version": "1", "reason": "typed"}).text)}
    assert again["reason"] == ["typed"]
    assert second.post(f"{address}/cancel", again).status_code == 303

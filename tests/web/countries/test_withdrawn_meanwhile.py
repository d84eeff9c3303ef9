"""Somebody else withdrew evidence meanwhile: who and why is said, and what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
E = "/countries/IE/evidence/1"
STATEMENT = {"kind": "statement", "title": "Report of 2 June", "reference": "Department of Justice"}


@pytest.fixture
def people(world: World, add: Add) -> tuple[Browser, Browser]:
    """Two coordinators of Ireland and a piece of evidence."""
    first, second = world.sign_in("ireland"), world.sign_in("second")
    add(first)
    assert first.post(f"/countries/IE/items/{ITEM}/evidence/attach", STATEMENT).status_code == 303
    return first, second


def withdraw(person: Browser, **fields: object) -> TestResponse:
    return person.post(f"{E}/withdraw", {"version": "1", "reason": "Replaced by the final report", **fields})


def test_a_change_to_withdrawn_evidence_is_kept_and_can_be_attached_anew(people: tuple[Browser, Browser]) -> None:
    first, second = people
    mine = form_on(second.get(E).text)
    withdraw(first)
    answer = second.post(E, {**mine, "title": "Report <of> 9 June", "about_on": "2026-06-09", "reason": "Corrected"})
    assert answer.status_code == 409
    for said in ("Ireland", "Replaced by the final report", "Report &lt;of&gt; 9 June", "9 June 2026", "Corrected"):
        assert said in answer.text
    anew = second.post(f"/countries/IE/items/{ITEM}/evidence/attach", form_on(answer.text, "title"))
    assert anew.status_code == 303
    page = second.get(f"{CELL}?open=all").text
    assert "Report &lt;of&gt; 9 June" in page
    assert "Report of 2 June" not in page


def test_what_is_malformed_is_kept_too(people: tuple[Browser, Browser]) -> None:
    first, second = people
    mine = form_on(second.get(E).text)
    withdraw(first)
    answer = second.post(E, {**mine, "about_on": "2026-02-30"})
    assert answer.status_code == 409
    assert "2026-02-30" in answer.text


def test_a_second_withdrawal_says_that_it_is_done_and_keeps_the_reason(people: tuple[Browser, Browser]) -> None:
    first, second = people
    withdraw(first)
    answer = withdraw(second, reason="Wrong act")
    assert answer.status_code == 409
    for said in ("has been withdrawn", "Replaced by the final report", "Wrong act"):
        assert said in answer.text


def test_its_page_says_that_it_was_withdrawn_to_those_who_keep_the_plan_only(
    world: World, people: tuple[Browser, Browser]
) -> None:
    first, second = people
    withdraw(first)
    assert "Replaced by the final report" in second.get(E).text
    for name in ("france", "watcher", "reviewer", "admin"):
        reader = world.sign_in(name)
        assert reader.get(E).status_code == 404
        assert withdraw(reader).status_code == 404
    contributor = world.sign_in("contributor")
    assert contributor.get(E).status_code == 403

"""Whoever edits what a page showed says which version that was; a form that does not changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.http.context import services
from app.plans.models import Authority, Evidence, Milestone, PlanItem, Prose, Revision
from tests.web.browsing import Browser
from tests.web.countries.conftest import ITEM, World

SCRIPT = {"X-Requested-With": "tracker"}
Add = Callable[..., str]
Places = tuple[World, Browser, dict[str, Any]]

ROW: dict[str, Any] = {"form": "row", "step_key": "by-government", "reason": "typed & kept"}
WHOLE: dict[str, Any] = {"title": "Another", "workstream_key": "legal", "measured_by": "steps", "note": "typed & kept"}
WHY: dict[str, Any] = {"reason": "typed & kept"}
M, I = "/countries/IE/milestones/{reference}", f"/countries/IE/items/{ITEM}"  # noqa: E741
E = "/countries/IE/evidence/{evidence}"

DEEDS: dict[str, tuple[str, dict[str, Any]]] = {
    "a row": (M, ROW),
    "all fields": (M, WHOLE),
    "confirming": (M + "/confirm", {}),
    "an item": (I, {"current_state": "typed & kept"}),
    "in place": (I + "/in-place", {"effective_on": "2026-06-01", **WHY}),
    "applicability": (I + "/applicability", {"applicability": "not_applicable", **WHY}),
    "evidence": (E, {"kind": "statement", "title": "typed & kept"}),
    "withdrawing": (E + "/withdraw", WHY),
    "an authority": ("/countries/IE/authorities/{authority}", {"name": "typed & kept", "short_name": "x"}),
    "out of use": ("/countries/IE/authorities/{authority}", {"deed": "deactivate"}),
    "prose": ("/countries/IE/blocks/1/prose/costs", {"text": "typed & kept", "language": "en"}),
    "cancelling": (M + "/cancel", WHY),
}
"""Deeds on what a page showed, in an order in which all of them can be done."""
NONE: tuple[dict[str, str], ...] = (
    {},
    {"version": ""},
    {"version": "one"},
    {"version": "-1"},
    {"version": "1.0"},
    {"version": "None"},
    {"version": "9" * 30},
)


def rows_of(world: World) -> list[Any]:
    """What would differ if anything had been saved."""
    kinds = (Authority, Evidence, Milestone, PlanItem, Prose)
    with services(world.app).database.reading() as session:
        versions = [list(session.scalars(select(kind.version).order_by(kind.id))) for kind in kinds]  # type: ignore[attr-defined]
        return [*versions, session.scalar(select(func.count()).select_from(Revision))]


@pytest.fixture
def places(world: World, add: Add) -> Places:
    """A milestone, evidence and prose to be changed."""
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    ireland.post(f"{I}/evidence/attach", {"kind": "statement", "title": "Held"})
    ireland.post("/countries/IE/blocks/1/prose/costs", {"text": "as it stands", "language": "en", "version": "0"})
    with services(world.app).database.reading() as session:
        evidence = session.scalar(select(Evidence.id))
    return world, ireland, {"reference": reference, "evidence": evidence, "authority": world.agency}


def test_a_form_without_a_version_is_refused_and_keeps_what_was_typed(places: Places) -> None:
    world, ireland, names = places
    before = rows_of(world)
    for name, (address, content) in DEEDS.items():
        for version in NONE:
            answer = ireland.post(address.format(**names), {**content, **version})
            assert answer.status_code == 409, (name, version, answer.text)
            assert "before this is" in answer.text
            if "typed & kept" in content.values():
                assert "typed &amp; kept" in answer.text
    assert rows_of(world) == before


def test_the_row_says_so_to_the_script(places: Places) -> None:
    _world, ireland, names = places
    answer = ireland.post(M.format(**names), ROW, headers=SCRIPT)
    assert answer.status_code == 409
    assert answer.json


def test_what_the_page_then_offers_is_saved(places: Places) -> None:
    _world, ireland, names = places
    for name, (address, content) in DEEDS.items():
        answer = ireland.post(address.format(**names), content)
        version = answer.text.split('name="version" value="')[1].split('"')[0]
        again = ireland.post(address.format(**names), {**content, "version": version})
        assert again.status_code == 303, (name, again.text)


def test_nothing_was_said_of_an_item_or_section_is_a_version_too(world: World) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    for address, content in (
        (I, {"current_state": "mine"}),
        ("/countries/IE/blocks/1/prose/costs", {"text": "mine", "language": "en"}),
    ):
        assert ireland.post(address, content).status_code == 409
        assert ireland.post(address, {**content, "version": "0"}).status_code == 303
        assert second.post(address, {**content, "version": "0"}).status_code == 409


def test_who_keeps_the_other_text_keeps_it(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = "/countries/IE/blocks/1/prose/costs"
    ireland.post(address, {"text": "theirs", "language": "en", "version": "0"})
    ireland.post(address, {"text": "mine", "language": "en", "version": "1", "choice.text": "theirs"})
    assert "theirs" in ireland.get("/countries/IE/blocks/1/prose").text
    authority = f"/countries/IE/authorities/{world.agency}"
    ireland.post(authority, {"name": "Mine", "choice.name": "theirs", "short_name": "MINE", "version": "1"})
    page = ireland.get("/countries/IE/authorities").text
    assert 'value="Reception Agency"' in page
    assert 'value="MINE"' in page


def test_contributing_authorities_of_another_are_not_lost(world: World) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    ireland.post(I, {"current_state": "first", "version": "0"})
    both = [str(world.ministry), str(world.agency)]
    page = ireland.get(f"{I}/edit").text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    saved = ireland.post(I, {"current_state": "first", "contributing": both, "version": version})
    assert saved.status_code == 303
    stale = second.post(I, {"current_state": "second", "contributing": [both[0]], "version": version})
    assert stale.status_code == 409
    assert "Department of Justice, Reception Agency" in stale.text
    newest = stale.text.split('name="version" value="')[1].split('"')[0]
    chosen = {"current_state": "second", "contributing": [both[0]], "choice.contributing": "theirs"}
    assert second.post(I, {**chosen, "version": newest}).status_code == 303
    cell = second.get("/countries/IE/blocks/1?open=all").text
    assert "second" in cell
    assert "Reception Agency" in cell.split("Contributing authorities")[1]


def test_several_choices_are_all_kept_on_the_page_of_a_conflict(world: World) -> None:
    ireland = world.sign_in("ireland")
    both = [str(world.ministry), str(world.agency)]
    answer = ireland.post(I, {"current_state": "x", "contributing": both})
    for key in both:
        assert f'name="contributing" value="{key}"' in answer.text

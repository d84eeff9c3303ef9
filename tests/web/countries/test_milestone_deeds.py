"""Splitting, moving and ordering milestones, and ready ones, on their pages; none of it needs a script."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.countries.forms_on import form_on
from tests.web.countries.test_choosing_predecessors import offered_by_france

Add = Callable[..., str]
M = "/countries/IE/milestones/"
I = f"/countries/IE/items/{ITEM}"  # noqa: E741


def shown_in_order(page: str) -> list[str]:
    return re.findall(r'<tr id="(IE-\d+)"', page)


def words_of(page: str) -> str:
    """What a page says, without its token."""
    return re.sub(r"<[^>]*>", "", page)


def test_rows_are_added_and_what_was_typed_stays(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    form = form_on(ireland.get(f"{M}{reference}/split").text, "parts-0-title")
    assert form["parts-0-title"] == ["Bill drafted"]
    typed = {name: values[0] for name, values in form.items()} | {"parts-1-title": "Decree", "reason": "Two acts"}
    more = ireland.post(f"{M}{reference}/split", {**typed, "deed": "more"})
    assert more.status_code == 200
    again = form_on(more.text, "parts-2-title")
    assert (again["parts-1-title"], again["reason"]) == (["Decree"], ["Two acts"])
    assert len(shown_in_order(ireland.get(f"{CELL}?open=all").text)) == 2
    done = ireland.post(f"{M}{reference}/split", {**typed, "parts-2-title": "", "parts-2-authority_id": ""})
    assert done.status_code == 303, done.text
    page = ireland.get(f"{CELL}?open=all").text
    assert "Decree" in page
    assert len(shown_in_order(page)) == 3
    assert f'Comes from</dt><dd><a class="ecl-link" href="{M}{reference}"' in ireland.get(f"{M}IE-0003").text


def test_what_waits_for_the_whole_is_shown_and_given_to_a_part(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference, waiting = add(ireland), add(ireland, "Staff hired")
    assert "awaited" not in form_on(ireland.get(f"{M}{reference}/split").text, "parts-0-title")
    ireland.post(f"{M}{waiting}/predecessors", {"predecessor": reference})
    form = form_on(ireland.get(f"{M}{reference}/split").text, "parts-0-title")
    assert form["awaited"] == ["every"]
    typed = {name: values[0] for name, values in form.items()} | {"parts-1-title": "Decree", "awaited": "last"}
    assert ireland.post(f"{M}{reference}/split", typed).status_code == 303
    waits = ireland.get(f"{M}{waiting}").text.split("<h2>What it waits for</h2>")[1].split("<h2>")[0]
    assert "Decree" in waits
    assert "Bill drafted" not in waits


def test_splitting_says_the_same_whether_or_not_another_plan_waits(world: World, add: Add) -> None:
    reference, france, ireland = offered_by_france(world, "Loi"), world.sign_in("france"), world.sign_in("ireland")
    address = f"/countries/FR/milestones/{reference}/split"
    before = words_of(france.get(address).text)
    assert "What waits for it in other plans" in before
    waiting = add(ireland)
    ireland.post(f"{M}{waiting}/predecessors", {"predecessor": reference})
    assert "Loi" in ireland.get(f"{M}{waiting}").text
    assert words_of(france.get(address).text) == before
    own = ireland.get(f"{M}{waiting}/split").text
    assert "What waits for it in other plans" not in own


def test_one_part_for_each_authority_chosen(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    form = form_on(ireland.get(f"{M}{reference}/split").text, "parts-0-title")
    typed = {name: values[0] for name, values in form.items()}
    chosen = {**typed, "authorities": [str(world.ministry), str(world.agency)], "deed": "authorities"}
    rows = form_on(ireland.post(f"{M}{reference}/split", chosen).text, "parts-0-title")
    assert rows["parts-0-title"] == ["Bill drafted: Department of Justice"]
    assert rows["parts-1-title"] == ["Bill drafted: Reception Agency"]
    assert "parts-2-title" not in rows
    sent = {name: values[0] for name, values in rows.items()}
    assert ireland.post(f"{M}{reference}/split", sent).status_code == 303
    assert "Reception Agency" in ireland.get(f"{CELL}?open=all").text


def test_a_form_without_rows_and_one_with_too_many_are_answered_too(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    address = f"{M}{add(ireland)}/split"
    for deed in ("more", "authorities", ""):
        answer = ireland.post(address, {"version": "1", "deed": deed, "authorities": str(world.agency)})
        assert answer.status_code == (200 if deed else 422)
    many = {f"parts-{number}-title": f"Part {number}" for number in range(40)}
    chosen = {"version": "1", **many, "deed": "authorities", "authorities": str(world.agency)}
    kept = ireland.post(address, {**chosen, "parts-0-authority_id": str(world.ministry), "parts-1-baseline_on": "soon"})
    assert "No more than 40 milestones" in kept.text
    assert form_on(kept.text, "parts-39-title")["parts-1-baseline_on"] == ["soon"]


def test_what_is_wrong_stands_beside_its_row(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    typed = {"version": "1", "parts-0-title": "", "parts-1-title": "", "parts-2-title": "Decree", "keeps_links": "y"}
    answer = ireland.post(f"{M}{reference}/split", typed)
    assert answer.status_code == 422
    assert "parts-0-title-error" in answer.text
    late = {**typed, "parts-0-title": "Act", "parts-2-baseline_on": "2200-01-01"}
    answer = ireland.post(f"{M}{reference}/split", late)
    assert answer.status_code == 422
    assert "parts-2-baseline_on-error" in answer.text
    alone = ireland.post(f"{M}{reference}/split", {**typed, "parts-0-title": "Act", "parts-2-title": ""})
    assert "at least two parts" in alone.text


def test_who_comes_too_late_sees_what_was_changed_and_keeps_what_was_typed(world: World, add: Add) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(ireland)
    second.post(f"{M}{reference}", {"form": "row", "version": "1", "forecast_on": "2026-10-01", "reason": "Later"})
    typed = {"version": "1", "parts-0-title": "Act", "parts-1-title": "Decree"}
    late = ireland.post(f"{M}{reference}/split", typed)
    assert late.status_code == 409
    assert "1 October 2026" in late.text
    form = form_on(late.text, "parts-1-title")
    assert (form["version"], form["parts-1-title"]) == (["2"], ["Decree"])
    assert ireland.post(f"{M}{reference}/split", {**typed, "version": "2"}).status_code == 303
    moved = {"version": "1", "item_key": "reception.contingency", "reason": "Belongs there"}
    late = ireland.post(f"{M}{reference}/move", moved)
    assert late.status_code == 409
    assert form_on(late.text, "reason")["reason"] == ["Belongs there"]


def other_item(page: str) -> str:
    """The first item that the page of a move offers."""
    return next(key for key in re.findall(r'<option value="([^"]+)"', page) if key)


def test_a_moved_milestone_says_where_it_went_and_where_it_came_from(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    page = ireland.get(f"{M}{reference}/move").text
    form = {"version": "1", "item_key": other_item(page)}
    assert ireland.post(f"{M}{reference}/move", form).status_code == 422
    answer = ireland.post(f"{M}{reference}/move", {**form, "reason": "Belongs there"})
    assert answer.status_code == 303, answer.text
    address = answer.headers["Location"]
    assert f"{M}{reference}" in ireland.get(address).text
    old = ireland.get(f"{M}{reference}").text
    assert address in old
    assert "Take the milestone back" not in old
    assert "Undo the last change" not in old
    assert f"continued as {address.rsplit('/', 1)[1]}" in ireland.get(f"{CELL}?open=all").text


def test_the_order_is_kept_and_the_keyboard_stays_on_its_button(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    first, second, third = (add(ireland, title) for title in ("One", "Two", "Three"))
    answer = ireland.post(f"{M}{third}/order", {"shift": "up"})
    page = ireland.get(answer.headers["Location"]).text
    assert re.search(rf'order">.*?value="up" autofocus>Up<span class="visually-hidden"> {third}<', page, re.DOTALL)
    assert "Three: place 2 of 3." in page
    assert shown_in_order(ireland.get(f"{CELL}?open=all").text)[:3] == [first, third, second]
    ireland.post(f"{M}{third}/order", {"shift": "first"})
    assert shown_in_order(ireland.get(f"{CELL}?open=all").text)[:3] == [third, first, second]
    assert ireland.post(f"{M}{third}/order", {"shift": "sideways"}).status_code == 422


def test_ready_milestones_are_ticked_changed_and_added_at_a_stroke(world: World) -> None:
    ireland = world.sign_in("ireland")
    assert "Choose ready milestones" in ireland.get(f"{CELL}?open=all").text
    page = ireland.get(f"{I}/milestones/ready").text
    form = {name: values[0] for name, values in form_on(page, "parts-0-title").items()}
    ticked = [name for name in form if name.endswith("is_taken")]
    assert 2 <= len(ticked) <= 4
    changed = {**form, ticked[0].replace("is_taken", "title"): "Law passed"}
    none = {name: value for name, value in changed.items() if name not in ticked}
    refused = ireland.post(f"{I}/milestones/ready", none)
    assert refused.status_code == 422
    assert "Choose at least one" in refused.text
    assert "Law passed" in refused.text
    empty = {**changed, ticked[-1].replace("is_taken", "title"): ""}
    refused = ireland.post(f"{I}/milestones/ready", empty)
    assert refused.status_code == 422
    assert ticked[-1].replace("is_taken", "title-error") in refused.text
    assert "Law passed" not in ireland.get(f"{CELL}?open=all").text
    assert ireland.post(f"{I}/milestones/ready", changed).status_code == 303
    page = ireland.get(f"{CELL}?open=all").text
    assert "Law passed" in page
    assert "target 1 done, no value yet" in page
    assert len(shown_in_order(page)) == len(ticked) + 1


def test_a_contributor_is_offered_their_own_authorities_alone(world: World) -> None:
    contributor = world.sign_in("contributor")
    page = contributor.get(f"{I}/milestones/ready").text
    form = {name: values[0] for name, values in form_on(page, "parts-0-title").items()}
    assert contributor.post(f"{I}/milestones/ready", form).status_code == 303
    wrong = {**form, "parts-0-is_taken": "y", "parts-0-authority_id": str(world.ministry)}
    assert contributor.post(f"{I}/milestones/ready", wrong).status_code == 422


def test_the_order_holds_on_the_chart_and_in_files(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    _first, second = add(ireland, "Bill drafted"), add(ireland, "Bill enacted")
    ireland.post(f"{M}{second}/order", {"shift": "first"})
    for address in (f"{CELL}/gantt", f"{CELL}/gantt.csv", "/countries/IE/workbook.csv"):
        text = ireland.get(address).text
        assert 0 < text.find("Bill enacted") < text.find("Bill drafted"), address
    with zipfile.ZipFile(io.BytesIO(ireland.get("/countries/IE/plan.docx").data)) as book:
        document = book.read("word/document.xml").decode()
    assert 0 < document.find("Bill enacted") < document.find("Bill drafted")

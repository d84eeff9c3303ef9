"""“Saved 14:02, undo”: a saved row can be put back as it stood, by a change of its own."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from app.http.context import services
from app.plans.models import Revision
from tests.web.countries.conftest import CELL, World
from tests.web.countries.forms_on import form_on

SCRIPT = {"X-Requested-With": "tracker"}
Add = Callable[..., str]
ROW = {"form": "row", "version": "1"}


def revisions(world: World) -> int:
    with services(world.app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(Revision)) or 0


def test_a_saved_row_is_put_back_by_a_new_change(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    changed = {**ROW, "step_key": "by-government", "forecast_on": "2027-09-30", "cause": "staffing"}
    saved = ireland.post(address, changed, headers=SCRIPT)
    assert "Saved " in saved.text
    before = revisions(world)
    undone = ireland.post(f"{address}/undo", form_on(saved.text, action="/undo"), headers=SCRIPT)
    assert undone.status_code == 200
    assert "Undone " in undone.text
    assert "/undo" not in undone.text
    assert "Analysed" in undone.text
    assert "30 September 2026" in undone.text
    assert revisions(world) == before + 1
    history = ireland.get(address).text.split("History")[-1]
    assert history.count("Adopted by the government") == 2


def test_a_completion_that_was_dated_back_is_undone_on_all_its_days(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, effective_on="2025-01-15")
    address = f"/countries/IE/milestones/{reference}"
    done = {**ROW, "step_key": "notified", "actual_on": "2026-01-10"}
    saved = ireland.post(address, done, headers=SCRIPT)
    assert "done" in ireland.get(f"{CELL}?open=all&as_of=2026-01-11").text
    assert ireland.post(f"{address}/undo", form_on(saved.text, action="/undo")).status_code == 303
    for query in ("", "&as_of=2026-01-11"):
        page = ireland.get(f"{CELL}?open=all{query}").text
        assert "done 10 January 2026" not in page
        assert "Analysed" in page


def test_nothing_is_undone_that_somebody_else_changed_or_that_was_the_beginning(world: World, add: Add) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    assert "cannot be undone" in ireland.post(f"{address}/undo", {"version": "1"}).text
    saved = ireland.post(address, {**ROW, "step_key": "by-government"}, headers=SCRIPT)
    form = form_on(saved.text, action="/undo")
    assert "cannot be undone" in second.post(f"{address}/undo", {"version": "2"}).text
    second.post(address, {**ROW, "version": "2", "forecast_on": "2026-10-05"})
    before = revisions(world)
    for headers in ({}, SCRIPT):
        assert ireland.post(f"{address}/undo", form, headers=headers).status_code == 409
    assert revisions(world) == before
    assert "Adopted by the government" in ireland.get(CELL).text


def test_no_undo_where_nothing_was_changed(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    same = ireland.post(f"/countries/IE/milestones/{reference}", {**ROW, "step_key": "analysed"}, headers=SCRIPT)
    assert "Saved " in same.text
    assert "/undo" not in same.text
    assert "/undo" not in ireland.get(CELL).text


def test_without_script_the_last_change_is_put_back_from_the_history(world: World, add: Add) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    assert "/undo" not in ireland.get(address).text  # its beginning cannot be undone
    ireland.post(address, {**ROW, "forecast_on": "2027-09-30", "cause": "staffing"})
    page = ireland.get(address).text
    assert page.count('/undo"') == 1
    for reader in (second, world.sign_in("watcher")):
        assert "/undo" not in reader.get(address).text
    before = revisions(world)
    undone = ireland.post(f"{address}/undo", form_on(page, action="/undo"))
    assert undone.status_code == 303
    assert undone.location == address
    assert revisions(world) == before + 1
    assert "<dd>30 September 2026</dd>" in ireland.get(address).text


def test_an_undo_of_a_stale_page_keeps_what_came_after_and_shows_it(world: World, add: Add) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    ireland.post(address, {**ROW, "forecast_on": "2027-09-30", "cause": "staffing"})
    shown = form_on(ireland.get(address).text, action="/undo")
    second.post(address, {**ROW, "version": "2", "step_key": "by-government"})
    stale = ireland.post(f"{address}/undo", shown)
    assert stale.status_code == 409
    assert "Adopted by the government" in stale.text
    assert "/undo" not in stale.text

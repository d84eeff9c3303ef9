"""Two people save the same thing: both values side by side, and nobody's work is taken back unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.actor import SYSTEM
from app.core import clock
from app.plans.services.authorities import add_authority
from tests.web.browsing import keep, writing
from tests.web.countries.conftest import ITEM, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
I = f"/countries/IE/items/{ITEM}"  # noqa: E741


def test_what_a_person_did_not_touch_stays_as_the_other_saved_it(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    address = f"/countries/IE/milestones/{reference}"
    mine, theirs = (form_on(person.get(f"{address}/edit").text) for person in (second, first))
    saved = first.post(address, {**theirs, "title": "Bill enacted", "note": "after the summer"})
    assert saved.status_code == 303
    stale = second.post(address, {**mine, "forecast_on": "2026-10-07"})
    assert stale.status_code == 409
    assert "not by you" in stale.text
    latest = stale.text.split("<tbody>")[1].split("</tr>")[0]
    assert "after the summer" in latest
    assert "ireland" in latest.lower(), "who changed it is said"
    assert 'name="choice.title"' not in stale.text
    assert 'name="choice.note"' not in stale.text
    assert 'name="choice.forecast_on"' in stale.text
    assert second.post(address, form_on(stale.text)).status_code == 303
    now = form_on(second.get(f"{address}/edit").text)
    assert now["title"] == ["Bill enacted"]
    assert now["note"] == ["after the summer"]
    assert now["forecast_on"] == ["2026-10-07"]


def test_a_third_change_meanwhile_is_not_taken_back_either(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    address = f"/countries/IE/milestones/{reference}"
    mine = form_on(second.get(f"{address}/edit").text)
    first.post(address, {**form_on(first.get(f"{address}/edit").text), "title": "Bill enacted"})
    stale = second.post(address, {**mine, "forecast_on": "2026-10-07"})
    first.post(address, {**form_on(first.get(f"{address}/edit").text), "title": "Act enacted"})
    again = second.post(address, form_on(stale.text))
    assert again.status_code == 409
    assert 'name="choice.title"' not in again.text
    assert second.post(address, form_on(again.text)).status_code == 303
    now = form_on(second.get(f"{address}/edit").text)
    assert (now["title"], now["forecast_on"]) == (["Act enacted"], ["2026-10-07"])


def test_what_both_changed_is_chosen(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    address = f"/countries/IE/milestones/{reference}"
    mine = form_on(second.get(f"{address}/edit").text)
    first.post(address, {**mine, "title": "Theirs", "csrf_token": first.token})
    stale = second.post(address, {**mine, "title": "Mine"})
    assert 'name="choice.title"' in stale.text
    second.post(address, {**form_on(stale.text), "choice.title": "theirs"})
    assert form_on(second.get(f"{address}/edit").text)["title"] == ["Theirs"]


def test_a_value_whose_day_is_left_empty_is_as_at_today_also_after_a_conflict(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    target = {"measured_by": "target", "step_key": "", "target_value": "400", "target_unit": "people"}
    target |= {"value": "20", "value_on": "2025-02-01"}
    address = f"/countries/IE/milestones/{add(first, 'Staff trained', **target)}"
    edit = second.get(f"{address}/edit").text
    assert "Now 20 as at 1 February 2025." in edit
    mine = form_on(edit)
    assert mine["value_on"] == [""]
    first.post(address, {**mine, "value": "30", "value_on": "2025-02-01", "csrf_token": first.token})
    assert "30 / 400 people, as at 1 February 2025" in first.get(address).text
    stale = second.post(address, {**mine, "value": "40"})
    assert 'name="choice.value_on"' not in stale.text
    assert second.post(address, form_on(stale.text)).status_code == 303
    assert f"40 / 400 people, as at {clock.today():%-d %B %Y}" in second.get(address).text
    assert second.post(address, form_on(second.get(f"{address}/edit").text) | {"note": ["x"]}).status_code == 303
    assert f"40 / 400 people, as at {clock.today():%-d %B %Y}" in second.get(address).text


@pytest.mark.parametrize("number", [0, 1, 3])
def test_several_choices_go_round_the_page_of_a_conflict_whole(world: World, number: int) -> None:
    with world.app.app_context():
        session = writing(world.app)
        third = add_authority(session, "IE", "Coast Guard", actor=SYSTEM).authority_id
        keep(world.app, session)
    first, second = world.sign_in("ireland"), world.sign_in("second")
    keys = sorted(str(key) for key in (world.ministry, world.agency, third))
    first.post(I, {**form_on(first.get(f"{I}/edit").text), "contributing": keys[:2]})
    mine = form_on(second.get(f"{I}/edit").text)
    first.post(I, {**form_on(first.get(f"{I}/edit").text), "missing": "staff"})
    stale = second.post(I, {**mine, "contributing": keys[:number]})
    assert stale.status_code == 409
    assert stale.text.count('type="hidden" name="contributing"') == number
    assert second.post(I, form_on(stale.text)).status_code == 303
    now = form_on(second.get(f"{I}/edit").text)
    assert sorted(now.get("contributing", [])) == keys[:number]
    assert now["missing"] == ["staff"]

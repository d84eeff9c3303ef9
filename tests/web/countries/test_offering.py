"""A country offers a milestone, and another lets one of its own wait for it."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]


def test_an_offered_milestone_can_be_waited_for_and_is_seen_as_shared(world: World, add: Add) -> None:
    ireland, france = world.sign_in("ireland"), world.sign_in("france")
    reference = add(ireland)
    address = f"/countries/IE/milestones/{reference}"
    page = ireland.get(address).text
    assert "Once it is shared" in page
    assert "/offer" not in page
    refused = ireland.post(f"{address}/offer", {"is_offered": "yes", "version": "1"})
    assert refused.status_code == 409
    assert "Share the milestone before" in refused.text
    ireland.post("/countries/IE/share", {"what": "plan"})
    france.post(
        f"/countries/FR/items/{ITEM}/milestones/add",
        {"title": "Loi", "workstream_key": "legal", "measured_by": "steps"},
    )
    waits = {"predecessor": reference}
    theirs = "/countries/FR/milestones/FR-0002"
    assert france.post(f"{theirs}/predecessors", waits).status_code == 422
    page = ireland.get(address).text
    assert "They then see its reference, title and date as last shared" in page
    assert ireland.post(f"{address}/offer", form_on(page, "is_offered")).status_code == 303
    assert france.post(f"{theirs}/predecessors", waits).status_code == 303
    ireland.post(address, {"form": "row", "version": "2", "forecast_on": "2026-10-05"})
    seen = france.get(theirs).text
    assert f"{reference} Bill drafted, 30 September 2026" in seen
    stale = ireland.post(f"{address}/offer", {"is_offered": "no", "version": "2"})
    assert stale.status_code == 409
    assert ireland.post(f"{address}/offer", form_on(stale.text)).status_code == 303
    seen = france.get(theirs).text
    assert "a milestone of Ireland" in seen
    assert "Bill drafted" not in seen


def test_only_the_coordinator_is_asked_whether_it_is_offered(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland, authority_id=str(world.agency))
    ireland.post("/countries/IE/share", {"what": "plan"})
    address = f"/countries/IE/milestones/{reference}"
    for name in ("contributor", "reviewer", "watcher"):
        assert "/offer" not in world.sign_in(name).get(address).text
    assert "/offer" in ireland.get(address).text
    assert "/offer" not in ireland.get(f"{CELL}?open=all").text

"""What a stale deed shows before it is done all the same holds all that made it stale."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.countries.conftest import World

Add = Callable[..., str]


def test_offers_are_among_the_latest_changes(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    address = f"/countries/IE/milestones/{reference}"
    first.post("/countries/IE/share", {"what": "plan"})
    assert first.post(f"{address}/offer", {"is_offered": "yes", "version": "1"}).status_code == 303
    stale = second.post(f"{address}/cancel", {"version": "1", "reason": "No longer needed"})
    assert stale.status_code == 409
    latest = stale.text.split("<tbody>")[1].split("</tbody>")[0]
    rows = latest.split("<tr>")[1:]
    assert "offered to other countries" in rows[0]
    assert "no → yes" in rows[0]
    assert "Ireland" in rows[0]
    assert "Bill drafted" in rows[1]
    first.post(f"{address}/offer", {"is_offered": "no", "version": "2"})
    page = second.get(address).text.split("History")[-1]
    assert page.index("yes → no") < page.index("no → yes") < page.index("Bill drafted")


def test_the_history_for_others_does_not_say_when_it_was_offered(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    address = f"/countries/IE/milestones/{add(ireland)}"
    ireland.post("/countries/IE/share", {"what": "plan"})
    ireland.post(f"{address}/offer", {"is_offered": "yes", "version": "1"})
    assert "offered to other" not in world.sign_in("watcher").get(address).text.split("History")[-1]

"""Pages of a past day tell the name that an authority had on it, in the state that the reader reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, World

OLD, NEW = "Department of Justice", "Department of Justice and Home Affairs"


@pytest.mark.parametrize("is_shared", [False, True], ids=["kept", "shared"])
def test_pages_of_a_past_day_tell_the_name_of_that_day(world: World, add: Callable[..., str], is_shared: bool) -> None:
    coordinator = world.sign_in("ireland")
    reference = add(coordinator, authority_id=str(world.ministry))
    assert coordinator.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    first, now = clock.today(), clock.now()
    pages = (f"{CELL}?open=all&", f"/countries/IE/milestones/{reference}?", "/countries/IE/history?")

    with time_machine.travel(now + timedelta(days=3), tick=False):
        coordinator = world.sign_in("ireland")
        address = f"/countries/IE/authorities/{world.ministry}"
        assert coordinator.post(address, {"name": NEW, "version": "1"}).status_code == 303
        renamed_on = clock.today()
        if is_shared:
            assert coordinator.post("/countries/IE/share", {"what": "plan"}).status_code == 303

    with time_machine.travel(now + timedelta(days=6), tick=False):
        readers = {"ireland": True, "reviewer": is_shared}
        for name, reads_new in readers.items():
            browser = world.sign_in(name)
            for page in pages:
                assert told(browser, page) == (NEW if reads_new else OLD), (name, page)
                assert told(browser, f"{page}as_of={renamed_on}") == (NEW if reads_new else OLD), (name, page)
                assert told(browser, f"{page}as_of={first}") == OLD, (name, page)
                assert told(browser, f"{page}as_of={renamed_on}&known={first}") == OLD, (name, page)


def told(browser: Browser, address: str) -> str:
    """The name of the authority on a page."""
    text = browser.get(address.rstrip("?&")).text
    assert OLD in text
    return NEW if NEW in text else OLD

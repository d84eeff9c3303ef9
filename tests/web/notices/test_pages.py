"""What happened is seen on the desk and on a page of its own, by each for themselves; what is mailed is chosen."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.audit.queries import list_newest_entries
from app.http.context import services
from tests.web.browsing import Browser
from tests.web.countries.conftest import World
from tests.web.flags.test_pages import flagged, shared

Add = Callable[..., str]
NEW = re.compile(r"(\d+) new notices? since")
LINK = re.compile(r'<li>(<strong>new</strong> · )?<a class="ecl-link" href="([^"]+)">([^<]+)</a></li>')


def new_on(browser: Browser, page: str) -> int:
    """How many notices a page says are new."""
    found = NEW.search(browser.get(page).text)
    return int(found[1]) if found else 0


def test_each_sees_on_the_desk_how_many_are_new_until_they_have_seen_them(world: World, add: Add) -> None:
    reference = shared(world, add)
    flagged(world.sign_in("reviewer"), about="milestone", item_key="", reference=reference)
    first, second, reviewer = (world.sign_in(name) for name in ("ireland", "second", "reviewer"))
    desk = "/countries/IE"
    assert [new_on(one, desk) for one in (first, second)] == [1, 1]
    assert new_on(reviewer, "/flags") == 1, "the plan that was shared, and not the own flag"
    upto = re.search(r'name="upto" value="([^"]+)"', first.get("/notices").text)
    assert upto
    assert first.post("/notices/seen", {"upto": upto[1]}).status_code == 303
    assert [new_on(one, desk) for one in (first, second)] == [0, 1]
    assert "You have seen all of them." in first.get("/notices").text
    flagged(reviewer, asked="And the other one?")
    assert [new_on(one, desk) for one in (first, second)] == [1, 2]
    assert new_on(world.sign_in("contributor"), desk) == 0
    for browser in (first, reviewer):
        for _, address, words in LINK.findall(browser.get("/notices").text):
            assert browser.get(address).status_code == 200, address
            assert "When is the vote" not in words


def test_roles_to_which_nothing_is_told_are_told_so(world: World) -> None:
    for name in ("admin", "watcher"):
        browser = world.sign_in(name)
        assert "Nothing is told to your role" in browser.get("/notices").text
        assert "notices-heading" not in browser.get("/account").text


def test_what_is_mailed_is_chosen_on_the_account_page_and_told_in_the_audit_trail(world: World) -> None:
    browser = world.sign_in("ireland")
    assert re.search(r'<option selected value="daily"', browser.get("/account").text)
    said = {"mailing": "weekly", "kinds": ["flags", "deadlines"]}
    assert browser.post("/account/notices", said).status_code == 303
    page = browser.get("/account").text
    assert re.search(r'<option selected value="weekly"', page)
    ticked = re.findall(r'name="kinds" id="kinds-\d+" value="(\w+)" checked', page)
    assert ticked == ["flags", "deadlines"]
    with services(world.app).database.reading() as session:
        entry = list_newest_entries(session, at_most=1)[0]
    assert (entry.deed, entry.changes) == ("notices:setting:chosen", {"fields": [[], ["mailing", "muted"]]})
    refused = browser.post("/account/notices", {"mailing": "hourly", "kinds": ["flags"]})
    assert (refused.status_code, "Choose one of the list." in refused.text) == (422, True)
    assert browser.post("/notices/seen", {"upto": "yesterday"}).status_code == 422

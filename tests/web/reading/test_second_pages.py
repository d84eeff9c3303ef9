"""A second reading on its pages: nothing that anybody can open tells of a verdict before both have spoken."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.accounts.states import Role
from tests.web.browsing import Browser, make_person
from tests.web.countries.conftest import ITEM, World

Add = Callable[..., str]
CANARY = "CANARY of the one"
PAGES = (
    "/",
    "/desk",
    "/desk/second",
    "/desk/second/1",
    "/flags.csv",
    "/gaps.csv",
    "/matrix.csv",
    "/countries/IE",
    "/countries/IE/blocks/1?open=all",
    "/countries/IE/history",
    "/countries/IE/reading",
    f"/countries/IE/reading/{ITEM}",
    f"/countries/IE/items/{ITEM}/assessments",
    "/admin/audit",
)
DRAWN_ANEW = re.compile(r'value="[^"]{40,}"|\d\d:\d\d|\b[0-9a-f]{16}\b|[0-9T:.+-]{25,}')


def page_of(browser: Browser, address: str) -> str:
    """What a page says, without form tokens and instants, which differ from one answer to the next."""
    return DRAWN_ANEW.sub("", browser.get(address).text)


def opened(world: World, add: Add) -> int:
    """Ireland shares an item reported in place, and the lead has two read it; returns the item's key."""
    ireland = world.sign_in("ireland")
    add(ireland)
    assert ireland.post(f"/countries/IE/items/{ITEM}/in-place", {"version": "1"}).status_code == 303
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    make_person(world.app, "other@ministry.example.org", Role.REVIEWER)
    lead = world.sign_in("lead")
    form = lead.get("/countries/IE/second").text
    people = {name: key for key, name in re.findall(r'name="readers"[^>]*value="(\d+)"[^>]*><label[^>]*>(\w+)<', form)}
    assert "Lead" not in people
    assert lead.post("/countries/IE/second", {"items": ITEM, "readers": [people["Other"]]}).status_code == 422
    sent = {"items": ITEM, "readers": [people["Reviewer"], people["Other"]]}
    assert lead.post("/countries/IE/second", sent).headers["Location"] == "/desk/second/1"
    found = re.search(r'id="item-(\d+)"', lead.get("/desk/second/1").text)
    assert found
    return int(found[1])


def test_nothing_that_anybody_can_open_tells_of_a_verdict_before_both_have_spoken(world: World, add: Add) -> None:
    item = opened(world, add)
    names = ("reviewer", "other", "lead", "ireland", "france", "watcher", "observer", "contributor", "admin")
    people = {name: world.sign_in(name) for name in names}
    others = [name for name in names if name != "reviewer"]
    before = {(name, page): page_of(people[name], page) for name in others for page in PAGES}
    said = {"item": str(item), "verdict": "partly", "reason": CANARY}
    assert people["reviewer"].post("/desk/second/1/verdicts", said).status_code == 303
    assert CANARY in people["reviewer"].get("/desk/second/1").text
    after = {(name, page): page_of(people[name], page) for name in others for page in PAGES}
    assert [place for place in before if before[place] != after[place]] == []
    for name in ("lead", "ireland", "admin"):
        refused = people[name].post("/desk/second/1/verdicts", said).status_code
        assert refused == (403 if name == "lead" else 404), name
    assert people["other"].post("/desk/second/1/settle", said).status_code == 403


def test_it_is_shown_settled_and_made_an_assessment(world: World, add: Add) -> None:
    item = str(opened(world, add))
    one, other, lead = (world.sign_in(name) for name in ("reviewer", "other", "lead"))
    bad = one.post("/desk/second/1/verdicts", {"item": item, "verdict": "", "reason": "Half typed"})
    assert bad.status_code == 422
    assert "Choose what you find." in bad.text
    assert "Half typed" in bad.text
    one.post("/desk/second/1/verdicts", {"item": item, "verdict": "partly", "reason": CANARY})
    other.post("/desk/second/1/verdicts", {"item": item, "verdict": "not_yet_shown", "reason": "Nothing seen"})
    for browser in (one, other, lead):
        page = browser.get("/desk/second/1").text
        assert CANARY in page
        assert "Nothing seen" in page
        assert "too few to tell" in page
    assert "They differ" in lead.get("/desk/second/1").text
    settled = {"item": item, "verdict": "partly", "reason": "Page 4 is missing"}
    assert lead.post("/desk/second/1/settle", settled).status_code == 303
    ireland = world.sign_in("ireland")
    assert "Page 4" not in ireland.get(f"/countries/IE/items/{ITEM}/assessments").text
    assert lead.post("/desk/second/1/assess", {"item": item}).status_code == 303
    seen = ireland.get(f"/countries/IE/items/{ITEM}/assessments").text
    assert "Page 4 is missing" in seen
    assert CANARY not in seen
    assert "second reading" not in seen.lower()
    assert ireland.get("/desk/second/1").status_code == 404

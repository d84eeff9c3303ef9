"""The reviewers' desk: what was shared since, what waits and how long, who has how much, whose desk holds what."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlalchemy import select

from app.accounts.models import Grant, User
from app.accounts.states import Role
from app.audit.models import AuditEntry
from app.http.context import services
from tests.web.browsing import Browser, make_person
from tests.web.countries.conftest import ITEM, World

Add = Callable[..., str]
UNTIL = re.compile(r'name="until" value="([^"]*)"')


def share(ireland: Browser) -> None:
    """Ireland shares what it wrote."""
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303


def desk_of(world: World, name: str) -> str:
    """The address of the desk of a reviewer."""
    with services(world.app).database.reading() as session:
        query = select(Grant.id).join(User, User.id == Grant.user_id)
        return f"/desk/people/{session.scalar(query.where(User.email == f'{name}@ministry.example.org'))}"


def lead_of(page: str) -> str:
    """The sentence that says what waits."""
    return re.sub(r"\s+", " ", page.partition('class="lead">')[2].partition("</p>")[0])


def test_what_was_shared_stands_there_until_one_says_that_it_is_seen(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(ireland)
    assert "Nothing was shared since then." in reviewer.get("/desk").text
    share(ireland)
    page = reviewer.get("/desk").text
    assert "1 × milestone" in page
    until = UNTIL.search(page)
    assert until
    add(ireland, title="Act notified")
    share(ireland)
    assert reviewer.post("/desk/seen", {"until": until[1].replace("&#43;", "+")}).status_code == 303
    again = reviewer.get("/desk").text
    assert "1 × milestone" in again, "what was shared after the page was drawn is still new"
    until = UNTIL.search(again)
    assert until
    reviewer.post("/desk/seen", {"until": until[1].replace("&#43;", "+")})
    assert "Nothing was shared since then." in reviewer.get("/desk").text
    assert "2 × milestone" in world.sign_in("lead").get("/desk").text, "each has seen what they have seen"


def test_what_waits_is_what_others_know_and_nobody_has_answered(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(ireland)
    assert ireland.post(f"/countries/IE/items/{ITEM}/in-place", {"version": "1"}).status_code == 303
    assert "0 items to be assessed" in lead_of(reviewer.get("/desk").text)
    share(ireland)
    assert "1 item to be assessed" in lead_of(reviewer.get("/desk").text)
    said = {"verdict": "partly", "reason": "Page 4 is missing", "version": "0"}
    assert reviewer.post(f"/countries/IE/items/{ITEM}/assessments", said).status_code == 303
    assert "0 items to be assessed" in lead_of(reviewer.get("/desk").text)
    assert ireland.post("/countries/IE/submit", {"kind": "update"}).status_code == 303
    page = reviewer.get("/desk").text
    assert "1 submission to look at" in lead_of(page)
    looked = re.search(r'action="(/desk/submissions/\d+/looked-at)"', page)
    assert looked
    assert reviewer.post(looked[1]).status_code == 303
    assert "0 submissions to look at" in lead_of(world.sign_in("lead").get("/desk").text)
    assert reviewer.post(looked[1]).status_code == 303


def test_an_answer_to_follow_up_and_a_question_wait_for_reviewers(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(ireland)
    share(ireland)
    flag = {
        "about": "item",
        "item_key": ITEM,
        "asked": "When is the vote?",
        "severity": "minor",
        "severity_reason": "Little hangs on it",
        "category": "timeline",
        "send": "now",
    }
    assert reviewer.post(f"/flags/write/IE?item={ITEM}", flag).status_code == 303
    assert "0 flags and questions wait" in lead_of(reviewer.get("/desk").text)
    ireland.post("/flags/IE-1/steps", {"deed": "answer", "answer": "contested", "text": "In May.", "version": "2"})
    page = reviewer.get("/desk").text
    assert "1 flag or question waits" in lead_of(page)
    assert "an answer to follow up" in page
    make_person(world.app, "elsewhere@ministry.example.org", Role.REVIEWER, desk=frozenset({"FR"}))
    other = world.sign_in("elsewhere").get("/desk").text
    assert "0 flags and questions wait" in lead_of(other)
    assert "IE-1" not in other
    assert "Ireland" not in other.partition('id="waits"')[2].partition('id="who"')[0]


def test_the_lead_reviewer_allocates_the_desks_of_reviewers_and_of_nobody_else(world: World) -> None:
    lead, reviewer = world.sign_in("lead"), world.sign_in("reviewer")
    assert reviewer.get("/countries/FR").status_code == 200
    desk = desk_of(world, "reviewer")
    assert lead.post(desk, {"reach": "some", "was": ""}).status_code == 422
    assert lead.post(desk, {"reach": "some", "countries": ["IE", "XX"], "was": ""}).status_code == 422
    assert lead.post(desk, {"reach": "some", "countries": ["IE"], "was": ""}).status_code == 303
    assert reviewer.get("/countries/FR").status_code == 404, "rights are those of now"
    assert reviewer.get("/countries/IE").status_code == 200
    assert "reviewer: Ireland" in lead.get("/desk").text
    assert lead.post(desk, {"reach": "all", "was": ""}).status_code == 409, "somebody else changed it"
    assert lead.post(desk, {"reach": "some", "countries": ["FR", "IE"], "was": "IE"}).status_code == 303
    for name in ("ireland", "lead", "admin", "watcher"):
        assert lead.post(desk_of(world, name), {"reach": "all", "was": ""}).status_code == 404, name
    for name in ("reviewer", "ireland", "admin"):
        assert world.sign_in(name).post(desk, {"reach": "all", "was": "FR IE"}).status_code == 403, name
    with services(world.app).database.reading() as session:
        deeds = session.scalars(select(AuditEntry.deed)).all()
    assert deeds.count("accounts:desk:allocated") == 2


def test_a_lead_reviewer_with_a_desk_of_some_countries_allocates_nothing(world: World) -> None:
    make_person(world.app, "part@ministry.example.org", Role.LEAD_REVIEWER, desk=frozenset({"IE"}))
    part = world.sign_in("part")
    assert "Change the desk" not in part.get("/desk").text
    assert part.post(desk_of(world, "reviewer"), {"reach": "all"}).status_code == 403


def test_the_desk_stands_in_the_menu_of_those_who_review(world: World) -> None:
    for name in ("reviewer", "lead", "ireland", "watcher", "observer", "admin"):
        is_offered = 'href="/desk"' in world.sign_in(name).get("/account").text
        assert is_offered == (name in ("reviewer", "lead")), name

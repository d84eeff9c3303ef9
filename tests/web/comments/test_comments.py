"""Comments on pages: who finds them, what comes back when something does not fit, and where one is mentioned."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.http.context import services
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM, World

Add = Callable[..., str]
ON_ITEM = f"/countries/IE/items/{ITEM}/comments"


def key_of(world: World, name: str) -> str:
    """The key of a person."""
    with services(world.app).database.reading() as session:
        return str(session.scalar(select(User.id).where(User.email == f"{name}@ministry.example.org")))


def shared(world: World, add: Add) -> tuple[Browser, str]:
    """Ireland's browser and a milestone that it has shared."""
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    return ireland, f"/countries/IE/milestones/{reference}"


def say(browser: Browser, page: str, text: str, reach: str = "internal", **more: str | list[str]) -> None:
    """Write a comment."""
    answer = browser.post(f"{page}/comments", {"text": text, "reach": reach, **more})
    assert answer.status_code == 303, answer.text


def words(text: str) -> str:
    """A page's words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.parametrize(
    ("reach", "words_of_reach", "readers"),
    [
        ("internal", "within the country", {"second", "contributor"}),
        ("commission", "shared with the Commission", {"second", "contributor", "reviewer", "lead"}),
        ("member_states", "and the Member States", {"second", "contributor", "reviewer", "lead", "france"}),
    ],
)
def test_a_comment_shows_how_far_it_reaches_and_reaches_no_further(
    world: World, add: Add, reach: str, words_of_reach: str, readers: set[str]
) -> None:
    ireland, page = shared(world, add)
    say(ireland, page, "The vote moved to May.", reach)
    say(ireland, f"/countries/IE/items/{ITEM}", "Of the whole item", reach)
    for name in ("second", "contributor", "reviewer", "lead", "france", "watcher", "observer", "admin"):
        browser = world.sign_in(name)
        for address, text in ((f"{page}/comments", "The vote moved to May."), (ON_ITEM, "Of the whole item")):
            answer = browser.get(address)
            assert (text in answer.text) == (name in readers), (name, address)
            assert (answer.status_code == 200) == (name in readers or name in ("reviewer", "lead")), (name, address)
        if name in readers:
            assert words_of_reach in words(browser.get(f"{page}/comments").text)


def test_pages_lead_to_as_many_comments_as_one_may_read(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    say(ireland, page, "For us")
    say(ireland, page, "For the Commission too", "commission")
    say(ireland, f"/countries/IE/items/{ITEM}", "Of the whole item")
    assert "Comments (2)" in words(ireland.get(page).text)
    assert "Comments (1)" in words(world.sign_in("reviewer").get(page).text)
    cell = words(ireland.get(f"{CELL}?open=all").text)
    assert "Comments (1)" in cell
    assert "2 more on its milestones" in cell
    assert "1 more on its milestones" in words(world.sign_in("reviewer").get(f"{CELL}?open=all").text)
    watcher = world.sign_in("watcher")
    assert "Comments" not in words(watcher.get(page).text)
    assert "Comments" not in words(watcher.get(f"{CELL}?open=all").text)
    assert "Comments (" not in words(ireland.get(f"{page}?as_of=2026-01-01").text)


def test_what_does_not_fit_is_said_beside_its_field_with_all_that_was_typed(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    reviewer = key_of(world, "reviewer")
    sent = {"text": "See <this> please", "reach": "internal", "mentions": [reviewer]}
    answer = ireland.post(f"{page}/comments", sent)
    assert answer.status_code == 422
    assert "Reviewer may not read this comment" in answer.text
    assert "See &lt;this&gt; please" in answer.text
    assert re.search(rf'value="{reviewer}" checked', answer.text)
    assert ireland.post(f"{page}/comments", {"text": " ", "reach": "internal"}).status_code == 422
    no_text = ireland.post(f"{page}/comments", {"text": "As \0 typed", "reach": "internal"})
    assert (no_text.status_code, "Nothing was saved" in no_text.text, "As  typed" in no_text.text) == (400, True, True)
    assert ireland.post(f"{page}/comments", {"text": "For all", "reach": "public"}).status_code == 422
    assert ireland.post(f"{page}/comments", {"text": "Hello", "reach": "internal", "mentions": "x"}).status_code == 422


def test_a_comment_is_within_the_country_unless_another_reach_is_chosen(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    text = ireland.get(f"{page}/comments").text
    options = re.findall(r'<option[^>]*value="([^"]+)"', text.split('name="reach"')[1].split("</select>")[0])
    assert options == ["internal", "commission", "member_states"]
    offered = world.sign_in("reviewer").get(f"{page}/comments").text.split('name="reach"')[1].split("</select>")[0]
    assert re.findall(r'value="([^"]+)"', offered) == ["commission", "member_states"]


def test_answers_stand_below_what_they_answer(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    say(world.sign_in("reviewer"), page, "When is the vote?", "commission")
    answering = ireland.get(f"{page}/comments?answer=1").text
    assert "Your answer" in answering
    assert 'value="member_states"' not in answering
    say(ireland, page, "In May", "commission", answers="1")
    read = words(world.sign_in("reviewer").get(f"{page}/comments").text)
    assert read.index("When is the vote?") < read.index("In May")
    assert ireland.post(f"{page}/comments", {"text": "x", "reach": "commission", "answers": "77"}).status_code == 404


def test_only_its_author_corrects_and_withdraws(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    say(ireland, page, "In Mai", "commission")
    edit = "/countries/IE/comments/1/edit"
    second, reviewer = world.sign_in("second"), world.sign_in("reviewer")
    for other in (second, reviewer):
        assert other.get(edit).status_code == 403
        assert other.post("/countries/IE/comments/1/withdraw", {"version": "1"}).status_code == 403
    assert world.sign_in("france").get(edit).status_code == 404
    assert ireland.post(edit, {"text": "In May", "version": "1"}).status_code == 303
    assert ireland.post(edit, {"text": "In June", "version": "1"}).status_code == 409
    read = words(reviewer.get(f"{page}/comments").text)
    assert "In May" in read
    assert "In Mai" in read
    assert ireland.post("/countries/IE/comments/1/withdraw", {"version": "2"}).status_code == 303
    read = words(reviewer.get(f"{page}/comments").text)
    assert "Withdrawn by its author" in read
    assert "In Ma" not in read
    assert "In Ma" not in ireland.get(edit).text


def test_who_is_mentioned_sees_it_on_the_desk_until_they_say_so(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    second, other = world.sign_in("second"), world.sign_in("contributor")
    assert "You were mentioned" not in second.get("/countries/IE").text
    say(ireland, page, "Please look at this", mentions=[key_of(world, "second")])
    desk = second.get("/countries/IE").text
    assert "You were mentioned" in desk
    assert "Please look at this" in desk
    assert "1 mention" in words(second.get("/").text)
    for browser in (other, ireland):
        assert "You were mentioned" not in browser.get("/countries/IE").text
        assert "1 mention" not in words(browser.get("/").text)
    assert "Please look at this" in second.get("/account/mentions").text
    assert "Please look at this" not in other.get("/account/mentions").text
    assert other.post("/account/mentions/1/seen").status_code == 404
    seen = second.post("/account/mentions/1/seen", {"next": "/countries/IE"})
    assert seen.headers["Location"].endswith("/countries/IE")
    assert "You were mentioned" not in second.get("/countries/IE").text
    assert "seen on" in second.get("/account/mentions").text


def test_a_mention_of_somebody_who_may_no_longer_read_it_is_not_counted(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    say(ireland, page, "For the Commission", "commission", mentions=[key_of(world, "reviewer")])
    reviewer = world.sign_in("reviewer")
    assert "1 mention" in words(reviewer.get("/").text)
    admin = world.sign_in("admin")
    listed = admin.get(f"/admin/people/{key_of(world, 'reviewer')}").text
    revoke = re.search(r"/admin/roles/\d+/revoke", listed)
    assert revoke
    admin.post(revoke[0], {"reason": "moved"})
    assert "1 mention" not in words(reviewer.get("/account").text)
    assert "For the Commission" not in reviewer.get("/account/mentions").text


def test_another_country_comes_to_what_reaches_it_and_sees_nothing_else_of_the_plan(world: World, add: Add) -> None:
    ireland, page = shared(world, add)
    say(ireland, page, "Do you wait for us?", "member_states", mentions=[key_of(world, "france")])
    france = world.sign_in("france")
    listed = france.get("/account/mentions").text
    address = html.unescape(re.search(r'href="(/countries/IE/milestones[^"#]+)', listed)[1])  # type: ignore[index]
    read = france.get(address).text
    assert "Do you wait for us?" in read
    assert "Bill drafted" not in read
    assert france.get(page).status_code == 404
    say(france, page, "We do", "member_states", answers="1")
    assert "1 mention" not in words(france.get("/account").text)
    assert "We do" in ireland.get(f"{page}/comments").text

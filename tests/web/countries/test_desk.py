"""The desk as people use it: what needs whom, “No change” for many, asking an authority."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
import time_machine

from app.accounts.actor import SYSTEM
from app.catalogue.queries import view_in_force
from app.core import clock
from app.plans.services.closing import report_in_place
from app.plans.services.evidence import attach_evidence
from app.plans.services.items import update_item
from app.plans.services.milestones import add_milestone
from tests.guards.house import NOON
from tests.web.browsing import Browser, keep, writing
from tests.web.countries.conftest import CELL, ITEM, World

Add = Callable[..., str]
HOME = "/countries/IE"
BOX = re.compile(r'name="milestone" id="box-[^"]+" value="([^"]+)"( checked)?')


@pytest.fixture(autouse=True)
def time() -> Iterator[time_machine.Traveller]:
    """Ten weeks before the day of the tests, until it is moved."""
    with time_machine.travel(NOON - timedelta(days=70), tick=True) as traveller:
        yield traveller


@pytest.fixture
def old(world: World, add: Add, time: time_machine.Traveller) -> list[str]:
    """Three running milestones of the agency that nobody has touched for ten weeks; none has a date."""
    ireland = world.sign_in("ireland")
    fields = {"authority_id": str(world.agency), "forecast_on": "", "baseline_on": ""}
    made = [add(ireland, f"Step {number}", **fields) for number in (1, 2, 3)]
    time.move_to(NOON)
    return made


def plain_text(page: str) -> str:
    """What a page says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def boxes(page: str) -> dict[str, bool]:
    """What can be selected, and whether it is."""
    return {value: bool(checked) for value, checked in BOX.findall(page)}


def test_the_first_thing_a_coordinator_reads_is_what_needs_them(world: World, old: list[str]) -> None:
    page = world.sign_in("ireland").get(HOME).text
    assert page.index("Needs you") < page.index("Waiting for others") < page.index("<h2>Blocks</h2>")
    assert "changes not yet shared" in page
    assert page.index('id="main"') < page.index('href="#first-line"') < page.index("<h1")
    assert page.count('id="first-line"') == 1
    assert re.search(r"Ask about 3 milestones\s*<span", page)
    assert f'href="{HOME}/share">Share' in page


@pytest.mark.parametrize("who", ["reviewer", "watcher"])
def test_who_writes_nothing_sees_the_page_as_it_was(world: World, old: list[str], who: str) -> None:
    world.sign_in("ireland").post(f"{HOME}/share", {"what": "plan"})
    page = world.sign_in(who).get(HOME).text
    assert "Needs you" not in page
    assert "Waiting for others" not in page


def test_pages_of_another_day_have_no_desk(world: World, old: list[str]) -> None:
    yesterday = clock.today() - timedelta(days=1)
    assert "Needs you" not in world.sign_in("ireland").get(f"{HOME}?as_of={yesterday.isoformat()}").text


def test_a_contributor_sees_their_own_work_alone(world: World, old: list[str], add: Add) -> None:
    soon = (clock.today() + timedelta(days=2)).isoformat()
    theirs = add(world.sign_in("ireland"), "Of the department", authority_id=str(world.ministry), forecast_on=soon)
    page = world.sign_in("contributor").get(HOME).text
    assert {value.partition(":")[0] for value in boxes(page)} == set(old)
    assert theirs not in page
    assert "Decide" not in page
    assert f'href="{HOME}/share"' not in page
    assert "/ask" not in page


def test_no_change_confirms_all_that_are_selected(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    listed = boxes(ireland.get(HOME).text)
    assert {value.partition(":")[0] for value in listed} == set(old)
    assert not any(listed.values())
    chosen = boxes(ireland.get(f"{HOME}?select=all").text)
    assert all(chosen.values())
    answer = ireland.post(f"{HOME}/confirm", {"milestone": list(chosen)})
    assert answer.status_code == 303
    page = ireland.get(answer.location).text
    assert "Confirmed: 3 milestones." in page
    assert boxes(page) == {}


def to_be_confirmed(world: World) -> tuple[int, int, int]:
    """How many milestones are to be confirmed: on the desk, before submitting, in the gaps of the plan."""
    ireland = world.sign_in("ireland")
    desk, submit = (plain_text(ireland.get(page).text) for page in (HOME, f"{HOME}/submit"))
    gaps = ireland.get("/gaps.csv?country=IE").text
    ((checked,),) = [re.findall(r"(\d+) milestones? (?:is|are) not confirmed", submit)]
    of_items = re.findall(r"due within 90 days, unchanged for over 60 days: (\d+)", gaps)
    return desk.count("unchanged since"), int(checked), sum(int(number) for number in of_items)


def test_desk_submission_and_gaps_count_what_is_to_be_confirmed_alike(world: World, old: list[str]) -> None:
    assert to_be_confirmed(world) == (3, 3, 3)
    ireland = world.sign_in("ireland")
    ireland.post(f"{HOME}/confirm", {"milestone": list(boxes(ireland.get(HOME).text))[:1]})
    assert to_be_confirmed(world) == (2, 2, 2)
    with world.app.app_context():
        session = writing(world.app)
        view = view_in_force(session, clock.today())
        report_in_place(session, view, "IE", ITEM, actor=SYSTEM, expected_version=None)
        keep(world.app, session)
    assert to_be_confirmed(world) == (0, 0, 0)


@pytest.mark.parametrize(("interval", "is_asked"), [("30", True), ("90", False)])
def test_an_open_round_says_after_how_many_days_is_to_be_confirmed(
    world: World, old: list[str], interval: str, is_asked: bool
) -> None:
    ireland = world.sign_in("ireland")
    assert "unchanged for over 60 days" in ireland.get(HOME).text
    asked = {"title": "First", "asked": "Send it.", "cut_off_on": "2100-12-31", "interval_days": interval}
    assert world.sign_in("reviewer").post("/rounds/open", asked).status_code == 303
    page = ireland.get(HOME).text
    assert (f"unchanged for over {interval} days" in page) is is_asked
    assert bool(boxes(page)) is is_asked


def test_the_button_of_a_line_confirms_that_line_alone(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    first, *others = boxes(ireland.get(HOME).text)
    assert ireland.post(f"{HOME}/confirm", {"one": first, "milestone": others}).status_code == 303
    assert set(boxes(ireland.get(HOME).text)) == set(others)


def test_what_has_changed_meanwhile_is_named_nothing_is_confirmed_and_the_others_stay_selected(
    world: World, old: list[str]
) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    chosen = list(boxes(ireland.get(HOME).text))
    reference, version = chosen[0].split(":")
    changed = second.post(
        f"{HOME}/milestones/{reference}", {"form": "row", "version": version, "step_key": "by-government"}
    )
    assert changed.status_code in (200, 303), changed.text
    answer = ireland.post(f"{HOME}/confirm", {"milestone": chosen})
    assert answer.status_code == 409
    notice = answer.text.split('id="refused"')[1].split("</div>")[0]
    assert f'href="{HOME}/milestones/{reference}"' in notice
    assert chosen[1].split(":")[0] not in notice
    assert boxes(answer.text) == dict.fromkeys(chosen[1:], True)


@pytest.mark.parametrize("sent", [{}, {"milestone": "IE-0002"}, {"milestone": "IE-0002:x"}])
def test_a_form_that_says_nothing_of_what_was_looked_at_confirms_nothing(
    world: World, old: list[str], sent: dict[str, str]
) -> None:
    ireland = world.sign_in("ireland")
    listed = boxes(ireland.get(HOME).text)
    answer = ireland.post(f"{HOME}/confirm", sent)
    assert answer.status_code == (409 if sent else 422)
    assert "Needs you" in answer.text
    assert set(boxes(ireland.get(HOME).text)) == set(listed)


def test_a_kind_stands_whole_behind_its_link_and_an_unknown_one_shows_all(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    soon = (clock.today() + timedelta(days=3)).isoformat()
    add(ireland, forecast_on=soon)
    whole = ireland.get(f"{HOME}?needs=due").text
    assert 'id="needs-due"' in whole
    assert 'id="needs-unshared"' not in whole
    assert "Back to all that needs you" in whole
    assert 'id="needs-unshared"' in ireland.get(f"{HOME}?needs=nonsense").text
    assert "Nothing of this kind needs you today." in ireland.get(f"{HOME}?needs=evidence-expired").text


def test_a_heading_says_how_many_stand_under_it_and_how_many_above(
    world: World, add: Add, time: time_machine.Traveller
) -> None:
    add(world.sign_in("ireland"), "Without a day", authority_id=str(world.agency), baseline_on="", forecast_on="")
    with world.app.app_context():
        session = writing(world.app)
        view = view_in_force(session, clock.today())
        soon = {"measured_by": "steps", "title": "Due soon", "forecast_on": (NOON + timedelta(days=3)).date()}
        add_milestone(session, view, "IE", "reception.staff-trained", soon, actor=SYSTEM)
        keep(world.app, session)
    time.move_to(NOON)
    page = world.sign_in("ireland").get(HOME).text
    headings = [plain_text(one) for one in re.findall(r"<h3 id=.*?</h3>", page)]
    assert "Due in 14 days, or its own date has passed 1" in headings
    old_heading = next(one for one in headings if one.startswith("To be confirmed"))
    assert old_heading.endswith("1 here, 1 more stands under a more urgent heading")


def test_a_page_with_nothing_to_do_leads_to_no_line(world: World) -> None:
    assert 'href="#first-line"' not in world.sign_in("ireland").get(f"{HOME}?needs=due").text
    assert 'href="#first-line"' not in world.sign_in("watcher").get(HOME).text


def test_asking_says_how_many_milestones_and_items_a_letter_is_about(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    with world.app.app_context():
        session = writing(world.app)
        view = view_in_force(session, clock.today())
        who: dict[str, Any] = {"actor": SYSTEM, "expected_version": None}
        update_item(session, view, "IE", "reception.staff-trained", {"lead_authority_id": world.agency}, **who)
        report_in_place(session, view, "IE", "reception.staff-trained", **who)
        keep(world.app, session)
    address = f"{HOME}/authorities/{world.agency}/ask"
    page = ireland.get(HOME).text
    (said,) = re.findall(rf'href="{address}">(.*?)</a>', page, re.DOTALL)
    assert plain_text(said) == "Ask about 3 milestones, 1 item as a whole : Reception Agency"
    letter = letter_on(ireland.get(address).text)
    assert re.findall(r"^(\d+)\. IE-", letter, re.MULTILINE) == ["1", "2", "3", "4"]
    (elsewhere,) = re.findall(r"Items as a whole are not in it\. Please answer this message on (IE-\d+)\.", letter)
    assert elsewhere not in old


def test_a_letter_without_an_address_leads_to_where_it_is_entered(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    address = f"{HOME}/authorities/{world.agency}/ask"
    field = f"contact-{world.agency}"
    assert f'href="{HOME}/authorities#{field}">Enter an address</a>' in ireland.get(address).text
    directory = ireland.get(f"{HOME}/authorities").text
    assert f'id="{field}"' in directory
    kept = {"name": "Reception Agency", "contact_email": "unit@reception.example.org", "version": "1"}
    assert ireland.post(f"{HOME}/authorities/{world.agency}", kept).status_code == 303
    page = ireland.get(address).text
    assert "To: unit@reception.example.org" in page
    assert f'#{field}">Change the address</a>' in page


def letter_on(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def asked(ireland: Browser, world: World, what: str = "text", **changes: object) -> str:
    """Ask the agency by the letter as it stands; returns where one is led."""
    address = f"{HOME}/authorities/{world.agency}/ask"
    page = ireland.get(address).text
    form = {
        "subject": html.unescape(re.findall(r'name="subject"[^>]*value="([^"]+)"', page)[0]),
        "body": letter_on(page).lstrip("\r\n"),
        "reply_by": re.findall(r'name="reply_by"[^>]*value="([^"]+)"', page)[0],
        "milestones": re.findall(r'name="milestones" value="([^"]+)"', page),
        "what": what,
    }
    answer = ireland.post(address, {**form, **changes})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_the_letter_stands_ready_with_what_is_due_and_how_to_answer(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    page = ireland.get(f"{HOME}/authorities/{world.agency}/ask").text
    letter = letter_on(page)
    assert all(reference in letter for reference in old)
    assert "Please confirm that it is still true, or change it." in letter
    assert "How to answer" in letter
    assert f'value="{(clock.today() + timedelta(days=10)).isoformat()}"' in page
    assert "attached workbook" in letter
    assert "Items as a whole" not in letter


def test_one_click_takes_the_letter_away_as_a_draft_and_records_it(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    answer = ireland.get(asked(ireland, world, "file"))
    assert answer.mimetype == "message/rfc822"
    assert ".eml" in answer.headers["Content-Disposition"]
    letter = message_from_bytes(answer.data, policy=default)
    assert letter["X-Unsent"] == "1"
    body = letter.get_body()
    assert body is not None
    text = body.get_content()
    assert old[0] in text
    assert "Please answer by" in text
    assert "\u00a0" not in text
    [sheet] = letter.iter_attachments()
    assert str(sheet.get_filename()).endswith(".xlsx")
    assert sheet.get_content().startswith(b"PK")
    desk = ireland.get(HOME).text
    assert "of Reception Agency: 3 milestones; 0 answered since, 3 open" in desk


def test_the_letter_can_be_changed_before_it_is_used_and_then_be_copied(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    by = (clock.today() + timedelta(days=5)).isoformat()
    page = ireland.get(asked(ireland, world, body="Short & plain: what stands?", reply_by=by)).text
    text = letter_on(page)
    assert text.lstrip("\r\n").startswith("Short & plain: what stands?")
    assert f"{date.fromisoformat(by).day} " in text
    assert "readonly" in page


def test_what_was_typed_stays_beside_an_error(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    form = {"subject": "My subject", "body": "My letter", "reply_by": "2020-01-01", "milestones": old}
    answer = ireland.post(f"{HOME}/authorities/{world.agency}/ask", form)
    assert answer.status_code == 422
    assert 'id="reply_by-error"' in answer.text
    assert "My letter" in answer.text
    assert 'value="My subject"' in answer.text
    assert re.findall(r'name="milestones" value="([^"]+)"', answer.text) == old


def test_what_came_back_stays_and_is_asked_again_for_what_is_open(world: World, old: list[str]) -> None:
    ireland = world.sign_in("ireland")
    where = asked(ireland, world)
    first = next(value for value in boxes(ireland.get(HOME).text) if value.startswith(old[0]))
    ireland.post(f"{HOME}/confirm", {"one": first})
    page = ireland.get(where).text
    assert "1 answered since (changed or confirmed), 2 open" in page
    again = re.findall(r'href="([^"]+\?again=\d+)"', page)[0]
    reminder = letter_on(ireland.get(again).text)
    assert old[0] not in reminder
    assert old[1] in reminder
    assert "we have asked before" in reminder
    closed = ireland.post(f"{where}/close", {"reason": "Settled by telephone"})
    assert closed.status_code == 303
    desk = ireland.get(HOME).text
    assert "1 closed ask" in desk
    assert "Settled by telephone" in desk
    twice = ireland.post(f"{where}/close", {"reason": "Again"})
    assert twice.status_code == 409
    assert "This has been closed already." in twice.text


def test_nothing_due_says_so_and_leads_back(world: World) -> None:
    page = world.sign_in("ireland").get(f"{HOME}/authorities/{world.ministry}/ask").text
    assert "Nothing is due from this authority today." in page


def test_the_directory_keeps_a_contact_address_and_says_what_is_none(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = f"{HOME}/authorities/{world.ministry}"
    kept = {"name": "Department of Justice", "short_name": "DoJ"}
    wrong = ireland.post(address, {**kept, "contact_email": "no address", "version": "1"})
    assert wrong.status_code == 422
    assert "This is not an e-mail address." in wrong.text
    assert 'value="no address"' in wrong.text
    right = ireland.post(address, {**kept, "contact_email": "unit@justice.example.org", "version": "1"})
    assert right.status_code == 303
    assert 'value="unit@justice.example.org"' in ireland.get(f"{HOME}/authorities").text
    stale = ireland.post(address, {**kept, "contact_email": "other@justice.example.org", "version": "1"})
    assert stale.status_code == 409
    assert "unit@justice.example.org" in stale.text
    assert "other@justice.example.org" in stale.text


def test_evidence_and_decisions_lead_to_their_forms(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    ireland.post(f"{HOME}/items/{ITEM}/in-place", {"version": "1", "reason": "done"})
    page = ireland.get(HOME).text
    assert f'href="{HOME}/items/{ITEM}/evidence/attach">Add what shows it' in page


def test_every_deed_leads_to_the_field_it_is_about(world: World, old: list[str], add: Add) -> None:
    ireland = world.sign_in("ireland")
    late = (clock.today() + timedelta(days=900)).isoformat()
    add(ireland, "Too late", authority_id=str(world.agency), forecast_on=late)
    links = re.findall(r'href="([^"#]+)#([^"]+)">([^<]+)<span', ireland.get(HOME).text)
    assert {"Change the forecast", "Decide"} <= {deed for _address, _anchor, deed in links}
    for address, anchor, deed in links:
        assert f'id="{anchor}"' in ireland.get(html.unescape(address)).text, (deed, address, anchor)


def test_evidence_that_expires_takes_away_what_it_showed_without_anybody_saying_so(
    world: World, time: time_machine.Traveller
) -> None:
    expires = (NOON - timedelta(days=30)).date()
    with world.app.app_context():
        session = writing(world.app)
        view = view_in_force(session, clock.today())
        report_in_place(session, view, "IE", ITEM, actor=SYSTEM, expected_version=None)
        pieces: list[dict[str, Any]] = [
            {"kind": "legal_reference", "title": "Act of 2026", "reference": "No 1"},
            {"kind": "notification", "title": "Notification", "reference": "MNE(2026) 1"},
        ]
        for values in pieces:
            said = {"about_on": clock.today(), "expires_on": expires, **values}
            attach_evidence(session, view, "IE", ITEM, said, actor=SYSTEM)
        keep(world.app, session)
    told = {}
    for day in (expires, expires + timedelta(days=1)):
        time.move_to(datetime.combine(day, NOON.timetz()))
        ireland = world.sign_in("ireland")
        desk, block = (plain_text(ireland.get(address).text) for address in (HOME, f"{CELL}?open=all"))
        told[day] = [
            "in place: shown, on" in block,
            "expired on 23 October 2026" in block,
            "Gaps evidence expired" in block,
            "1 shown, 0 confirmed" in desk,
            "Evidence expired, or about to" in desk,
        ]
        assert "3 changes not yet shared" in block, "nobody has changed anything"
        assert "valid until – → 23 October 2026" in plain_text(ireland.get(f"{HOME}/history").text)
    assert list(told.values()) == [[True, False, False, True, True], [False, True, True, False, True]]

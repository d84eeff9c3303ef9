"""A deliverable through its pages: begun, given a file, submitted, approved, accepted, found where it serves, kept."""

from __future__ import annotations

import io
import re
import threading
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.catalogue.queries import get_view, list_releases
from app.core import clock
from app.files.landing import PIECE
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from app.support import services
from app.support.queries.requests import get_request
from app.support.states import Deed
from tests.guards.reading_pages import Page, faults
from tests.support.conftest import with_calls
from tests.web.browsing import Browser, keep, make_person, writing
from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.countries.conftest import world as world
from tests.web.countries.test_pieces import CONTENT, Sender

LIST, TITLE = "/support/deliverables", "Procedure for first steps"


@dataclass
class Support:
    """Ireland's project under way, with an expert of its block."""

    world: World
    project_id: int
    request_id: int
    assignment_id: int
    item_id: int
    reference: str

    def begin(self, expert: Browser) -> str:
        """The address of a draft with a file."""
        place = f"/support/projects/{self.project_id}/deliverables/new"
        assert TITLE not in expert.get(place).text
        values = {"kind": "procedure", "title": TITLE, "language": "en", "measures": "situational-analysis"}
        values |= {"item_ids": str(self.item_id), "product_of": self.reference}
        answer = expert.post(place, values)
        assert answer.status_code == 303, answer.text
        address = answer.location
        expert.get(address)
        file = (io.BytesIO(b"First, second, third"), "procedure.txt")
        assert expert.post(f"{address}/files", {"file": file}).status_code == 303
        return address

    def step(self, browser: Browser, address: str, act: str, **said: str) -> int:
        version = re.search(r'name="version" value="(\d+)"', browser.get(address).text)
        data = {"version": version[1] if version else "", **said}
        return browser.post(f"{address}/steps/{act}", data).status_code

    def assign(self, name: str) -> None:
        """Assign another expert to the same block."""
        email, today = f"{name}@ministry.example.org", clock.today()
        make_person(self.world.app, email)
        with self.world.app.app_context():
            session = writing(self.world.app)
            view = get_view(session, list_releases(session)[0].release_id)
            request = get_request(session, self.request_id, SYSTEM)
            days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
            work = {"email": email, "task": "Read", "blocks": [view.items[ITEM].block_key], **days}
            services.assign_expert(session, view, request, work, actor=SYSTEM)
            keep(self.world.app, session)

    def end(self) -> None:
        """End the expert's assignment."""
        with self.world.app.app_context():
            session = writing(self.world.app)
            request = get_request(session, self.request_id, SYSTEM)
            services.end_assignment(session, request, self.assignment_id, "Over", actor=SYSTEM)
            keep(self.world.app, session)


@pytest.fixture
def support(world: World) -> Support:
    today = clock.today()
    period = {"starts_on": today - timedelta(days=5), "ends_on": today + timedelta(days=60)}
    make_person(world.app, "officer@ministry.example.org", Role.SUPPORT_OFFICER)
    make_person(world.app, "expert@ministry.example.org")
    with world.app.app_context():
        session = writing(world.app)
        view = get_view(session, list_releases(session)[0].release_id)
        item = view.items[ITEM]
        told = add_milestone(
            session, view, "IE", ITEM, {"title": "Procedure adopted", "baseline_on": date(2026, 9, 1)}, actor=SYSTEM
        )
        share(session, "IE", actor=SYSTEM)
        asked = {"call_key": "call", "title": "Help", "beneficiary_id": world.ministry, "expected_results": "Staff"}
        asked |= {"blocks": [item.block_key], "measures": ["legal"], **period}
        key = services.make_request(session, with_calls(view), "IE", asked, actor=SYSTEM).id
        for deed in (Deed.SELECT, Deed.SIGN, Deed.START):
            said = {"on_day": today, **({**period, "blocks": [item.block_key]} if deed is Deed.SIGN else {})}
            request = get_request(session, key, SYSTEM)
            services.take_step(session, view, request, deed, said, actor=SYSTEM, expected_version=None)
        request = get_request(session, key, SYSTEM)
        work = {"email": "expert@ministry.example.org", "task": "Write", "blocks": [item.block_key], **period}
        made, _ = services.assign_expert(session, view, request, work, actor=SYSTEM)
        found = Support(world, request.project_id or 0, key, made.id, item.item_id, told.reference)
        keep(world.app, session)
    return found


def test_from_draft_to_use_and_back_out_of_the_plan(support: Support) -> None:
    expert, officer, ireland, reviewer = map(support.world.sign_in, ("expert", "officer", "ireland", "reviewer"))
    address = support.begin(expert)
    assert [one.get(address).status_code for one in (officer, ireland, reviewer)] == [404] * 3
    assert support.step(expert, address, "submit") == 303
    assert TITLE in officer.get(LIST).text
    assert TITLE in ireland.get("/countries/IE").text
    assert reviewer.get(address).status_code == 404
    assert support.step(officer, address, "return") == 422
    assert support.step(officer, address, "approve") == 303
    assert support.step(officer, address, "accept") == 403
    assert support.step(ireland, address, "accept") == 303
    for browser in (expert, officer, ireland):
        page = browser.get(address).text
        assert "evidence for it since the country accepted it" in page
        assert "What moved beside it" in page
        assert "elsewhere: no average that may be told" in page
        assert faults(Page(page)) == []
    milestone = f"/countries/IE/milestones/{support.reference}"
    for place in (milestone, f"{CELL}?open=all", f"/support/projects/{support.project_id}", "/countries/IE"):
        assert TITLE in ireland.get(place).text, place
    assert TITLE in expert.get(CELL).text, "beside the items that are open to who gives support"
    reading = f"/countries/IE/reading/{ITEM}"
    assert TITLE not in reviewer.get(reading).text
    assert "deliverable of technical support" in ireland.get(f"{CELL}?open=all").text
    assert support.step(ireland, address, "use") == 303
    assert TITLE not in ireland.get("/countries/IE").text
    ireland.post(f"{address}/reviewers", {"shown": "1", "version": _version(ireland, address)})
    assert reviewer.get(address).status_code == 200
    assert f'href="{address}"' in reviewer.get(reading).text
    assert support.step(ireland, address, "withdraw", text="The law changed") == 303
    assert "no evidence for it any more" in ireland.get(address).text
    assert TITLE not in ireland.get(milestone).text.split("<h2>History")[0]
    assert "A deliverable was approved" in ireland.get("/notices").text
    assert "accepted a deliverable" in expert.get("/notices").text


def test_two_experts_hand_over_at_once(support: Support) -> None:
    support.assign("colleague")
    experts = [support.world.sign_in(name) for name in ("expert", "colleague")]
    addresses = [support.begin(expert) for expert in experts]
    content, together = [b"Ours and yours", b"Ours and yours"], threading.Barrier(2)
    answers: list[int] = []

    def send(number: int) -> None:
        experts[number].get(addresses[number])
        together.wait()
        file = (io.BytesIO(content[number]), f"annex-{number}.txt")
        answers.append(experts[number].post(f"{addresses[number]}/files", {"file": file}).status_code)

    threads = [threading.Thread(target=send, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303, 303]
    for number, expert in enumerate(experts):
        page = expert.get(addresses[number]).text
        assert f"annex-{number}.txt" in page
        assert f"annex-{1 - number}.txt" not in page
        found = re.search(rf'href="([^"]+)"[^>]*>annex-{number}\.txt', page)
        assert found is not None
        assert expert.get(found[1]).data == content[number]


def test_lists_are_narrowed_and_unknown_filters_named(support: Support) -> None:
    expert, ireland, france = map(support.world.sign_in, ("expert", "ireland", "france"))
    support.step(expert, support.begin(expert), "submit")
    assert TITLE in ireland.get(f"{LIST}?kind=procedure&language=en&country=ie&state=submitted").text
    for wanted in ("kind=tool", "language=fr", "country=FR", "state=draft", "block=strategy"):
        assert TITLE not in ireland.get(f"{LIST}?{wanted}").text, wanted
    page = ireland.get(f"{LIST}?measure=none&kind=procedure").text
    assert TITLE in page
    assert "not among what you read" in page
    assert faults(Page(page)) == []
    assert TITLE in ireland.get(f"{LIST}.csv?kind=procedure").text
    assert ireland.get(f"{LIST}.csv?measure=none").status_code == 404
    assert TITLE not in france.get(LIST).text + france.get(f"{LIST}.csv").text


def test_who_was_out_an_hour_ago_keeps_their_own_and_no_more(support: Support) -> None:
    expert = support.world.sign_in("expert")
    address = support.begin(expert)
    support.step(expert, address, "submit")
    file = re.search(rf'href="({re.escape(address)}/files/\d+)"', expert.get(address).text)
    assert file
    saved = expert.get(file[1])
    assert saved.data == b"First, second, third"
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["X-Content-Type-Options"] == "nosniff"
    support.end()
    assert [expert.get(place).status_code for place in (address, file[1])] == [200, 200]
    assert TITLE in expert.get(LIST).text
    place = f"/support/projects/{support.project_id}"
    assert [expert.get(one).status_code for one in (place, f"{place}/deliverables/new", CELL)] == [404] * 3
    assert expert.get(f"{address}/edit").status_code == 403
    assert support.world.sign_in("france").get(file[1]).status_code == 404


def test_a_large_file_comes_in_pieces_for_its_author_alone_as_long_as_they_are_assigned(support: Support) -> None:
    world = support.world
    expert, officer, ireland = map(world.sign_in, ("expert", "officer", "ireland"))
    address = support.begin(expert)

    def sender(browser: Browser, code: str = "IE") -> Sender:
        return Sender(browser, "deliverable", address.rpartition("/")[2], code)

    assert "data-pieces" in expert.get(address).text
    assert [sender(one).announce().status_code for one in (officer, ireland)] == [404, 404]
    assert sender(expert, "FR").announce().status_code == 404
    key = sender(expert).arrive()
    assert expert.post(f"{address}/files", {"file-arrived": key}).status_code == 303
    assert "long.txt" in expert.get(address).text
    half = sender(expert).announce(CONTENT + b"more").json["upload"]
    support.step(expert, address, "submit")
    assert sender(expert).announce().status_code == sender(expert).send(half, 0).status_code == 409
    support.step(officer, address, "return", text="Steps are missing")
    assert sender(expert).send(half, 0, CONTENT + b"more").status_code == 200
    support.end()
    assert sender(expert).send(half, PIECE, CONTENT + b"more").status_code == 403
    assert expert.post(f"{address}/files", {"file-arrived": key}).status_code == 403


def _version(browser: Browser, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', browser.get(address).text)
    assert found
    return found[1]

"""Large files in pieces: whichever form they are for, they meet its rules, its rights and nobody else."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.accounts import services as accounts
from app.accounts.actor import SYSTEM
from app.accounts.models import Grant, User
from app.files.landing import PIECE
from app.http.context import services
from tests.exchange.lists import HEADS, saved
from tests.factories.disks import STEPS, fill_pieces
from tests.files.samples import good
from tests.web.browsing import Browser, keep, writing
from tests.web.countries.conftest import ITEM, World
from tests.web.countries.test_files import ATTACH, HEADERS, attach, file_link, kept

MINE = {"X-Requested-With": "tracker"}
CONTENT = b"A line of the record.\n" * 120_000
HALF = {"kind": "file", "title": "Adopted plan"}


@dataclass
class Sender:
    """What the page's script does with a file for one form."""

    browser: Browser
    ground: str = "evidence"
    target: str = ITEM
    code: str = "IE"

    def announce(self, content: bytes = CONTENT, name: str = "long.txt", **changed: Any) -> TestResponse:
        hashes = (hashlib.sha256(content[at : at + PIECE]).digest() for at in range(0, len(content), PIECE))
        asked = {"ground": self.ground, "code": self.code, "target": self.target, "name": name, "size": len(content)}
        asked |= {"fingerprint": hashlib.sha256(b"".join(hashes)).hexdigest(), **changed}
        return self.browser.post("/uploads", asked, headers=MINE)

    def send(self, key: str, offset: int, content: bytes = CONTENT) -> TestResponse:
        piece = content[offset : offset + PIECE]
        kind = {"Content-Type": "application/octet-stream", "X-Piece": hashlib.sha256(piece).hexdigest()}
        answer: TestResponse = self.browser.client.post(
            f"/uploads/{key}?offset={offset}",
            data=piece,
            headers={**MINE, **kind, "X-CSRFToken": self.browser.token},
            environ_base={"REMOTE_ADDR": self.browser.address},
        )
        return answer

    def arrive(self, content: bytes = CONTENT, name: str = "long.txt") -> str:
        """All of a file, from where it stands; returns its key."""
        said = self.announce(content, name)
        assert said.status_code == 200, said.text
        while not said.json["whole"]:
            said = self.send(said.json["upload"], said.json["received"], content)
            assert said.status_code == 200, said.text
        return str(said.json["upload"])


def left(world: World) -> int:
    """How many uploads lie there."""
    folder = services(world.app).config.data_dir / "pieces"
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_a_file_in_pieces_meets_the_rules_of_the_form(world: World, where: str, request: pytest.FixtureRequest) -> None:
    held = services(world.app)
    if where == "bucket":
        held.depot = replace(held.depot, store=request.getfixturevalue("buckets").fresh())
    ireland, second, reviewer, france = (
        Sender(world.sign_in(name)) for name in ("ireland", "second", "reviewer", "france")
    )
    assert "data-pieces" in ireland.browser.get(ATTACH).text
    begun = ireland.announce()
    assert (begun.status_code, begun.json["received"], begun.json["whole"]) == (200, 0, False)
    key = begun.json["upload"]
    for other in (reviewer, france, Sender(Browser(world.app))):
        other.browser.get("/countries/IE")
        assert other.announce().status_code in (400, 401, 403, 404)
        assert other.send(key, 0).status_code in (400, 401, 404)
    second.browser.get(ATTACH)
    assert second.send(key, 0).status_code == 404
    for wrong in ({"target": "no.such-item"}, {"code": "XX"}, {"ground": "nothing"}):
        assert ireland.announce(**wrong).status_code == 404
    too_large = ireland.announce(size=21 * 1024 * 1024)
    assert (too_large.status_code, "larger than 20 MB" in too_large.json["error"]) == (422, True)

    assert ireland.send(key, 0).json["received"] == PIECE
    token, ireland.browser.token = ireland.browser.token, ""
    assert ireland.send(key, PIECE).status_code == 400
    ireland.browser.token = token
    early = ireland.browser.post(ATTACH, HALF | {"file-arrived": key})
    assert (early.status_code, "not arrived whole" in early.text) == (422, True)
    while not (begun := ireland.send(key, ireland.announce().json["received"])).json["whole"]:
        assert "has arrived. Choose it again" in ireland.browser.get(ATTACH).text
    assert begun.json["upload"] == key
    assert kept(world.app) == (0, 0)
    untitled = ireland.browser.post(ATTACH, HALF | {"title": "", "file-arrived": key})
    assert (untitled.status_code, f'name="file-arrived" value="{key}"' in untitled.text) == (422, True)
    assert "long.txt has arrived and goes with this form" in untitled.text
    assert second.browser.post(ATTACH, HALF | {"file-arrived": key}).status_code == 422
    assert ireland.browser.post(ATTACH, HALF | {"file-arrived": key}).status_code == 303
    assert kept(world.app) == (1, 1)
    answer = ireland.browser.get(file_link(ireland.browser))
    assert (answer.data, answer.headers["Content-Disposition"][:10]) == (CONTENT, "attachment")
    assert {name: answer.headers[name] for name in HEADERS if not name.startswith("Content-")} == {
        name: value for name, value in HEADERS.items() if not name.startswith("Content-")
    }
    assert left(world) == 0
    gone = ireland.browser.post(ATTACH, HALF | {"file-arrived": key})
    assert (gone.status_code, "choose it again" in gone.text) == (422, True)
    assert kept(world.app) == (1, 1)


def test_pieces_of_what_no_form_takes_are_refused_and_forgotten(world: World) -> None:
    ireland = Sender(world.sign_in("ireland"))
    ireland.browser.get(ATTACH)
    page = b"<html><script>alert(1)</script>" * 40_000
    key = ireland.arrive(page)
    answer = ireland.browser.post(ATTACH, HALF | {"file-arrived": key})
    assert (answer.status_code, 'id="file-error"' in answer.text, key in answer.text) == (422, True, False)
    assert (kept(world.app), left(world)) == ((0, 0), 0)
    key = ireland.announce(page).json["upload"]
    assert f'data-forget="/uploads/{key}/forget"' in ireland.browser.get(ATTACH).text
    assert ireland.browser.post(f"/uploads/{key}/forget").status_code == 200
    assert left(world) == 0
    swept = world.app.test_cli_runner().invoke(args=["files", "sweep"])
    assert "0 uploads that were not finished" in swept.stdout


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_is_full_between_two_pieces(world: World, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    ireland = Sender(world.sign_in("ireland"))
    ireland.browser.get(ATTACH)
    key = ireland.announce().json["upload"]
    ireland.send(key, 0)
    with monkeypatch.context() as patched:
        fill_pieces(patched, step)
        refused = ireland.send(key, PIECE)
    assert (refused.status_code, "no room" in refused.json["error"]) == (503, True)
    assert ireland.announce().json["received"] == PIECE
    assert ireland.arrive() == key
    assert ireland.browser.post(ATTACH, HALF | {"file-arrived": key}).status_code == 303
    assert ireland.browser.get(file_link(ireland.browser)).data == CONTENT


def test_who_is_signed_out_between_two_pieces_goes_on_and_whose_role_ends_does_not(world: World) -> None:
    second = Sender(world.sign_in("second"))
    second.browser.get(ATTACH)
    key = second.announce().json["upload"]
    second.send(key, 0)
    second.browser.post("/logout")
    second.browser.get("/login")
    refused = second.send(key, PIECE)
    assert (refused.status_code, "signed out" in refused.json["error"]) == (401, True)
    second.browser.sign_in("second@ministry.example.org")
    second.browser.get(ATTACH)
    assert second.announce().json == {"upload": key, "received": PIECE, "whole": False}
    session = writing(world.app)
    mine = select(Grant).join(User, User.id == Grant.user_id).where(User.email == "second@ministry.example.org")
    accounts.revoke_role(session, session.scalars(mine).one(), actor=SYSTEM)
    keep(world.app, session)
    assert second.send(key, PIECE).status_code == 404
    assert second.announce().status_code == 404
    assert second.browser.post(ATTACH, HALF | {"file-arrived": key}).status_code == 404
    assert kept(world.app) == (0, 0)


def test_a_file_that_arrived_goes_on_with_what_is_chosen_after_a_conflict(world: World) -> None:
    ireland = Sender(world.sign_in("ireland"))
    attach(ireland.browser, "first.txt", b"first")
    address = re.findall(
        r'href="(/countries/IE/evidence/\d+)"', ireland.browser.get("/countries/IE/blocks/1?open=all").text
    )[-1]
    ireland.browser.get(address)
    assert ireland.browser.post(address, HALF | {"version": "1", "title": "Renamed"}).status_code == 303
    key = ireland.arrive()
    late = HALF | {"version": "1", "title": "Mine", "file-arrived": key}
    beside = {"file": (io.BytesIO(b"another"), "another.txt")}
    assert 'name="file-arrived"' not in ireland.browser.post(address, late | beside).text
    conflict = ireland.browser.post(address, late)
    assert (conflict.status_code, f'name="file-arrived" value="{key}"' in conflict.text) == (409, True)
    assert "The file that has arrived goes with what you choose." in conflict.text
    assert ireland.browser.post(address, late | {"version": "2"}).status_code == 303
    assert ireland.browser.get(file_link(ireland.browser)).data == CONTENT
    assert left(world) == 0


def test_the_official_document_comes_in_pieces(world: World) -> None:
    ireland, contributor = (Sender(world.sign_in(name), "document", "") for name in ("ireland", "contributor"))
    contributor.browser.get("/countries/IE")
    assert contributor.announce(name="plan.docx").status_code == 403
    attach(ireland.browser, "first.txt", b"first")
    sent = {"kind": "plan", "round_id": "", "document_title": "NIP", "document_language": "en"}
    look = ireland.browser.post("/countries/IE/submit", sent | {"step": "look"}).text
    assert 'data-ground="document" data-code="IE" data-target=""' in look
    stamp = re.findall(r'name="seen_stamp" value="(\d+)"', look)[0]
    content = good("docx")
    key = ireland.arrive(content, "plan.docx")
    stale = ireland.browser.post(
        "/countries/IE/submit", sent | {"seen_stamp": str(int(stamp) + 1), "file-arrived": key}
    )
    assert (stale.status_code, f'value="{key}"' in stale.text) == (409, True)
    made = ireland.browser.post("/countries/IE/submit", sent | {"seen_stamp": stamp, "file-arrived": key})
    assert made.status_code == 303
    assert ireland.browser.get(f"{made.location}/document").data == content
    assert left(world) == 0


def test_workbooks_and_lists_come_in_pieces(world: World) -> None:
    ireland, contributor, reviewer = (world.sign_in(name) for name in ("ireland", "contributor", "reviewer"))
    home, lists = "/countries/IE/workbook", "/countries/IE/spreadsheets"
    assert 'data-ground="workbook"' in ireland.get(home).text
    books = {ending: ireland.get(f"{home}.{ending}").data for ending in ("xlsx", "csv")}
    sender = Sender(ireland, "workbook", "")
    large = sender.announce(name="plan.csv", size=11 * 1024 * 1024)
    assert (large.status_code, "larger than 10 MB" in large.json["error"]) == (422, True)
    keys = [sender.arrive(content, f"plan.{ending}") for ending, content in books.items()]
    both = ireland.post(f"{home}/imports", {"file-arrived": keys})
    assert (both.status_code, both.location) == (303, home)
    assert "2 files were read" in ireland.get(home).text
    assert (kept(world.app), left(world)) == ((2, 2), 0)
    key = sender.arrive(b"Nothing of ours", "plan.csv")
    refused = ireland.post(f"{home}/imports", {"file-arrived": key})
    assert (refused.status_code, 'id="file-error"' in refused.text, left(world)) == (422, True, 0)

    assert 'data-ground="spreadsheet"' in ireland.get(lists).text
    key = Sender(ireland, "spreadsheet", "").arrive(saved([HEADS, ("1", "Bill drafted", ITEM)]), "list.xlsx")
    begun = ireland.post(lists, {"file-arrived": key})
    assert begun.status_code == 303
    assert "Bill drafted" in ireland.get(begun.location).text
    assert left(world) == 0
    for browser, ground, status in (
        (contributor, "spreadsheet", 403),
        (reviewer, "spreadsheet", 403),
        (reviewer, "workbook", 403),
    ):
        browser.get("/countries/IE")
        assert Sender(browser, ground, "").announce(name="plan.csv").status_code == status

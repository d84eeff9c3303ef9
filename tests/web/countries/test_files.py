"""A coordinator uploads what shows an item; others save what was shared, and their browsers run nothing of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.catalogue.queries import view_in_force
from app.catalogue.states import EvidenceKind
from app.core import clock
from app.files.queries import list_rows
from app.http.context import services
from tests.factories.disks import STEPS, fill_copies, fill_requests, fill_store
from tests.files.clamd import FakeClamd, clamd_at
from tests.files.samples import good, png
from tests.web.browsing import Browser, writing
from tests.web.countries.conftest import CELL, ITEM, World

ATTACH = f"/countries/IE/items/{ITEM}/evidence/attach"
HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Accept-Ranges": "none",
    "Content-Disposition": "attachment; filename=\"evidence.pdf\"; filename*=UTF-8''evidence.pdf",
}


def attach(browser: Browser, name: str = "evidence.pdf", content: bytes | None = None, **fields: Any) -> TestResponse:
    """Send the form of evidence with a file."""
    browser.get(ATTACH)
    sent = (io.BytesIO(good(name.rpartition(".")[2]) if content is None else content), name)
    return browser.post(ATTACH, {"kind": "file", "title": "Adopted plan", "file": sent, **fields})


def file_link(browser: Browser, address: str = CELL) -> str:
    """The address of the last file that a page links to."""
    found = re.findall(r'href="(/countries/IE/files/\d+)"', browser.get(f"{address}?open=all").text)
    assert found, "the page links to a file"
    return found[-1]


def kept(app: Flask) -> tuple[int, int]:
    """How many rows and how many contents there are."""
    held = services(app)
    with held.database.reading() as session:
        return len(list_rows(session)), len(list(held.depot.store.list_keys()))


def test_a_file_is_uploaded_and_saved_again_byte_for_byte(world: World) -> None:
    ireland = world.sign_in("ireland")
    content = good("pdf")
    assert attach(ireland, content=content).status_code == 303
    answer = ireland.get(file_link(ireland))
    assert answer.data == content
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert answer.headers["Content-Length"] == str(len(content))
    page = ireland.get(f"{CELL}?open=all").text
    assert "not scanned for viruses" in page
    head = ireland.client.head(file_link(ireland))
    assert (head.status_code, head.data) == (200, b"")


@pytest.mark.parametrize("name", ["Νόμος περί υποδοχής.pdf", "Закон за убежището.pdf"])
def test_names_of_all_scripts_come_back(world: World, name: str) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland, name)
    assert name in ireland.get(f"{CELL}?open=all").text
    said = ireland.get(file_link(ireland)).headers["Content-Disposition"]
    assert said.isascii()


def test_the_field_says_what_is_taken_and_what_must_not_be_sent(world: World) -> None:
    page = world.sign_in("ireland").get(ATTACH).text
    for words in ("up to 20 MB", "not accredited for EU classified information", "no data on persons", "not scanned"):
        assert words in page
    assert 'enctype="multipart/form-data"' in page


REFUSED: dict[str, tuple[str, bytes, str]] = {
    "a page": ("a.html", b"<html>", "Files of this kind are not taken"),
    "a page called a PDF": ("a.pdf", b"<html><script>alert(1)</script>", "not what its name says"),
    "two endings": ("a.exe.pdf", good("pdf"), "two endings"),
    "a mark": ("note.txt", b"RESTREINT UE/EU RESTRICTED", "not accredited for classified information"),
    "an empty file": ("a.txt", b"", "empty"),
    "a picture too large": ("a.png", png(100_000, 100_000), "pixels"),
    "a file too large": ("a.txt", b"a" * (1024 * 1024 + 1), "larger than 1 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_refused_file_keeps_what_was_typed_and_leaves_nothing(world: World, what: str) -> None:
    held = services(world.app)
    held.depot = replace(held.depot, file_limit=1024 * 1024)
    ireland = world.sign_in("ireland")
    name, content, words = REFUSED[what]
    answer = attach(ireland, name, content, reference="Held in room 4", reason="as asked")
    assert answer.status_code == 422
    beside = re.search(r'id="file-error">([^<]+)<', answer.text)
    assert beside is not None
    assert words in beside[1]
    for typed in ("Adopted plan", "Held in room 4", "as asked"):
        assert f'value="{typed}"' in answer.text
    assert kept(world.app) == (0, 0)


def test_far_more_than_a_file_is_not_read_and_forms_stay_small(world: World) -> None:
    held = services(world.app)
    held.depot = replace(held.depot, file_limit=1024 * 1024)
    ireland = world.sign_in("ireland")
    assert attach(ireland, "a.txt", b"a" * (6 * 1024 * 1024)).status_code == 413
    large = {"title": "x", "file": (io.BytesIO(b"a" * (3 * 1024 * 1024)), "a.txt")}
    assert ireland.post(f"/countries/IE/items/{ITEM}/milestones/add", large).status_code == 413
    assert kept(world.app) == (0, 0)


def test_a_kind_without_its_file_and_a_file_without_its_kind_are_said_at_the_field(world: World) -> None:
    ireland = world.sign_in("ireland")
    ireland.get(ATTACH)
    without = ireland.post(ATTACH, {"kind": "file", "title": "x"})
    assert (without.status_code, "Choose the file." in without.text) == (422, True)
    other = attach(ireland, kind="statement")
    assert (other.status_code, 'id="file-error"' in other.text) == (422, True)
    assert kept(world.app) == (0, 0)


def test_a_new_version_is_shown_with_the_earlier_one_behind_it(world: World) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland, "first.pdf")
    edit = re.search(r'href="(/countries/IE/evidence/\d+)"', ireland.get(f"{CELL}?open=all").text)
    assert edit is not None
    ireland.get(edit[1])
    sent = {"kind": "file", "title": "Adopted plan", "version": "1", "file": (io.BytesIO(good("odt")), "second.odt")}
    assert ireland.post(edit[1], sent).status_code == 303
    page = ireland.get(edit[1]).text
    assert page.index("second.odt") < page.index("first.pdf")
    assert "earlier version" in page
    history = ireland.get("/countries/IE/history").text
    links = re.findall(r'href="(/countries/IE/files/\d+)">([^<]+)<', history)
    assert (links[1][1], links[0][1]) == ("second.odt", "first.pdf")
    assert all(ireland.get(address).status_code == 200 for address, _ in links)
    sent = {"kind": "file", "title": "Theirs", "version": "1", "file": (io.BytesIO(good("pdf")), "third.pdf")}
    conflict = ireland.post(edit[1], sent)
    assert conflict.status_code == 409
    assert "The file was not kept" in conflict.text
    assert kept(world.app) == (2, 2)


def test_others_save_what_was_shared_and_nothing_newer(world: World) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland)
    first = file_link(ireland)
    readers = [world.sign_in(name) for name in ("reviewer", "watcher")]
    strangers = [world.sign_in(name) for name in ("france", "observer", "admin")]
    assert {browser.get(first).status_code for browser in [*readers, *strangers]} == {404}
    ireland.get("/countries/IE/share")
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    attach(ireland, "later.odt", title="Later")
    later = file_link(ireland)
    assert later != first
    for reader in readers:
        assert reader.get(first).status_code == 200
        assert reader.get(later).status_code == 404
        assert "later.odt" not in reader.get("/countries/IE/history").text
    assert {browser.get(first).status_code for browser in strangers} == {404}
    assert ireland.get(first.replace("IE", "FR")).status_code == 404
    assert Browser(world.app).get(first).status_code == 303


@pytest.fixture
def clamd(world: World, tmp_path: Path) -> Iterator[FakeClamd]:
    """A scanner beside the application."""
    from app.files.clamd import Scanner

    held = services(world.app)
    held.depot = replace(held.depot, scanner=Scanner(str(tmp_path / "clamd"), 2))
    with clamd_at(tmp_path / "clamd") as fake:
        yield fake


def test_a_virus_is_refused_beside_the_field(world: World, clamd: FakeClamd) -> None:
    clamd.answer = b"stream: Eicar-Test-Signature FOUND\0"
    ireland = world.sign_in("ireland")
    answer = attach(ireland)
    assert (answer.status_code, "Eicar-Test-Signature" in answer.text) == (422, True)
    assert kept(world.app) == (0, 0)


def test_a_file_waits_for_the_scanner_and_is_handed_out_once_it_is_clean(world: World, clamd: FakeClamd) -> None:
    clamd.answer = b"busy ERROR\0"
    ireland = world.sign_in("ireland")
    assert attach(ireland).status_code == 303
    page = ireland.get(f"{CELL}?open=all").text
    assert "waiting for the virus scan" in page
    assert "/countries/IE/files/" not in page
    answer = ireland.get("/countries/IE/files/1")
    assert (answer.status_code, "waits for the virus scan" in answer.text) == (409, True)
    runner = world.app.test_cli_runner()
    assert runner.invoke(args=["files", "scan"]).exit_code == 1
    clamd.answer = b"stream: OK\0"
    tried = runner.invoke(args=["files", "scan", "--dry-run"])
    assert (tried.exit_code, tried.stdout) == (0, "1 files looked at, 0 refused.\n")
    assert ireland.get("/countries/IE/files/1").status_code == 409
    assert runner.invoke(args=["files", "scan"]).exit_code == 0
    assert ireland.get(file_link(ireland)).status_code == 200
    assert "scanned for viruses, none found" in ireland.get(f"{CELL}?open=all").text


def test_commands_compare_and_sweep(world: World) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland)
    runner = world.app.test_cli_runner()
    whole = runner.invoke(args=["files", "check", "--json"])
    assert (whole.exit_code, '"whole": true' in whole.stdout) == (0, True)
    store = services(world.app).depot.store
    store.put(io.BytesIO(b"of a deed that failed"))
    unnamed = runner.invoke(args=["files", "check"])
    assert (unnamed.exit_code, "no row names" in unnamed.stderr) == (1, True)
    assert runner.invoke(args=["files", "sweep"]).stdout.startswith("0 contents")
    for key in list(store.list_keys()):
        store.delete(key)
    missing = runner.invoke(args=["files", "check"])
    assert (missing.exit_code, "without their bytes" in missing.stderr) == (1, True)
    assert ireland.get(file_link(ireland)).status_code == 404


@pytest.mark.parametrize("where", ["folder", "bucket"])
def test_a_full_disk_keeps_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, where: str, request: pytest.FixtureRequest
) -> None:
    held, ireland = services(world.app), world.sign_in("ireland")
    steps: list[Callable[[pytest.MonkeyPatch], None]] = [fill_requests, fill_copies]
    if where == "bucket":
        held.depot = replace(held.depot, store=request.getfixturevalue("buckets").fresh())
    else:
        steps += [partial(fill_store, step=step) for step in STEPS]
    for step in steps:
        with monkeypatch.context() as patched:
            step(patched)
            answer = attach(ireland)
        assert (answer.status_code, "no room" in answer.text) == (503, True), step
        assert kept(world.app) == (0, 0)
    assert attach(ireland).status_code == 303


def test_a_file_comes_back_from_a_backup(world: World, tmp_path: Path) -> None:
    ireland = world.sign_in("ireland")
    attach(ireland)
    runner = world.app.test_cli_runner()
    assert runner.invoke(args=["backup", str(tmp_path / "backup")]).exit_code == 0
    key = next(services(world.app).depot.store.list_keys())
    assert (tmp_path / "backup" / "files" / key[:2] / key).is_file()
    (tmp_path / "backup" / "files" / key[:2] / key).write_bytes(b"changed")
    refused = runner.invoke(args=["restore", str(tmp_path / "backup"), "--to", str(tmp_path / "new"), "--dry-run"])
    assert (refused.exit_code, "hash differs" in refused.stderr) == (1, True)


def test_milestones_are_named_and_lead_to_their_evidence(world: World, add: Callable[..., str]) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    assert attach(ireland, milestones=[reference]).status_code == 303
    assert "Adopted plan" in ireland.get(f"/countries/IE/milestones/{reference}").text
    refused = attach(ireland, milestones=["FR-0001"])
    assert refused.status_code == 422
    assert "Choose among the milestones of this item." in refused.text


def test_the_kind_that_the_closing_condition_asks_for_stands_chosen(world: World) -> None:
    ireland = world.sign_in("ireland")
    session = writing(world.app)
    items = list(view_in_force(session, clock.today()).items_of("IE"))
    session.close()
    others = [one for one in items if one.proofs and EvidenceKind.LEGAL_REFERENCE not in one.proofs[0]]
    assert others
    for item in others[:2]:
        page = ireland.get(f"/countries/IE/items/{item.key}/evidence/attach").text
        chosen = re.search(r'<option selected value="([a-z_]+)"', page)
        assert chosen is not None
        assert EvidenceKind(chosen[1]) in item.proofs[0]


def test_a_coordinator_has_a_waiting_file_looked_at_again(world: World, clamd: FakeClamd) -> None:
    clamd.answer = b"busy ERROR\0"
    ireland, contributor, reviewer = (world.sign_in(name) for name in ("ireland", "contributor", "reviewer"))
    assert attach(ireland).status_code == 303
    assert "It shows nothing until the virus scanner has looked at the file." in ireland.get(CELL).text
    page = ireland.get("/countries/IE/evidence/1").text
    assert 'action="/countries/IE/files/1/scan"' in page
    assert "Look at it again now" in page
    answer = ireland.post("/countries/IE/files/1/scan", {"evidence": "1"})
    assert (answer.status_code, "goes on waiting" in answer.text) == (503, True)
    clamd.answer = b"stream: OK\0"
    assert contributor.post("/countries/IE/files/1/scan").status_code == 403
    assert reviewer.post("/countries/IE/files/1/scan").status_code == 403
    answer = ireland.post("/countries/IE/files/1/scan", {"evidence": "1"})
    assert (answer.status_code, answer.location) == (303, "/countries/IE/evidence/1")
    page = ireland.get("/countries/IE/evidence/1").text
    assert "scanned for viruses, none found" in page
    assert "/files/1/scan" not in page
    assert ireland.get("/countries/IE/files/1").status_code == 200
    assert ireland.post("/countries/IE/files/1/scan").status_code == 409


def test_a_coordinator_has_a_waiting_official_document_looked_at_again(world: World, clamd: FakeClamd) -> None:
    clamd.answer = b"busy ERROR\0"
    ireland, contributor, reviewer = (world.sign_in(name) for name in ("ireland", "contributor", "reviewer"))
    assert attach(ireland).status_code == 303
    sent = {"kind": "plan", "round_id": "", "document_title": "NIP", "document_language": "en"}
    answer = ireland.post("/countries/IE/submit", {**sent, "file": (io.BytesIO(good("docx")), "plan.docx")})
    assert answer.status_code == 303, answer.text
    receipt = str(answer.location)
    button = f'action="{receipt}/document/scan"'
    assert button in ireland.get(receipt).text
    assert button not in reviewer.get(receipt).text
    again = ireland.post(f"{receipt}/document/scan")
    assert (again.status_code, "goes on waiting" in again.text) == (503, True)
    clamd.answer = b"stream: OK\0"
    assert contributor.post(f"{receipt}/document/scan").status_code == 403
    assert reviewer.post(f"{receipt}/document/scan").status_code == 403
    answer = ireland.post(f"{receipt}/document/scan")
    assert (answer.status_code, answer.location) == (303, receipt)
    page = ireland.get(receipt).text
    assert "scanned for viruses, none found" in page
    assert button not in page
    assert reviewer.get(f"{receipt}/document").status_code == 200
    assert ireland.post(f"{receipt}/document/scan").status_code == 409


def test_a_version_taken_back_leaves_a_line_and_only_a_submission_keeps_its_bytes(world: World) -> None:
    ireland, reviewer, france = (world.sign_in(name) for name in ("ireland", "reviewer", "france"))
    attach(ireland, "first.txt", b"names of staff")
    sealed = file_link(ireland)
    evidence = re.findall(r'href="(/countries/IE/evidence/\d+)"', ireland.get(f"{CELL}?open=all").text)[-1]
    ireland.get("/countries/IE/submit")
    sent = ireland.post("/countries/IE/submit", {"kind": "plan", "note": "As adopted"}).headers["Location"]
    form = ireland.get(evidence).text
    version = re.findall(r'name="version"[^>]*value="(\d+)"', form)[0]
    again = {"file": (io.BytesIO(b"the wrong file"), "second.txt"), "version": version}
    assert ireland.post(evidence, {"kind": "file", "title": "Adopted plan", **again}).status_code == 303
    wrong = file_link(ireland)
    assert wrong != sealed
    assert reviewer.post(f"{wrong}/take-back", {"reason": "Not mine"}).status_code == 404
    assert reviewer.get(f"{sealed}/take-back").status_code == 403
    page = ireland.get(f"{wrong}/take-back").text
    for words in ("removed for good", "The version before it counts again", "read the reason above", "first.txt"):
        assert words in page
    assert "(optional)" not in page
    refused = ireland.post(f"{wrong}/take-back", {"before_counts": "y"})
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert re.search(r'name="before_counts"[^>]* checked|checked[^>]*name="before_counts"', refused.text)
    assert ireland.post(f"{wrong}/take-back", {"reason": "Sent by mistake", "before_counts": "y"}).status_code == 303
    page = ireland.get(evidence).text
    for words in ("second.txt", "version 2", "ireland", "because: Sent by mistake"):
        assert words in page
    assert wrong not in page
    assert ireland.get(wrong).status_code == 409
    assert ireland.post(f"{wrong}/take-back", {"reason": "Again"}).status_code == 409
    assert file_link(ireland) == sealed
    assert "Sent by mistake" not in reviewer.get("/countries/IE/history").text
    ireland.post("/countries/IE/share", {"what": "plan"})
    assert "Sent by mistake" in reviewer.get("/countries/IE/history").text
    assert "kept with the seal" in ireland.get(f"{sealed}/take-back").text
    assert ireland.post(f"{sealed}/take-back", {"reason": "It names people"}).status_code == 303
    for browser in (ireland, reviewer):
        assert browser.get(sealed).status_code == 409
        assert sealed not in browser.get(f"{CELL}?open=all").text
        assert "It names people" not in browser.get(f"{CELL}?open=all").text
        kept_at = re.findall(rf'href="({sent}/files/\d+)"', browser.get(sent).text)
        answer = browser.get(kept_at[0])
        assert (answer.status_code, answer.data) == (200, b"names of staff")
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert france.get(kept_at[0]).status_code == 404
    assert reviewer.get(f"{sent}/files/{wrong.rpartition('/')[2]}").status_code == 404

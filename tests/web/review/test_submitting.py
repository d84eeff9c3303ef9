"""A round opened, answered, signed, compared and verified, as people do it on pages."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.files.queries import list_rows
from app.http.context import services
from app.review.queries.submissions import find_seal
from app.review.sealing import read_snapshot
from tests.files.samples import good
from tests.reports.pdf import needs_pango, says
from tests.web.browsing import Browser
from tests.web.countries.conftest import World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
HASH = re.compile(r'<code class="hash">([0-9a-f]{64})</code>')
STAMP = re.compile(r'name="seen_stamp" value="(\d+)"')
LIST = "/countries/IE/submissions"
PLAN = {"kind": "plan", "round_id": "", "note": "As adopted", "document_title": "NIP", "document_language": "en"}


def opened(reviewer: Browser) -> str:
    """The address of a round that is open until the end of 2100."""
    asked = {"title": "First plans", "asked": "Send your plan.", "cut_off_on": "2100-12-31", "interval_days": "30"}
    answer = reviewer.post("/rounds/open", asked)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def submitted(ireland: Browser, **more: Any) -> str:
    """The address of the receipt."""
    answer = ireland.post("/countries/IE/submit", {**PLAN, **more})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_gaps_on_key_items_are_named_before_the_others(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    page = ireland.get("/countries/IE/submit").text
    of_key = page.partition("<h3>Gaps on key items</h3>")[2].partition("</ul>")[0]
    assert "no lead authority: 1" in of_key
    assert "Gaps on other items" not in page


def test_a_round_is_opened_answered_and_closed(world: World, add: Add) -> None:
    ireland, reviewer, france = (world.sign_in(name) for name in ("ireland", "reviewer", "france"))
    add(ireland)
    address = opened(reviewer)
    assert "First plans" in ireland.get("/rounds").text
    assert "not yet submitted" in reviewer.get(address).text
    form = ireland.get("/countries/IE/submit").text
    assert "First plans, by 31 December 2100" in form
    assert "is not yet shared" in form
    assert "for more than 30 days" in form
    receipt = submitted(ireland, round_id=address.rpartition("/")[2])
    assert re.search(r"Figures of \d+ \w+ \d{4} by rule version 1", ireland.get(receipt).text)
    for reader in (ireland, reviewer, world.sign_in("watcher"), world.sign_in("contributor")):
        page = reader.get(receipt)
        assert page.status_code == 200
        assert "in time" in page.text
        assert "As adopted" in page.text
    assert receipt in reviewer.get(address).text
    assert receipt not in france.get(address).text
    assert "Ireland" not in re.sub(r"<header.*?</header>", "", france.get(address).text, flags=re.DOTALL)
    for path in (receipt, LIST, "/countries/IE/compare"):
        assert france.get(path).status_code == 404
    assert ireland.get("/rounds/open").status_code == 403
    assert reviewer.post(f"{address}/close", {"version": "7"}).status_code == 409
    assert reviewer.post(f"{address}/close", {"version": "1"}).status_code == 303
    again = ireland.post("/countries/IE/submit", {**PLAN, "round_id": address.rpartition("/")[2]})
    assert again.status_code == 409
    assert "As adopted" in again.text, "what was typed is kept"
    assert world.sign_in("admin").get("/rounds").status_code == 404


def test_the_receipt_carries_a_hash_that_readers_verify_and_others_do_not_find(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    page = ireland.get(submitted(ireland)).text
    found = HASH.search(page)
    assert found
    for name, status in {"ireland": 200, "reviewer": 200, "watcher": 200, "france": 404, "admin": 404}.items():
        answer = world.sign_in(name).get(f"/verify/{found[1]}")
        assert answer.status_code == status, name
    assert "The seal holds." in ireland.get(f"/verify/{found[1].upper()}").text
    assert ireland.get(f"/verify/{'0' * 64}").status_code == 404
    assert ireland.get("/verify/nonsense").status_code == 404
    runner = world.app.test_cli_runner()
    assert "computed anew from the sealed items, agree" in ireland.get(f"/verify/{found[1]}").text
    assert runner.invoke(args=["plans", "verify", found[1]]).exit_code == 0
    assert "1 seals, 1 hold." in runner.invoke(args=["plans", "verify", "--all"]).stdout
    assert runner.invoke(args=["plans", "verify"]).exit_code == 1
    with services(world.app).database.writing() as session:  # somebody got round the triggers
        if services(world.app).database.engine.dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER review_seal_no_update"))
        else:
            session.execute(text("ALTER TABLE review_seal DISABLE TRIGGER review_seal_no_change"))
        session.execute(text("UPDATE review_seal SET content = 'eJyrrgUAAXUA+Q=='"))
        session.commit()
    assert "The seal does not hold." in ireland.get(f"/verify/{found[1]}").text
    told = runner.invoke(args=["plans", "verify", found[1], "--json"])
    assert told.exit_code == 1
    assert '"content_matches": false' in told.stdout
    every = runner.invoke(args=["plans", "verify", "--all"])
    assert (every.exit_code, found[1] in every.stdout, "1 seals, 0 hold." in every.stdout) == (1, True, True)


def test_a_second_coordinator_signs_what_the_first_prepared(world: World, add: Add) -> None:
    ireland, second, reviewer = (world.sign_in(name) for name in ("ireland", "second", "reviewer"))
    add(ireland)
    assert ireland.post("/countries/IE/four-eyes", {"is_on": "yes"}).status_code == 303
    address = submitted(ireland)
    told = ireland.get(address).text
    assert "another coordinator signs" in told
    assert "It is sent once a second coordinator has signed it." in told
    assert f'href="{address}">Look at it' in second.get("/countries/IE").text
    for other in (reviewer, world.sign_in("contributor")):
        assert "Look at it" not in other.get("/countries/IE").text
    assert reviewer.get(address).status_code == 404
    assert "Nothing has been submitted yet" in reviewer.get(LIST).text
    assert ireland.post("/countries/IE/submit", PLAN).status_code == 409
    assert ireland.post("/countries/IE/four-eyes", {"is_on": "no"}).status_code == 409
    stamp = STAMP.search(second.get(address).text)
    assert stamp
    add(ireland, "Another")
    sign = f"{address}/sign"
    assert second.post(sign, {"seen_stamp": stamp[1]}).status_code == 409
    page = second.get(address).text
    assert "was changed since this was prepared" in page
    assert ireland.post(sign, {"seen_stamp": "1"}).status_code == 403
    newer = STAMP.search(page)
    assert newer
    assert second.post(sign, {"seen_stamp": newer[1]}).status_code == 303
    assert "Look at it" not in second.get("/countries/IE").text
    receipt = reviewer.get(address).text
    assert "Ireland" in receipt
    assert "Second" in receipt
    assert HASH.search(receipt)


def test_versions_are_compared_with_each_other_and_with_today(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    assert "no version to compare with" in ireland.get("/countries/IE/compare").text
    reference = add(ireland)
    first = submitted(ireland).rpartition("/")[2]
    moved = {"form": "row", "version": "1", "forecast_on": "2026-10-10", "cause": "procurement", "reason": "Tender"}
    assert ireland.post(f"/countries/IE/milestones/{reference}", moved).status_code == 303
    add(ireland, "Decree drafted")
    asked = ireland.get("/countries/IE/compare")
    assert asked.status_code == 303
    assert f"from={first}&to=today" in asked.location
    page = ireland.get(asked.location).text
    assert "1 added" in page
    assert "1 moved, the latest by 10 days later." in page
    assert "Decree drafted" in page
    assert "Nothing differs." in reviewer.get(asked.location).text, "others see today as shared"
    second = submitted(ireland).rpartition("/")[2]
    page = reviewer.get(f"/countries/IE/compare?from={first}&to={second}").text
    assert "Decree drafted" in page
    file = reviewer.get(f"/countries/IE/compare.csv?from={first}&to={second}").text
    assert f",milestone,moved,{reference},Bill drafted,forecast_on,2026-09-30,2026-10-10,10" in file
    for wrong in ("from=0&to=today", "from=x&to=today", f"from={first}&to=999999"):
        assert ireland.get(f"/countries/IE/compare?{wrong}").status_code == 404


def test_what_will_be_sealed_is_shown_before_it_is_done(world: World, add: Add) -> None:
    ireland, second, reviewer = (world.sign_in(name) for name in ("ireland", "second", "reviewer"))
    add(ireland)
    number = opened(reviewer).rpartition("/")[2]
    more = {"round_id": number, "document_number": "2025/7", "document_on": "2025-01-02", "step": "look"}
    look = ireland.post("/countries/IE/submit", {**PLAN, **more})
    assert look.status_code == 200
    told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", look.text))
    assert (told["Kind"], told["In answer to"]) == ("plan", "First plans, by 31 December 2100")
    assert (told["Blocks"], told["Covering note"]) == ("all blocks", "As adopted")
    assert int(told["Changes that are shared with it"]) > 0
    assert told["The official document"] == "NIP, 2025/7, en, 2 January 2025, not public"
    assert re.search(r"\d+ items? without information", told["The checks warn of"])
    assert "This cannot be taken back." in look.text
    assert "is without information" in look.text or "are without information" in look.text
    assert "Nothing has been submitted yet" in ireland.get(LIST).text
    form = form_on(look.text, "seen_stamp")
    again = ireland.post("/countries/IE/submit", form | {"step": "change"})
    assert form_on(again.text, "note")["note"] == ["As adopted"]
    bad = ireland.post("/countries/IE/submit", form | {"file": (io.BytesIO(b"MZ"), "plan.exe")})
    assert bad.status_code == 422
    assert "Files of this kind are not taken" in bad.text
    form = form_on(bad.text, "seen_stamp")
    add(second, "Bill debated")
    changed = ireland.post("/countries/IE/submit", form)
    assert changed.status_code == 409
    assert "Look again before you submit." in changed.text
    assert ireland.post("/countries/IE/submit", form_on(changed.text, "seen_stamp")).status_code == 303


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(ireland)
    part = ireland.post("/countries/IE/submit", {**PLAN, "kind": "partial", "step": "look"})
    assert part.status_code == 422
    assert "Choose at least one block." in part.text
    assert "As adopted" in part.text
    link = ireland.post("/countries/IE/submit", {**PLAN, "document_url": "javascript:alert(1)"})
    assert link.status_code == 422
    assert 'id="document_url-error"' in link.text
    assert "Nothing has been submitted yet" in ireland.get(LIST).text
    past = reviewer.post("/rounds/open", {"title": "Late", "asked": "Send it", "cut_off_on": "2024-01-01"})
    assert past.status_code == 422
    assert "The cut-off lies in the past." in past.text
    assert "Send it" in past.text


@needs_pango
def test_the_receipt_is_also_a_pdf(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    receipt = submitted(ireland)
    assert f'href="{receipt}/receipt.pdf"' in ireland.get(receipt).text
    answer = world.sign_in("reviewer").get(f"{receipt}/receipt.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert says(answer.data, "Figures as sealed")
    assert world.sign_in("france").get(f"{receipt}/receipt.pdf").status_code == 404
    ireland.post("/countries/IE/four-eyes", {"is_on": "yes"})
    assert ireland.get(f"{submitted(ireland)}/receipt.pdf").status_code == 404


def test_the_official_document_is_sent_along_sealed_and_saved_byte_for_byte(world: World, add: Add) -> None:
    ireland, reviewer, france = (world.sign_in(name) for name in ("ireland", "reviewer", "france"))
    add(ireland)
    content = good("pdf")
    form = ireland.post("/countries/IE/submit", {**PLAN, "step": "look"}).text
    assert 'enctype="multipart/form-data"' in form
    assert "not accredited for EU classified information" in form
    sent = {"document_title": "", "document_on": "2025-12-12", "file": (io.BytesIO(content), "nip ireland.pdf")}
    receipt = submitted(ireland, **sent)
    page = reviewer.get(receipt).text
    digest = hashlib.sha256(content).hexdigest()
    for words in ("nip ireland.pdf", "12 December 2025", "The tracker is not the plan", digest):
        assert words in page
    answer = reviewer.get(f"{receipt}/document")
    assert (answer.status_code, answer.data) == (200, content)
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert france.get(f"{receipt}/document").status_code == 404
    with services(world.app).database.reading() as session:
        seal = find_seal(session, HASH.findall(page)[-1])
    assert seal
    document = read_snapshot(seal.content)["document"]
    assert document["file"]["hash"] == digest
    assert (document["title"], document["on"]) == ("nip ireland.pdf", "2025-12-12")
    assert ireland.get(f"{submitted(ireland)}/document").status_code == 404


def test_the_page_of_the_country_names_the_official_document_sent_last(world: World, add: Add) -> None:
    ireland, reviewer = world.sign_in("ireland"), world.sign_in("reviewer")
    add(ireland)
    assert "The official document" not in reviewer.get("/countries/IE").text
    submitted(ireland)
    receipt = submitted(ireland, document_title="NIP, second edition")
    submitted(ireland, document_title="", document_language="")
    page = reviewer.get("/countries/IE").text
    assert "NIP, second edition (en)" in page
    assert f'href="{receipt}"' in page


def test_a_document_that_is_refused_leaves_nothing_and_keeps_what_was_typed(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    for more, words in (
        ({"file": (io.BytesIO(b"MZ"), "plan.exe")}, "Files of this kind are not taken"),
        ({"document_on": "2999-01-01", "file": (io.BytesIO(good("pdf")), "plan.pdf")}, "cannot lie in the future"),
    ):
        answer = ireland.post("/countries/IE/submit", {**PLAN, **more})
        assert answer.status_code == 422
        assert words in answer.text
        assert "As adopted" in answer.text
    assert "Nothing has been submitted yet." in ireland.get(LIST).text
    held = services(world.app)
    with held.database.reading() as session:
        assert (list_rows(session), list(held.depot.store.list_keys())) == ([], [])


def test_the_file_of_a_submission_is_never_changed(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    submitted(ireland, file=(io.BytesIO(good("pdf")), "plan.pdf"))
    for deed in ("DELETE FROM review_document", "UPDATE review_document SET file_id = file_id"):
        with services(world.app).database.writing() as session, pytest.raises(DBAPIError, match="stays as it is"):
            session.execute(text(deed))

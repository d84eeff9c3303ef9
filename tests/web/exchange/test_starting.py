"""The pages on which a plan is begun from a spreadsheet."""

from __future__ import annotations

import io
import re
from typing import Any

from sqlalchemy import select

from app.audit.models import AuditEntry
from app.exchange.reading import limits
from app.http.context import services
from tests.exchange.lists import HEADS, Rows, saved
from tests.guards.reading_pages import Page, faults
from tests.queries import queries
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM, World
from tests.web.countries.forms_on import form_on

HOME = "/countries/IE/spreadsheets"
ROWS: Rows = (
    HEADS,
    ("1", "Bill <b>drafted", ITEM, "Department of Justice", "3/4/2025", "31.12.2026", "analysed", "urgent"),
    ("2", "Centres opened", "reception", "Ministry of <Housing>", None, "2026-11-30", None, None),
)


def upload(browser: Browser, rows: Rows = ROWS, name: str = "list.xlsx") -> str:
    """The address of the page of a spreadsheet's columns."""
    browser.get(HOME)
    answer = browser.post(HOME, {"file": (io.BytesIO(saved(rows)), name)})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def say(browser: Browser, address: str, **chosen: Any) -> Any:
    """Send the form of columns and words as it stands, with some fields chosen otherwise."""
    return browser.post(address, {**form_on(browser.get(address).text, "kept_as"), **chosen})


def test_a_plan_is_begun_from_a_spreadsheet(world: World) -> None:
    ireland = world.sign_in("ireland")
    assert f'href="{HOME}"' in ireland.get("/countries/IE").text
    assert f'href="{HOME}"' in ireland.get("/countries/IE/workbook").text
    address = upload(ireland)
    page = ireland.get(address).text
    assert faults(Page(page)) == []
    assert "Bill &lt;b&gt;drafted" in page
    assert "new: Ministry of &lt;Housing&gt;" in page
    asked = say(ireland, address, do="preview", kept_as="Our list")
    assert asked.status_code == 422
    assert "Choose how they are written" in asked.text
    assert 'value="Our list"' in asked.text
    assert faults(Page(asked.text)) == []
    chosen = {"order": "day", "other|title|Centres opened": ITEM, "do": "preview", "kept_as": "Our list"}
    answer = say(ireland, address, **chosen)
    assert answer.status_code == 303, answer.text
    preview = answer.headers["Location"]
    page = ireland.get(preview).text
    assert faults(Page(page)) == []
    assert "New authorities" in page
    assert "Ministry of &lt;Housing&gt; (new)" in page
    assert f'href="{address}"' in page
    assert "Centres opened" not in ireland.get(f"{CELL}?open=all").text
    for shown in (HOME, address, preview):
        with queries(world.app, at_most=8):
            ireland.get(shown)
    assert ireland.post(preview).status_code == 303
    shown = ireland.get(f"{CELL}?open=all").text
    assert "Bill &lt;b&gt;drafted" in shown
    assert "Centres opened" in shown
    with services(world.app).database.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert entry.deed == "plans:workbook:imported"
    assert len(entry.changes["sha256"][1]) == 64
    again = upload(ireland, name="again.xlsx")
    assert "kept as “Our list”" in ireland.get(again).text
    answer = say(ireland, again, do="preview")
    assert "2 rows unchanged" in ireland.get(answer.headers["Location"]).text


def test_columns_of_another_sheet_are_proposed_anew_and_mistakes_keep_what_was_typed(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = upload(ireland, (("x",), *ROWS))
    moved = say(ireland, address, head="1")
    assert moved.status_code == 303
    assert "not in the spreadsheet" in ireland.get(address).text
    assert say(ireland, address, do="preview", **{"column|title": ""}).status_code == 422
    say(ireland, address, head="2")
    wrong = say(ireland, address, head="zero", **{"other|title|Centres opened": "no.such-item"})
    assert wrong.status_code == 422
    assert "no item with this key" in wrong.text
    assert 'value="no.such-item"' in wrong.text
    assert "Enter the number of a row" in wrong.text
    assert say(ireland, address, sheet="Nowhere").status_code == 422
    assert ireland.get(f"{HOME}/999").status_code == 404
    assert ireland.get(f"{HOME}/x").status_code == 404


def test_a_list_of_which_no_row_can_be_read_says_so_and_which_rows_they_are(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = upload(ireland, (("Wer", "Was"), ("BMI", "Etwas ganz anderes beschlossen")))
    preview = ireland.get(say(ireland, address, do="preview").headers["Location"]).text
    assert "Etwas ganz anderes beschlossen" in preview
    assert "Say what their words mean" in preview
    assert "no row that says something new could be read" in preview
    assert "says what the plan says already" not in preview


def test_the_second_of_two_who_say_it_is_told_and_loses_nothing(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = upload(ireland)
    opened = form_on(ireland.get(address).text, "kept_as")
    assert ireland.post(address, {**opened, "order": "day", "do": "look", "kept_as": "First"}).status_code == 303
    second = {**opened, "order": "month", "do": "look", "kept_as": "Second"}
    wrong = ireland.post(address, {**second, "head": "zero"})
    assert wrong.status_code == 422
    assert form_on(wrong.text, "kept_as")["version"] == opened["version"]
    refused = ireland.post(address, second)
    assert refused.status_code == 409
    assert "since this page was opened" in refused.text
    assert faults(Page(refused.text)) == []
    again = form_on(refused.text, "kept_as")
    assert (again["order"], again["kept_as"]) == (["month"], ["Second"])
    assert "Second" not in ireland.get(HOME).text
    assert ireland.post(address, {**again, "do": "look"}).status_code == 303
    assert form_on(ireland.get(address).text, "kept_as")["order"] == ["month"]


def test_columns_that_are_kept_can_be_deleted(world: World) -> None:
    ireland = world.sign_in("ireland")
    say(ireland, upload(ireland), do="look", order="day", kept_as="Our list")
    page = ireland.get(HOME).text
    assert faults(Page(page)) == []
    deleting = re.search(r'action="(/[^"]+/delete)"', page)
    assert deleting is not None
    assert ireland.post(deleting[1]).status_code == 303
    assert "Our list”" in ireland.get(HOME).text
    assert "/delete" not in ireland.get(HOME).text
    assert ireland.post(deleting[1]).status_code == 404
    assert "kept as “Our list”" not in ireland.get(upload(ireland)).text
    with services(world.app).database.reading() as session:
        deeds = session.scalars(select(AuditEntry.deed)).all()
    assert "plans:spreadsheet-layout:deleted" in deeds


def test_words_that_nobody_has_seen_are_looked_at_first(world: World) -> None:
    ireland = world.sign_in("ireland")
    address = upload(ireland, [HEADS, *((str(n), f"Step {n}", ITEM, f"Body {n * 7919}") for n in range(120))])
    assert "20 more words" in ireland.get(address).text
    answer = say(ireland, address, do="preview")
    assert answer.headers["Location"] == address
    assert "have not seen yet" in ireland.get(address).text
    assert "/workbook/imports/" in say(ireland, address, do="preview").headers["Location"]


def test_a_file_that_cannot_be_read_is_refused_beside_the_field(world: World) -> None:
    ireland = world.sign_in("ireland")
    ireland.get(HOME)
    for content, words in (
        (b"", "Choose a file"),
        (b"PK\x03\x04 broken", "is damaged"),
        (b"PK\x03\x04" + bytes(limits.LARGEST_FILE), "larger than"),
    ):
        name = "list.xlsx" if content else ""
        answer = ireland.post(HOME, {"file": (io.BytesIO(content), name)})
        assert answer.status_code == 422
        assert words in answer.text
        assert 'aria-invalid="true"' in answer.text

"""The workbook's pages: download, upload, look, choose, bring in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from app.audit.models import AuditEntry
from app.http.context import services
from tests.exchange.copies import Copy
from tests.guards.reading_pages import Page, faults
from tests.queries import queries
from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, World
from tests.web.countries.forms_on import form_on

Add = Callable[..., str]
HOME = "/countries/IE/workbook"


def download(browser: Browser, query: str = "") -> Copy:
    answer = browser.get(f"{HOME}.xlsx{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    return Copy(answer.data)


def upload(browser: Browser, *files: tuple[bytes, str]) -> str:
    """The address of the preview of one file, or of the list."""
    browser.get(HOME)
    sent = [(io.BytesIO(content), name) for content, name in files]
    answer = browser.post(f"{HOME}/imports", {"file": sent})
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_plan_goes_out_and_comes_back(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    assert f'href="{HOME}"' in ireland.get("/countries/IE").text
    copy = download(ireland)
    copy.put(reference, Milestone="Bill <b>adopted</b>", Forecast=date(2026, 10, 5))
    preview = upload(ireland, (copy.saved(), "plan.xlsx"))
    page = ireland.get(preview)
    assert faults(Page(page.text)) == []
    assert "Bill drafted" in page.text
    assert "Bill &lt;b&gt;adopted" in page.text
    assert "Bill &lt;b&gt;adopted" not in ireland.get(f"{CELL}?open=all").text
    assert ireland.post(preview).status_code == 303
    assert "Bill &lt;b&gt;adopted" in ireland.get(f"{CELL}?open=all").text
    assert ireland.post(preview).status_code == 409
    with queries(world.app, at_most=8):
        ireland.get(preview)
    with queries(world.app, at_most=8):
        ireland.get(HOME)
    assert faults(Page(ireland.get(preview).text)) == []
    assert "brought in" in ireland.get(HOME).text
    with services(world.app).database.reading() as session:
        deeds = [entry.deed for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert deeds[-2:] == ["plans:milestone:updated", "plans:workbook:imported"]


def test_conflicts_are_chosen_by_cell_or_column(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    one, two = add(first, "First"), add(first, "Second")
    copy = download(first)
    for reference in (one, two):
        address = f"/countries/IE/milestones/{reference}"
        form = form_on(second.get(f"{address}/edit").text)
        assert second.post(address, {**form, "title": "Theirs"}).status_code == 303
        copy.put(reference, Milestone=f"Mine {reference}")
    content = copy.saved()
    preview = upload(first, (content, "plan.xlsx"))
    page = first.get(preview).text
    assert faults(Page(page)) == []
    assert "Second, " in page  # who changed it here
    form = form_on(page, "column|title")
    assert form[f"choice|{one}|title"] == ["online"]
    assert first.post(preview, {**form, f"choice|{two}|title": "workbook"}).status_code == 303
    shown = first.get(f"{CELL}?open=all").text
    assert f"Mine {two}" in shown
    assert f"Mine {one}" not in shown
    again = upload(first, (content, "plan.xlsx"))
    page = first.get(again).text
    assert "brought in before" in page
    assert first.post(again, {**form_on(page, "column|title"), "column|title": "workbook"}).status_code == 303
    assert f"Mine {one}" in first.get(f"{CELL}?open=all").text


def test_a_change_since_the_preview_is_said_and_nothing_brought_in(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    copy = download(first)
    copy.put(reference, Note="from the ministry")
    preview = upload(first, (copy.saved(), "plan.xlsx"))
    address = f"/countries/IE/milestones/{reference}"
    second.post(address, {**form_on(second.get(f"{address}/edit").text), "title": "Theirs"})
    answer = first.post(preview)
    assert answer.status_code == 303
    assert "Nothing was brought in" in first.get(answer.headers["Location"]).text
    assert "from the ministry" not in first.get(address).text
    first.post(preview)
    assert "from the ministry" in first.get(address).text


def test_the_page_of_an_open_import_shows_the_plan_as_it_stands_now(world: World, add: Add) -> None:
    first, second = world.sign_in("ireland"), world.sign_in("second")
    reference = add(first)
    copy = download(first)
    copy.put(reference, Note="from the ministry")
    preview = upload(first, (copy.saved(), "plan.xlsx"))
    assert "choice|" not in first.get(preview).text
    address = f"/countries/IE/milestones/{reference}"
    second.post(address, {**form_on(second.get(f"{address}/edit").text), "note": "from the agency"})
    page = first.get(preview).text
    assert faults(Page(page)) == []
    assert "from the agency" in page
    with queries(world.app, at_most=8):
        assert first.get(preview).text.count(f"choice|{reference}|note") == page.count(f"choice|{reference}|note") > 0
    form = form_on(page, "shown")
    second.post(address, {**form_on(second.get(f"{address}/edit").text), "note": "from the court"})
    assert "from the court" in second.get(preview).text
    kept = {**form, f"choice|{reference}|note": "workbook"}
    assert "Nothing was brought in" in first.get(first.post(preview, kept).headers["Location"]).text
    form = form_on(first.get(preview).text, "shown")
    first.post(preview, {**form, f"choice|{reference}|note": "workbook"})
    assert "from the ministry" in first.get(address).text


def test_what_was_chosen_holds_although_somebody_of_fewer_rights_has_looked(world: World, add: Add) -> None:
    first, contributor = world.sign_in("ireland"), world.sign_in("contributor")
    reference, other = add(first), add(first, "Staff hired")
    copy = download(first)
    copy.put(reference, Note="from the ministry")
    copy.put(other, Note="from the police")
    address = f"/countries/IE/milestones/{reference}"
    first.post(address, {**form_on(first.get(f"{address}/edit").text), "note": "from the court"})
    preview = upload(first, (copy.saved(), "plan.xlsx"))
    form = form_on(first.get(preview).text, "shown")
    assert form_on(contributor.get(preview).text, "shown")["shown"] != form["shown"]
    first.post(preview, {**form, f"choice|{reference}|note": "workbook"})
    assert "from the ministry" in first.get(address).text


def test_what_cannot_be_read_stands_beside_the_field_and_changes_nothing(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    ireland.get(HOME)
    for content, name, words in (
        (b"", "", "Choose a file"),
        (b"PK\x03\x04 broken", "plan.xlsx", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.xls", "without a password"),
        (b"a;b\n1;2\n", "plan.csv", "Download a new workbook"),
        (b"100 %", "100 %(x)s.xlsx", "no workbook"),
    ):
        answer = ireland.post(f"{HOME}/imports", {"file": [(io.BytesIO(content), name)]})
        assert answer.status_code == 422, name
        assert words in answer.text, name
        assert 'aria-invalid="true"' in answer.text
        assert faults(Page(answer.text)) == []
    assert "No file has been brought back yet" in ireland.get(HOME).text


def test_faults_and_refusals_are_shown_with_sheet_and_cell(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    one, two = add(ireland, "First"), add(ireland, "Second")
    copy = download(ireland)
    copy.put(one, Forecast="3/4/2026")
    copy.put(two, Forecast=date(2027, 6, 1))
    page = ireland.get(upload(ireland, (copy.saved(), "plan.xlsx"))).text
    assert faults(Page(page)) == []
    sheet, line = copy.find(one)
    assert "can be two dates" in page
    assert f"L{line + 1}" in page
    assert "Choose the cause for which the date moves" in page
    assert sheet in page


def test_several_copies_are_sent_at_once_and_a_file_is_set_aside(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    copies = []
    for title in ("First", "Second"):
        copy = download(ireland)
        copy.put(reference, Milestone=title)
        copies.append((copy.saved(), f"{title}.xlsx"))
    assert upload(ireland, *copies) == HOME
    page = ireland.get(HOME).text
    assert faults(Page(page)) == []
    previews = [part.split('"')[0] for part in page.split(f'href="{HOME}/imports/')[1:]]
    assert len(previews) == 2
    assert ireland.post(f"{HOME}/imports/{previews[0]}/set-aside").status_code == 303
    assert ireland.post(f"{HOME}/imports/{previews[0]}").status_code == 409
    assert ireland.post(f"{HOME}/imports/{previews[1]}").status_code == 303
    assert "First" in ireland.get(f"/countries/IE/milestones/{reference}").text


def test_a_contributor_takes_the_rows_of_their_authority(world: World, add: Add) -> None:
    ireland, contributor = world.sign_in("ireland"), world.sign_in("contributor")
    other, own = add(ireland, "Of the ministry"), add(ireland, "Of the agency", authority_id=str(world.agency))
    copy = download(contributor)
    copy.find(own)
    with pytest.raises(LookupError):
        copy.find(other)
    copy.put(own, Note="from the agency")
    preview = upload(contributor, (copy.saved(), "agency.xlsx"))
    assert contributor.post(preview).status_code == 303
    assert "from the agency" in ireland.get(f"/countries/IE/milestones/{own}").text
    refused = contributor.get(f"{HOME}.xlsx?authority={world.ministry}")
    assert refused.status_code == 422
    assert "Choose one of the authorities you act for" in refused.text
    assert faults(Page(refused.text)) == []


def test_a_choice_that_holds_nothing_is_said(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    add(ireland)
    add(ireland, "Of the agency", authority_id=str(world.agency))
    for query in ("?authority=99999999", "?authority=x", "?item=no.such-item", f"?authority={world.ministry}"):
        assert ireland.get(f"{HOME}.xlsx{query}").status_code == 422, query
    named = {
        query: ireland.get(f"{HOME}.xlsx{query}").headers["Content-Disposition"].partition("plan-IE-")[2]
        for query in (f"?authority={world.agency}", "?blocks=1", "")
    }
    assert len({name.partition("20")[0] for name in named.values()}) == 3, named
    chosen = download(ireland, "?blocks=1")
    assert [name for name in chosen.sheets if name[0].isdigit()] == ["1 Reception"]


def test_csv_goes_out_and_comes_back(world: World, add: Add) -> None:
    ireland = world.sign_in("ireland")
    reference = add(ireland)
    assert "Leave its last lines as they are" in ireland.get(HOME).text
    answer = ireland.get(f"{HOME}.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    at = rows[0].index("Milestone")
    for row in rows:
        if row and row[0] == reference:
            row[at] = 'Bill adopted; in "both" houses'
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows(rows)
    preview = upload(ireland, (target.getvalue().encode("utf-8-sig"), "plan.csv"))
    ireland.post(preview)
    assert "Bill adopted; in &#34;both&#34; houses" in ireland.get(f"{CELL}?open=all").text

"""Every method of every endpoint × every role × the own country, another one and the EU level → what is answered."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from itertools import product

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.cli.access import DOCUMENT, UNDECLARED, addresses, document
from tests.guards.access_table import OPENED, READERS, ROLES, TABLE, WORKING, Row
from tests.guards.house import PLACES, SHARED, UNSHARED, House
from tests.guards.told_deliverables import WORDS as WORDS_OF_DELIVERABLES
from tests.guards.told_fiches import WORDS as WORDS_OF_FICHES
from tests.guards.told_flags import WORDS as WORDS_OF_FLAGS
from tests.guards.told_meetings import WORDS as WORDS_OF_MEETINGS
from tests.guards.told_practices import WORDS as WORDS_OF_PRACTICES
from tests.guards.told_support import WORDS as WORDS_OF_SUPPORT

WORDS = {
    **WORDS_OF_FLAGS,
    **WORDS_OF_FICHES,
    **WORDS_OF_SUPPORT,
    **WORDS_OF_DELIVERABLES,
    **WORDS_OF_PRACTICES,
    **WORDS_OF_MEETINGS,
}


def ask(house: House, row: Row, role: str, place: str) -> TestResponse:
    """Ask as the row says; what is done is thrown away."""
    values = house.told[place].values() if place else house.names
    browser = house.browser(role, is_new=row.ends_session)
    address = row.address.format(**values)
    headers = {"X-Requested-With": "tracker"} if row.by_script else {}
    if row.method == "GET":
        return browser.get(address, headers=headers)
    return browser.post(address, {name: text.format(**values) for name, text in row.form.items()}, headers=headers)


def asked(app: Flask) -> set[tuple[str, str]]:
    """Every pair of method and endpoint of an application."""
    return {(method, address.endpoint) for address in addresses(app) for method in address.methods}


def test_every_endpoint_says_for_whom_it_is(house: House) -> None:
    assert [address.endpoint for address in addresses(house.app) if address.open_to == UNDECLARED] == []


def test_every_line_of_the_document_s_tables_is_whole(house: House) -> None:
    lines = document(house.app).partition("| permission |")[2].splitlines()[1:]
    assert [line for line in lines if line and not line.startswith(("|", "#"))] == []


def test_every_endpoint_stands_in_the_table(house: House) -> None:
    rows = {(row.method, row.endpoint) for row in TABLE}
    assert sorted(asked(house.app) - rows) == [], "add a row to tests/guards/access_table.py"
    assert sorted(rows - asked(house.app)) == [], "these rows are of no endpoint"


def test_rows_and_views_agree_on_who_must_sign_in(house: House) -> None:
    declared = {address.endpoint: address.open_to for address in addresses(house.app)}
    wrong = [
        row.name for row in TABLE if ("nobody" in row.lets_in.get("", ())) != (declared[row.endpoint] == "everybody")
    ]
    assert wrong == []


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_who_is_let_in(house: House, row: Row) -> None:
    if (row.method, row.endpoint) not in asked(house.app):
        pytest.fail(f"{row.name} is no endpoint")
    wrong = {}
    for role, place in product(ROLES, row.lets_in):
        answer = ask(house, row, role, place)
        if answer.status_code != row.status(role, place):
            wrong[role, place] = f"{answer.status_code} instead of {row.status(role, place)}"
        leaked = leaks(house, role, answer)
        assert not leaked, f"{role} at {place or 'no place'} reads {leaked}"
    assert wrong == {}


def leaks(house: House, role: str, answer: TestResponse) -> list[str]:
    """Words of plans, of what is not yet shared, of flags, messages on them or fiches, that the role may not read."""
    text = words_of(answer)
    found = Counter({words: text.count(words) for words, readers in WORDS.items() if role not in readers})
    for place, code in PLACES.items():
        if role not in READERS[place] | OPENED[place]:
            found[f"{SHARED} {code}"] += text.count(f"{SHARED} {code}")
        if role not in WORKING[place]:
            found[f"{UNSHARED} {code}"] += text.count(f"{UNSHARED} {code}")
    return [words for words, count in found.items() if count]


def words_of(answer: TestResponse) -> str:
    """What an answer says; of a workbook, what its parts say."""
    if not zipfile.is_zipfile(io.BytesIO(answer.data)):
        return str(answer.data.decode(errors="replace"))
    with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
        return "".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


def test_a_request_without_its_token_changes_nothing(house: House) -> None:
    browser = house.browser("coordinator")
    values = {**house.names, **house.told["own"].values()}
    for row in TABLE:
        if row.method == "POST":
            answer = browser.client.post(row.address.format(**values), data=dict(row.form))
            assert answer.status_code == 400, row.name


def test_a_deed_from_another_site_is_refused(house: House) -> None:
    browser = house.browser("coordinator")
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert browser.post("/account/stay", headers=headers).status_code == 400


def test_the_document_of_rights_is_up_to_date(house: House) -> None:
    with house.app.app_context():
        text = document(house.app)
    assert DOCUMENT.read_text(encoding="utf-8") == text, "run `flask --app wsgi access --write`"

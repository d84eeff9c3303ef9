"""Out and in again: unchanged nothing comes back, and what somebody writes arrives exactly as written."""

from __future__ import annotations

import csv
import random
import zipfile
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.core.cells import is_dangerous
from app.demo.services import load_demonstration
from app.exchange.book.content import Book, Selection
from app.exchange.book.csv import csv_of
from app.exchange.book.references import part_reference
from app.exchange.book.xlsx import xlsx_of
from app.exchange.reading.process import read_workbook
from app.exchange.services.exporting import Tongue, make_book
from app.exchange.services.importing import Received, Result, read_file, read_proposal
from app.plans.parts import TargetPart, parts_of
from app.plans.queries.heads import list_plans
from app.plans.services.parts import Said, save_parts
from app.plans.services.plans import open_plans
from app.readiness.cache import ReadingCache
from tests.exchange.conftest import SECRET, Desk
from tests.exchange.copies import Copy
from tests.factories.catalogue import load_tiny_catalogue

UNTIL = date(2024, 12, 31)

LEADS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1+1",
    "\u00a0=cmd",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "=",
    "-",
    "'",
)
TEXTS = (
    *(text for text in LEADS if text != "'=1"),  # whoever types that means a text that begins with =
    "Ψηφιακή υποδομή",
    "Закон за чужденците",
    "_x0041_ stays",
    "<b>&amp;</b>",
    "1",
    "1,5",
    "31.12.2026",
    "TRUE",
    "#REF!",
    "http://europa.eu",
    "a" * 300,
)


def test_the_plans_of_the_demonstration_come_back_unchanged(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    open_plans(session, view, actor=SYSTEM, is_demonstration=True)
    load_demonstration(session, view, actor=SYSTEM, until=UNTIL)
    rows = 0
    for head in list_plans(session):
        book = make_book(session, view, head.owner, Selection(), actor=SYSTEM, tongue=Tongue(), cache=ReadingCache())
        out = xlsx_of(book, SECRET, say=str, owner_name=head.owner)
        for name, content in (
            ("a.xlsx", out),
            ("b.xlsx", Copy(out).saved()),
            ("c.csv", csv_of(book, SECRET, say=str)),
        ):
            found = read_proposal(
                session, view, head.owner, read_file(Received(name, content)), actor=SYSTEM, secrets=[SECRET]
            )
            assert (found.rows, found.edits.faults, found.edits.missing) == ((), [], []), (head.owner, name)
            assert found.edits.unchanged == number_of_rows(book)
        rows += number_of_rows(book)
        assert "Invented data" in words_in(out)
    assert rows > 50


def number_of_rows(book: Book) -> int:
    return sum(1 for sheet in book.sheets for row in sheet.rows if row.reference)


def words_in(content: bytes) -> str:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_somebody_writes_arrives_exactly(desk: Desk, bill: str, beds: str, seed: int) -> None:
    chance = random.Random(seed)
    other = desk.add("Another", item="beta.law")
    shared = desk.add("Shared", item="beta.law", measured_by="target", target_value=1000)
    keys = (desk.justice, desk.housing)
    save_parts(desk.session, "IE", shared, [Said(key, 500) for key in keys], actor=desk.coordinator, reason="New")
    for _ in range(3):
        before = {one.reference: one for one in desk.all()}
        assert desk.propose(desk.copy().saved()).rows == ()
        copy = desk.copy()
        parts = parts_of(before[shared].parts)
        for key in chance.sample(keys, 1):
            value, day = chance.randrange(1, 499), date(2024, 1, 1) + timedelta(days=chance.randrange(300))
            parts[key] = TargetPart(key, 500, value, day)
            copy.put(part_reference(shared, key), Value=value, **{"Value as at": day})
        written: dict[str, dict[str, Any]] = {}
        for reference in chance.sample([bill, beds, other], 2):
            written[reference] = edited(chance, desk, before[reference].measured_by == "target")
            copy.put(
                reference, **{HEADS[field]: shown(desk, field, value) for field, value in written[reference].items()}
            )
        assert desk.apply(desk.upload(copy.saved())) is Result.APPLIED
        for one in desk.all():
            if one.reference == shared:
                assert parts_of(one.parts) == parts
                assert one.value == sum(part.value or 0 for part in parts.values())
                continue
            for field in HEADS:
                expected = written.get(one.reference, {}).get(field, getattr(before[one.reference], field))
                found = getattr(one, field)
                assert (found or None) == (expected or None), (one.reference, field)


HEADS = {
    "title": "Milestone",
    "authority_id": "Authority",
    "step_key": "Step",
    "value": "Value",
    "value_on": "Value as at",
    "start_on": "Start",
    "note": "Note",
}


def edited(chance: random.Random, desk: Desk, is_target: bool) -> dict[str, Any]:
    """New values of a row, as they should stand afterwards."""
    values: dict[str, Any] = {
        "title": chance.choice(TEXTS).strip(),
        "authority_id": chance.choice([desk.justice, desk.housing, None]),
        "start_on": date(2024, 1, 1) + timedelta(days=chance.randrange(300)),
        "note": chance.choice(["", "two\nlines", *TEXTS]).strip(),
    }
    if is_target:
        values["value"] = chance.randrange(1, 399)
    else:
        values["step_key"] = chance.choice(["draft", "government", "adopted"])
    return {name: values[name] for name in chance.sample(sorted(values), 3)}


def shown(desk: Desk, field: str, value: Any) -> Any:
    """A value as a person types it."""
    if field == "authority_id":
        return {desk.justice: "Department of Justice", desk.housing: "department of housing", None: ""}[value]
    return f"'{value}" if isinstance(value, str) and is_dangerous(value) else value


def test_nothing_that_goes_out_can_be_run(desk: Desk) -> None:
    kept = {desk.add(text.strip(), note=text): text for text in LEADS}
    out = desk.download()
    assert "<f>" not in words_in(out)
    for sheet in read_workbook(out):
        for row in sheet.rows:
            assert not any(isinstance(cell, str) and is_dangerous(cell) for cell in row), sheet.name
    for row in csv.reader(StringIO(desk.download_csv().decode("utf-8-sig"))):
        assert not any(is_dangerous(cell) for cell in row)
    for content, name in ((out, "a.xlsx"), (Copy(out).saved(), "b.xlsx"), (desk.download_csv(), "c.csv")):
        assert desk.propose(content, name).rows == (), name
    assert {reference: desk.stands(reference).title for reference in kept} == {
        reference: text.strip() for reference, text in kept.items()
    }


def test_a_workbook_opens_with_lists_dates_and_locks(desk: Desk, bill: str) -> None:
    words = words_in(desk.download())
    for expected in (
        "dataValidation ",
        "tracker-lists",
        "sheetProtection",
        "<pane ",
        "autoFilter",
        'state="veryHidden"',
    ):
        assert expected in words
    assert 'formatCode="yyyy' in words or 'formatCode="YYYY' in words


def test_a_selection_holds_what_was_chosen(desk: Desk, bill: str, beds: str) -> None:
    law = desk.add("Another", item="beta.law")
    beta = desk.copy(selection=Selection(blocks=frozenset({"beta"})))
    assert beta.find(law)
    for reference in (bill, beds):
        with pytest.raises(LookupError):
            beta.find(reference)
    one = desk.copy(selection=Selection(items=frozenset({"alpha.training"})))
    assert one.find(beds)
    with pytest.raises(LookupError):
        one.find(law)


def test_rows_are_as_high_as_their_texts_in_every_program(desk: Desk) -> None:
    reference = desk.add("A title that no column of this workbook can hold in one single line of text")
    with zipfile.ZipFile(BytesIO(desk.download())) as parts:
        sheets = [ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{number}.xml")) for number in (2, 3)]
        texts = ["".join(one.itertext()) for one in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))]
    rows = [row for sheet in sheets for row in sheet.iterfind(".//{*}row")]
    place = str(texts.index(reference))
    (row,) = [row for row in rows if row.findtext("{*}c/{*}v") == place]
    assert float(row.get("ht", "0")) >= 30

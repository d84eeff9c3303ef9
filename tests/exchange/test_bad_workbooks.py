"""Files that nobody should send: refused or reported with sheet and cell, and nothing is written."""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable

import pytest
import xlsxwriter

from app.core.errors import Invalid
from app.exchange.book.places import BASE_SHEET
from app.exchange.reading import limits
from app.exchange.reading.csv import NOT_UTF8, read_csv
from app.exchange.reading.process import read_workbook
from app.exchange.services import importing
from app.files.checks.archives import STRAYS
from app.files.checks.markup import HAS_TYPE
from app.files.checks.refusal import DAMAGED, EXPANDS, HAS_PROGRAM
from tests.exchange.conftest import Desk
from tests.exchange.copies import Copy, with_part

LINK = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="file:///x"/>'
    "</Relationships>"
)
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'


def book(rows: int = 3, columns: int = 3) -> bytes:
    target = io.BytesIO()
    file = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = file.add_worksheet("Data")
    for row in range(rows):
        for column in range(columns):
            sheet.write_string(row, column, "x")
    file.close()
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name, part)
    return target.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "no file": (lambda: b"", limits.NOT_A_WORKBOOK),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 99, limits.NOT_A_WORKBOOK),
    "an archive of something else": (lambda: archive(a=b"b"), limits.NOT_A_WORKBOOK),
    "half a workbook": (lambda: book()[:2000], DAMAGED),
    "an old or locked file": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, limits.OLD_OR_LOCKED),
    "too many bytes": (lambda: b"PK\x03\x04" + bytes(limits.LARGEST_FILE), limits.TOO_LARGE),
    "a bomb": (
        lambda: with_part(book(), "xl/worksheets/sheet9.xml", b"<a>" + b"<b/>" * 5_000_000 + b"</a>"),
        EXPANDS,
    ),
    "a small bomb": (lambda: with_part(book(), "xl/media/a.bin", bytes(20_000_000)), EXPANDS),
    "many members": (lambda: archive(**{f"m{n}": b"" for n in range(2_001)}), EXPANDS),
    "declarations": (lambda: with_part(book(), "xl/worksheets/sheet1.xml", LAUGHS.encode()), HAS_TYPE),
    "declarations in UTF-16": (
        lambda: with_part(book(), "xl/sharedStrings.xml", LAUGHS.encode("utf-16")),
        HAS_TYPE,
    ),
    "macros": (lambda: with_part(book(), "xl/vbaProject.bin", b"\xd0\xcf"), HAS_PROGRAM),
    "an external link": (lambda: with_part(book(), "xl/externalLinks/externalLink1.xml", b"<a/>"), limits.HAS_LINKS),
    "a relation outside": (lambda: with_part(book(), "xl/_rels/workbook.xml.rels", LINK.encode()), limits.HAS_LINKS),
    "an embedded object": (lambda: with_part(book(), "xl/embeddings/oleObject1.bin", b"x"), limits.HAS_OBJECTS),
    "a path that leads out": (lambda: with_part(book(), "../../etc/passwd", b"x"), STRAYS),
    "an absolute path": (lambda: with_part(book(), "/etc/passwd", b"x"), STRAYS),
    "100,000 rows": (lambda: book(100_000, 1), limits.TOO_MANY_ROWS),
    "many columns": (lambda: book(1, 61), limits.TOO_MANY_COLUMNS),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_workbook_is_refused_with_its_reason(name: str) -> None:
    make, reason = HOSTILE[name]
    with pytest.raises(Invalid) as refusal:
        read_workbook(make())
    assert refusal.value.message == reason
    assert refusal.value.field == "file"


def test_a_workbook_with_macros_is_refused_with_what_to_do() -> None:
    with pytest.raises(Invalid) as refusal:
        importing.read_file(importing.Received("plan.XLSM", book()))
    assert refusal.value.message == importing.SAVE_AS_XLSX


def test_any_damage_to_a_file_is_an_answer_and_no_crash(desk: Desk, bill: str) -> None:
    content = desk.download()
    chance = random.Random(7)
    for _ in range(6):
        damaged = bytearray(content)
        for _ in range(40):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with contextlib.suppress(Invalid):  # anything else that is raised fails the test
            desk.propose(bytes(damaged))
    assert desk.stands(bill).title == "Bill drafted"


def test_a_base_that_is_missing_altered_or_sealed_elsewhere_is_explained(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    base = copy.sheets[BASE_SHEET]
    altered = [[base[0][0]], [base[1][0][:-8] + "AAAAAAA="]]
    for rows, words in ((altered, "altered"), ([["é:é"], ["x"]], "lost"), ([], "lost")):
        copy.sheets[BASE_SHEET] = rows
        with pytest.raises(Invalid, match=words):
            desk.upload(copy.saved())
    desk.secrets = ["another secret"]
    with pytest.raises(Invalid, match="altered"):
        desk.upload(desk.download())
    desk.secrets = ["a new secret", "a secret that seals the workbooks of tests"]
    assert desk.propose(desk.download()).changes == 0


@pytest.mark.parametrize("save", [Copy.saved, Copy.saved_as_ods])
def test_formulas_and_their_cached_values_are_not_read(
    desk: Desk, bill: str, beds: str, save: Callable[[Copy], bytes]
) -> None:
    copy = desk.copy()
    copy.formula(bill, "Milestone", '=HYPERLINK("http://x","y")')
    copy.put(beds, Note="two")
    proposal = desk.propose(save(copy), "plan.ods" if save is Copy.saved_as_ods else "plan.xlsx")
    assert [row.key for row in proposal.rows] == [beds]
    sheet, line = copy.find(bill)
    assert [(fault.sheet, fault.cell) for fault in proposal.edits.faults] == [(sheet, f"C{line + 1}")]
    assert "formula" in proposal.edits.faults[0].sentence
    assert proposal.edits.missing == []


def test_merged_cells_are_reported_and_their_rows_left_out(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    sheet, line = copy.find(bill)
    copy.merged.append((sheet, line, 2, line + 1, 3))
    proposal = desk.propose(copy.saved())
    assert proposal.rows == ()
    assert [(fault.cell, "merged" in fault.sentence) for fault in proposal.edits.faults] == [(f"C{line + 1}", True)]


def test_a_sheet_that_was_added_is_said_and_not_read(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    copy.sheets["Secret"] = [["Reference", "Milestone"], [bill, "From a hidden sheet"]]
    proposal = desk.propose(copy.saved())
    assert proposal.changes == 0
    assert [remark.values["sheet"] for remark in proposal.edits.remarks] == ["Secret"]


def test_every_cell_that_cannot_be_read_is_named_at_once(desk: Desk, bill: str, beds: str) -> None:
    copy = desk.copy()
    copy.put(bill, Forecast="3/4/2026", Start="soon", Done_on=46000, Step="nearly there")
    copy.put(beds, Value="many", Target=True, Value_as_at="31. prosinca 2024.")
    proposal = desk.propose(copy.saved())
    assert proposal.rows == ()
    assert len(proposal.edits.faults) == 6
    assert all(fault.sheet and fault.cell for fault in proposal.edits.faults)
    assert Counter(fault.row for fault in proposal.edits.faults) == {bill: 4, beds: 2}


def test_of_very_many_faults_the_first_are_named_and_the_others_counted(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    sheet, line = copy.find(bill)
    at = copy.heads(sheet)
    for _ in range(300):
        row = list(copy.sheets[sheet][line])
        row[0], row[at["Milestone"]] = "IE-9999", "x"
        copy.sheets[sheet].append(row)
    proposal = desk.propose(copy.saved())
    assert (len(proposal.edits.faults), proposal.edits.more_faults) == (200, 100)


def test_a_file_that_changes_more_than_a_plan_holds_is_refused(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    sheet, line = copy.find_empty("alpha.law")
    at = copy.heads(sheet)["Milestone"]
    for number in range(501):
        row = list(copy.sheets[sheet][line])
        row[at] = f"Step {number}"
        copy.sheets[sheet].append(row)
    with pytest.raises(Invalid, match="more than 500 rows"):
        desk.upload(copy.saved())


def test_a_reference_that_stands_twice_is_read_once(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    sheet, line = copy.find(bill)
    copy.put(bill, Milestone="First")
    twin = list(copy.sheets[sheet][line])
    twin[copy.heads(sheet)["Milestone"]] = "Second"
    copy.sheets[sheet].append(twin)
    proposal = desk.propose(copy.saved())
    assert [cell.theirs for row in proposal.rows for cell in row.cells] == ["First"]
    assert "two rows" in proposal.edits.faults[0].sentence


@pytest.mark.parametrize("content", ["é".encode("utf-16"), b"\xff\xfe\x00"])
def test_csv_of_another_encoding_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        read_csv(content)
    assert refusal.value.message == NOT_UTF8


@pytest.mark.parametrize("content", [b"", b"a,b\n1", b'"' + b"x" * 200_000, b"a\n" * 20_000, b"a," * 100])
def test_csv_that_is_no_plan_is_refused_in_words(desk: Desk, content: bytes) -> None:
    with pytest.raises(Invalid):
        desk.upload(content, "plan.csv")

"""Files to take away: no cell is a formula, names say what is invented."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from app.web.export import BYTE_ORDER_MARK, csv_answer, file_name, safe_cell
from app.web.frame import DISCLAIMER


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =HYPERLINK(1)",
        "\u00a0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠A1",
        "-2+3+cmd|' /C calc'!A0",
    ],
)
def test_text_that_could_run_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("Directive transposed", "Directive transposed"),
        ("RCD Art. 35(1)", "RCD Art. 35(1)"),
        ("a = b", "a = b"),
        (-5, -5),
        (0, 0),
        (None, ""),
        (date(2026, 6, 12), "2026-06-12"),
        (True, "True"),
        ("", ""),
    ],
)
def test_all_else_stays_as_it_is(value: object, cell: object) -> None:
    assert safe_cell(value) == cell  # type: ignore[arg-type]


def test_a_file_is_read_by_spreadsheets_as_it_was_written() -> None:
    answer = csv_answer("x.csv", ("key", "=title"), (("a", f"Ελλάδα, “quoted” {n}\nline") for n in range(501)))
    text = answer.get_data(as_text=True)
    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))
    assert rows[0] == ["key", "'=title"]
    assert rows[501] == ["a", "Ελλάδα, “quoted” 500\nline"]
    assert len(rows) == 503
    assert rows[502] == [DISCLAIMER]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x.csv"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.mimetype == "text/csv"


def test_names_say_the_day_and_what_is_invented() -> None:
    assert file_name("gaps", "csv", day=date(2026, 11, 22), is_invented=True) == "gaps-2026-11-22-invented-data.csv"
    assert file_name("cip-2024-2026.1", "csv") == "cip-2024-2026.1.csv"

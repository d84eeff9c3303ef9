"""Budgets in their column, and what each instrument pays in a row of its own: taken away, brought back, refused."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from app.exchange.services.importing import Result
from app.exchange.states import Choice
from app.plans.services.milestone_status import cancel_milestone
from tests.exchange.conftest import Desk
from tests.exchange.copies import Copy

PLANNED, COMMITTED, SPENT, BUDGET = "Planned (EUR)", "Committed (EUR)", "Spent (EUR)", "Budget (EUR)"


def put(copy: Copy, reference: str, **cells: Any) -> None:
    names = {"planned": PLANNED, "committed": COMMITTED, "spent": SPENT, "budget": BUDGET}
    copy.put(reference, **{names.get(name, name): value for name, value in cells.items()})


@pytest.fixture
def costed(desk: Desk) -> str:
    paid = {"funding-AMIF-planned": "40,000.50", "funding-other-spent": "7"}
    return desk.add("Register bought", budget="75 000", **paid)


def test_a_copy_that_comes_back_as_it_went_changes_nothing(desk: Desk, costed: str, bill: str) -> None:
    assert desk.propose(desk.copy().saved()).rows == ()
    assert desk.propose(desk.download_csv(), "plan.csv").rows == ()
    lines = list(csv.reader(io.StringIO(desk.download_csv().decode("utf-8-sig"))))
    at = {head: number for number, head in enumerate(lines[0])}
    said = {line[0]: (line[at[BUDGET]], line[at[PLANNED]], line[at[SPENT]]) for line in lines[1:] if len(line) > 20}
    assert said[costed] == ("75000.00", "", "")
    assert said[f"{costed}/AMIF"] == ("", "40000.50", "")
    assert said[f"{costed}/other"] == ("", "", "7.00")
    assert said[f"{costed}/national"] == ("", "", ""), "the nation's budget can be entered where something costs"
    assert f"{bill}/national" not in said


def test_amounts_come_back_from_their_rows(desk: Desk, costed: str, bill: str) -> None:
    copy = desk.copy()
    put(copy, costed, budget=80_000.25, Note="dearer")
    put(copy, f"{costed}/AMIF", planned="60 000,75", committed=0.1 + 0.2, Why="granted")
    put(copy, f"{costed}/national", planned="1.000")
    put(copy, bill, budget=5)
    key = desk.upload(copy.saved())
    assert [row.refusal for row in desk.look(key).rows] == [None] * 4
    assert desk.apply(key) is Result.APPLIED
    stands = desk.stands(costed)
    assert (stands.budget, stands.note) == (8_000_025, "dearer")
    assert stands.funding == "AMIF:6000075:30:0;national:100000:0:0;other:0:0:700"
    assert desk.stands(bill).budget == 500
    again = desk.copy()
    put(again, f"{costed}/other", spent=None)
    assert desk.apply(desk.upload(again.saved())) is Result.APPLIED
    assert desk.stands(costed).funding == "AMIF:6000075:30:0;national:100000:0:0"


def test_amounts_that_both_changed_are_chosen(desk: Desk, costed: str) -> None:
    copy = desk.copy()
    put(copy, f"{costed}/AMIF", planned=50_000, committed=10_000)
    key = desk.upload(copy.saved())
    said: dict[str, Any] = {"funding-AMIF-planned": "45000", "funding-AMIF-spent": "1"}
    desk.change(costed, **said)
    assert desk.apply(key) is Result.CHANGED_SINCE
    conflict = desk.look(key).rows[0].conflicts[0]
    assert (conflict.ours, conflict.theirs, conflict.by) == (4_500_000, 5_000_000, "second")
    assert desk.apply(key, planned=Choice.WORKBOOK) is Result.APPLIED
    assert desk.stands(costed).funding == "AMIF:5000000:1000000:100;other:0:0:700"


def test_what_is_no_amount_or_not_to_be_written_there_is_refused_with_its_cell(desk: Desk, costed: str) -> None:
    copy = desk.copy()
    put(copy, costed, budget="much", planned=5)
    put(copy, f"{costed}/AMIF", planned=-5, committed=0.001)
    put(copy, f"{costed}/national", budget=5, Cause="budget")
    sheet, row = copy.find_empty("alpha.training")
    copy.sheets[sheet][row][0] = f"{costed}/BMVI"
    sentences = [fault.sentence for fault in desk.propose(copy.saved()).edits.faults]
    for words, number in (("no amount", 2), ("below zero", 1), ("locked", 2), ("Instruments are added", 1)):
        assert sum(words in sentence for sentence in sentences) == number, (words, sentences)
    older = desk.copy()
    put(older, f"{costed}/AMIF", planned=1)
    cancel_milestone(desk.session, "IE", costed, actor=desk.second, expected_version=None, reason="not needed")
    refused = [row.refusal.sentence for row in desk.propose(older.saved()).rows if row.refusal]
    assert ["cancelled" in sentence for sentence in refused] == [True]

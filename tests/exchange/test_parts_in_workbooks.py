"""Parts of a target by authority in rows of their own: taken away, brought back, merged, refused."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.exchange.services.importing import Result
from app.exchange.states import Choice
from app.plans.models import Revision
from app.plans.parts import TargetPart, parts_of
from app.plans.services.parts import Said, save_parts
from tests.exchange.conftest import Desk
from tests.exchange.dividing import divided
from tests.factories import plans


def test_the_sums_of_parts_by_authority_are_locked_and_a_copy_that_changes_them_is_refused(
    desk: Desk, bill: str, beds: str
) -> None:
    older, also_older = desk.copy(), desk.copy()
    parts = [Said(desk.housing, 300, 90), Said(desk.justice, 100)]
    save_parts(desk.session, "IE", beds, parts, actor=desk.coordinator, reason="Counted anew")
    newer = desk.copy()
    newer.put(beds, Value=399, Target=500)
    faults = desk.propose(newer.saved()).edits.faults
    assert ["locked" in fault.sentence for fault in faults] == [True, True]
    older.put(beds, Target=500)
    refused = [row.refusal.sentence for row in desk.propose(older.saved()).rows if row.refusal]
    assert len(refused) == 1
    assert "sum of the parts" in refused[0]
    also_older.put(beds, Value=399, Note="of an older copy")
    desk.apply(desk.upload(also_older.saved()))
    stands = desk.stands(beds)
    assert (stands.value, stands.target_value, stands.note) == (90, 400, "of an older copy")


def test_parts_are_reported_in_rows_of_their_own(desk: Desk, beds: str) -> None:
    housing, _justice = divided(desk, beds)
    copy = desk.copy()
    copy.put(beds, Note="by the keeper", Forecast=date(2025, 5, 1))
    copy.put(housing, Value=120, Value_as_at=date(2025, 2, 20), Why="counted", Keep_the_cause_within_the_country="yes")
    key = desk.upload(copy.saved())
    assert [row.refusal for row in desk.look(key).rows] == [None, None]
    assert desk.stands(beds).value == 90  # a preview changes nothing
    assert desk.apply(key) is Result.APPLIED
    stands = desk.stands(beds)
    assert (stands.note, stands.value, stands.target_value) == ("by the keeper", 120, 400)
    assert parts_of(stands.parts)[desk.housing] == TargetPart(desk.housing, 300, 120, date(2025, 2, 20))
    assert parts_of(stands.parts)[desk.justice] == TargetPart(desk.justice, 100)
    said = desk.session.scalars(select(Revision).where(Revision.reason == "counted")).one()
    assert said.is_internal


def test_an_authority_gets_its_own_parts_alone_also_under_milestones_of_others(desk: Desk, beds: str) -> None:
    housing, justice = divided(desk, beds)
    person = plans.contributor(desk.session, "IE", desk.justice)
    whole, own = desk.copy(), desk.copy(person)
    for reference in (beds, housing):
        with pytest.raises(LookupError):
            own.find(reference)
    own.put(justice, Value=40, Value_as_at=date(2025, 2, 10))
    assert desk.apply(desk.upload(own.saved(), actor=person), person) is Result.APPLIED
    assert parts_of(desk.stands(beds).parts)[desk.justice] == TargetPart(desk.justice, 100, 40, date(2025, 2, 10))
    whole.put(housing, Value=1)
    assert [row.refusal is not None for row in desk.propose(whole.saved(), actor=person).rows] == [True]


def test_parts_that_both_changed_are_chosen_and_those_that_are_gone_refused(desk: Desk, beds: str) -> None:
    housing, justice = divided(desk, beds)
    copy = desk.copy()
    copy.put(housing, Value=100)
    copy.put(justice, Value=50)
    key = desk.upload(copy.saved())
    save_parts(desk.session, "IE", beds, [Said(desk.housing, 300, 95, date(2025, 2, 25))], actor=desk.second)
    assert desk.apply(key) is Result.CHANGED_SINCE
    assert desk.stands(beds).value == 95  # nothing half done
    conflict = desk.look(key).rows[0].conflicts[0]
    assert (conflict.ours, conflict.theirs, conflict.by) == (95, 100, "second")
    save_parts(desk.session, "IE", beds, [Said(desk.justice, None)], actor=desk.second)
    assert desk.apply(key, value=Choice.WORKBOOK) is Result.CHANGED_SINCE
    refused = desk.look(key).rows[1].refusal
    assert refused is not None
    assert "divided anew" in refused.sentence
    assert desk.apply(key, value=Choice.WORKBOOK) is Result.APPLIED
    assert parts_of(desk.stands(beds).parts) == {
        desk.housing: TargetPart(desk.housing, 300, 100, date(2025, 2, 25)),
    }


def test_what_is_no_part_of_the_workbook_is_refused_with_its_cell(desk: Desk, beds: str) -> None:
    housing, justice = divided(desk, beds)
    copy = desk.copy()
    copy.put(justice, Reference=f"{beds}/999999", Value=1)
    copy.put(housing, Target=500, Cause="budget")
    sheet, row = copy.find_empty("alpha.training")
    for number, reference in enumerate(("FR-0001/7", f"{beds}/new")):
        copy.sheets[sheet][row + number][0] = reference
    found = desk.propose(copy.saved())
    assert found.rows == ()
    assert found.edits.missing == [justice]
    assert [(one.cell[0], one.sheet) for one in found.edits.faults] == [(one, sheet) for one in "GAAA"]
    sentences = [one.sentence for one in found.edits.faults]
    assert "locked" in sentences[0]
    assert sum("Parts by authority are added on the milestone's page" in one for one in sentences) == 2
    assert sum("another plan" in one for one in sentences) == 1
    caused = desk.copy()
    caused.put(housing, Value=95, Cause="budget")
    assert ["no cause" in one.sentence for one in desk.propose(caused.saved()).edits.faults] == [True]
    undated = desk.copy()
    undated.put(justice, Value_as_at=date(2025, 2, 1))
    refusals = [row.refusal for row in desk.propose(undated.saved()).rows]
    assert [one is not None and "Enter the value" in one.sentence for one in refusals] == [True]

"""What was changed in a workbook arrives, what was changed here stays, and what both changed is chosen."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import select

from app.audit.services import pending
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.exchange.book.content import Selection
from app.exchange.models import WorkbookImport
from app.exchange.services import importing, looking
from app.exchange.services.importing import Result, set_aside
from app.exchange.states import Choice
from app.files.services.keeping import check_files
from app.plans.models import Revision
from app.plans.services.milestone_status import cancel_milestone
from app.plans.services.milestones import update_milestone
from app.plans.services.moving import move_milestone
from app.plans.services.releases import share
from tests.exchange.conftest import Desk
from tests.exchange.dividing import divided
from tests.factories import plans
from tests.factories.files import depot_in


def test_an_unchanged_workbook_brings_nothing(desk: Desk, bill: str, beds: str) -> None:
    divided(desk, beds)
    for content, name in (
        (desk.download(), "a.xlsx"),
        (desk.copy().saved(), "b.xlsx"),
        (desk.copy().saved_as_ods(), "c.ods"),
        (desk.download_csv(), "d.csv"),
    ):
        proposal = desk.propose(content, name)
        assert (proposal.changes, proposal.conflicts, proposal.refusals, proposal.edits.missing) == (0, 0, 0, [])
        assert proposal.edits.unchanged == 6


def test_changes_arrive_with_their_history(desk: Desk, bill: str, beds: str) -> None:
    copy = desk.copy()
    copy.put(
        bill,
        Milestone="Bill adopted",
        Authority="Department of Housing",
        Step="adopted",
        Forecast=date(2026, 2, 1),
        Cause="elections or change of government",
        Why="the dissolution",
        Note="=1+1",
    )
    copy.put(beds, Value=250, Value_as_at=date(2025, 3, 1), Target=500, Unit="officers")
    key = desk.upload(copy.saved())
    assert desk.look(key).changes == 9
    assert desk.stands(bill).title == "Bill drafted"  # a preview changes nothing
    assert desk.apply(key) is Result.APPLIED
    now = desk.stands(bill)
    assert (now.title, now.authority_id, now.step_key) == ("Bill adopted", desk.housing, "adopted")
    assert (now.forecast_on, now.note, now.progress) == (date(2026, 2, 1), "=1+1", 7500)
    trained = desk.stands(beds)
    assert (trained.value, trained.target_value, trained.target_unit) == (250, 500, "officers")
    said = desk.session.scalars(select(Revision).where(Revision.subject_id == now.milestone_id)).all()[-1]
    assert (said.cause, said.reason, said.author_id) == ("elections", "the dissolution", desk.coordinator.user_id)


@pytest.mark.parametrize(
    ("written", "is_kept"), [("", [True, False]), ("yes", [True, True]), ("NO", [False, False])], ids=str
)
def test_the_cause_of_a_move_stays_within_the_country_where_the_row_or_the_last_move_says_so(
    desk: Desk, bill: str, beds: str, written: str, is_kept: list[bool]
) -> None:
    why = {"cause": "budget", "reason": "No money", "expected_version": None, "actor": desk.second}
    moved = {"forecast_on": date(2025, 12, 1)}
    update_milestone(desk.session, desk.view, "IE", bill, moved, keeps_cause=True, **why)
    desk.change(beds, forecast_on=date(2025, 5, 1))
    copy = desk.copy(selection=Selection(authorities=frozenset({desk.justice, desk.housing})))
    mark = {"Keep the cause within the country": written}
    for reference in (bill, beds):
        copy.put(reference, Forecast=date(2026, 3, 1), Cause="staffing", Why="Two left", **mark)
    place = copy.find_empty("alpha.law")
    copy.write(place, Milestone="New", Authority="Department of Justice", Why="Said by no one", **mark)
    key = desk.upload(copy.saved())
    shown = [row.keeps_cause for row in desk.look(key).rows]
    assert desk.apply(key) is Result.APPLIED
    new = next(one for one in desk.all() if one.title == "New")
    found = []
    for reference in (bill, beds, new.reference):
        of_row = select(Revision).where(Revision.subject_id == desk.stands(reference).milestone_id)
        said = desk.session.scalars(of_row.where(Revision.subject_kind == "milestone").order_by(Revision.id)).all()[-1]
        assert said.reason
        found.append(said.is_internal)
    assert found == [*is_kept, written == "yes"]
    assert sorted(shown) == sorted(found)


def test_a_row_that_moves_two_days_keeps_its_cause_where_that_of_one_was_kept(desk: Desk, bill: str) -> None:
    why = {"cause": "budget", "reason": "No money", "expected_version": None, "actor": desk.second}
    for field, is_kept in (("forecast_on", True), ("baseline_on", False)):
        moved = {field: date(2025, 12, 1)}
        update_milestone(desk.session, desk.view, "IE", bill, moved, keeps_cause=is_kept, **why)
    copy = desk.copy()
    copy.put(bill, Baseline=date(2026, 3, 1), Cause="staffing", Why="Two left")
    assert [row.keeps_cause for row in desk.look(desk.upload(copy.saved())).rows] == [False]
    copy.put(bill, Forecast=date(2026, 3, 1))
    assert [row.keeps_cause for row in desk.look(desk.upload(copy.saved())).rows] == [True]


def test_a_milestone_that_was_moved_keeps_its_cause_as_it_did_before(desk: Desk, bill: str) -> None:
    why = {"cause": "budget", "reason": "No money", "expected_version": None, "actor": desk.second}
    moved = {"forecast_on": date(2025, 12, 1)}
    update_milestone(desk.session, desk.view, "IE", bill, moved, keeps_cause=True, **why)
    move = {"actor": desk.coordinator, "expected_version": None, "reason": "Wrong item"}
    there = bill
    for item in ("beta.law", "alpha.law", "beta.law"):
        there = move_milestone(desk.session, desk.view, "IE", there, item, **move).reference
    copy = desk.copy()
    copy.put(there, Forecast=date(2026, 3, 1), Cause="staffing", Why="Two left")
    assert [row.keeps_cause for row in desk.propose(copy.saved()).rows] == [True]
    update_milestone(desk.session, desk.view, "IE", there, {"forecast_on": date(2026, 2, 1)}, **why)
    copy = desk.copy()
    copy.put(there, Forecast=date(2026, 3, 1), Cause="staffing", Why="Two left")
    assert [row.keeps_cause for row in desk.propose(copy.saved()).rows] == [False]


def test_the_deed_is_in_the_trail_with_the_hash_and_the_file_is_kept(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    copy.put(bill, Milestone="Bill adopted")
    content = copy.saved()
    before = len(pending(desk.session))
    key = desk.upload(content, "C:\\Users\\me\\plan\u202e.xlsx")
    assert [entry["deed"] for entry in pending(desk.session)][before:] == ["files:file:uploaded"]
    assert check_files(desk.session, depot_in(desk.folder).store).is_whole
    desk.apply(key)
    row = desk.session.get_one(WorkbookImport, key)
    assert (desk.folder / "files" / row.file_hash[:2] / row.file_hash).read_bytes() == content
    assert (row.state, row.file_name) == ("applied", "plan.xlsx")
    told = [entry for entry in pending(desk.session) if entry["deed"] == "plans:workbook:imported"]
    assert [entry["changes"]["sha256"][1] for entry in told] == [row.file_hash]
    assert told[0]["country"] == "IE"
    assert [entry["deed"] for entry in pending(desk.session)][before:].count("plans:milestone:updated") == 1


def test_what_was_changed_here_alone_stays(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    desk.change(bill, title="Bill enacted")
    copy.put(bill, Note="after the summer")
    key = desk.upload(copy.saved())
    assert [cell.field for row in desk.look(key).rows for cell in row.cells] == ["note"]
    desk.apply(key)
    assert (desk.stands(bill).title, desk.stands(bill).note) == ("Bill enacted", "after the summer")


@pytest.mark.parametrize(("choice", "title"), [(Choice.ONLINE, "Theirs"), (Choice.WORKBOOK, "Mine")])
def test_what_both_changed_is_chosen(desk: Desk, bill: str, choice: Choice, title: str) -> None:
    copy = desk.copy()
    desk.change(bill, title="Theirs")
    copy.put(bill, Milestone="Mine", Note="new")
    key = desk.upload(copy.saved())
    conflict = desk.look(key).rows[0].conflicts[0]
    assert (conflict.ours, conflict.theirs, conflict.by) == ("Theirs", "Mine", "second")
    assert isinstance(conflict.at, datetime)
    assert desk.apply(key, title=choice) is Result.APPLIED
    assert (desk.stands(bill).title, desk.stands(bill).note) == (title, "new")


def test_a_conflict_nobody_decides_stays_as_it_is_here(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    desk.change(bill, title="Theirs")
    copy.put(bill, Milestone="Mine")
    key = desk.upload(copy.saved())
    with pytest.raises(WrongState):
        desk.apply(key)
    assert desk.stands(bill).title == "Theirs"


def test_both_to_the_same_is_nothing(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    desk.change(bill, title="Bill enacted")
    copy.put(bill, Milestone="Bill enacted")
    assert desk.propose(copy.saved()).rows == ()


def test_two_copies_one_after_the_other_conflict_with_each_other(desk: Desk, bill: str) -> None:
    content = desk.download()
    keys = []
    for title in ("First", "Second"):
        copy = desk.copy()
        copy.put(bill, Milestone=title)
        keys.append(desk.upload(copy.saved()))
    assert content
    assert desk.apply(keys[0]) is Result.APPLIED
    assert desk.apply(keys[1]) is Result.CHANGED_SINCE
    assert desk.stands(bill).title == "First"
    assert desk.look(keys[1]).conflicts == 1
    assert desk.apply(keys[1], title=Choice.WORKBOOK) is Result.APPLIED
    assert desk.stands(bill).title == "Second"


def test_a_change_since_the_preview_means_a_new_preview_and_nothing_half_done(desk: Desk, bill: str, beds: str) -> None:
    copy = desk.copy()
    copy.put(bill, Note="one")
    copy.put(beds, Note="two")
    key = desk.upload(copy.saved())
    desk.change(beds, value=130)
    noted = len(pending(desk.session))
    assert desk.apply(key) is Result.CHANGED_SINCE
    assert len(pending(desk.session)) == noted
    assert (desk.stands(bill).note, desk.stands(beds).note) == ("", "first line\nsecond line")
    assert desk.apply(key) is Result.APPLIED
    assert (desk.stands(bill).note, desk.stands(beds).note) == ("one", "two")


def test_an_open_import_is_looked_at_as_the_plan_stands_now(desk: Desk, bill: str, beds: str) -> None:
    copy = desk.copy()
    copy.put(bill, Milestone="Mine", Forecast=date(2026, 9, 1), Cause="budget")
    copy.put(beds, Note="mine", Value=130)
    desk.change(bill, title="Theirs")
    desk.change(beds, note="theirs")
    key = desk.upload(copy.saved())
    decided = desk.look(key).chosen({}, dict.fromkeys(("title", "note"), Choice.WORKBOOK))
    looking.put(desk.session.get_one(WorkbookImport, key), decided)
    assert desk.look_again(key) == decided, "nothing has moved, so nothing was compared anew"
    desk.change(bill, forecast_on=date(2025, 9, 2))
    desk.change(beds, note="theirs again", value=130)
    now = {(row.key, cell.field): cell for row in desk.look_again(key).rows for cell in row.cells}
    assert sorted(now) == [(bill, "forecast_on"), (bill, "title"), (beds, "note")]
    assert now[bill, "forecast_on"].is_conflict
    assert now[bill, "title"].choice is Choice.WORKBOOK, "the same two values: what was chosen stays"
    assert (now[beds, "note"].ours, now[beds, "note"].choice) == ("theirs again", Choice.ONLINE)
    assert desk.apply(key, forecast_on=Choice.WORKBOOK) is Result.APPLIED
    assert desk.stands(bill).title == "Mine"
    desk.change(bill, title="Theirs once more")
    assert desk.look_again(key).changes == 2, "what was brought in is told as it was"


def test_a_choice_is_not_taken_for_a_preview_that_nobody_saw(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    desk.change(bill, title="Theirs")
    copy.put(bill, Milestone="Mine")
    key = desk.upload(copy.saved())

    def chosen(shown: str) -> Result:
        columns = {"title": Choice.WORKBOOK}
        who = desk.coordinator
        return importing.apply(
            desk.session, desk.view, "IE", key, actor=who, choices={}, for_columns=columns, shown=shown
        )

    seen = desk.look(key).shown
    desk.change(bill, title="Theirs again")
    desk.look_again(key, desk.second)
    assert chosen(seen) is Result.CHANGED_SINCE
    assert desk.stands(bill).title == "Theirs again"
    assert chosen(desk.look(key).shown) is Result.APPLIED
    assert desk.stands(bill).title == "Mine"


def test_an_import_is_brought_in_once(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    copy.put(bill, Note="one")
    key = desk.upload(copy.saved())
    desk.apply(key)
    with pytest.raises(WrongState):
        desk.apply(key)
    with pytest.raises(WrongState):
        set_aside(desk.session, "IE", key, actor=desk.coordinator)


def test_a_title_in_an_empty_row_adds_a_milestone_once(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    place = copy.find_empty("alpha.law")
    copy.write(place, Milestone="Bill signed", Authority="Department of Justice", Step="published", Baseline="1.2.2026")
    copy.write(copy.find_empty("alpha.training"), Milestone="Judges trained", Unit="judges", Target=40)
    key = desk.upload(copy.saved())
    assert desk.apply(key) is Result.APPLIED
    new = {one.title: one for one in desk.all()}
    signed, trained = new["Bill signed"], new["Judges trained"]
    assert (signed.step_key, signed.baseline_on, signed.authority_id) == ("published", date(2026, 2, 1), desk.justice)
    assert (trained.measured_by, trained.target_value) == ("target", 40)
    again = desk.propose(copy.saved())
    assert again.changes == 0
    assert [row.refusal.values["reference"] for row in again.rows if row.refusal] == [
        signed.reference,
        trained.reference,
    ]


def test_a_value_is_as_at_the_day_that_its_row_says(desk: Desk, beds: str) -> None:
    """Left as it was, it is a correction as at that day, also where the value got another day here meanwhile."""
    counted, here = date(2025, 2, 2), date(2025, 3, 1)
    desk.change(beds, value=130, value_on=counted)
    copy = desk.copy()
    copy.put(beds, Value=150)
    assert desk.apply(desk.upload(copy.saved())) is Result.APPLIED
    assert (desk.stands(beds).value, desk.stands(beds).value_on) == (150, counted)
    late = desk.copy()
    late.put(beds, Value=170)
    desk.change(beds, value=160, value_on=here)
    assert desk.apply(desk.upload(late.saved()), value=Choice.WORKBOOK) is Result.APPLIED
    assert (desk.stands(beds).value, desk.stands(beds).value_on) == (170, counted)


def test_a_day_that_is_emptied_beside_a_value_that_stays_is_no_change(desk: Desk, beds: str) -> None:
    desk.change(beds, value=130, value_on=date(2025, 2, 2))
    copy = desk.copy()
    copy.put(beds, Value_as_at=None)
    proposal = desk.propose(copy.saved())
    assert (proposal.rows, proposal.changes) == ((), 0)
    copy.put(beds, Forecast=date(2026, 1, 5))
    (row,) = desk.propose(copy.saved()).rows
    assert [cell.field for cell in row.cells] == ["forecast_on"]


def test_what_follows_from_a_row_by_itself_is_shown_before_it_is_brought_in(desk: Desk, beds: str) -> None:
    desk.change(beds, value=130, value_on=date(2025, 2, 2))
    copy = desk.copy()
    copy.put(beds, Value=150, Value_as_at=None)
    key = desk.upload(copy.saved())
    (row,) = desk.look(key).rows
    before, now = date(2025, 2, 2), date(2025, 3, 10)
    assert [(one.field, one.ours, one.theirs) for one in row.follows] == [("value_on", before, now)]
    assert desk.look(key).changes == 2, "what follows is no cell of the file"
    assert desk.apply(key) is Result.APPLIED
    assert (desk.stands(beds).value, desk.stands(beds).value_on) == (150, now)


def test_what_would_follow_from_a_conflict_is_shown_before_it_is_decided(desk: Desk, beds: str) -> None:
    desk.change(beds, value=130, value_on=date(2025, 2, 2))
    copy = desk.copy()
    copy.put(beds, Value=150)
    desk.change(beds, value=140, value_on=date(2025, 2, 3))
    key = desk.upload(copy.saved())
    (row,) = desk.look(key).rows
    assert (row.follows, desk.look(key).changes) == ((), 0)
    ours, in_the_copy = date(2025, 2, 3), date(2025, 2, 2)
    assert [(one.field, one.ours, one.theirs) for one in row.would_follow] == [("value_on", ours, in_the_copy)]
    assert desk.apply(key, value=Choice.WORKBOOK) is Result.APPLIED
    assert (desk.stands(beds).value, desk.stands(beds).value_on) == (150, in_the_copy)


def test_a_row_that_was_removed_stays_in_the_plan(desk: Desk, bill: str, beds: str) -> None:
    copy = desk.copy()
    copy.remove(bill)
    proposal = desk.propose(copy.saved())
    assert (proposal.changes, proposal.edits.missing) == (0, [bill])


def test_a_row_is_refused_by_the_rules_of_the_page_and_the_rest_arrives(desk: Desk, bill: str, beds: str) -> None:
    copy = desk.copy()
    copy.put(bill, Forecast=date(2027, 1, 1))
    copy.put(beds, Note="two")
    key = desk.upload(copy.saved())
    refused = [row for row in desk.look(key).rows if row.refusal]
    assert [row.key for row in refused] == [bill]
    assert refused[0].refusal is not None
    assert "cause" in refused[0].refusal.sentence
    desk.apply(key)
    assert desk.stands(bill).forecast_on == date(2025, 9, 1)
    assert desk.stands(beds).note == "two"


def test_a_cancelled_milestone_is_refused(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    copy.put(bill, Note="one")
    cancel_milestone(desk.session, "IE", bill, actor=desk.coordinator, expected_version=None, reason="no longer needed")
    assert [row.refusal is not None for row in desk.propose(copy.saved()).rows] == [True]


def test_a_frozen_baseline_and_other_locked_cells_are_not_changed(desk: Desk, bill: str, beds: str) -> None:
    desk.change(bill, baseline_on=date(2025, 9, 1))
    share(desk.session, "IE", actor=desk.coordinator)
    copy = desk.copy()
    copy.put(bill, Baseline=date(2026, 9, 1), Target=7)
    copy.put(beds, Step="done")
    copy.put("IE-0001", Milestone="Closed")
    proposal = desk.propose(copy.saved())
    assert proposal.rows == ()
    assert len(proposal.edits.faults) == 4
    assert all("locked" in fault.sentence or "list" in fault.sentence for fault in proposal.edits.faults)


def test_a_contributor_gets_and_changes_the_rows_of_their_authority(desk: Desk, bill: str, beds: str) -> None:
    housing = plans.contributor(desk.session, "IE", desk.housing)
    copy = desk.copy(housing)
    with pytest.raises(LookupError):
        copy.find(bill)
    copy.put(beds, Note="from the ministry")
    key = desk.upload(copy.saved(), actor=housing)
    assert desk.apply(key, housing) is Result.APPLIED
    assert desk.stands(beds).note == "from the ministry"


def test_a_contributor_is_refused_the_rows_of_others(desk: Desk, bill: str) -> None:
    housing = plans.contributor(desk.session, "IE", desk.housing)
    copy = desk.copy()
    copy.put(bill, Note="from another ministry")
    proposal = desk.propose(copy.saved(), actor=housing)
    assert [row.refusal is not None for row in proposal.rows] == [True]


def test_the_workbook_of_an_authority_changes_its_rows_alone(desk: Desk, bill: str, beds: str) -> None:
    selection = Selection(authorities=frozenset({desk.housing}))
    copy = desk.copy(selection=selection)
    sheet, row = copy.find(beds)
    at = copy.heads(sheet)
    for column, text in ((0, bill), (at["Note"], "smuggled in")):
        copy.sheets[sheet][row + 2][column] = text
    copy.put(beds, Authority="Department of Justice")
    proposal = desk.propose(copy.saved())
    assert proposal.rows == ()
    assert {fault.cell[0] for fault in proposal.edits.faults} == {"A", "D"}


def test_a_row_given_away_since_is_refused(desk: Desk, beds: str) -> None:
    copy = desk.copy(selection=Selection(authorities=frozenset({desk.housing})))
    copy.put(beds, Note="late")
    desk.change(beds, authority_id=desk.justice)
    assert [row.refusal is not None for row in desk.propose(copy.saved()).rows] == [True]


def test_rows_and_workbooks_of_another_country_are_refused(desk: Desk, bill: str) -> None:
    foreign = desk.add("French bill", owner="FR")
    copy = desk.copy()
    copy.put(bill, Reference=foreign, Milestone="Taken over")
    proposal = desk.propose(copy.saved())
    assert (proposal.rows, [fault.values["reference"] for fault in proposal.edits.faults]) == ((), [foreign])
    theirs = desk.download(plans.SYSTEM, owner="FR")
    with pytest.raises(Invalid, match="another plan: FR"):
        desk.upload(theirs)


def test_who_may_not_read_the_working_state_takes_and_brings_nothing(desk: Desk, bill: str) -> None:
    content = desk.download()
    with pytest.raises(NotAllowed):
        desk.download(plans.reviewer(desk.session))
    with pytest.raises(NotAllowed):
        desk.upload(content, actor=plans.reviewer(desk.session, "IE"))
    with pytest.raises(NotFound):
        desk.upload(content, actor=plans.coordinator(desk.session, "FR"))


def test_a_preview_leaves_no_trace_in_the_plan(desk: Desk, bill: str) -> None:
    copy = desk.copy()
    copy.put(bill, Milestone="Bill adopted")
    copy.write(copy.find_empty("beta.law"), Milestone="New")
    before = (desk.all(), len(pending(desk.session)), desk.session.scalars(select(Revision.id)).all())
    desk.upload(copy.saved())
    plan, entries, revisions = before
    assert (desk.all(), desk.session.scalars(select(Revision.id)).all()) == (plan, revisions)
    assert [entry["deed"] for entry in pending(desk.session)][entries:] == ["files:file:uploaded"]
    made = update_milestone(
        desk.session, desk.view, "IE", bill, {"note": "x"}, actor=desk.coordinator, expected_version=1
    )
    assert made.version == 2


@pytest.mark.parametrize("name", ["RESTREINT UE plan.xlsx", "plan.xlsx"])
def test_a_workbook_with_a_classification_mark_is_refused_and_not_kept(desk: Desk, bill: str, name: str) -> None:
    copy = desk.copy()
    copy.put(bill, Note="RESTREINT UE/EU RESTRICTED" if name == "plan.xlsx" else "A note")
    with pytest.raises(Invalid) as refusal:
        desk.upload(copy.saved(), name)
    assert refusal.value.field == "file"
    assert list(depot_in(desk.folder).store.list_keys()) == []

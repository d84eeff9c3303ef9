"""A plan begun from a spreadsheet that somebody has: guessed, said, previewed, brought in, and brought in again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from app.core.errors import Invalid, NotAllowed, NotFound
from app.exchange.foreign.guessing import guess
from app.exchange.foreign.layout import LEFT_OUT, Layout
from app.exchange.proposal import Proposal
from app.exchange.services import importing, starting
from app.exchange.services.importing import Result
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones
from tests.exchange.conftest import NOON, Desk
from tests.exchange.lists import HEADS, ROWS, List, Rows, saved, saved_as_csv
from tests.factories import plans


def milestones(desk: Desk) -> dict[str, MilestoneRecord]:
    plan = get_plan(desk.session, "IE", desk.coordinator)
    found = list_milestones(desk.session, plan.plan_id, plan.scope, NOON.date())
    return {one.title: one for one in found if not one.is_closing}


def names(desk: Desk) -> list[str]:
    plan = get_plan(desk.session, "IE", desk.coordinator)
    return [one.name for one in list_authorities(desk.session, plan.plan_id)]


def faults(proposal: Proposal) -> list[tuple[str, str]]:
    return [(fault.sheet, fault.cell) for fault in proposal.edits.faults]


def with_row(*cells: object) -> Rows:
    return (HEADS, cells)


@pytest.mark.parametrize(
    ("content", "name"), [(lambda: saved(ROWS), "measures.xlsx"), (lambda: saved_as_csv(ROWS), "measures.csv")]
)
def test_a_list_becomes_milestones_authorities_and_dates(desk: Desk, content: Callable[[], bytes], name: str) -> None:
    key, proposal = List(desk, content(), name).preview()
    assert proposal.refusals == 0
    assert proposal.new_authorities == ["Ministry of Labour"]
    assert milestones(desk) == {}
    assert names(desk) == ["Department of Justice", "Department of Housing"]
    assert desk.apply(key) is Result.APPLIED
    found = milestones(desk)
    bill, trained, rules = found["Bill drafted"], found["Staff trained"], found["Rules published"]
    assert (bill.authority_id, bill.step_key, bill.start_on, bill.baseline_on) == (
        desk.justice,
        "draft",
        date(2025, 1, 7),
        date(2025, 12, 31),
    )
    assert bill.note == "urgent\nRef. K-1"
    assert names(desk)[2:] == ["Ministry of Labour"]
    assert trained.authority_id == rules.authority_id
    assert rules.baseline_on == date(2025, 11, 30)


def test_a_list_that_comes_again_makes_no_twins_and_offers_what_differs(desk: Desk) -> None:
    key, _ = List(desk, saved(ROWS)).preview()
    desk.apply(key)
    _, again = List(desk, saved(ROWS)).preview()
    assert (again.rows, again.refusals, again.edits.unchanged) == ((), 0, 3)
    rows = [list(row) for row in ROWS]
    rows[2][1], rows[3][4], rows[4][6] = "Bill sent", date(2025, 2, 3), None
    key, proposal = List(desk, saved(rows)).preview()
    bill, trained = proposal.rows
    assert [(cell.field, cell.is_conflict, cell.is_taken) for cell in bill.cells] == [("title", True, False)]
    assert [(cell.field, cell.is_conflict, cell.is_taken) for cell in trained.cells] == [("start_on", False, True)]
    assert desk.apply(key) is Result.APPLIED
    found = milestones(desk)
    assert (len(found), found["Staff trained"].start_on) == (3, date(2025, 2, 3))
    assert found["Rules published"].step_key == "adopted"


def test_without_a_number_of_theirs_a_row_is_known_by_item_and_title(desk: Desk) -> None:
    rows: Rows = (HEADS[1:4], ("Bill drafted", "alpha.law", "Department of Justice"))
    desk.add("bill  DRAFTED", authority_id=None)
    _, proposal = List(desk, saved(rows)).preview()
    (row,) = proposal.rows
    assert [(cell.field, cell.is_conflict) for cell in row.cells] == [("title", True), ("authority_id", False)]


def test_layouts_are_kept_under_a_name_and_used_for_the_same_heads(desk: Desk) -> None:
    rows: Rows = (("Was", "Wer", "Thema"), ("Gesetz", "BMI", "Recht"))
    first = List(desk, saved(rows))
    columns = {"title": "Was", "authority_id": "Wer", "item": "Thema"}
    first.say(replace(first.layout, columns=columns, items={"Recht": "alpha.law"}), "Liste des BMI")
    moved: Rows = (("Stand", None, None, None), ("Nr.", *rows[0]), (1, "Verordnung", "BMI", "Recht"))
    second = List(desk, saved({"Neu": moved}), actor=desk.second)
    assert (second.begun.kept_as, second.layout.sheet, second.layout.head) == ("Liste des BMI", "Neu", 1)
    _, proposal = second.preview()
    assert [(row.title, row.edit.item_key) for row in proposal.rows] == [("Verordnung", "alpha.law")]
    other = List(desk, saved((("Measure", "Wer"), ("Gesetz", "BMI"))))
    assert other.begun.kept_as == ""


def test_what_another_keeps_under_a_name_is_added_to_and_never_replaced(desk: Desk) -> None:
    first, second = List(desk, saved(ROWS)), List(desk, saved(ROWS), actor=desk.second)
    first.say(replace(first.layout, items={"alpha.law": "alpha.law"}), "Our list")
    before = second.begun
    with pytest.raises(Invalid, match="Somebody else keeps") as told:
        second.say(replace(second.layout, items={"alpha.law": "beta.law"}), "Our list")
    assert (told.value.field, second.begun) == ("kept_as", before)
    second.say(replace(first.layout, items={"alpha.law": "alpha.law", "beta.law": LEFT_OUT}), "Our list")
    assert List(desk, saved(ROWS)).layout.items == {"alpha.law": "alpha.law", "beta.law": LEFT_OUT}
    with pytest.raises(Invalid):
        first.say(replace(first.layout, order="day"), "Our list")
    first.say(replace(first.layout, order="day"), "Our other list")


@pytest.mark.parametrize(
    ("heads", "titles", "authorities"),
    [
        (("Nr.", "Was", "Wer", "Wann"), "Was", "Wer"),
        (("No", "What", "Who", "When"), "What", "Who"),
        (("Č.", "Úkol", "Gestor", "Termín"), "Úkol", "Gestor"),
        (("#", "Kamień milowy", "Urząd", "Termin"), "Kamień milowy", "Urząd"),
        (("A.", "Beschrijving van de stap", "Orgaan", "Datum"), "Beschrijving van de stap", "Orgaan"),
    ],
)
def test_titles_are_found_by_words_of_several_languages_or_else_by_their_length(
    heads: tuple[str, ...], titles: str, authorities: str
) -> None:
    rows: Rows = (
        ("State of our work", None, None, None),
        heads,
        ("1", "Bill on reception drafted", "Justice", "31.12.2026"),
        ("2", "Staff of the centres trained", "Labour", "30.11.2026"),
    )
    content = saved({"Read me": (("About",),), "Plan": rows})
    layout = guess(importing.read_file(importing.Received("a.xlsx", content)).sheets)
    assert (layout.sheet, layout.head, layout.columns["title"]) == ("Plan", 1, titles)
    assert (layout.columns["authority_id"], layout.columns["baseline_on"]) == (authorities, heads[3])


def test_rows_without_an_item_are_listed_until_somebody_assigns_them(desk: Desk) -> None:
    rows: Rows = (HEADS, ("1", "Something new", None, None, None, None), ("2", "More", "Block 2", None, None, None))
    found = List(desk, saved(rows))
    _, proposal = found.preview()
    assert faults(proposal) == [("Measures", "C2"), ("Measures", "C3")]
    found.say(replace(found.layout, titles={"Something new": "beta.law", "More": LEFT_OUT}))
    key, proposal = found.preview()
    assert [row.edit.item_key for row in proposal.rows] == ["beta.law"]
    assert proposal.edits.remarks[0].values == {"number": 1}
    desk.apply(key)
    assert list(milestones(desk)) == ["Something new"]


def test_a_date_that_can_be_two_is_asked_and_its_neighbours_show_the_order(desk: Desk) -> None:
    rows = [list(HEADS), ["1", "Bill", "alpha.law", None, None, "3/4/2025"]]
    found = List(desk, saved(rows))
    assert found.layout.order == ""
    _, proposal = found.preview()
    assert faults(proposal) == [("Measures", "F2")]
    for order, day in (("day", date(2025, 4, 3)), ("month", date(2025, 3, 4))):
        found.say(replace(found.layout, order=order))
        (row,) = found.preview()[1].rows
        assert row.taken["baseline_on"] == day
    assert List(desk, saved([*rows, ["2", "More", "alpha.law", None, None, "4/25/2025"]])).layout.order == "month"


def test_every_cell_that_cannot_be_read_is_named_at_once(desk: Desk) -> None:
    rows: Rows = (
        HEADS,
        ("1", "Bill", "alpha.law", "x" * 201, "soon", 45000, "nearly there", None),
        ("2", None, "alpha.law", None, None, None, None, "a note without a title"),
        ("3", "=1+1", "alpha.law", None, None, None, None, None),
        ("4", "Same", "alpha.law", None, None, None, None, None),
        ("4", "Same", "alpha.law", None, None, None, None, None),
    )
    found = List(desk, saved(rows))
    columns = dict(zip(("reference", "title", "item", "authority_id"), HEADS, strict=False))
    columns |= {"start_on": "Start", "baseline_on": "Due", "step_key": "Status", "note": "Comment"}
    found.say(replace(found.layout, columns=columns))
    _, proposal = found.preview()
    assert set(faults(proposal)) == {("Measures", cell) for cell in ("B3", "B4", "B6", "D2", "E2", "F2", "G2")}
    assert [row.title for row in proposal.rows] == ["Same"]


def test_what_the_rules_refuse_is_refused_in_the_preview_and_leaves_no_authority(desk: Desk) -> None:
    rows: Rows = (HEADS, ("1", "x" * 301, "alpha.law", "Ministry of Refusals"))
    _, proposal = List(desk, saved(rows)).preview()
    assert (proposal.refusals, proposal.new_authorities) == (1, [])
    assert names(desk) == ["Department of Justice", "Department of Housing"]


def test_merged_cells_are_reported_and_hidden_sheets_are_not_proposed(desk: Desk) -> None:
    merged = saved((HEADS, ("1", "Bill", "alpha.law")), merged="B3:B4")
    _, proposal = List(desk, merged).preview()
    assert faults(proposal) == [("Measures", "B3")]
    assert len(proposal.rows) == 1
    hidden = List(desk, saved({"New": ROWS, "Old": [[*HEADS, "Forecast"]]}, hidden="Old"))
    assert hidden.layout.sheet == "New"
    assert [sheet.name for sheet in hidden.sheets if sheet.is_hidden] == ["Old"]


def test_cells_merged_down_one_column_hold_for_each_of_their_rows(desk: Desk) -> None:
    rows: Rows = (HEADS, ("1", "Bill", "alpha.law"), ("2", "Decree", "alpha.law"), ("3", "Circular", "alpha.law"))
    _, proposal = List(desk, saved((*rows, (None,)), merged="D2:D3")).preview()
    named = {row.title: [cell.theirs for cell in row.cells if cell.field == "authority_id"] for row in proposal.rows}
    assert named == {"Bill": ["merged"], "Decree": ["merged"], "Circular": []}
    assert (proposal.new_authorities, faults(proposal)) == (["merged"], [])
    _, below = List(desk, saved(rows, merged="D4:D9")).preview()
    assert (len(below.rows), faults(below)) == (3, []), "rows in which nothing else stands are no rows"
    _, across = List(desk, saved(rows, merged="C2:D3")).preview()
    assert (len(across.rows), faults(across)) == (1, [("Measures", "C2")])


def test_an_empty_file_a_workbook_of_ours_and_too_many_rows_are_refused(desk: Desk) -> None:
    for content, words in ((saved([]), "Nothing stands"), (desk.download(), "downloaded here")):
        with pytest.raises(Invalid, match=words):
            List(desk, content)
    rows = [HEADS, *((str(n), f"Step {n}", "alpha.law") for n in range(501))]
    with pytest.raises(Invalid, match="501 rows; 500 can"):
        List(desk, saved(rows)).preview()


def test_coordinators_of_the_country_alone_begin_with_a_spreadsheet(desk: Desk) -> None:
    contributor = plans.contributor(desk.session, "IE", desk.justice)
    with pytest.raises(NotAllowed):
        List(desk, saved(ROWS), actor=contributor)
    with pytest.raises(NotFound):
        List(desk, saved(ROWS), actor=plans.coordinator(desk.session, "FR"))
    held = List(desk, saved(ROWS))
    with pytest.raises(NotAllowed):
        starting.get_begun(desk.session, "IE", held.key, actor=contributor)


def test_a_list_without_anything_known_is_still_a_list() -> None:
    file = importing.read_file(importing.Received("a.xlsx", saved((("a", "b"), ("c", "d")))))
    assert guess(file.sheets) == Layout("Measures", 0)

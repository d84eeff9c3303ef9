"""The working list of a plan: found by filters, changed many at a time after a look at what would change."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.http.context import services
from app.plans.models import Revision
from tests.exchange.copies import Copy
from tests.web.countries.conftest import World

Add = Callable[..., str]
LIST = "/countries/IE/milestones"
BOX = re.compile(r'type="checkbox" form="bulk" name="milestone" id="[^"]+" value="([^"]+)"')
HIDDEN = re.compile(r'type="hidden" name="milestone" value="([^"]+)"')


@pytest.fixture
def three(world: World, add: Add) -> list[str]:
    """Three milestones, the first of the agency."""
    ireland = world.sign_in("ireland")
    return [
        add(ireland, "Bill drafted", authority_id=str(world.agency), forecast_on="2027-03-01", baseline_on=""),
        add(ireland, "Staff hired", forecast_on="2027-05-01", baseline_on=""),
        add(ireland, "Rooms rented", forecast_on="", baseline_on=""),
    ]


def asked_for(page: str) -> set[str]:
    """The fields of a change that the page shows before any script of it runs."""
    parts = re.findall(
        r'<fieldset role="none"[^>]*data-deeds="[^"]*"( hidden disabled)?>.*?name="(\w+)"', page, re.DOTALL
    )
    return {name for is_hidden, name in parts if not is_hidden}


def shown(page: str) -> list[str]:
    return re.findall(r'<tr id="row-(IE-\d+)"', page)


def test_the_cause_of_many_moves_can_stay_within_the_country(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    boxes = [box for box in BOX.findall(ireland.get(LIST).text) if box.partition(":")[0] in three[:2]]
    change = {"deed": "forecast_by", "days": "40", "cause": "budget", "keeps_cause": "y"}
    preview = ireland.post(f"{LIST}/preview", {"milestone": boxes, **change}).text
    assert 'name="keeps_cause" value="True"' in preview
    ireland.post(f"{LIST}/apply", {"milestone": boxes, **change, "keeps_cause": "True"})
    with services(world.app).database.reading() as session:
        moved = session.scalars(select(Revision).where(Revision.cause == "budget")).all()
    assert [revision.is_internal for revision in moved] == [True, True]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("text=hired", [1]),
        ("authority={agency}", [0]),
        ("until=2027-04-01", [0]),
        ("due=undated&text=rented", [2]),
        ("stage=cancelled", []),
        ("text=e&stage=open&sort=due&block=1&until=2028-01-01", [0, 1]),
        ("sort=due&down=1&until=2028-01-01", [1, 0]),
    ],
)
def test_the_address_says_what_is_listed(world: World, three: list[str], asked: str, found: list[int]) -> None:
    page = world.sign_in("ireland").get(f"{LIST}?{asked.format(agency=world.agency)}").text
    assert shown(page) == [three[number] for number in found]


def test_filters_that_are_rarely_used_stand_behind_a_line_that_says_how_many_are_in_use(
    world: World, three: list[str]
) -> None:
    ireland = world.sign_in("ireland")
    closed = '<details class="disclosure">\n    <summary>More filters and order</summary>'
    assert closed in ireland.get(f"{LIST}?stage=open&text=e").text
    page = ireland.get(f"{LIST}?until=2028-01-01&sort=due&down=1").text
    assert '<details class="disclosure" open>\n    <summary>More filters and order (2 in use)</summary>' in page


def test_on_paper_stands_by_what_the_list_was_filtered(world: World, three: list[str]) -> None:
    page = world.sign_in("ireland").get(f"{LIST}?stage=open&until=2027-04-01&sort=due&down=1").text
    said = html.unescape(page.split('<p class="print-only">Shown here:')[1].split("</p>")[0]).strip()
    assert said == (
        "Milestones: open; Due until: 1 April 2027; Sorted by: forecast, else baseline; the other way round."
    )
    assert "Shown here:" not in world.sign_in("ireland").get(LIST).text


def test_filters_that_find_nothing_say_so_and_lead_back_to_all(world: World, three: list[str]) -> None:
    page = world.sign_in("ireland").get(f"{LIST}?text=nowhere").text
    found = page.split("No milestone passes all of these filters.")[1]
    assert f'<a class="ecl-link" href="{LIST}">Show all milestones</a>' in found


def test_what_the_address_asks_for_and_is_not_there_is_named(world: World, three: list[str]) -> None:
    page = world.sign_in("ireland").get(f"{LIST}?block=99&until=never").text
    assert "(block: “99”, until: “never”)" in page
    assert set(three) <= set(shown(page))


def test_others_list_what_was_shared_and_change_nothing(world: World, three: list[str]) -> None:
    assert shown(world.sign_in("reviewer").get(LIST).text) == []
    world.sign_in("ireland").post("/countries/IE/share", {"what": "plan"})
    page = world.sign_in("reviewer").get(LIST).text
    assert set(three) <= set(shown(page))
    assert not BOX.findall(page)


def test_a_contributor_can_choose_their_own(world: World, three: list[str]) -> None:
    page = world.sign_in("contributor").get(LIST).text
    assert [value.partition(":")[0] for value in BOX.findall(page)] == three[:1]


def test_a_selection_is_previewed_changed_and_taken_back(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    boxes = [box for box in BOX.findall(ireland.get(LIST).text) if box.partition(":")[0] in three]
    change = {"deed": "forecast_by", "days": "7"}
    preview = ireland.post(f"{LIST}/preview", {"milestone": boxes, **change})
    assert preview.status_code == 200
    assert "2 milestones would change" in preview.text
    assert "8 March 2027" in preview.text
    assert "This milestone has no date that could be moved." in preview.text
    assert "1 March 2027" in ireland.get(f"{LIST}/{three[0]}").text
    done = ireland.post(f"{LIST}/apply", {"milestone": boxes[:2], **change})
    assert "2 milestones changed" in done.text
    assert shown(ireland.get(f"{LIST}?until=2027-03-07").text) == []
    undo = done.text[done.text.index("/undo") :]
    back = ireland.post(f"{LIST}/undo", {"milestone": HIDDEN.findall(undo)[:2]})
    assert "2 milestones put back" in back.text
    assert shown(ireland.get(f"{LIST}?until=2027-03-07").text) == three[:1]


def test_all_that_match_are_previewed_without_choosing_each(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    change = {"deed": "start_on", "day": "2026-12-01", "which": "matching"}
    preview = ireland.post(f"{LIST}/preview?until=2028-01-01", change).text
    assert "2 milestones would change" in preview
    assert {box.partition(":")[0] for box in HIDDEN.findall(preview)} == set(three[:2])


def test_what_stands_for_an_item_as_a_whole_is_named_with_its_item(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    page = ireland.get(LIST).text
    title = re.search(r'<td class="list-item">.*?<a [^>]*>([^<]+)</a>', page, re.DOTALL)
    assert title
    preview = ireland.post(f"{LIST}/preview", {"deed": "start_on", "day": "2026-12-01", "which": "matching"}).text
    assert f'In place <span class="quiet">{title[1]}</span>' in preview


def test_a_row_that_was_changed_meanwhile_is_listed_and_not_overwritten(world: World, three: list[str]) -> None:
    ireland, second = world.sign_in("ireland"), world.sign_in("second")
    boxes = [box for box in BOX.findall(ireland.get(LIST).text) if box.partition(":")[0] in three[:2]]
    second.post(f"{LIST}/preview", {"milestone": boxes[:1], "deed": "forecast_by", "days": "2"})
    second.post(f"{LIST}/apply", {"milestone": boxes[:1], "deed": "forecast_by", "days": "2"})
    done = ireland.post(f"{LIST}/apply", {"milestone": boxes, "deed": "forecast_by", "days": "7"})
    assert "1 milestone changed" in done.text
    assert "Somebody has changed this milestone in the meantime." in done.text
    assert shown(ireland.get(f"{LIST}?until=2027-03-03").text) == three[:1]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"deed": "forecast_on", "day": ""}, "Enter the day."),
        ({"deed": "forecast_by", "days": "many"}, "Write digits alone"),
        ({"deed": "cancel", "reason": ""}, "Say in words why the milestones are cancelled."),
    ],
)
def test_what_a_change_lacks_is_said_beside_its_field_and_the_choice_is_kept(
    world: World, three: list[str], sent: dict[str, str], sentence: str
) -> None:
    ireland = world.sign_in("ireland")
    boxes = BOX.findall(ireland.get(LIST).text)[:2]
    answer = ireland.post(f"{LIST}/preview", {"milestone": boxes, **sent})
    assert answer.status_code == 422
    assert sentence in html.unescape(answer.text)
    assert HIDDEN.findall(answer.text) == boxes


def test_only_what_the_chosen_deed_needs_is_asked_for(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    page = ireland.get(LIST).text
    boxes = BOX.findall(page)[:2]
    assert asked_for(page) == set()
    step = ireland.post(f"{LIST}/preview", {"milestone": boxes, "deed": "start_on"})
    assert step.status_code == 200
    assert asked_for(step.text) == {"day", "reason", "keeps_cause"}
    assert "Please mend" not in step.text
    assert HIDDEN.findall(step.text) == boxes
    assert "Choose what changes." in ireland.post(f"{LIST}/preview", {"milestone": boxes, "deed": ""}).text
    other = {"milestone": boxes, "deed": "start_on", "day": "2026-12-01", "days": "many"}
    assert "2 milestones would change" in ireland.post(f"{LIST}/preview", other).text


@pytest.mark.parametrize(
    ("deed", "hints"),
    [
        ("cancel", ["Needed to cancel.", "Others then read that it was cancelled, and not why."]),
        ("start_on", ["May stay empty.", "Others then read no reason."]),
        ("forecast_by", ["Needed where the cause", "Others then read “other” as the cause, and no reason."]),
    ],
)
def test_hints_are_those_of_the_chosen_deed(world: World, three: list[str], deed: str, hints: list[str]) -> None:
    ireland = world.sign_in("ireland")
    boxes = BOX.findall(ireland.get(LIST).text)[:2]
    page = ireland.post(f"{LIST}/preview", {"milestone": boxes, "deed": deed}).text
    shown_hints = re.findall(r'<span data-deeds="[^"]+">([^<]+)', page)
    assert len(shown_hints) == len(hints)
    assert all(said.startswith(hint) for said, hint in zip(shown_hints, hints, strict=True))


def test_a_missing_cause_is_said_once_with_the_milestones_that_need_it(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    boxes = [box for box in BOX.findall(ireland.get(LIST).text) if box.partition(":")[0] in three[:2]]
    answer = ireland.post(f"{LIST}/preview", {"milestone": boxes, "deed": "forecast_on", "day": "2027-05-08"})
    assert answer.status_code == 422
    assert "Forecasts that move by more than 14 days: 1 of 2." in answer.text
    assert re.findall(r"<li><a [^>]*>(IE-\d+)</a> Bill drafted</li>", answer.text) == three[:1]
    assert "would change" not in answer.text
    assert HIDDEN.findall(answer.text) == boxes


def test_nothing_chosen_is_said_and_what_was_typed_is_kept(world: World, three: list[str]) -> None:
    answer = world.sign_in("ireland").post(f"{LIST}/preview", {"deed": "cancel", "reason": "Not needed"})
    assert answer.status_code == 422
    assert "Choose at least one milestone." in answer.text
    assert 'value="Not needed"' in answer.text


def test_rows_are_taken_away_as_a_workbook(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    page = ireland.get(f"{LIST}?text=hired").text
    (address,) = set(re.findall(r'formaction="([^"]+)"', page))
    boxes = [box for box in BOX.findall(ireland.get(LIST).text) if box.partition(":")[0] in three[:2]]
    for sent, expected in (({"milestone": boxes}, three[:2]), ({"which": "matching"}, three[1:2])):
        answer = ireland.post(html.unescape(address), sent)
        assert "attachment" in answer.headers["Content-Disposition"], answer.text
        assert Copy(answer.data).references() == expected
    assert "Choose at least one milestone." in ireland.post(address, {}).text
    assert world.sign_in("reviewer").post(address, {"milestone": boxes}).status_code == 403


def test_a_view_is_kept_chosen_renamed_and_removed(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    asked = f"{LIST}?text=hired&sort=due"
    assert ireland.post(f"{LIST}/views?text=hired&sort=due", {"name": "Hiring"}).status_code == 303
    page = html.unescape(ireland.get(LIST).text)
    assert f'href="{asked}">Hiring</a>' in page
    assert "Hiring" not in world.sign_in("second").get(LIST).text
    change = re.findall(rf'action="({LIST}/views/\d+)"', page)[0]
    assert ireland.post(change, {"name": "People", "deed": "rename"}).status_code == 303
    assert f'href="{asked}">People</a>' in html.unescape(ireland.get(LIST).text)
    assert world.sign_in("second").post(change, {"deed": "remove"}).status_code == 404
    assert ireland.post(change, {"deed": "remove"}).status_code == 303
    assert "People" not in ireland.get(LIST).text


def test_a_view_for_the_desk_is_a_coordinators_to_keep(world: World, three: list[str]) -> None:
    contributor, second = world.sign_in("contributor"), world.sign_in("second")
    desk = {"name": "Overdue", "for_desk": "1"}
    assert contributor.post(f"{LIST}/views?due=overdue", desk).status_code == 403
    assert world.sign_in("ireland").post(f"{LIST}/views?due=overdue", desk).status_code == 303
    assert ">Overdue</a>" in contributor.get(LIST).text
    change = re.findall(rf'action="({LIST}/views/\d+)"', second.get(LIST).text)[0]
    assert contributor.post(change, {"deed": "remove"}).status_code == 404
    assert second.post(change, {"deed": "remove"}).status_code == 303


def test_a_view_without_a_name_is_refused_and_a_known_name_is_taken_anew(world: World, three: list[str]) -> None:
    ireland = world.sign_in("ireland")
    assert ireland.post(f"{LIST}/views", {"name": "  "}).status_code == 422
    for text in ("hired", "rented"):
        ireland.post(f"{LIST}/views?text={text}", {"name": "Mine"})
    page = ireland.get(LIST).text
    assert "text=rented" in page
    assert "text=hired" not in page

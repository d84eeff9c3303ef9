"""Two days compared: for each reader what they may read, with what the difference is made of and what moved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from tests.web.browsing import Browser
from tests.web.countries.conftest import CELL, ITEM
from tests.web.countries.conftest import World as Told
from tests.web.matrix_world import World

DAYS = "from=2026-11-10&to=2026-11-23"


def lines_of(browser: Browser, address: str) -> list[dict[str, str]]:
    """A file's lines by column."""
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    *rows, disclaimer = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert "Article 258 TFEU" in disclaimer["from"]
    return rows


def row_of(page: str, title: str) -> list[str]:
    """The cells of a plan's row in the first table, as words."""
    found = re.search(rf'<th scope="row">{title}.*?</tr>', page, re.DOTALL)
    assert found, title
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<td.*?</td>", found[0], re.DOTALL)]


def test_a_reader_finds_the_rows_of_the_overview_with_its_figures_on_both_days(world: World) -> None:
    browser = world.sign_in("reviewer")
    page = browser.get("/compare?from=2025-03-02&to=2026-11-23").text
    assert row_of(page, "Ireland")[:3] == ["–", row_of(page, "Ireland")[1], "–"]
    same = browser.get(f"/compare?{DAYS}").text
    for day in ("2026-11-10", "2026-11-23"):
        matrix = list(csv.DictReader(io.StringIO(browser.get(f"/matrix.csv?as_of={day}").text.removeprefix("\ufeff"))))
        shown = {(one["plan"], one["block"]): one["progress_percent"] for one in matrix[:-1]}
        for line in lines_of(browser, f"/compare.csv?{DAYS}&as=now"):
            if line["figure"] == "progress":
                end = "old" if day == "2026-11-10" else "new"
                assert line[end] == shown[line["plan"], line["block"]], line
    assert row_of(same, "Ireland")[2:8] == ["0"] * 6
    assert row_of(same, "Average of Member States")[2:8] == ["0"] * 6


def test_of_a_row_that_is_shared_only_the_figures_are_told(world: World) -> None:
    world.share_rows("FR")
    browser = world.sign_in("ireland")
    assert {line["plan"] for line in lines_of(browser, f"/compare.csv?{DAYS}")} == {"EU", "IE", "FR", ""}
    page = browser.get(f"/compare?{DAYS}").text
    france = row_of(page, "France")
    assert france[0].isdecimal()
    assert france[3:] == ["–"] * 6, "neither what it is made of nor what moved"
    assert "shares its row with you, and no more" in browser.get(f"/compare?{DAYS}&country=FR").text
    assert browser.get(f"/compare/moved.csv?{DAYS}&country=FR").status_code == 404
    assert browser.get(f"/compare.csv?{DAYS}&country=DE").status_code == 404
    asked = browser.get(f"/compare?{DAYS}&country=DE&block=77").text
    assert "not among what you read (country: “DE”, block: “77”). This is shown without those filters." in asked


@pytest.mark.parametrize(
    ("query", "said", "link"),
    [
        ("from=2026-11-20&to=2026-11-10", "The first day comes first", "from=2026-11-10 to=2026-11-20"),
        ("from=2026-11-20&to=2030-01-01", "is in the future", "from=2026-10-24 to=2026-11-23"),
        ("from=2020-01-01", "before the programme began", "from=2026-10-24 to=2026-11-23"),
        ("from=yesterday", "is not a day", "from=2026-10-24 to=2026-11-23"),
    ],
)
def test_days_that_cannot_be_compared_are_refused_with_some_that_can(
    world: World, query: str, said: str, link: str
) -> None:
    browser = world.sign_in("reviewer")
    answer = browser.get(f"/compare?{query}&country=IE")
    assert answer.status_code == 400
    assert said in answer.text
    good = re.search(r'href="(/compare\?[^"]+)"', answer.text)
    assert good
    assert set(link.split()) <= set(good[1].partition("?")[2].split("&amp;"))
    assert browser.get(good[1].replace("&amp;", "&")).status_code == 200


def test_who_reads_no_plan_compares_nothing(world: World) -> None:
    browser = world.sign_in("admin")
    assert "nothing to compare" in browser.get("/compare").text
    assert browser.get("/compare.csv").status_code == 403


@pytest.fixture
def in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-02 08:00", tick=True):
        yield


@pytest.fixture
def moved(in_november: None, told: Told) -> Iterator[tuple[Told, str]]:
    """Ireland shares a milestone on 2 November; on the 20th it moves, for a cause it keeps."""
    with time_machine.travel("2026-11-02 09:00", tick=True):
        ireland = told.sign_in("ireland")
        answer = ireland.post(
            f"/countries/IE/items/{ITEM}/milestones/add",
            {"title": "Bill drafted", "workstream_key": "legal", "measured_by": "steps", "step_key": "analysed"}
            | {"start_on": "2025-01-01", "baseline_on": "2026-02-28", "forecast_on": "2026-12-30"},
        )
        assert answer.status_code == 303, answer.text
        reference = max(re.findall(r'id="(IE-\d+)"', ireland.get(CELL).text))
        assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    with time_machine.travel("2026-11-20 09:00", tick=True):
        ireland = told.sign_in("ireland")
        changed = {"form": "row", "version": "1", "step_key": "by-government", "forecast_on": "2027-06-30"}
        why = {"cause": "tender_challenged", "reason": "the second bidder went to court", "keeps_cause": "y"}
        assert ireland.post(f"/countries/IE/milestones/{reference}", changed | why).status_code == 303
        yield told, reference


def test_what_moved_is_told_with_its_cause_as_far_as_the_reader_may_know_it(moved: tuple[Told, str]) -> None:
    told, reference = moved
    address = "/compare/moved.csv?from=2026-11-10&country=IE"
    ireland, reviewer = told.sign_in("ireland"), told.sign_in("reviewer")
    assert lines_of(reviewer, address) == [], "it is not yet shared"
    own = lines_of(ireland, address)
    assert [(one["milestone"], one["what"], one["old_date"], one["new_date"], one["days"]) for one in own] == [
        (reference, "moved later", "2026-12-30", "2027-06-30", "182")
    ]
    assert (own[0]["cause"], own[0]["reason"]) == ("tender challenged", "the second bidder went to court")
    assert ireland.post("/countries/IE/share", {"what": "plan"}).status_code == 303
    shared = lines_of(reviewer, address)
    assert [(one["milestone"], one["cause"], one["reason"]) for one in shared] == [(reference, "other", "")]
    page = reviewer.get("/compare?from=2026-11-10&country=IE").text
    assert re.search(r"30 December 2026\s+→\s+30 June 2027", page.replace("\xa0", " ").replace("&nbsp;", " "))
    progress = [
        one
        for one in lines_of(reviewer, "/compare.csv?from=2026-11-10&country=IE")
        if (one["figure"], one["block"]) == ("progress", "all")
    ]
    assert int(progress[0]["by_data"]) == int(progress[0]["difference"]) > 0


def test_a_cause_is_that_of_the_move_that_is_told_and_of_none_before_it(moved: tuple[Told, str]) -> None:
    told, reference = moved
    with time_machine.travel("2026-11-25 09:00", tick=True):
        ireland = told.sign_in("ireland")
        changed = {"form": "row", "version": "2", "step_key": "by-government", "forecast_on": "2027-07-05"}
        assert ireland.post(f"/countries/IE/milestones/{reference}", changed).status_code == 303
        for as_known in ("now", "then"):
            (line,) = lines_of(ireland, f"/compare/moved.csv?from=2026-11-22&country=IE&as={as_known}")
            assert (line["days"], line["cause"]) == ("5", "")
            (line,) = lines_of(ireland, f"/compare/moved.csv?from=2026-11-10&country=IE&as={as_known}")
            assert (line["days"], line["cause"]) == ("187", "tender challenged")


def test_as_known_on_each_day_tells_what_others_learned_between_them(moved: tuple[Told, str]) -> None:
    """What was shared only after the first day is new to others, from whichever day on it holds."""
    told, _reference = moved
    ireland, reviewer = told.sign_in("ireland"), told.sign_in("reviewer")
    ireland.post("/countries/IE/share", {"what": "plan"})
    then, now = (
        lines_of(reviewer, f"/compare/moved.csv?from=2026-11-01&country=IE&as={known}") for known in ("then", "now")
    )
    assert [one["what"] for one in then] == [one["what"] for one in now] == ["first information", "new"]
    content = reviewer.get("/compare.xlsx?from=2026-11-01&country=IE&as=then").data
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [row[7] for row in book.get_sheet_by_index(1).to_python()[4:]] == ["first information", "new"]

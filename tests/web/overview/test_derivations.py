"""Behind an average and behind a plan's figure stands the sum it is."""

from __future__ import annotations

import re
from datetime import date

from tests.web.matrix_world import World
from tests.web.world import Step

FIGURE = re.compile(r'data-label="Progress">(\d+\.\d\d)</td>')
SUM = re.compile(r"(\d+\.\d\d) ÷ (\d+) Member States, shown half up: (\d+) %")


def test_an_average_is_shown_as_a_sum(world: World) -> None:
    browser = world.sign_in("reviewer")
    page = browser.get("/why?block=1").text
    parts = [float(figure) for figure in FIGURE.findall(page)]
    found = SUM.search(page)
    assert found is not None
    total, number, shown = float(found[1]), int(found[2]), int(found[3])
    assert round(sum(parts), 2) == total
    assert len(parts) == number
    assert f'<a href="/why?block=1">{shown}</a>' in browser.get("/").text


def test_each_part_leads_to_where_it_comes_from(world: World) -> None:
    page = world.sign_in("reviewer").get("/why").text
    assert 'href="/countries/IE/why"' in page
    assert 'href="/countries/IE/blocks/1/why"' in world.sign_in("reviewer").get("/why?block=1").text


def test_every_figure_of_a_plan_in_a_list_leads_to_its_sum(world: World) -> None:
    reviewer = world.sign_in("reviewer")
    for address in ("/countries", "/countries/IE", "/blocks"):
        table = re.sub(r"<a [^>]*/why[^>]*>.*?</a>", "", reviewer.get(address).text, flags=re.DOTALL)
        cells = re.findall(r"<td[^>]*>(?:(?!</td>).)*</td>", table, re.DOTALL)
        assert cells, address
        assert [cell for cell in cells if re.search(r"\d(&nbsp;|\s)%", cell)] == [], address


def test_of_withheld_rows_only_their_number_is_told(world: World) -> None:
    world.share_rows("DK", "EE", "IE")
    page = world.sign_in("ireland").get("/why").text
    assert "5 that do not share their rows with you" in page
    assert "÷" not in page
    assert "All 8 together" in page


def test_rows_that_are_left_out_are_said_to_be(world: World) -> None:
    world.share_rows("DK", "EE", "IE", "BE", "BG")
    page = world.sign_in("ireland").get("/why").text
    assert "fewer than five of them" in page
    assert "that do not share" not in page


def test_a_block_that_is_not_there_is_not_found(world: World) -> None:
    assert world.sign_in("reviewer").get("/why?block=99").status_code == 404


def test_a_plan_s_figure_is_the_sum_of_its_blocks(world: World) -> None:
    page = world.sign_in("reviewer").get("/countries/IE/why").text
    found = re.search(r"(\d+\.\d\d) ÷ (\d+) = (\d+\.\d\d) %, shown as (\d+) %", page)
    assert found is not None
    assert abs(float(found[1]) / int(found[2]) - float(found[3])) < 0.01
    products = [float(text) for text in re.findall(r'data-label="Weight × progress">(\d+\.\d\d)</td>', page)]
    assert round(sum(products), 2) == float(found[1])


def test_a_milestone_is_derived_with_its_step(world: World) -> None:
    page = world.sign_in("reviewer").get("/countries/IE/blocks/1/why").text
    assert re.search(r"<li>M-\d+-\d+: Analysed, 52\.00 %</li>", page)


def test_an_item_outside_the_sum_is_derived_too(world: World) -> None:
    world.tell("IE", "reception.reserve-places", Step(4000, date(2026, 1, 1)))
    reviewer = world.sign_in("reviewer")
    cell = reviewer.get("/countries/IE/blocks/1?open=all").text
    links = re.findall(r'href="(/countries/IE/blocks/1/why)#(sum-\d+)"', cell)
    page = reviewer.get(links[0][0]).text
    assert {name for _, name in links} <= set(re.findall(r'<tr id="(sum-\d+)"', page))
    assert "36.00 %" in page.partition("Outside the sum")[2]


def test_what_was_expected_is_told_until_the_day_of_application(world: World) -> None:
    browser = world.sign_in("reviewer")
    before = browser.get("/countries/IE/blocks/1/why?as_of=2026-03-31").text
    assert re.search(r"Expected by this day: (\d+ %|–) by own plan, \d+ % by law", before)
    assert "Expected by this day" not in browser.get("/countries/IE/blocks/1/why").text

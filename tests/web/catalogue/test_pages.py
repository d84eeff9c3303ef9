"""The pages of the catalogue: what each of them must tell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from app.catalogue.states import Level
from app.catalogue.views import ItemView
from tests.guards.house import House


def get(house: House, address: str, **query: str) -> str:
    answer = house.browser("observer").get(address, query_string=query)
    assert answer.status_code == 200
    return answer.text


def test_the_first_visit_shows_every_block_with_its_key_items(house: House) -> None:
    text = get(house, "/catalogue")
    for block in house.view.blocks.values():
        assert f'id="block-{block.code}"' in text
        for item in block.items:
            assert (f"/items/{item.key}" in text) is item.is_key
    assert "worded, cut and numbered by this project" in text
    assert "COM(2024) 251 final" in text
    assert "shown here" in text


def test_all_items_can_be_shown(house: House) -> None:
    text = get(house, "/catalogue", block="all")
    assert all(f"/items/{key}" in text for key in house.view.items)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("block", "7"),
        ("level", "eu"),
        ("workstream", "legal"),
        ("obligation", "shall_if"),
        ("nature", "per_case"),
        ("act", "SCR"),
        ("key", "1"),
        ("q", "RCD 35"),
    ],
)
def test_filters_show_those_items_and_no_others(house: House, name: str, value: str) -> None:
    text = get(house, "/catalogue", **{name: value})
    wanted: dict[str, Callable[[ItemView], bool]] = {
        "block": lambda item: house.view.blocks[item.block_key].code == value,
        "level": lambda item: item.level == value,
        "workstream": lambda item: item.workstream == value,
        "obligation": lambda item: item.obligation == value,
        "nature": lambda item: item.nature == value,
        "act": lambda item: any(reference.act == value for reference in item.legal),
        "key": lambda item: item.is_key,
        "q": lambda item: any(r.act == "RCD" and r.article.startswith("35") for r in item.legal),
    }
    shown = {key for key in house.view.items if f'/items/{key}"' in text}
    assert shown == {key for key, item in house.view.items.items() if wanted[name](item)}
    assert shown


def test_filters_that_mean_nothing_are_named_and_left_out(house: House) -> None:
    text = get(house, "/catalogue", level="planet", act="<b>")
    assert "(level: “planet”, act: “&lt;b&gt;”)" in text
    assert "<b>" not in text


def test_filters_that_nothing_passes_say_what_to_do(house: House) -> None:
    assert "Start again without filters" in get(house, "/catalogue", q="no such word anywhere")


def test_a_conditional_item_tells_for_whom_its_condition_holds(house: House) -> None:
    text = get(house, "/items/solidarity.relocation-workflow-of-a-contributing-state")
    assert "Contributes by relocation" in text
    assert "to be confirmed" in text
    assert "not applicable" in text  # Denmark
    for country in house.view.countries.values():
        assert country.title.in_("en") in text


def test_a_key_item_tells_everything(house: House) -> None:
    text = get(house, "/items/reception.directive-transposed")
    for words in (
        "legal date 12 June 2026",
        "RCD Art. 35(1)",
        "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32024L1346",
        "primary reference",
        "In force and notified 100",
        "a legal reference, and besides a notification",
        "Drawn from",
        "Protocol 22",
        "key item",
    ):
        assert words in text, words


def test_an_item_of_the_eu_level_binds_no_member_state(house: House) -> None:
    item = next(item for item in house.view.items.values() if item.level is Level.EU)
    text = get(house, f"/items/{item.key}")
    assert "EU-level plan" in text
    assert "Member States in protocol order" not in text


def test_an_act_tells_printed_and_corrected_dates_and_whom_it_binds(house: House) -> None:
    text = get(house, "/catalogue/acts/AMMR")
    assert "first printed in the Official Journal as 1 July 2026" in text
    assert "Articles that apply from another day" in text
    assert "Articles 16-55, 72-80, 83-85" in text  # Denmark
    assert "Acts it foresees" in text


def test_what_is_not_there_is_not_found(house: House) -> None:
    for address in ("/items/none", "/catalogue/acts/NONE", "/catalogue/none"):
        assert house.browser("observer").get(address).status_code == 404


def test_the_file_holds_every_item_that_passes(house: House) -> None:
    answer = house.browser("observer").get("/catalogue.csv", query_string={"block": "7"})
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"), newline="")))
    *items, last = rows
    assert [row["key"] for row in items] == [item.key for item in house.view.blocks["solidarity"].items]
    assert "Not a legal assessment by the Commission" in next(iter(last.values()))
    assert "cip-2024-2026.1.csv" in answer.headers["Content-Disposition"]
    whole = house.browser("observer").get("/catalogue.csv")
    assert whole.text.count("\r\n") >= len(house.view.items)
    assert "invented" not in whole.headers["Content-Disposition"]


@pytest.mark.parametrize("day", ["2024-06-11", "2026-06-12"])
def test_an_item_can_be_asked_for_on_another_day(house: House, day: str) -> None:
    assert "read-only" in get(house, "/items/reception.directive-transposed", as_of=day)


def test_acts_and_actors_stand_in_their_groups_those_of_the_pact_and_the_union_first(house: House) -> None:
    acts = get(house, "/catalogue/acts")
    assert acts.index("Acts of the Pact") < acts.index("Related acts") < acts.index("Implementing and delegated acts")
    actors = get(house, "/catalogue/actors")
    assert actors.index("EU institutions") < actors.index("EU agencies") < actors.index("National authorities, by task")


def test_an_act_on_which_nothing_rests_leads_to_no_empty_list(house: House) -> None:
    text = get(house, "/catalogue/acts")
    assert "?act=AMMR" in text
    idle = [act.code for act in house.view.acts.values() if f'?act={act.code}"' not in text]
    assert idle
    for item in house.view.items.values():
        assert not {reference.act for reference in item.legal} & set(idle)


def test_pages_of_items_stand_below_the_catalogue(house: House) -> None:
    assert '<a href="/catalogue" aria-current="true">' in get(house, "/items/reception.directive-transposed")

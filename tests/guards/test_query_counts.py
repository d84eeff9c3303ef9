"""How many statements each page asks; the number does not depend on how much there is."""

from __future__ import annotations

import pytest

from tests.guards.house import House
from tests.queries import queries

BAR = 8
PAGES = (
    "/",
    "/matrix.csv",
    "/countries",
    "/countries/IE",
    "/countries/IE?needs=due",
    "/countries/IE/blocks/3",
    "/countries/IE/blocks/3/why",
    "/countries/IE/history",
    "/countries/IE/history?as_of=2026-11-20",
    "/blocks",
    "/blocks/3",
    "/gaps",
    "/gaps.csv",
    "/catalogue",
    "/catalogue?block=all",
    "/catalogue.csv",
    "/catalogue/acts",
    "/catalogue/acts/AMMR",
    "/catalogue/deadlines",
    "/items/reception.directive-transposed",
    "/method",
    "/search?q=directive",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["coordinator", "lead reviewer"])
def test_a_page_asks_few_statements(house: House, address: str, role: str) -> None:
    browser = house.browser(role)
    browser.get(address)  # readings are kept by now
    house.app.extensions.pop("kept_pages", None)  # the page itself is made once more, as after any change
    with queries(house.app, at_most=BAR):
        assert browser.get(address).status_code == 200


@pytest.mark.parametrize("address", ["/", "/countries/IE", "/countries/IE/blocks/3", "/blocks/3", "/gaps"])
def test_a_page_that_is_kept_asks_who_reads_it_and_whether_it_still_stands(house: House, address: str) -> None:
    browser = house.browser("lead reviewer")
    browser.get(address)
    with queries(house.app, exactly=0):  # one beside it, which reads the person with the state of the data
        assert browser.get(address).status_code == 200


def test_a_desk_is_kept_too_and_each_gets_their_own_form_token(house: House) -> None:
    first, second = house.browser("coordinator", is_new=True), house.browser("coordinator", is_new=True)
    told = first.get("/countries/IE").text
    with queries(house.app, exactly=0):
        again = second.get("/countries/IE").text
    assert first.token != second.token
    assert f'value="{first.token}"></form>' in told
    assert f'value="{second.token}"></form>' in again

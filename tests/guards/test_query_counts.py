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
    "/countries/IE/blocks/3",
    "/countries/IE/blocks/3/why",
    "/countries/IE/history",
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
    browser.get(address)  # what the process keeps is kept by now
    with queries(house.app, at_most=BAR):
        assert browser.get(address).status_code == 200

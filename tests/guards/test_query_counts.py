"""How many statements each page asks; the number does not depend on how much there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from tests.guards.house import NOON, House
from tests.guards.told_statements import EMAIL, stated_item
from tests.queries import queries
from tests.web.browsing import Browser

BAR, NOTHING_KEPT = 8, 13
PAGES = (
    "/",
    "/matrix.csv",
    "/countries",
    "/countries/IE",
    "/countries/IE?needs=due",
    "/countries/IE/blocks/3",
    "/countries/IE/blocks/3/why",
    "/countries/IE/gantt",
    "/countries/IE/gantt.csv",
    "/countries/IE/funding",
    "/countries/IE/funding.csv",
    "/countries/IE/blocks/3/gantt",
    "/countries/IE/blocks/3/gantt.csv",
    "/countries/IE/brief",
    "/countries/IE/since?from=2026-01-01",
    "/countries/IE/milestones?due=30&sort=due",
    "/countries/IE/milestones/{reference}",
    "/countries/IE/milestones/{reference}/comments",
    "/countries/IE/items/{key}/comments",
    "/countries/IE/items/{key}/statements",
    "/flags",
    "/flags.csv",
    "/flags/record?country=IE&first=2026-01-01&last=2026-11-20",
    "/flags/record.csv?country=IE&first=2026-01-01&last=2026-11-20",
    "/flags/drafts",
    "/flags/IE-1",
    "/flags/write/EU",
    "/fiches",
    "/fiches/IE-1",
    "/fiches/IE-1/letter",
    "/fiches?country=IE",
    "/account/mentions",
    "/notices",
    "/countries/IE/consultations",
    "/countries/IE/history",
    "/countries/IE/files/{file_id}/preview",
    "/countries/IE/submissions",
    "/countries/IE/submissions/{submission_id}",
    "/countries/IE/compare?from={submission_id}&to=today",
    "/verify/{seal}",
    "/rounds",
    "/rounds/1",
    "/countries/IE/history?as_of=2026-11-20",
    "/governance/2026",
    "/funding",
    "/funding.csv",
    "/funding?block=reception",
    "/actors",
    "/actors/CSO",
    "/actors/COM",
    "/actors/COUNCIL",
    "/governance/2025/key",
    "/governance/2025/pool",
    "/governance/2025/pool/IE",
    "/governance/2026.csv",
    "/governance/findings",
    "/governance/findings/IE",
    "/governance/2026.ics",
    "/governance/2026/steps/annual-report",
    "/governance/meetings",
    "/governance/meetings.csv",
    "/governance/meetings/{meeting_id}",
    "/governance/actions",
    "/governance/actions.csv",
    "/governance/actions/{action_id}",
    "/governance/questions",
    "/governance/guidance",
    "/governance/guidance/border-procedure",
    "/governance/guidance/G1",
    "/governance/questions.csv",
    "/governance/questions/1",
    "/blocks",
    "/blocks/3",
    "/gaps",
    "/gaps.csv",
    "/compare",
    "/compare?from=2026-01-01&as=then",
    "/compare?country=IE",
    "/compare.csv?block=3",
    "/compare/moved.csv?country=IE",
    "/compare.xlsx?country=IE",
    "/catalogue",
    "/catalogue?block=all",
    "/catalogue.csv",
    "/catalogue/acts",
    "/catalogue/acts/AMMR",
    "/catalogue/deadlines",
    "/items/reception.directive-transposed",
    "/method",
    "/search?q=directive",
    "/practices",
    "/practices?q=words&block=reception",
    "/practices.csv",
    "/practices/{practice_id}",
    "/practices/where-we-are/IE/3",
)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["coordinator", "lead reviewer"])
def test_a_page_asks_few_statements(house: House, address: str, role: str) -> None:
    browser = house.browser(role)
    address = address.format(**house.told["own"].values())
    browser.get(address)  # readings are kept by now
    house.app.extensions.pop("kept_pages", None)  # the page itself is made once more, as after any change
    with queries(house.app, at_most=BAR):
        assert browser.get(address).status_code == 200


def test_the_page_of_a_country_alone_asks_few_statements(house: House) -> None:
    browser = house.browser("coordinator")
    for year in (2026, 2027):
        with queries(house.app, at_most=BAR):
            assert browser.get(f"/countries/IE/pledge/{year}").status_code == 200


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


LOOKING_BACK = (
    "/",
    "/why",
    "/why?block=3",
    "/matrix.csv",
    "/trend.csv",
    "/countries",
    "/countries/IE",
    "/countries/IE/why",
    "/countries/IE/blocks/3",
    "/countries/IE/blocks/3?open=all",
    "/countries/IE/blocks/3/why",
    "/countries/IE/blocks/3/prose",
    "/countries/IE/gantt",
    "/countries/IE/funding",
    "/countries/IE/blocks/3/gantt",
    "/countries/IE/blocks/3/gantt.csv",
    "/countries/IE/brief",
    "/countries/IE/milestones?due=30&sort=due",
    "/countries/IE/history",
    "/countries/IE/milestones/{reference}",
    "/countries/IE/items/{key}/statements",
    "/governance/2026",
    "/governance/2025/steps/annual-report",
    "/blocks",
    "/blocks/3",
    "/gaps",
    "/gaps.csv",
    "/flags",
    "/catalogue?block=all",
    "/search?q=directive",
)
"""Pages that show a day."""
WRITTEN, SINCE, TODAY = NOON.date(), NOON.date() + timedelta(days=2), NOON + timedelta(days=5)
AS_KNOWN = {"now": f"as_of={WRITTEN}", "then": f"as_of={WRITTEN}&known={SINCE}"}


@pytest.fixture
def later(house: House) -> Iterator[House]:
    """The house some days after everything in it was written.

    Signing in then sweeps away what the sessions of before are kept in, so that nobody is signed in any more.
    """
    with time_machine.travel(TODAY, tick=True):
        yield house
    house.browsers.clear()


@pytest.mark.parametrize("address", LOOKING_BACK)
@pytest.mark.parametrize("as_known", AS_KNOWN)
@pytest.mark.parametrize("role", ["coordinator", "lead reviewer"])
def test_a_page_of_a_past_day_asks_as_few(later: House, address: str, as_known: str, role: str) -> None:
    """As known now, and as known then: what is shown is what was said, and nothing the reader might see is listed."""
    browser = later.browser(role, is_new=True)
    page = address.format(**later.told["own"].values())
    page += ("&" if "?" in page else "?") + AS_KNOWN[as_known]
    later.app.extensions.pop("kept_pages", None)
    later.app.extensions.pop("reading_cache", None)
    with queries(later.app, at_most=NOTHING_KEPT):
        assert browser.get(page).status_code == 200
    later.app.extensions.pop("kept_pages", None)
    with queries(later.app, at_most=BAR):
        assert browser.get(page).status_code == 200


WRITING = (
    "/countries/IE/milestones/{reference}/predecessors/choose?q=shared",
    "/countries/IE/people",
    "/countries/IE/milestones/{reference}/parts",
)


READING = ("/desk", "/countries/IE/reading", "/countries/IE/reading/{key}", "/countries/IE/reading/{key}?block=3")


@pytest.mark.parametrize("address", READING)
def test_a_page_of_the_reading_room_asks_few_statements(house: House, address: str) -> None:
    browser = house.browser("reviewer")
    address = address.format(**house.told["own"].values())
    browser.get(address)
    with queries(house.app, at_most=BAR):
        assert browser.get(address).status_code == 200


@pytest.mark.parametrize("address", WRITING)
def test_a_page_of_those_who_write_asks_few_statements(house: House, address: str) -> None:
    browser = house.browser("coordinator")
    address = address.format(**house.told["own"].values())
    browser.get(address)
    with queries(house.app, at_most=BAR):
        assert browser.get(address).status_code == 200


AGENCYS = ("/statements", "/countries/IE/blocks/{number}", "/countries/IE/items/{key}/statements", "/flags", "/")


@pytest.mark.parametrize("address", AGENCYS)
def test_a_page_of_an_agency_asks_few_statements(house: House, address: str) -> None:
    browser, item = Browser(house.app), stated_item(house.view)
    assert browser.sign_in(EMAIL).status_code == 303
    address = address.format(key=item.key, number=house.view.blocks[item.block_key].code)
    browser.get(address)
    house.app.extensions.pop("kept_pages", None)
    with queries(house.app, at_most=BAR):
        assert browser.get(address).status_code == 200

"""A crawl of every page that is linked, by each role: nothing breaks, and every page is well made."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable
from hashlib import sha256
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.guards.access_table import ROLES
from tests.guards.house import House
from tests.guards.reading_pages import Page, faults

MOST = {"lead reviewer": 12, "coordinator": 12}
MOST_ELSE = 3
"""How many pages of one endpoint, with the same names in its query, a role looks at."""

START = (
    "/",
    "/countries/IE",
    "/countries/IE/blocks/3",
    "/catalogue?block=all",
    "/gaps",
    "/compare?country=IE",
    "/method",
    "/account",
    "/admin",
)
LEAVES = frozenset({"account.sign_out"})
PER_VISIT = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')


def kind_of(app: Flask, address: str) -> tuple[object, ...]:
    """What an address is one of: its endpoint, and the names in its query."""
    parts = urlsplit(address)
    names = tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&") if pair))
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path)
    except HTTPException:
        return (parts.path, names)
    return (endpoint, names)


_read: dict[tuple[str, bytes], tuple[list[str], set[str]]] = {}


def read(address: str, text: str) -> tuple[list[str], set[str]]:
    """What is wrong with a page, and where it leads; a page that is the same for several roles is read once."""
    key = address, sha256(PER_VISIT.sub(r"\1", text).encode()).digest()
    if key not in _read:
        page = Page(text)
        _read[key] = faults(page), page.links(address)
    return _read[key]


@pytest.fixture
def crawl(house: House) -> Callable[[str], dict[str, list[str]]]:
    """Walks the pages of a role and gathers their faults by address."""

    def walk(role: str) -> dict[str, list[str]]:
        browser, most = house.browser(role), MOST.get(role, MOST_ELSE)
        waiting, known, looked_at = deque(START), set(START), Counter[tuple[object, ...]]()
        wrong: dict[str, list[str]] = {}
        while waiting:
            address = waiting.popleft()
            kind = kind_of(house.app, address)
            looked_at[kind] += 1
            if looked_at[kind] > most or kind[0] in LEAVES:
                continue
            answer = browser.get(address)
            linked_and_gone = answer.status_code == 404 and address not in START
            if answer.status_code >= 500 or linked_and_gone:
                wrong[address] = [f"answers {answer.status_code}"]
            if answer.mimetype != "text/html" or answer.status_code in (301, 302, 303, 308):
                continue
            found, linked = read(address, answer.text)
            if found:
                wrong.setdefault(address, []).extend(found)
            new = sorted(linked - known)
            known.update(new)
            waiting.extend(new)
        assert sum(looked_at.values()) > len(START) or role == "nobody"
        return wrong

    return walk


@pytest.mark.parametrize(
    "standing_house", ["sqlite"], indirect=True
)  # that both answer alike, the table of rights asks
@pytest.mark.parametrize("role", ROLES)
def test_every_linked_page_is_whole(crawl: Callable[[str], dict[str, list[str]]], role: str) -> None:
    wrong = crawl(role)
    told = [f"{address}: {'; '.join(sorted(set(found))[:6])}" for address, found in wrong.items()]
    assert not told, "\n".join(told[:40])


def test_every_template_parses(house: House) -> None:
    names = [name for name in house.app.jinja_env.list_templates() if name.endswith((".html", ".txt"))]
    assert len(names) > 20
    for name in names:
        house.app.jinja_env.get_template(name)


@pytest.mark.parametrize(
    "address", ["/nowhere", "/countries/XX", "/items/none", "/?as_of=2026-02-30", "/?as_of=2999-01-01"]
)
def test_pages_of_errors_are_whole_too(house: House, address: str) -> None:
    answer = house.browser("coordinator").get(address)
    assert answer.status_code in (400, 404)
    assert faults(Page(answer.text)) == []


@pytest.mark.parametrize("day", ["2024-06-11", "2026-06-12", "2026-11-21"])
def test_pages_of_another_day_are_whole_too(house: House, day: str) -> None:
    browser = house.browser("lead reviewer")
    for address in START:
        answer = browser.get(f"{address}{'&' if '?' in address else '?'}as_of={day}")
        assert answer.status_code in (200, 403, 404), address
        assert faults(Page(answer.text)) == [], address

"""Which agency reads which items and states something of them: every role, own and other agency, every kind of item.
The expectation is written out, and a last test takes each single right away to see that this table notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.accounts.actor import NOBODY, SYSTEM, Actor, Held
from app.accounts.states import Role
from app.core import policy as rights
from app.statements.policy import READ, READ_ITEM, WITHDRAW, WRITE, ItemSubject

EUAA, FRONTEX, COM, IRISH = 11, 12, 13, 21
"""Keys of authorities: of the EU-level plan the first three, of Ireland's the last."""


def person(*held: Held) -> Actor:
    return Actor(1, "Somebody", "somebody@agency.example.org", held)


def of_eu(*authorities: int, blocks: frozenset[str] = frozenset()) -> Actor:
    return person(Held(Role.CONTRIBUTOR, "EU", authorities=frozenset(authorities), blocks=blocks))


PEOPLE: Mapping[str, Actor] = {
    "nobody": NOBODY,
    "system": SYSTEM,
    "guest": person(),
    "administrator": person(Held(Role.ADMINISTRATOR)),
    "coordinator IE": person(Held(Role.COORDINATOR, "IE")),
    "contributor IE": person(Held(Role.CONTRIBUTOR, "IE", authorities=frozenset({EUAA, IRISH}))),
    "coordinator FR": person(Held(Role.COORDINATOR, "FR")),
    "coordinator EU": person(Held(Role.COORDINATOR, "EU")),
    "euaa": of_eu(EUAA),
    "euaa in alpha": of_eu(EUAA, blocks=frozenset({"alpha"})),
    "euaa in beta": of_eu(EUAA, blocks=frozenset({"beta"})),
    "frontex": of_eu(FRONTEX),
    "both": of_eu(EUAA, FRONTEX),
    "commission": of_eu(COM),
    "reviewer": person(Held(Role.REVIEWER)),
    "desk IE": person(Held(Role.REVIEWER, desk=frozenset({"IE"}))),
    "desk FR": person(Held(Role.REVIEWER, desk=frozenset({"FR"}))),
    "lead": person(Held(Role.LEAD_REVIEWER)),
    "observer": person(Held(Role.OBSERVER)),
    "observer IE": person(Held(Role.OBSERVER, "IE")),
}
OF_EUAA = ItemSubject("IE", block_key="alpha", bodies=frozenset({EUAA}))
OF_BOTH = ItemSubject("IE", block_key="alpha", bodies=frozenset({EUAA, FRONTEX}))
OF_NONE = ItemSubject("IE", block_key="alpha")
EU_LEVEL = ItemSubject("EU", block_key="alpha", bodies=frozenset({EUAA}))
SUBJECTS = {"EUAA's": OF_EUAA, "both": OF_BOTH, "no agency": OF_NONE, "EU level": EU_LEVEL}

READERS = {"system", "coordinator IE", "contributor IE", "reviewer", "desk IE", "lead", "observer IE"}
AGENCY = {"euaa", "euaa in alpha", "both"}
EU_READERS = set(PEOPLE) - {"nobody", "guest", "administrator"}
TABLE: Mapping[str, Mapping[str, set[str]]] = {
    READ_ITEM: {"EUAA's": AGENCY, "both": AGENCY | {"frontex"}, "no agency": set(), "EU level": set()},
    READ: {
        "EUAA's": READERS | AGENCY,
        "both": READERS | AGENCY | {"frontex"},
        "no agency": READERS,
        "EU level": EU_READERS,
    },
    WRITE: {"EUAA's": AGENCY, "both": AGENCY | {"frontex"}, "no agency": set(), "EU level": set()},
    WITHDRAW: {"EUAA's": AGENCY, "both": AGENCY | {"frontex"}, "no agency": set(), "EU level": set()},
}


def who_may(right: str, name: str) -> set[str]:
    return {who for who, actor in PEOPLE.items() if rights.allows(actor, right, SUBJECTS[name])}


@pytest.mark.parametrize("right", TABLE)
@pytest.mark.parametrize("name", SUBJECTS)
def test_who_may(right: str, name: str) -> None:
    assert who_may(right, name) == TABLE[right][name]


@pytest.mark.parametrize("right", TABLE)
def test_taking_any_single_right_away_is_noticed(right: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rights.permissions()[right]
    for number in range(len(whole.clauses)):
        less = replace(whole, clauses=whole.clauses[:number] + whole.clauses[number + 1 :])
        with monkeypatch.context() as changed:
            changed.setitem(rights._permissions, right, less)
            assert any(who_may(right, name) != TABLE[right][name] for name in SUBJECTS), whole.clauses[number]

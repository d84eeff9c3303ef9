"""Who may do what with a flag: every role, own and other country, every kind of flag. The expectation is written out,
and a last test takes each single right away to see that this table notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from app.accounts.actor import NOBODY, Actor, Held
from app.accounts.states import Role
from app.core import policy as rights
from app.flags.moves import deeds_of
from app.flags.policy import ANSWER, ASK, NOTE, READ, FlagSubject, circle_of, sides_of
from app.flags.states import Deed, Side, State


def person(*held: Held) -> Actor:
    return Actor(1, "Somebody", "somebody@ministry.example.org", held)


IRELAND = frozenset({"IE"})
PEOPLE: Mapping[str, Actor] = {
    "nobody": NOBODY,
    "guest": person(),
    "administrator": person(Held(Role.ADMINISTRATOR)),
    "coordinator IE": person(Held(Role.COORDINATOR, "IE")),
    "coordinator FR": person(Held(Role.COORDINATOR, "FR")),
    "coordinator EU": person(Held(Role.COORDINATOR, "EU")),
    "contributor IE": person(Held(Role.CONTRIBUTOR, "IE", authorities=frozenset({1}))),
    "contributor FR": person(Held(Role.CONTRIBUTOR, "FR", authorities=frozenset({2}))),
    "reviewer": person(Held(Role.REVIEWER)),
    "desk IE": person(Held(Role.REVIEWER, desk=IRELAND)),
    "desk FR": person(Held(Role.REVIEWER, desk=frozenset({"FR"}))),
    "lead": person(Held(Role.LEAD_REVIEWER)),
    "observer": person(Held(Role.OBSERVER)),
    "observer IE": person(Held(Role.OBSERVER, "IE")),
}
FLAG, DRAFT = FlagSubject("IE"), FlagSubject("IE", is_draft=True)
ON_EU = FlagSubject("EU")
QUESTION, DRAFTED = FlagSubject("EU", "IE"), FlagSubject("EU", "IE", is_draft=True)

COUNTRY = {"coordinator IE", "contributor IE"}
REVIEWERS = {"reviewer", "desk IE", "lead"}
ALL_REVIEWERS = REVIEWERS | {"desk FR"}
WORKING = COUNTRY | {"coordinator FR", "contributor FR", "coordinator EU"}
TABLE: Mapping[str, Mapping[FlagSubject, set[str]]] = {
    READ: {
        FLAG: REVIEWERS | COUNTRY,
        DRAFT: REVIEWERS,
        ON_EU: ALL_REVIEWERS | {"coordinator EU"},
        QUESTION: ALL_REVIEWERS | WORKING,
        DRAFTED: {"coordinator IE"},
    },
    ASK: {
        FLAG: REVIEWERS,
        DRAFT: REVIEWERS,
        ON_EU: ALL_REVIEWERS,
        QUESTION: {"coordinator IE"},
        DRAFTED: {"coordinator IE"},
    },
    ANSWER: {
        FLAG: {"coordinator IE"},
        DRAFT: set(),
        ON_EU: ALL_REVIEWERS | {"coordinator EU"},
        QUESTION: ALL_REVIEWERS | {"coordinator EU"},
        DRAFTED: set(),
    },
    NOTE: {
        FLAG: REVIEWERS | COUNTRY,
        DRAFT: REVIEWERS,
        ON_EU: ALL_REVIEWERS | {"coordinator EU"},
        QUESTION: ALL_REVIEWERS | {"coordinator IE", "coordinator EU"},
        DRAFTED: {"coordinator IE"},
    },
}
SUBJECTS = (FLAG, DRAFT, ON_EU, QUESTION, DRAFTED)


def who_may(right: str, subject: FlagSubject) -> set[str]:
    return {name for name, actor in PEOPLE.items() if rights.allows(actor, right, subject)}


@pytest.mark.parametrize("right", TABLE)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_who_may(right: str, subject: FlagSubject) -> None:
    assert who_may(right, subject) == TABLE[right][subject]


ASKERS_STEPS = {
    State.DRAFT: {Deed.SEND},
    State.SENT: {Deed.WITHDRAW},
    State.ACKNOWLEDGED: {Deed.WITHDRAW},
    State.ANSWERED: {Deed.ACCEPT, Deed.MAINTAIN, Deed.WITHDRAW},
    State.ACCEPTED: {Deed.CLOSE},
    State.MAINTAINED: {Deed.RAISE, Deed.WITHDRAW},
    State.POSITIONS_DIFFER: {Deed.RAISE, Deed.CLOSE, Deed.WITHDRAW},
    State.RAISED: {Deed.CLOSE},
}
ANSWERERS_STEPS = {
    State.SENT: {Deed.ACKNOWLEDGE, Deed.ANSWER},
    State.ACKNOWLEDGED: {Deed.ANSWER},
    State.MAINTAINED: {Deed.ANSWER, Deed.RAISE},
    State.POSITIONS_DIFFER: {Deed.RAISE},
}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("subject", [FLAG, QUESTION])
def test_which_steps_are_whose(name: str, state: State, subject: FlagSubject) -> None:
    of = replace(subject, is_draft=state is State.DRAFT)
    expected: set[Deed] = set()
    if name in TABLE[ASK][of]:
        expected |= ASKERS_STEPS.get(state, set())
    if name in TABLE[ANSWER][of]:
        expected |= ANSWERERS_STEPS.get(state, set())
    assert set(deeds_of(state, sides_of(PEOPLE[name], of))) == expected


def test_nobody_stands_on_both_sides_of_a_flag_or_in_two_circles() -> None:
    for subject in (FLAG, QUESTION):
        for name, actor in PEOPLE.items():
            assert len(sides_of(actor, subject)) < len(Side), name
    assert {name: circle_of(actor, FLAG) for name, actor in PEOPLE.items() if circle_of(actor, FLAG)} == {
        **dict.fromkeys(REVIEWERS, "EU"),
        **dict.fromkeys(COUNTRY, "IE"),
    }


@pytest.mark.parametrize("right", TABLE)
def test_taking_any_single_right_away_is_noticed(right: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rights.permissions()[right]
    for number in range(len(whole.clauses)):
        less = replace(whole, clauses=whole.clauses[:number] + whole.clauses[number + 1 :])
        with monkeypatch.context() as changed:
            changed.setitem(rights._permissions, right, less)
            assert any(who_may(right, subject) != TABLE[right][subject] for subject in SUBJECTS), whole.clauses[number]


@pytest.mark.parametrize("right", TABLE)
def test_dropping_any_single_condition_of_a_right_is_noticed(right: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rights.permissions()[right]
    for number, clause in enumerate(whole.clauses):
        for dropped in clause:
            looser = tuple(one for one in clause if one is not dropped)
            changed_clauses = (*whole.clauses[:number], looser, *whole.clauses[number + 1 :])
            with monkeypatch.context() as changed:
                changed.setitem(rights._permissions, right, replace(whole, clauses=changed_clauses))
                found = any(who_may(right, subject) != TABLE[right][subject] for subject in SUBJECTS)
            assert found, (number, dropped.__name__)

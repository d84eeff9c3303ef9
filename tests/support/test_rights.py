"""Who may do what in support: every role, and each rule twice, as predicate and as condition in SQL."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import NOBODY, SYSTEM, Actor, Held
from app.accounts.states import Role
from app.core.policy import allows
from app.plans.models import Plan
from app.support import policy
from app.support.models import SupportRequest
from app.support.policy import AreaSubject, SuggestionSubject, SupportSubject
from app.support.queries.requests import get_request
from tests.support.conftest import World


def person(*held: Held) -> Actor:
    return Actor(7, "Somebody", "somebody@demo.example", held)


def expert(country: str, grant_id: int = 5, **scope: object) -> Actor:
    return person(Held(Role.EXPERT, country, grant_id=grant_id, **scope))  # type: ignore[arg-type]


PEOPLE: Mapping[str, Actor] = {
    "nobody": NOBODY,
    "guest": person(),
    "administrator": person(Held(Role.ADMINISTRATOR)),
    "coordinator IE": person(Held(Role.COORDINATOR, "IE")),
    "contributor IE": person(Held(Role.CONTRIBUTOR, "IE", authorities=frozenset({1}))),
    "coordinator FR": person(Held(Role.COORDINATOR, "FR")),
    "coordinator EU": person(Held(Role.COORDINATOR, "EU")),
    "reviewer": person(Held(Role.REVIEWER)),
    "desk IE": person(Held(Role.REVIEWER, desk=frozenset({"IE"}))),
    "desk FR": person(Held(Role.REVIEWER, desk=frozenset({"FR"}))),
    "lead": person(Held(Role.LEAD_REVIEWER)),
    "observer": person(Held(Role.OBSERVER)),
    "observer IE": person(Held(Role.OBSERVER, "IE")),
    "officer": person(Held(Role.SUPPORT_OFFICER)),
    "expert IE 9": expert("IE", blocks=frozenset({"safeguards"})),
    "expert IE 9 opened": expert("IE", blocks=frozenset({"safeguards"}), reads_working=True),
    "expert IE item": expert("IE", items=frozenset({33})),
    "expert FR 9": expert("FR", 6, blocks=frozenset({"safeguards"})),
}
IRELAND = SupportSubject("IE", frozenset({5}))
NINE = AreaSubject("IE", "safeguards", 33, in_support=True)
FIVE = AreaSubject("IE", "returns", 44, in_support=False)
MADE = SuggestionSubject("IE", 7)
IRISH = {"expert IE 9", "expert IE 9 opened", "expert IE item"}
TABLE: tuple[tuple[str, object, set[str]], ...] = (
    (
        policy.READ,
        IRELAND,
        {"coordinator IE", "contributor IE", "reviewer", "desk IE", "lead", "officer"} | IRISH,
    ),
    (policy.SEE, None, set(PEOPLE) - {"nobody", "guest", "administrator"}),
    (policy.REQUEST, IRELAND, {"coordinator IE"}),
    (policy.DECIDE, IRELAND, {"officer"}),
    (policy.FOLLOW_UP, IRELAND, {"officer", "coordinator IE"}),
    (policy.ASSIGN, IRELAND, {"officer"}),
    (policy.OPEN_WORKING, IRELAND, {"coordinator IE"}),
    (policy.READ_AREA, NINE, IRISH | {"officer"}),
    (policy.READ_AREA, FIVE, set()),
    (policy.READ_WORKING_AREA, NINE, {"expert IE 9 opened"}),
    (policy.READ_WORKING_AREA, FIVE, set()),
    (policy.SUGGEST, NINE, IRISH),
    (policy.SUGGEST, FIVE, set()),
    (policy.READ_SUGGESTION, MADE, {"coordinator IE", "contributor IE"} | IRISH),
    (policy.READ_SUGGESTION, SuggestionSubject("IE", 8), {"coordinator IE", "contributor IE"}),
    (policy.TAKE_BACK, MADE, IRISH),
    (policy.ANSWER, MADE, {"coordinator IE"}),
    (policy.REQUEST, SupportSubject("EU"), set()),
)


@pytest.mark.parametrize(("right", "subject", "who"), TABLE)
def test_who_may(right: str, subject: object, who: set[str]) -> None:
    assert {name for name, actor in PEOPLE.items() if allows(actor, right, subject)} == who


def test_the_condition_in_sql_says_what_the_predicate_says(world: World) -> None:
    request = world.running()
    world.assign(request)
    found = get_request(world.session, request.request_id, SYSTEM)
    (grant,) = found.subject.grants
    people = {
        **PEOPLE,
        "assigned": expert("IE", grant, blocks=frozenset({"alpha"})),
        "not assigned": expert("IE", grant + 1, blocks=frozenset({"alpha"})),
        "system": SYSTEM,
    }
    for name, actor in people.items():
        assert visible(world.session, actor) == allows(actor, policy.READ, found.subject), name


def visible(session: Session, actor: Actor) -> bool:
    query = select(SupportRequest.id).join(Plan, Plan.id == SupportRequest.plan_id).where(policy.visible_to(actor))
    return session.execute(query).first() is not None

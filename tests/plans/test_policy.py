"""Rights as tables, each as predicate and as its twin in SQL."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.actor import NOBODY, SYSTEM, Actor, Held
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.plans import policy
from app.plans.models import Plan
from app.plans.policy import PlanSubject, WorkSubject, row_scope_for, scope_for, visible_to, working_for
from app.plans.queries.heads import list_visible_plans, list_visible_rows
from app.plans.states import Scope

W, S, NONE = Scope.WORKING, Scope.SHARED, None


def held(role: Role, country: str | None = None, *desk: str) -> Actor:
    return Actor(1, "x", held=(Held(role, country, desk=frozenset(desk)),))


ACTORS = {
    "coordinator IE": held(Role.COORDINATOR, "IE"),
    "contributor IE": held(Role.CONTRIBUTOR, "IE"),
    "coordinator EU": held(Role.COORDINATOR, "EU"),
    "reviewer": held(Role.REVIEWER),
    "reviewer of FR": held(Role.REVIEWER, None, "FR"),
    "lead reviewer": held(Role.LEAD_REVIEWER),
    "observer": held(Role.OBSERVER),
    "observer IE": held(Role.OBSERVER, "IE"),
    "administrator": held(Role.ADMINISTRATOR),
    "nobody": NOBODY,
    "signed in without a role": Actor(1, "x"),
    "system": SYSTEM,
}

TABLE = [  # actor, own plan IE, other plan FR (row not shared), its row when shared, the EU level
    ("coordinator IE", W, NONE, S, S),
    ("contributor IE", W, NONE, S, S),
    ("coordinator EU", NONE, NONE, S, W),
    ("reviewer", S, S, S, S),
    ("reviewer of FR", NONE, S, S, S),
    ("lead reviewer", S, S, S, S),
    ("observer", NONE, NONE, S, S),
    ("observer IE", S, NONE, S, S),
    ("administrator", NONE, NONE, NONE, NONE),
    ("nobody", NONE, NONE, NONE, NONE),
    ("signed in without a role", NONE, NONE, NONE, NONE),
    ("system", W, W, W, W),
]


@pytest.mark.parametrize(("who", "ireland", "france", "row", "union"), TABLE)
def test_who_reads_what(
    who: str, ireland: Scope | None, france: Scope | None, row: Scope | None, union: Scope | None
) -> None:
    actor = ACTORS[who]
    assert [scope_for(actor, owner) for owner in ("IE", "FR", "EU")] == [ireland, france, union]
    assert row_scope_for(actor, "FR", False) == france
    assert row_scope_for(actor, "FR", True) == row
    assert allows(actor, policy.READ_WORKING, PlanSubject("IE")) == (ireland is W)
    assert allows(actor, policy.READ_SHARED, PlanSubject("IE")) == (ireland is not None)
    assert allows(actor, policy.READ_ROW, PlanSubject("FR", True)) == (row is not None)


@pytest.mark.parametrize("who", ACTORS)
def test_the_twins_in_sql_agree(session: Session, view: CatalogueView, who: str) -> None:
    actor = ACTORS[who]
    session.execute(Plan.__table__.update().where(Plan.owner == "FR").values(shares_row=True))  # type: ignore[attr-defined]
    plans = session.execute(select(Plan.owner, Plan.shares_row).order_by(Plan.id)).all()

    def owners(condition: object) -> list[str]:
        return list(session.execute(select(Plan.owner).where(condition).order_by(Plan.id)).scalars())  # type: ignore[arg-type]

    assert owners(visible_to(actor)) == [o for o, _ in plans if scope_for(actor, o)]
    assert owners(working_for(actor)) == [o for o, _ in plans if scope_for(actor, o) is W]
    assert [head.owner for head in list_visible_rows(session, actor)] == [
        o for o, r in plans if row_scope_for(actor, o, r)
    ]
    assert [(p.owner, p.scope) for p in list_visible_plans(session, actor)] == [
        (o, scope_for(actor, o)) for o, _ in plans if scope_for(actor, o)
    ]


COORDINATORS_ALONE = [
    policy.SHARE,
    policy.SET_SHARING,
    policy.MANAGE_AUTHORITIES,
    policy.UPDATE_PROSE,
    policy.SET_APPLICABILITY,
    policy.SET_CONTRIBUTING,
    policy.OFFER_MILESTONE,
]
CONTRIBUTORS_TOO = [
    policy.UPDATE_ITEM,
    policy.ADD_MILESTONE,
    policy.UPDATE_MILESTONE,
    policy.ATTACH_EVIDENCE,
    policy.LINK_PREDECESSOR,
]


@pytest.mark.parametrize("permission", COORDINATORS_ALONE + CONTRIBUTORS_TOO)
@pytest.mark.parametrize("who", ACTORS)
def test_who_writes_what(who: str, permission: str) -> None:
    work = WorkSubject("IE", "alpha", frozenset({7}))
    assert allows(ACTORS[who], permission, work) == (who in ("coordinator IE", "system"))


@pytest.mark.parametrize(
    ("authorities", "blocks", "may"),
    [
        ({7}, set(), True),
        ({7, 8}, {"alpha"}, True),
        ({7}, {"beta"}, False),
        ({8}, set(), False),
        (set(), set(), False),
    ],
)
@pytest.mark.parametrize("permission", COORDINATORS_ALONE + CONTRIBUTORS_TOO)
def test_a_contributor_writes_the_work_of_own_authorities_in_own_blocks(
    permission: str, authorities: set[int], blocks: set[str], may: bool
) -> None:
    grant = Held(Role.CONTRIBUTOR, "IE", authorities=frozenset(authorities), blocks=frozenset(blocks))
    actor = Actor(1, "x", held=(grant,))
    expected = may and permission in CONTRIBUTORS_TOO
    assert allows(actor, permission, WorkSubject("IE", "alpha", frozenset({7}))) == expected
    assert not allows(actor, permission, WorkSubject("FR", "alpha", frozenset({7})))
    assert not allows(actor, permission, WorkSubject("IE", "alpha"))

"""What a country records of its use of guidance: numbers, corrected by new records, read where the country says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.states import Role
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.policy import allows
from app.guidance.policy import READ, UseSubject, bodies_of
from app.guidance.queries.uses import list_uses
from app.guidance.records import totals_of
from app.guidance.services.using import record_use
from app.guidance.states import UseKind, UseReach
from app.plans.queries.heads import find_head, list_authorities
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from app.statements.queries import list_bodies
from tests.answers.conftest import World, moment, world
from tests.comments.people import somebody

__all__ = ["moment", "world"]

KEY, MADE_BY = "reception-standards", ("EULISA",)


def authority_of(world: World, owner: str) -> int:
    head = find_head(world.session, owner)
    assert head is not None
    return list_authorities(world.session, head.plan_id)[0].authority_id


def record(world: World, name: str = "ireland", owner: str = "IE", corrects: int | None = None, **said: Any) -> int:
    values = {"authority_id": authority_of(world, owner), "kind": "trained", "number": 12, "reach": "internal"}
    values |= {"as_on": date(2026, 11, 1), "note": "", **said}
    return record_use(world.session, world.view, owner, KEY, values, actor=world.who(name), corrects=corrects)


def readers(world: World, key: int) -> set[str]:
    """Who reads it, by the right and by its twin in SQL, which must agree."""
    (found,) = [one for one in list_uses(world.session, world.view, world.who("system")) if one.use_id == key]
    bodies = bodies_of(MADE_BY, list_bodies(world.session))
    subject = UseSubject(found.owner, frozenset({found.authority_id}), found.reach, bodies)
    reading = set()
    for name in world.people:
        listed = {one.use_id for one in list_uses(world.session, world.view, world.who(name), [KEY])}
        assert (key in listed) == allows(world.who(name), READ, subject), name
        if key in listed:
            reading.add(name)
    return reading


def test_a_use_is_read_where_the_country_says_and_corrected_by_a_new_record(world: World) -> None:
    session = world.session
    agency = add_authority(session, EU, "eu-LISA", actor=world.who("system"), actor_code="EULISA").authority_id
    world.people["agency"] = somebody(session, "agency", Role.CONTRIBUTOR, country=EU, authorities=frozenset({agency}))
    key = record(world)
    assert readers(world, key) == {"ireland", "helper"}
    shared = record(world, "helper", reach="commission", number=30)
    commission = {"ireland", "helper", "lead", "desk", "keeper", "agency"}
    assert readers(world, shared) == commission
    names = {name: list_uses(session, world.view, world.who(name))[0].authority for name in sorted(commission)}
    assert {name for name, shown in names.items() if shown} == {"ireland", "helper"}, "its authority is the country's"
    corrected = record(world, corrects=shared, number=28, reach="commission")
    assert readers(world, corrected) == commission
    with pytest.raises(Conflict):
        record(world, corrects=shared, number=27)
    record(world, corrects=key, is_nothing=True)
    world_wide = [one.use_id for one in list_uses(session, world.view, world.who("system"))]
    assert world_wide == [corrected]
    add_authority(session, "FR", "Agence", actor=world.who("system"))
    record(world, "france", "FR", reach="commission", number=None, kind="in_use")
    record(world, "france", "FR", reach="commission", number=5)
    totals = totals_of(list_uses(session, world.view, world.who("lead"), [KEY]))
    assert [(one.kind, one.number, one.records, one.countries) for one in totals] == [
        (UseKind.TRAINED, 33, 2, 2),
        (UseKind.IN_USE, None, 1, 1),
    ]
    assert [one.number for one in totals_of(list_uses(session, world.view, world.who("desk"), [KEY]))] == [28]
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE guidance_use SET number = 1"))


def test_what_is_no_number_of_the_country_is_refused(world: World) -> None:
    for said, where in (
        ({"number": None}, "number"),
        ({"number": -1}, "number"),
        ({"kind": "in_use"}, "number"),
        ({"kind": "x"}, "kind"),
        ({"reach": "member_states"}, "reach"),
        ({"authority_id": 987}, "authority_id"),
        ({"as_on": None}, "as_on"),
        ({"as_on": date(2026, 12, 1)}, "as_on"),
        ({"note": "x" * 1001}, "note"),
    ):
        with pytest.raises(Invalid) as refused:
            record(world, **said)
        assert refused.value.field == where
    other = add_authority(world.session, "IE", "Another", actor=world.who("system")).authority_id
    with pytest.raises(NotAllowed):
        record(world, "helper", authority_id=other)
    for name in ("france", "desk", "keeper", "observer", "admin"):
        with pytest.raises(NotFound):
            record(world, name)
    values = {"authority_id": other, "kind": UseKind.IN_USE, "as_on": date(2026, 11, 1), "reach": UseReach.INTERNAL}
    for key in ("nothing", "rumoured-tool"):
        with pytest.raises(NotFound):
            record_use(world.session, world.view, "IE", key, values, actor=world.who("ireland"))

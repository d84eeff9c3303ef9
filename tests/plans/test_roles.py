"""Roles in plans: what a scope names is there, whoever gives the role and by whichever door."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import Result

from app.accounts.actor import SYSTEM
from app.accounts.services import Scope, create_user
from app.accounts.states import Role
from app.core.errors import Invalid
from app.plans.services import authorities
from app.plans.services.roles import give_role
from tests.guards.house import OWN, House
from tests.web.browsing import writing


def scope_of(house: House, what: str) -> tuple[Role, Scope, str]:
    """A role with a scope that names what is not there, and the field at fault."""
    own, other = house.told["own"].authority_id, house.told["other"].authority_id
    return {
        "nothing": (Role.CONTRIBUTOR, Scope(country=OWN, authorities=frozenset({99999})), "authorities"),
        "huge": (Role.CONTRIBUTOR, Scope(country=OWN, authorities=frozenset({10**30})), "authorities"),
        "of another plan": (Role.CONTRIBUTOR, Scope(country=OWN, authorities=frozenset({own, other})), "authorities"),
        "of the EU": (
            Role.CONTRIBUTOR,
            Scope(country=OWN, authorities=frozenset({house.told["eu"].authority_id})),
            "authorities",
        ),
        "block": (
            Role.CONTRIBUTOR,
            Scope(country=OWN, authorities=frozenset({own}), blocks=frozenset({"nonsense"})),
            "blocks",
        ),
        "country": (Role.COORDINATOR, Scope(country="GR"), "country"),
        "desk": (Role.REVIEWER, Scope(desk=frozenset({"XX"})), "desk"),
    }[what]


@pytest.mark.parametrize("what", ["nothing", "huge", "of another plan", "of the EU", "block", "country", "desk"])
def test_what_is_not_there_cannot_be_given(house: House, what: str) -> None:
    role, scope, field = scope_of(house, what)
    with writing(house.app) as session:
        user = create_user(session, actor=SYSTEM, email="new@ministry.example.org", name="New")
        with pytest.raises(Invalid) as refused:
            give_role(session, user, role, scope, actor=SYSTEM)
        assert refused.value.field == field
        assert user.grants == []


def test_an_authority_that_is_no_longer_active_cannot_be_given(house: House) -> None:
    told = house.told["own"]
    with writing(house.app) as session:
        closed = authorities.add_authority(session, OWN, "Closed", actor=SYSTEM)
        authorities.deactivate_authority(session, OWN, closed.authority_id, actor=SYSTEM, expected_version=None)
        user = create_user(session, actor=SYSTEM, email="new@ministry.example.org", name="New")
        wanted = Scope(country=OWN, authorities=frozenset({told.authority_id, closed.authority_id}))
        with pytest.raises(Invalid, match="no active authority"):
            give_role(session, user, Role.CONTRIBUTOR, wanted, actor=SYSTEM)
        good = Scope(country=OWN, authorities=frozenset({told.authority_id}), ends_on=date(2027, 1, 1))
        assert give_role(session, user, Role.CONTRIBUTOR, good, actor=SYSTEM).authorities


@pytest.mark.parametrize("verb", ["invite", "grant"])
@pytest.mark.parametrize("place", ["other", "eu", ""])
def test_the_command_refuses_it_in_a_sentence(house: House, verb: str, place: str) -> None:
    number = str(house.told[place].authority_id if place else 99999)
    people = {"invite": ["n@ministry.example.org", "N", "--role"], "grant": ["guest@demo.example"]}[verb]
    result: Result = house.app.test_cli_runner().invoke(
        args=["accounts", verb, *people, "contributor", "--country", "ie", "--authority", number]
    )
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"The plan of IE has no active authority with the number {number}.\n"


def test_the_page_refuses_it_beside_the_field(house: House) -> None:
    admin = house.browser("administrator")
    url = f"/admin/people/{house.names['user_id']}/roles?role=contributor&country={OWN}"
    admin.get(url)
    answer = admin.post(url, {"authorities": str(house.told["other"].authority_id)})
    assert answer.status_code == 422


def test_greece_is_known_by_either_code(house: House) -> None:
    for code in ("gr", "GR", "el"):
        result = house.app.test_cli_runner().invoke(
            args=["accounts", "grant", "guest@demo.example", "observer", "--country", code, "--dry-run"]
        )
        assert result.exit_code == 0, result.stderr

"""A new name of an authority is read by others from the next release on; days before it keep the old one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.plans.models import AuthorityFormerName
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import list_authorities
from app.plans.services.authorities import rename_authority
from app.plans.services.releases import set_continuous_sharing, share
from app.plans.states import Scope
from tests.factories.plans import authority, coordinator, opened


def names(session: Session, plan_id: int, scope: Scope) -> list[tuple[str, str]]:
    return [(held.name, held.short_name) for held in list_authorities(session, plan_id, scope)]


def test_others_read_the_new_name_from_the_next_release_on(session: Session) -> None:
    opened(session)
    ireland = coordinator(session, "IE")
    key = authority(session, "IE", "Ministry of Old")
    held = rename_authority(session, "IE", key, "Ministry of New", short_name="MoN", actor=ireland, expected_version=1)
    plan_id = held.plan_id
    assert names(session, plan_id, Scope.WORKING) == [("Ministry of New", "MoN")]
    assert names(session, plan_id, Scope.SHARED)[0][0] == "Ministry of Old"
    rename_authority(session, "IE", key, "Ministry of Newest", actor=ireland, expected_version=None)
    assert names(session, plan_id, Scope.SHARED)[0][0] == "Ministry of Old"
    share(session, "IE", actor=ireland)
    assert names(session, plan_id, Scope.SHARED) == names(session, plan_id, Scope.WORKING)


def march(day: int) -> date:
    return date(2025, 3, day)


@pytest.fixture
def renamed(session: Session, clock_at: time_machine.Traveller) -> int:
    """The key of a plan whose authority, One on the 10th, was renamed on the 12th, 14th, 18th; shared on the 16th."""
    opened(session)
    ireland = coordinator(session, "IE")
    key = authority(session, "IE", "One")
    for name in ("Two", "Three", "", "Four"):
        clock_at.shift(timedelta(days=2))
        if name:
            plan_id = rename_authority(session, "IE", key, name, actor=ireland, expected_version=None).plan_id
        else:
            share(session, "IE", actor=ireland)
    clock_at.shift(timedelta(days=2))
    return plan_id


def name_on(session: Session, plan_id: int, scope: Scope, day: date, known: date | None = None) -> str:
    (held,) = list_authorities_on(session, plan_id, scope, day, known)
    assert held.short_name == held.name
    return held.name


@pytest.mark.parametrize(
    ("day", "known", "working", "shared"),
    [
        (march(20), None, "Four", "Three"),
        (march(18), None, "Four", "Three"),
        (march(17), None, "Three", "Three"),
        (march(14), None, "Three", "Three"),
        (march(13), None, "Two", "Two"),
        (march(11), None, "One", "One"),
        (march(1), None, "One", "One"),
        (march(20), march(17), "Three", "Three"),
        (march(20), march(15), "Three", "One"),
        (march(13), march(15), "Two", "One"),
        (march(13), march(16), "Two", "Two"),
        (march(13), march(11), "One", "One"),
    ],
)
def test_a_past_day_tells_the_name_of_that_day(
    session: Session, renamed: int, day: date, known: date | None, working: str, shared: str
) -> None:
    assert name_on(session, renamed, Scope.WORKING, day, known) == working
    assert name_on(session, renamed, Scope.SHARED, day, known) == shared


def test_with_continuous_sharing_others_read_the_new_name_at_once(
    session: Session, clock_at: time_machine.Traveller
) -> None:
    opened(session)
    ireland = coordinator(session, "IE")
    key = authority(session, "IE", "One")
    set_continuous_sharing(session, "IE", True, actor=ireland)
    clock_at.shift(timedelta(days=2))
    plan_id = rename_authority(session, "IE", key, "Two", actor=ireland, expected_version=None).plan_id
    clock_at.shift(timedelta(days=2))
    for scope in Scope:
        assert name_on(session, plan_id, scope, march(12)) == "Two"
        assert name_on(session, plan_id, scope, march(11)) == "One"


def test_the_same_name_again_leaves_no_former_one(session: Session, clock_at: time_machine.Traveller) -> None:
    opened(session)
    key = authority(session, "IE", "One")
    clock_at.shift(timedelta(days=2))
    ireland = coordinator(session, "IE")
    plan_id = rename_authority(session, "IE", key, "One", actor=ireland, expected_version=None).plan_id
    assert name_on(session, plan_id, Scope.SHARED, march(10)) == "One"
    assert session.scalars(select(AuthorityFormerName)).all() == []

"""The order of an item's milestones."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core.errors import NotAllowed, NotFound, WrongState
from app.plans.queries.heads import get_plan
from app.plans.queries.known import read_known_milestones
from app.plans.queries.milestones import get_milestone
from app.plans.queries.state import list_milestones
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.ordering import order_milestone
from app.plans.services.releases import share
from app.plans.states import Scope, Shift
from tests.factories import plans as factory

TODAY = factory.NOON.date()


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Actor:
    return factory.coordinator(session, "IE")


@pytest.fixture
def three(session: Session, view: CatalogueView, ireland: Actor) -> list[str]:
    made = [add_milestone(session, view, "IE", "alpha.law", {"title": t}, actor=ireland) for t in "ABC"]
    return [one.reference for one in made]


def order(session: Session, actor: Actor, scope: Scope = Scope.WORKING) -> str:
    plan = get_plan(session, "IE", actor)
    return "".join(one.title for one in list_milestones(session, plan.plan_id, scope, TODAY))


def shift(session: Session, reference: str, where: Shift, actor: Actor) -> bool:
    return order_milestone(session, "IE", reference, where, actor=actor)


def test_they_go_up_down_first_and_last_and_the_closing_one_stays_last(
    session: Session, three: list[str], ireland: Actor
) -> None:
    a, _b, c = three
    assert order(session, ireland) == "ABCIn place"
    for reference, where, expected in (
        (c, Shift.UP, "ACB"),
        (a, Shift.LAST, "CBA"),
        (a, Shift.UP, "CAB"),
        (c, Shift.DOWN, "ACB"),
        (c, Shift.FIRST, "CAB"),
    ):
        assert shift(session, reference, where, ireland)
        assert order(session, ireland) == f"{expected}In place"
    assert not shift(session, c, Shift.UP, ireland)
    assert not shift(session, three[1], Shift.LAST, ireland)
    with pytest.raises(WrongState):
        shift(session, "IE-0001", Shift.UP, ireland)


def test_two_who_order_at_once_lose_nothing_and_no_version_rises(
    session: Session, view: CatalogueView, three: list[str], ireland: Actor
) -> None:
    seen = get_milestone(session, "IE", three[2], ireland)[1]
    shift(session, three[2], Shift.UP, ireland)
    shift(session, three[0], Shift.DOWN, factory.person(session, "second", *ireland.held))
    assert order(session, ireland) == "CABIn place"
    update_milestone(session, view, "IE", three[2], {"note": "Read"}, actor=ireland, expected_version=seen.version)
    assert order(session, ireland) == "CABIn place"


def test_what_is_added_later_comes_after_what_was_put_in_order(
    session: Session, view: CatalogueView, three: list[str], ireland: Actor
) -> None:
    shift(session, three[2], Shift.FIRST, ireland)
    add_milestone(session, view, "IE", "alpha.law", {"title": "D"}, actor=ireland)
    assert order(session, ireland) == "CABDIn place"


def test_readers_and_pages_as_it_was_known_see_the_same_order(
    session: Session, three: list[str], ireland: Actor
) -> None:
    share(session, "IE", actor=ireland)
    shift(session, three[2], Shift.FIRST, ireland)
    assert order(session, ireland, Scope.SHARED) == "CABIn place"
    plan = get_plan(session, "IE", ireland)
    known = read_known_milestones(session, plan, ["alpha"], TODAY, TODAY)
    assert [one.title for one in known] == ["C", "A", "B", "In place"]


def test_it_is_told_to_the_trail_and_asked_of_the_milestones_own_authority(
    session: Session, view: CatalogueView, three: list[str], ireland: Actor
) -> None:
    own, other = factory.authority(session, "IE", "Own"), factory.authority(session, "IE", "Other")
    values = {"title": "Mine", "authority_id": own}
    mine = add_milestone(session, view, "IE", "alpha.law", values, actor=ireland).reference
    assert shift(session, mine, Shift.FIRST, factory.contributor(session, "IE", own))
    entry = pending(session)[-1]
    assert (entry["deed"], entry["changes"]) == ("plans:milestone:ordered", {"place": [4, 1]})
    share(session, "IE", actor=ireland)
    for actor in (factory.contributor(session, "IE", other, name="other"), factory.reviewer(session)):
        with pytest.raises(NotAllowed):
            shift(session, mine, Shift.LAST, actor)
    with pytest.raises(NotFound):
        shift(session, mine, Shift.LAST, factory.coordinator(session, "FR"))

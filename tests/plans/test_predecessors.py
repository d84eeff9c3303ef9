"""What milestones wait for, across plans, and the circles that are refused."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound
from app.plans.queries.candidates import list_candidates
from app.plans.queries.heads import get_plan
from app.plans.queries.history import list_history
from app.plans.queries.milestones import get_milestone, list_predecessor_names
from app.plans.queries.state import list_predecessor_pairs
from app.plans.services.milestone_status import cancel_milestone, offer_milestone
from app.plans.services.milestones import add_milestone
from app.plans.services.predecessors import add_predecessor, add_predecessors, remove_predecessor
from app.plans.services.releases import share
from app.plans.states import Scope
from tests.factories import plans as factory


@pytest.fixture
def people(session: Session, view: CatalogueView) -> dict[str, Actor]:
    return {owner: factory.coordinator(session, owner) for owner in ("IE", "FR", "EU")}


def made(session: Session, view: CatalogueView, people: dict[str, Actor], owner: str) -> str:
    key = "alpha.template" if owner == "EU" else "alpha.law"
    return add_milestone(session, view, owner, key, {"title": f"Of {owner}"}, actor=people[owner]).reference


def offered(session: Session, view: CatalogueView, people: dict[str, Actor], owner: str) -> str:
    reference = made(session, view, people, owner)
    share(session, owner, actor=people[owner])
    offer_milestone(session, owner, reference, True, actor=people[owner], expected_version=None)
    return reference


def names(session: Session, owner: str, actor: Actor) -> list[tuple[str, str | None]]:
    plan = get_plan(session, owner, actor)
    pairs = list_predecessor_pairs(session, plan.plan_id, plan.scope, clock.today())
    found = list_predecessor_names(session, plan, pairs, actor, clock.today())
    return [(name.owner, name.reference) for name in found]


def test_a_milestone_waits_for_its_own_plan_the_eu_level_and_what_is_offered(
    session: Session, view: CatalogueView, people: dict[str, Actor]
) -> None:
    first, second = made(session, view, people, "IE"), made(session, view, people, "IE")
    eu, france = made(session, view, people, "EU"), offered(session, view, people, "FR")
    link: Any = {"actor": people["IE"]}
    with pytest.raises(Invalid):
        add_predecessor(session, view, "IE", second, eu, **link)
    share(session, "EU", actor=people["EU"])
    for reference in (first, eu, france):
        assert add_predecessor(session, view, "IE", second, reference, **link)
    assert not add_predecessor(session, view, "IE", second, first, **link)
    assert sorted(names(session, "IE", people["IE"])) == [("EU", eu), ("FR", france), ("IE", first)]


def test_links_are_shared_with_the_release(session: Session, view: CatalogueView, people: dict[str, Actor]) -> None:
    first, second = made(session, view, people, "IE"), made(session, view, people, "IE")
    share(session, "IE", actor=people["IE"])
    reviewer = factory.reviewer(session)
    add_predecessor(session, view, "IE", second, first, actor=people["IE"])
    assert names(session, "IE", reviewer) == []
    share(session, "IE", actor=people["IE"])
    assert names(session, "IE", reviewer) == [("IE", first)]
    plan = get_plan(session, "IE", people["IE"])
    pair = list_predecessor_pairs(session, plan.plan_id, Scope.WORKING, clock.today())[0]
    remove_predecessor(session, "IE", second, pair.predecessor_id, actor=people["IE"])
    assert names(session, "IE", people["IE"]) == []
    assert names(session, "IE", reviewer) == [("IE", first)]
    entries = list_history(session, plan)[:2]
    assert [(c.field, c.old, c.new) for entry in entries for c in entry.changes] == [
        ("predecessor", first, None),
        ("predecessor", None, first),
    ]
    with pytest.raises(NotFound):
        remove_predecessor(session, "IE", second, pair.predecessor_id, actor=people["IE"])


def test_what_another_country_does_not_offer_cannot_be_waited_for(
    session: Session, view: CatalogueView, people: dict[str, Actor]
) -> None:
    mine = made(session, view, people, "IE")
    theirs = made(session, view, people, "FR")
    for reference in (theirs, "FR-9999", "XX-0001", "", mine):
        with pytest.raises(Invalid) as refused:
            add_predecessor(session, view, "IE", mine, reference, actor=people["IE"])
        assert refused.value.field == "predecessor"
    share(session, "FR", actor=people["FR"])
    with pytest.raises(Invalid):
        add_predecessor(session, view, "IE", mine, theirs, actor=people["IE"])


def test_a_milestone_that_is_no_longer_offered_is_a_milestone_of_its_country(
    session: Session, view: CatalogueView, people: dict[str, Actor]
) -> None:
    mine, theirs = made(session, view, people, "IE"), offered(session, view, people, "FR")
    add_predecessor(session, view, "IE", mine, theirs, actor=people["IE"])
    offer_milestone(session, "FR", theirs, False, actor=people["FR"], expected_version=None)
    assert names(session, "IE", people["IE"]) == [("FR", None)]


def test_a_circle_is_refused_and_named_as_far_as_it_may_be_seen(
    session: Session, view: CatalogueView, people: dict[str, Actor]
) -> None:
    irish, french = offered(session, view, people, "IE"), offered(session, view, people, "FR")
    hidden = made(session, view, people, "FR")
    add_predecessor(session, view, "FR", french, hidden, actor=people["FR"])
    add_predecessor(session, view, "FR", hidden, irish, actor=people["FR"])
    with pytest.raises(Invalid) as refused:
        add_predecessor(session, view, "IE", irish, french, actor=people["IE"])
    assert str(refused.value) == f"This would be a circle: {irish} → {french} → a milestone of France → {irish}."


def test_who_may_link(session: Session, view: CatalogueView, people: dict[str, Actor]) -> None:
    first, second = made(session, view, people, "IE"), made(session, view, people, "IE")
    ministry = factory.authority(session, "IE", "Ministry")
    with pytest.raises(NotAllowed):
        add_predecessor(session, view, "IE", second, first, actor=factory.contributor(session, "IE", ministry))
    with pytest.raises(NotFound):
        add_predecessor(session, view, "IE", second, first, actor=people["FR"])


def test_several_are_named_at_a_stroke_or_none_of_them(
    session: Session, view: CatalogueView, people: dict[str, Actor]
) -> None:
    first, second, third = (made(session, view, people, "IE") for _ in range(3))
    link: Any = {"actor": people["IE"]}
    add_predecessors(session, view, "IE", first, [third], **link)
    with pytest.raises(Invalid, match="circle"):
        add_predecessors(session, view, "IE", third, [second, first], **link)
    assert names(session, "IE", people["IE"]) == [("IE", third)]
    assert add_predecessors(session, view, "IE", first, [third, second, second], **link) == 1
    assert names(session, "IE", people["IE"]) == [("IE", second), ("IE", third)]


def test_what_can_be_waited_for_is_the_own_plan_what_the_eu_level_shared_and_what_is_offered(
    session: Session, view: CatalogueView, people: dict[str, Actor]
) -> None:
    waiting, own = made(session, view, people, "IE"), made(session, view, people, "IE")
    eu, hidden, france = (
        made(session, view, people, "EU"),
        made(session, view, people, "FR"),
        offered(session, view, people, "FR"),
    )
    milestone = get_milestone(session, "IE", waiting, people["IE"])[1]

    def found(actor: Actor) -> set[str]:
        listed = list_candidates(session, "IE", milestone.milestone_id, actor, clock.today())
        return {one.reference for one in listed if not one.is_closing}

    assert found(people["IE"]) == {own, france}
    assert hidden not in found(people["IE"])
    share(session, "EU", actor=people["EU"])
    assert found(people["IE"]) == {own, eu, france}
    add_predecessors(session, view, "IE", waiting, [france], actor=people["IE"])
    cancel_milestone(session, "IE", own, actor=people["IE"], reason="no longer needed", expected_version=None)
    assert found(people["IE"]) == {eu}

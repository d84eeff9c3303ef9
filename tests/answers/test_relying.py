"""When an answer changes, every plan item that relied on an earlier version is told, and nobody but its country."""

from __future__ import annotations

import pytest

from app.accounts.actor import Actor, Held
from app.accounts.states import Role
from app.answers.queries.reliance import get_reliance, list_reliances
from app.answers.records import RelianceRecord
from app.answers.services.answering import take_back
from app.answers.services.relying import keep_relying, rely, stop_relying
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from tests.answers.conftest import World


def changed(world: World, name: str = "ireland") -> list[RelianceRecord]:
    return list_reliances(world.session, world.who(name), changed=True)


def test_items_that_relied_on_an_answer_are_told_when_it_changes_and_keep_or_stop(world: World) -> None:
    session, view, ireland = world.session, world.view, world.who("ireland")
    key = world.ask(reach="member_states")
    with pytest.raises(WrongState):
        rely(session, view, "IE", world.item_id, key, 1, actor=ireland)
    world.answer(key)
    first = rely(session, view, "IE", world.item_id, key, 1, actor=ireland)
    other = view.items["borders.extra-sites"].item_id
    with pytest.raises(NotAllowed):
        rely(session, view, "IE", other, key, 1, actor=world.who("helper"))  # another authority's work
    world.leads("helper", "IE", "borders.extra-sites")
    second = rely(session, view, "IE", other, key, 1, actor=world.who("helper"))
    in_france = rely(session, view, "FR", world.item_id, key, 1, actor=world.who("france"))
    with pytest.raises(WrongState):
        rely(session, view, "IE", world.item_id, key, 1, actor=ireland)
    assert changed(world) == []
    world.answer(key, "From registration.", "The Court has said so.")
    assert [(one.reliance_id, one.number, one.latest) for one in changed(world)] == [(first, 1, 2), (second, 1, 2)]
    assert [one.reliance_id for one in changed(world, "france")] == [in_france]
    world.answer(key, "From making.", "Reviewed")
    with pytest.raises(Conflict):
        keep_relying(session, view, first, 2, actor=ireland, expected_version=1)
    kept = keep_relying(session, view, first, 3, actor=ireland, expected_version=1)
    with pytest.raises(NotFound):
        keep_relying(session, view, first, 3, actor=ireland, expected_version=1)
    with pytest.raises(WrongState):
        keep_relying(session, view, kept, 3, actor=ireland, expected_version=1)
    with pytest.raises(Conflict):
        stop_relying(session, view, second, actor=ireland, expected_version=7)
    stop_relying(session, view, second, actor=world.who("helper"), expected_version=1)
    assert [one.number for one in list_reliances(session, ireland)] == [3]
    take_back(session, key, "Under review", actor=world.who("lead"), expected_version=None)
    assert [one.reliance_id for one in changed(world)] == [kept]
    with pytest.raises(WrongState):
        keep_relying(session, view, kept, 4, actor=ireland, expected_version=1)
    stop_relying(session, view, kept, actor=ireland, expected_version=1)
    rely_again = world.answer(key, "From lodging, after all.", "Reviewed")
    assert rely_again == 5
    with pytest.raises(Conflict):
        rely(session, view, "IE", world.item_id, key, 3, actor=ireland)  # it was revised since it was read
    assert list_reliances(session, ireland) == []
    rely(session, view, "IE", world.item_id, key, 5, actor=ireland)


def test_that_an_item_relies_on_an_answer_is_read_within_the_country_alone(world: World) -> None:
    session, view = world.session, world.view
    key = world.ask(reach="member_states")
    world.answer(key)
    made = rely(session, view, "IE", world.item_id, key, 1, actor=world.who("ireland"))
    for name in world.people:
        listed = [one.reliance_id for one in list_reliances(session, world.who(name))]
        assert listed == ([made] if name in ("ireland", "helper") else []), name
        if name in ("ireland", "helper"):
            continue
        with pytest.raises(NotFound):
            get_reliance(session, made, world.who(name))
        with pytest.raises(NotFound):
            rely(session, view, "IE", world.item_id, key, 1, actor=world.who(name))
        with pytest.raises(NotFound):
            stop_relying(session, view, made, actor=world.who(name), expected_version=None)
    elsewhere = Actor(None, "x", held=(Held(Role.CONTRIBUTOR, "IE", blocks=frozenset({"reception"})),))
    with pytest.raises(NotAllowed):
        stop_relying(session, view, made, actor=elsewhere, expected_version=None)
    hidden = world.ask("france", "FR")
    world.answer(hidden, name="lead")
    with pytest.raises(NotFound):
        rely(session, view, "IE", world.item_id, hidden, 1, actor=world.who("ireland"))
    union_item = view.items["borders.it-system"].item_id
    for name in ("body", "border"):
        with pytest.raises(NotAllowed):
            rely(session, view, "EU", union_item, key, 1, actor=world.who(name))
    world.leads("body", "EU", "borders.it-system")
    of_union = rely(session, view, "EU", union_item, key, 1, actor=world.who("body"))
    with pytest.raises(NotAllowed):
        stop_relying(session, view, of_union, actor=world.who("border"), expected_version=None)
    with pytest.raises(Invalid):
        rely(session, view, "IE", union_item, key, 1, actor=world.who("ireland"))

"""Who reads, writes and decides: every person × state × act, and the list that says the same."""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from app.core.errors import NotAllowed, NotFound
from app.core.policy import allows
from app.support import services as support
from app.support.deliverables.policy import READ_DELIVERABLE, hands_of
from app.support.deliverables.queries.deliverables import count_deliverables, list_deliverables
from app.support.deliverables.queries.parts import get_deliverable_file
from app.support.deliverables.services.steps import open_to_reviewers
from app.support.deliverables.services.writing import update_deliverable
from app.support.deliverables.states import Act, Hand
from app.support.queries.requests import get_request
from tests.support.deliverables.world import World

DRAFT = {"expert"}
SUBMITTED = {"expert", "officer", "ireland", "helper"}
SHOWN = SUBMITTED | {"reviewer"}


def readers(world: World, key: int) -> set[str]:
    """Who finds it, by the right and by its twin in SQL, which must agree; the page finds no more."""
    record, found = world.read(key), set()
    for name in world.people:
        actor = world.who(name)
        by_right = allows(actor, READ_DELIVERABLE, record.subject)
        in_list = key in {one.deliverable_id for one in list_deliverables(world.session, actor)}
        assert by_right is in_list, name
        assert count_deliverables(world.session, actor) == len(list_deliverables(world.session, actor))
        if by_right:
            found.add(name)
    return found


def hands(world: World, key: int) -> dict[str, set[Hand]]:
    subject = world.read(key).subject
    held = {name: set(hands_of(world.who(name), subject)) for name in world.people}
    return {name: mine for name, mine in held.items() if mine}


def test_who_reads_it_from_draft_to_withdrawal(world: World) -> None:
    key = world.begin()
    assert readers(world, key) == DRAFT
    world.take(key, Act.SUBMIT, "expert")
    assert readers(world, key) == SUBMITTED
    open_to_reviewers(world.session, key, is_shown=True, actor=world.who("ireland"), expected_version=None)
    assert readers(world, key) == SUBMITTED, "the tick opens what was accepted, and nothing before"
    world.take(key, Act.ACCEPT, "ireland")
    assert readers(world, key) == SHOWN
    open_to_reviewers(world.session, key, is_shown=False, actor=world.who("ireland"), expected_version=None)
    world.take(key, Act.APPROVE, "officer")
    world.take(key, Act.USE, "ireland")
    assert readers(world, key) == SUBMITTED
    world.take(key, Act.WITHDRAW, "ireland", "Replaced")
    assert readers(world, key) == SUBMITTED


def test_each_side_has_its_own_steps_and_others_none(world: World) -> None:
    key = world.submitted()
    expected = {"expert": {Hand.AUTHOR}, "officer": {Hand.OFFICER}, "ireland": {Hand.BENEFICIARY}}
    assert hands(world, key) == expected
    for name in set(world.people) - set(expected):
        for act in Act:
            try:
                world.take(key, act, name, "why")
            except NotFound:
                assert name != "helper"
            except NotAllowed:
                assert name == "helper"
            else:
                raise AssertionError((name, act))


def test_an_officer_approves_nothing_of_their_own(world: World) -> None:
    key = world.begin("officer")
    world.take(key, Act.SUBMIT, "officer")
    assert hands(world, key)["officer"] == {Hand.AUTHOR}


def test_the_expert_whose_assignment_ended_keeps_their_own_for_90_days_and_writes_no_more(
    world: World, clock_at: time_machine.Traveller
) -> None:
    draft, submitted = world.begin(title="Draft"), world.submitted(title="Sent")
    file_id = world.read(submitted).versions[0].files[0].file_id
    officer = world.who("officer")
    request = get_request(world.session, world.request_id, officer)
    support.end_assignment(world.session, request, world.assignments["expert"], "Contract ended", actor=officer)
    world.session.expire_all()
    expert = world.who("expert")
    assert not expert.held
    assert {one.deliverable_id for one in list_deliverables(world.session, expert)} == {draft, submitted}
    assert get_deliverable_file(world.session, world.read(submitted, "expert"), file_id, expert).file_id == file_id
    assert "expert" not in hands(world, draft)
    try:
        update_deliverable(world.session, world.view, draft, world.values(), actor=expert, expected_version=None)
    except NotAllowed:
        pass
    else:
        raise AssertionError("written after the end")
    clock_at.move_to(clock_at_day(date(2025, 3, 10) + timedelta(days=90)))
    assert "expert" in readers(world, submitted)
    clock_at.move_to(clock_at_day(date(2025, 3, 10) + timedelta(days=91)))
    assert readers(world, submitted) == SUBMITTED - {"expert"}


def clock_at_day(day: date) -> str:
    return f"{day.isoformat()}T12:00:00+00:00"

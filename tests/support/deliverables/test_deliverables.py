"""A deliverable from draft to use: versions, what it shows in the plan and when, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.catalogue.states import EvidenceKind
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.plans.queries.heads import get_plan
from app.plans.queries.state import list_evidence
from app.plans.services.evidence import attach_evidence, update_evidence
from app.plans.services.releases import share
from app.plans.states import Scope
from app.readiness.facts import is_shown
from app.readiness.queries.facts import read_facts
from app.support.deliverables.queries.deliverables import Wanted, list_deliverables
from app.support.deliverables.queries.parts import get_deliverable_file
from app.support.deliverables.queries.waiting import list_deliverables_waiting
from app.support.deliverables.services.steps import take_step
from app.support.deliverables.services.writing import add_file, create_deliverable, remove_file, update_deliverable
from app.support.deliverables.states import Act, DeliverableKind, Standing
from app.support.states import Waits
from tests.factories import plans as factory
from tests.factories.files import sent
from tests.support.deliverables.world import World

TODAY = factory.NOON.date()
PRODUCT, BESIDE = EvidenceKind.PRODUCT, EvidenceKind.DELIVERABLE


def test_accepted_it_is_the_product_of_its_milestone_until_the_day_it_is_withdrawn(
    world: World, clock_at: time_machine.Traveller
) -> None:
    key = world.submitted()
    assert world.take(key, Act.APPROVE, "officer") is Standing.APPROVED
    assert world.counting() == frozenset(), "approval is for the contract, and shows nothing"
    clock_at.shift(timedelta(days=5))
    accepted = TODAY + timedelta(days=3)
    assert world.take(key, Act.ACCEPT, "ireland", on_day=accepted) is Standing.DELIVERED
    assert world.counting(accepted) == {PRODUCT}
    assert world.counting(accepted - timedelta(days=1)) == frozenset()
    plan = get_plan(world.session, "IE", world.who("ireland"))
    (piece,) = list_evidence(world.session, plan.plan_id, Scope.WORKING, clock.today())
    assert (piece.title, piece.reference, piece.milestones) == ("Procedure", "IE-S1-D1", (world.milestone,))
    item = world.view.items["alpha.law"]
    facts = read_facts(world.session, world.view, [(plan.plan_id, Scope.WORKING)], accepted, eu_plan_id=None)
    assert is_shown(facts[plan.plan_id, Scope.WORKING][item.item_id].evidenced, item.proofs)
    assert not list_evidence(world.session, plan.plan_id, Scope.SHARED, accepted), "not before a release"
    share(world.session, "IE", actor=world.who("ireland"))
    assert list_evidence(world.session, plan.plan_id, Scope.SHARED, accepted)
    clock_at.shift(timedelta(days=10))
    gone = TODAY + timedelta(days=15)
    world.take(key, Act.WITHDRAW, "ireland", "Law changed")
    assert world.counting(gone) == frozenset()
    assert world.counting(gone - timedelta(days=1)) == {PRODUCT}
    record = world.read(key)
    assert (record.state, record.counts, record.accepted_on) == (Standing.WITHDRAWN, False, accepted)


@pytest.mark.parametrize("kind", ["analysis", "gap_assessment", "recommendation", "roadmap", "training", "report"])
def test_only_a_product_such_as_the_condition_names_closes_an_item(world: World, kind: str) -> None:
    world.take(world.submitted(kind=kind), Act.ACCEPT, "ireland")
    assert world.counting() == {BESIDE}
    item = world.view.items["alpha.law"]
    assert not any(BESIDE in group for group in item.proofs)
    assert any(PRODUCT in group for group in item.proofs)


def test_what_serves_items_alone_is_evidence_of_nothing(world: World) -> None:
    key = world.submitted(product_of=None)
    world.take(key, Act.ACCEPT, "ireland")
    record = world.read(key)
    assert (record.evidence_id, world.counting()) == (None, frozenset())


def test_either_order_two_persons_and_days_in_order(world: World, clock_at: time_machine.Traveller) -> None:
    key = world.submitted()
    with pytest.raises(Invalid, match="before the deliverable"):
        world.take(key, Act.ACCEPT, "ireland", on_day=TODAY - timedelta(days=1))
    with pytest.raises(Invalid, match="still to come"):
        world.take(key, Act.ACCEPT, "ireland", on_day=TODAY + timedelta(days=1))
    assert world.take(key, Act.ACCEPT, "ireland") is Standing.ACCEPTED
    clock_at.shift(timedelta(days=2))
    assert world.take(key, Act.APPROVE, "officer") is Standing.DELIVERED
    record = world.read(key)
    assert (record.accepted_on, record.approved_on) == (TODAY, TODAY + timedelta(days=2))
    assert record.delivered_on == record.approved_on
    assert [(step.act, step.author) for step in record.steps] == [
        (Act.SUBMIT, "expert"),
        (Act.ACCEPT, "ireland"),
        (Act.APPROVE, "officer"),
    ]


def test_returned_it_gets_a_version_of_its_own_and_the_first_stays_as_it_was(world: World) -> None:
    key = world.submitted(content=b"first")
    expert = world.who("expert")
    with pytest.raises(WrongState, match="stays as it was"), sent(world.depot, content=b"late") as file:
        add_file(world.session, key, file, actor=expert)
    with pytest.raises(Invalid, match="Enter a text"):
        world.take(key, Act.RETURN, "ireland")
    world.take(key, Act.RETURN, "ireland", "Steps are missing")
    with pytest.raises(Invalid, match="at least one file"):
        world.take(key, Act.SUBMIT, "expert")
    with sent(world.depot, "second.txt", b"second") as file:
        second = add_file(world.session, key, file, actor=expert)
    with sent(world.depot, "wrong.txt", b"wrong") as file:
        wrong = add_file(world.session, key, file, actor=expert)
    with pytest.raises(NotFound):
        get_deliverable_file(world.session, world.read(key, "ireland"), second, world.who("ireland"))
    remove_file(world.session, key, wrong, actor=expert)
    assert [one.number for one in world.read(key, "ireland").versions] == [1]
    world.take(key, Act.SUBMIT, "expert")
    found = world.read(key, "ireland").versions
    assert [(one.number, [file.name for file in one.files]) for one in found] == [
        (2, ["second.txt"]),
        (1, ["procedure.txt"]),
    ]
    assert [step.version_number for step in world.read(key).steps] == [1, 1, 2]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE support_deliverable_step SET text = 'never said'",
        "UPDATE support_deliverable_version SET submitted_at = NULL",
        "UPDATE support_deliverable_file SET removed_at = created_at",
    ],
)
def test_the_database_refuses_to_change_what_was_submitted(world: World, change: str) -> None:
    key = world.begin()
    world.session.execute(text("UPDATE support_deliverable_file SET removed_at = NULL"))
    world.take(key, Act.SUBMIT, "expert")
    with pytest.raises(DBAPIError, match="stays as it was"):
        world.session.execute(text(change))
    world.session.rollback()


def test_an_acceptance_stands_until_the_country_withdraws_it(world: World) -> None:
    key = world.submitted()
    world.take(key, Act.ACCEPT, "ireland")
    world.take(key, Act.RETURN, "officer", "Not what was ordered")
    assert world.counting() == {PRODUCT}
    for name in ("expert", "officer"):
        with pytest.raises(WrongState):
            world.take(key, Act.WITHDRAW, name, "Away with it")
    with sent(world.depot, "second.txt", b"second") as file:
        add_file(world.session, key, file, actor=world.who("expert"))
    world.take(key, Act.SUBMIT, "expert")
    evidence = world.read(key).evidence_id
    world.take(key, Act.ACCEPT, "ireland")
    assert world.read(key).evidence_id == evidence, "what stands is not written twice"
    world.take(key, Act.WITHDRAW, "ireland", "Wrong")
    assert world.counting() == frozenset()


def test_use_is_said_asked_again_and_taken_back(world: World, clock_at: time_machine.Traveller) -> None:
    key = world.submitted()
    world.take(key, Act.ACCEPT, "ireland")
    assert waiting(world, "ireland") == []
    world.take(key, Act.APPROVE, "officer")
    assert waiting(world, "ireland") == [Waits.USE]
    world.take(key, Act.USE, "ireland")
    clock_at.move_to("2025-09-09T12:00:00+00:00")
    assert waiting(world, "ireland") == []
    clock_at.move_to("2025-09-10T12:00:00+00:00")
    assert waiting(world, "ireland") == [Waits.USE_AGAIN]
    world.take(key, Act.USE, "ireland")
    record = world.read(key)
    assert (record.in_use_since, record.use_said_on) == (TODAY, date(2025, 9, 10))
    assert waiting(world, "ireland") == []
    world.take(key, Act.STOP, "ireland", "The law changed")
    assert (world.read(key).state, world.read(key).in_use_since) == (Standing.NOT_IN_USE, None)


def waiting(world: World, name: str, owner: str | None = None) -> list[Waits]:
    """What a person is asked to do about deliverables."""
    rows, number = list_deliverables_waiting(world.session, world.who(name), owner)
    assert len(rows) == number
    return [row.waits for row in rows]


def test_what_waits_stands_with_who_is_to_act(world: World) -> None:
    key = world.submitted()
    world.begin()
    assert waiting(world, "officer") == [Waits.APPROVE]
    assert waiting(world, "ireland") == waiting(world, "ireland", "IE") == [Waits.ACCEPT]
    assert waiting(world, "ireland", "FR") == waiting(world, "officer", "IE") == []
    for name in ("expert", "other", "helper", "france", "reviewer", "observer", "administrator"):
        assert waiting(world, name) == [], name
    world.take(key, Act.APPROVE, "officer")
    assert (waiting(world, "officer"), waiting(world, "ireland")) == ([], [Waits.ACCEPT])
    world.take(key, Act.RETURN, "ireland", "Steps are missing")
    assert (waiting(world, "officer"), waiting(world, "ireland")) == ([], [])
    assert (waiting(world, "expert"), waiting(world, "other")) == ([Waits.REVISE], [])


def test_nobody_chooses_or_changes_these_kinds_of_evidence(world: World) -> None:
    ireland = world.who("ireland")
    for kind in (PRODUCT, BESIDE):
        with pytest.raises(Invalid, match="when the country accepts it"):
            attach_evidence(
                world.session, world.view, "IE", "alpha.law", {"kind": kind.value, "title": "Mine"}, actor=ireland
            )
    key = world.submitted()
    world.take(key, Act.ACCEPT, "ireland")
    evidence = world.read(key).evidence_id
    assert evidence is not None
    with pytest.raises(WrongState, match="on its own page"):
        update_evidence(
            world.session, world.view, "IE", evidence, {"title": "Other"}, actor=ireland, expected_version=None
        )


def test_what_a_deliverable_can_serve(world: World) -> None:
    def refused(field: str, author: str = "expert", **differing: object) -> None:
        with pytest.raises(Invalid) as error:
            create_deliverable(
                world.session, world.view, world.project_id, world.values(**differing), actor=world.who(author)
            )
        assert error.value.field == field

    refused("items", items=[world.item("beta.law")])  # of the other expert's block
    refused("items", author="officer", items=[world.item("alpha.secret")])  # sensitive: no file is kept of it
    refused("items", items=[])
    refused("measures", measures=[])
    refused("measures", measures=["unknown"])
    refused("milestones", milestones=["IE-99"])
    refused("milestones", items=[world.item("alpha.training")])
    refused("product_of", product_of="IE-99")
    refused("kind", kind="poem")
    refused("language", language="xx")
    for name, error in (("ireland", NotAllowed), ("helper", NotAllowed), ("france", NotFound), ("observer", NotFound)):
        with pytest.raises(error):
            create_deliverable(world.session, world.view, world.project_id, world.values(), actor=world.who(name))


def test_a_draft_is_written_anew_and_a_stale_version_is_refused(world: World) -> None:
    key = world.begin()
    before = world.read(key)
    expert = world.who("expert")
    values = world.values(title="Better", measures=["training"], milestones=[], product_of=None)
    update_deliverable(world.session, world.view, key, values, actor=expert, expected_version=before.version)
    after = world.read(key)
    assert (after.title, after.measures, after.milestones, after.product_of_id) == ("Better", ("training",), (), None)
    with pytest.raises(Conflict):
        take_step(world.session, world.view, key, Act.SUBMIT, actor=expert, expected_version=before.version)


def test_lists_are_narrowed(world: World) -> None:
    ireland = world.who("ireland")
    key = world.submitted(kind="tool", language="fr", measures=["training"])
    world.submitted(product_of=None, milestones=[])

    def found(**wanted: object) -> int:
        return len(list_deliverables(world.session, ireland, Wanted(**wanted)))  # type: ignore[arg-type]

    assert found() == 2
    assert found(kind=DeliverableKind.TOOL) == found(measure="training") == found(language="fr") == 1
    assert found(items=[world.item("alpha.law")]) == 2
    assert found(items=[world.item("beta.law")]) == found(items=[]) == found(owner="FR") == 0
    assert found(state=Standing.SUBMITTED) == found(project_id=world.project_id) == 2
    assert found(milestone_id=world.read(key).milestones[0]) == 1

"""An agency states something of an item it is an actor of: who reads it, how it is withdrawn, what it leaves alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import SYSTEM, Actor
from app.audit.models import AuditEntry
from app.audit.services import commit, seal
from app.core import clock
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.policy import allows
from app.core.storage import LocalStore
from app.notices.letters import English
from app.notices.queries.gathering import gather
from app.notices.records import Window
from app.notices.states import Kind
from app.notices.words import sentence
from app.plans.models import Plan
from app.plans.services.authorities import deactivate_authority
from app.plans.states import EU
from app.statements.policy import READ, acted_in, subject_of
from app.statements.queries import as_of, list_bodies, list_statements
from app.statements.services import withdraw
from tests.factories import plans as factory
from tests.statements.conftest import VALUES, World, world_of


def test_who_reads_the_item_reads_what_the_agency_states_of_it_at_once(world: World) -> None:
    key = world.say()
    for reader in (world.euaa, world.ireland, world.reviewer, world.observer):
        (one,) = world.read(reader)
        assert (one.statement_id, one.owner, one.agency, one.text) == (key, "IE", "EUAA", VALUES["text"])
        assert (one.about_on, one.reference, one.url, one.author) == (
            date(2025, 3, 3),
            "TC-4",
            "https://x.eu/4",
            "euaa",
        )
    assert world.read(world.france) == [] == world.read(world.frontex)
    assert world.say() == key, "the same button pressed twice"


def test_an_agency_reads_and_states_what_the_catalogue_names_it_for_and_no_more(world: World) -> None:
    bodies = list_bodies(world.session)
    names = {item.item_id: key for key, item in world.view.items.items()}

    def acting(actor: Actor) -> set[str]:
        return {names[key] for key in acted_in(actor, world.view, bodies)}

    assert acting(world.euaa) == {"alpha.law", "beta.law"}
    assert acting(world.frontex) == {"beta.law"}
    assert acting(world.ireland) == acting(world.reviewer) == set()
    for key, owner in (("alpha.training", "IE"), ("alpha.template", EU), ("alpha.law", EU), ("no.such", "IE")):
        with pytest.raises(NotFound):
            world.say(key=key, owner=owner)
    with pytest.raises(NotFound):
        world.say(world.frontex)
    for reader in (world.ireland, world.reviewer, world.observer):
        with pytest.raises(NotAllowed):
            world.say(reader)
    with pytest.raises(NotFound):
        world.say(world.france)
    shared = world.say(world.frontex, key="beta.law")
    assert [one.statement_id for one in world.read(world.euaa)] == [shared], "two agencies of one item read each other"


def test_an_agency_that_is_not_active_any_more_reads_nothing(world: World) -> None:
    world.say()
    authority_id = next(iter(world.euaa.held[0].authorities))
    deactivate_authority(world.session, EU, authority_id, actor=SYSTEM, expected_version=None)
    assert world.read(world.euaa) == []
    with pytest.raises(NotFound):
        world.say()


def test_the_condition_in_sql_says_what_the_predicate_says(world: World) -> None:
    bodies = list_bodies(world.session)
    for owner in ("IE", "FR"):
        world.say(world.frontex, owner=owner, key="beta.law")
        world.say(owner=owner)
    every = list_statements(world.session, SYSTEM, ())
    assert len(every) == 4
    for actor in (world.euaa, world.frontex, world.ireland, world.france, world.reviewer, world.observer):
        items = world.view.items_by_id
        allowed = [
            one for one in every if allows(actor, READ, subject_of(world.view, one.owner, items[one.item_id], bodies))
        ]
        assert world.read(actor) == allowed, actor.name


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", "  "),
        ("text", "x" * 2001),
        ("about_on", None),
        ("about_on", date(2025, 3, 11)),
        ("url", "ftp://x"),
        ("authority_id", 12345),
    ],
)
def test_what_is_malformed_is_refused_beside_its_field(world: World, field: str, value: object) -> None:
    with pytest.raises(Invalid) as refusal:
        world.say(**{field: value})  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert world.read(SYSTEM) == []


def test_the_own_agency_withdraws_with_a_reason_and_nothing_is_lost(world: World) -> None:
    session, view = world.session, world.view
    key = world.say(key="beta.law")

    def put_back(actor: Actor, reason: str = "Wrong item", version: int | None = 1) -> None:
        withdraw(session, view, "IE", key, reason, actor=actor, expected_version=version)

    for actor, error in ((world.frontex, NotAllowed), (world.ireland, NotAllowed), (world.france, NotFound)):
        with pytest.raises(error):
            put_back(actor)
    with pytest.raises(Invalid):
        put_back(world.euaa, reason=" ")
    with pytest.raises(Conflict):
        put_back(world.euaa, version=7)
    with pytest.raises(NotFound):
        withdraw(session, view, "FR", key, "Wrong plan", actor=world.euaa, expected_version=None)
    put_back(world.euaa)
    with pytest.raises(WrongState):
        put_back(world.euaa, version=2)
    (one,) = world.read(world.ireland)
    assert not one.stands
    assert (one.text, one.withdraw_reason, one.withdrawn_by) == (VALUES["text"], "Wrong item", "euaa")
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text("UPDATE agency_statement SET text = 'else'"))


def test_another_day_shows_what_held_then_as_known_now_or_then(world: World, clock_at: time_machine.Traveller) -> None:
    key = world.say(about_on=date(2025, 2, 20))
    clock_at.move_to(datetime(2025, 3, 20, 12, tzinfo=UTC))
    withdraw(world.session, world.view, "IE", key, "Wrong item", actor=world.euaa, expected_version=None)
    found = world.read(world.reviewer)

    def standing(day: date, known: date | None = None) -> list[bool]:
        return [one.stands for one in as_of(found, day, clock.end_of(known) if known else None)]

    assert standing(date(2025, 2, 19)) == []
    assert standing(date(2025, 3, 1)) == [False], "as known now, it is withdrawn"
    assert standing(date(2025, 3, 1), known=date(2025, 3, 9)) == [], "it had not been said"
    assert standing(date(2025, 3, 1), known=date(2025, 3, 10)) == [True]
    assert standing(date(2025, 3, 1), known=date(2025, 3, 20)) == [False]


def test_no_stamp_moves_and_the_audit_trail_holds_no_words(world: World) -> None:
    def stamps() -> list[tuple[int, int]]:
        rows = world.session.execute(select(Plan.working_stamp, Plan.shared_stamp).order_by(Plan.id))
        return [(working, shared) for working, shared in rows]

    before = stamps()
    key = world.say(text="Canary words", reference="Canary reference", url="https://canary.eu")
    withdraw(world.session, world.view, "IE", key, "Canary reason", actor=world.euaa, expected_version=None)
    assert stamps() == before
    seal(world.session)
    entries = world.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "agency_statement")).all()
    assert [one.deed for one in entries] == ["statements:statement:made", "statements:statement:withdrawn"]
    assert not any("canary" in str(vars(one)).lower() for one in entries)


def test_the_countrys_coordinator_hears_of_it_and_of_its_withdrawal(
    world: World, clock_at: time_machine.Traveller
) -> None:
    start = clock.now()
    clock_at.shift(timedelta(minutes=1))
    key = world.say()
    clock_at.shift(timedelta(minutes=1))
    withdraw(world.session, world.view, "IE", key, "Wrong item", actor=world.euaa, expected_version=None)

    def heard(actor: Actor) -> list[str]:
        found = gather(world.session, world.view, actor, Window(start, clock.now()))
        return [sentence(one, world.view, English()) for one in found if one.kind is Kind.STATEMENTS]

    told = heard(world.ireland)
    assert [line.split(" on an item")[0] for line in told] == ["EUAA withdrew a statement", "EUAA made a statement"]
    assert all("alpha.law" in line and str(VALUES["text"]) not in line for line in told)
    for other in (world.france, world.euaa, world.observer):
        assert heard(other) == []


def test_statements_come_back_from_a_backup(committed: Database, empty: Database, tmp_path: Path) -> None:
    with time_machine.travel(factory.NOON, tick=True), committed.writing() as session:
        world = world_of(session, factory.opened(session))
        key = world.say()
        withdraw(session, world.view, "IE", key, "Wrong item", actor=world.euaa, expected_version=None)
        world.say(text="Another one")
        before = list_statements(session, SYSTEM, ())
        commit(session, tmp_path / "head")
    make_backup(committed, LocalStore(tmp_path / "files"), tmp_path / "backup")
    (tmp_path / "new").mkdir()
    restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with empty.reading() as session:
        assert list_statements(session, SYSTEM, ()) == before

"""What is recorded of the cycle: by whom, read by whom, over what is public, as of a day and as known then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import Actor
from app.audit.services import pending
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.core.policy import allows
from app.governance.policy import READ, StepSubject
from app.governance.queries import list_entries
from app.governance.services import Place, entries_of, record_step
from app.governance.states import Standing
from tests.governance.conftest import World

REPORT = Place(2026, "report")
OWN = Place(2026, "information-sent", country="IE")
CALL = Place(2026, "call-for-help", country="FR")


def test_the_keeper_of_the_eu_level_records_what_concerns_all_and_everybody_reads_it(world: World) -> None:
    first = world.record(REPORT, planned_on=date(2026, 12, 1))
    assert world.line("report").standing is Standing.PLANNED_LATER
    last = world.record(
        REPORT, happened_on=date(2026, 11, 20), reference="COM(2026) 1", url="https://x.eu/1", note="Late"
    )
    assert first != last
    assert (
        world.record(REPORT, happened_on=date(2026, 11, 20), reference="COM(2026) 1", url="https://x.eu/1", note="Late")
        == last
    ), "the same button pressed twice"
    for reader in (world.keeper, world.ireland, world.contributor, world.reviewer, world.observer):
        line = world.line("report", actor=reader)
        assert (line.standing, line.occurrence.days_later) == (Standing.LATER, 36)
        assert line.told.entry is not None
        assert (line.told.entry.reference, line.told.entry.author) == ("COM(2026) 1", "keeper")
        assert world.line("forum", actor=reader).occurrence.due_on == date(2026, 12, 7), "5 December is a Saturday"
    history = entries_of(world.session, world.view, REPORT, actor=world.observer)
    assert [(one.entry_id, one.planned_on) for one in history] == [(last, None), (first, date(2026, 12, 1))]


def test_nobody_else_records_what_concerns_all(world: World) -> None:
    for reader in (world.ireland, world.contributor, world.reviewer, world.observer):
        with pytest.raises(NotAllowed):
            world.record(REPORT, reader, planned_on=date(2026, 12, 1))
    with pytest.raises(NotFound):
        world.record(REPORT, world.administrator, planned_on=date(2026, 12, 1))


def test_a_country_records_what_it_does_for_itself_and_only_the_commission_reads_it_beside(world: World) -> None:
    world.record(OWN, world.ireland, happened_on=date(2026, 6, 3), reference="Letter 12")
    readers = (world.ireland, world.contributor, world.reviewer, world.desk_reviewer, world.keeper)
    for reader in readers:
        line = world.line("information-sent", "IE", actor=reader)
        assert (line.standing, line.occurrence.days_later) == (Standing.LATER, 2)
    for stranger in (world.france, world.observer):
        assert world.line("information-sent", "IE", actor=stranger).standing is Standing.NOT_RECORDED
        with pytest.raises(NotFound):
            entries_of(world.session, world.view, OWN, actor=stranger)
        with pytest.raises(NotFound):
            world.record(OWN, stranger, happened_on=date(2026, 6, 3))
    for reader in (world.contributor, world.reviewer, world.keeper):
        with pytest.raises(NotAllowed):
            world.record(OWN, reader, happened_on=date(2026, 6, 4))
    (said,) = [entry for entry in pending(world.session) if entry["deed"] == "governance:cycle:recorded"]
    assert said["country"] == "IE"
    assert "Letter" not in str(said["changes"]), "administrators read the trail, and no plans"
    assert "2026-06-03" not in str(said["changes"])


def test_agencies_are_kept_by_the_eu_level(world: World) -> None:
    agency = Place(2026, "information-sent", body="EULISA")
    world.record(agency, happened_on=date(2026, 5, 30))
    for reader in (world.keeper, world.reviewer, world.desk_reviewer):
        assert world.line("information-sent", "EULISA", actor=reader).standing is Standing.IN_TIME
    assert world.line("information-sent", "EULISA", actor=world.ireland).standing is Standing.NOT_RECORDED


def test_the_right_and_its_twin_in_sql_say_the_same(world: World) -> None:
    """Over everybody and every kind of entry."""
    france = Place(2026, "information-sent", country="FR")
    world.record(REPORT, planned_on=date(2026, 12, 1))
    world.record(OWN, world.ireland, happened_on=date(2026, 6, 3))
    world.record(france, world.france, happened_on=date(2026, 6, 1))
    world.record(Place(2026, "information-sent", body="EULISA"), happened_on=date(2026, 5, 30))
    world.record(CALL, happened_on=date(2026, 11, 2), reference="Letter")
    every = list_entries(world.session, world.keeper, [2026])
    assert len(every) == 5
    people: list[Actor] = [value for value in vars(world).values() if isinstance(value, Actor)]
    for person in people:
        found = {one.entry_id for one in list_entries(world.session, person, [2026])}
        allowed = {e.entry_id for e in every if allows(person, READ, StepSubject(e.country, e.body, e.is_own))}
        assert found == allowed, person.name


def test_an_answer_is_shown_although_the_call_is_not_public(world: World) -> None:
    world.record(Place(2026, "answer", country="FR"), happened_on=date(2026, 11, 20), reference="Letter 7")
    assert world.cycle().by_step["call-for-help"] == ()
    assert [(line.place, line.standing) for line in world.cycle().by_step["answer"]] == [
        (("answer", 1, "FR"), Standing.HAPPENED)
    ]


def test_an_event_that_concerns_a_country_is_recorded_with_its_public_document(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        world.record(CALL, happened_on=date(2026, 11, 20))
    assert refused.value.field == "reference"
    world.record(CALL, happened_on=date(2026, 11, 20), reference="Press text 5")
    answer = world.line("answer", "FR", actor=world.ireland)
    assert answer.occurrence.due_on == date(2026, 11, 27), "five working days"
    assert answer.standing is Standing.NOW
    world.record(Place(2026, "answer", country="FR"), happened_on=date(2026, 11, 23), reference="Letter 7")
    assert world.line("answer", "FR").standing is Standing.IN_TIME
    with pytest.raises(NotAllowed):
        world.record(CALL, world.france, happened_on=date(2026, 11, 21), reference="Own word")


def test_what_is_recorded_stands_before_what_is_public_and_can_be_taken_back(world: World) -> None:
    place = Place(2025, "report")
    assert world.line("report", year=2025).occurrence.happened_on == date(2025, 11, 11)
    world.record(place, happened_on=date(2025, 11, 12), reference="Corrected")
    assert world.line("report", year=2025).occurrence.happened_on == date(2025, 11, 12)
    world.record(place)
    line = world.line("report", year=2025)
    assert line.occurrence.happened_on == date(2025, 11, 11)
    assert line.told.record is not None
    assert line.told.record.reference == "COM(2025) 1"
    assert len(entries_of(world.session, world.view, place, actor=world.ireland)) == 2
    assert world.line("information-sent", "IE", year=2025).standing is Standing.NOT_FOUND


def test_a_past_day_knows_nothing_of_what_came_later(world: World) -> None:
    early = date(2025, 11, 1)
    line = world.line("report", year=2025, day=early)
    assert (line.standing, line.occurrence.happened_on, line.told.record) == (Standing.NOT_RECORDED, None, None)
    world.record(CALL, happened_on=date(2026, 11, 20), reference="Press text 5")
    assert world.cycle(day=date(2026, 11, 19)).by_step["call-for-help"] == ()


def test_what_was_known_then(world: World, moment: time_machine.Coordinates) -> None:
    world.record(REPORT, planned_on=date(2026, 11, 25))
    then = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
    moment.shift(timedelta(days=3))
    world.record(REPORT, happened_on=date(2026, 11, 26))
    day = date(2026, 11, 26)
    assert world.line("report", day=day).standing is Standing.LATER
    assert world.line("report", day=day, known=then).standing is Standing.NOT_RECORDED
    assert world.line("report", day=day, known=then - timedelta(hours=1)).told.entry is None


def test_two_who_record_at_once_do_not_overwrite_each_other(world: World) -> None:
    world.record(REPORT, planned_on=date(2026, 12, 1))
    with pytest.raises(Conflict):
        record_step(world.session, world.view, REPORT, {"note": "x"}, actor=world.keeper, seen=None)


REFUSED: list[tuple[dict[str, object], str]] = [
    ({}, "happened_on"),
    ({"happened_on": date(2026, 11, 24)}, "happened_on"),
    ({"is_nothing_found": True, "reference": "x"}, "is_nothing_found"),
    ({"happened_on": date(2026, 11, 1), "url": "javascript:alert(1)"}, "url"),
    ({"happened_on": date(2026, 11, 1), "note": "x" * 2001}, "note"),
]
NOWHERE = [
    Place(2026, "no-such-step"),
    Place(2024, "report"),
    Place(2028, "report"),
    Place(2025, "delivery", country="IE"),
    Place(2026, "report", turn=0),
    Place(2026, "report", turn=100),
    Place(2026, "report", country="IE"),
    Place(2026, "information-sent"),
    Place(2026, "information-sent", country="DK"),
    Place(2026, "information-sent", country="XX"),
    Place(2026, "information-sent", body="COM"),
    Place(2026, "call-for-help", country="XX"),
]


def test_what_cannot_be_is_refused(world: World) -> None:
    for values, field in REFUSED:
        with pytest.raises(Invalid) as refused:
            world.record(REPORT, **values)
        assert refused.value.field == field
    for place in NOWHERE:
        with pytest.raises(NotFound):
            record_step(world.session, world.view, place, {"note": "x"}, actor=world.keeper, seen=None)


def test_the_database_keeps_what_was_said(world: World) -> None:
    world.record(REPORT, planned_on=date(2026, 12, 1))
    for deed in ("UPDATE cycle_entry SET note = 'x'", "DELETE FROM cycle_entry"):
        with pytest.raises(DBAPIError, match="stays as it was said"), world.session.begin_nested():
            world.session.execute(text(deed))

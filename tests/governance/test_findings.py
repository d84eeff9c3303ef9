"""Findings: verbatim, with their document, only added to; what the catalogue knows stands, and who may record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import SYSTEM, Actor, Held
from app.accounts.states import Role
from app.audit.services import pending
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.governance.solidarity.findings import Findings, bound_countries, findings_of
from app.governance.solidarity.queries import list_finding_records
from app.governance.solidarity.services.findings import check_findings, record_finding
from app.governance.states import Recorder
from tests.governance.conftest import TODAY, World

CELL = (2026, "FR", "pressure")
VALUES: dict[str, Any] = {
    "reference": "(EU) 2026/7",
    "decided_on": date(2026, 11, 20),
    "valid_from": date(2026, 11, 20),
    "valid_until": date(2027, 12, 31),
}


def told(world: World, cell: tuple[int, str, str] = CELL, **how: Any) -> int:
    before = [one for one in list_finding_records(world.session) if one.cell == cell]
    seen = how.pop("seen", before[-1].entry_id if before else None)
    actor = how.pop("actor", world.keeper)
    return record_finding(world.session, world.view, cell, VALUES | how, actor=actor, seen=seen)


def read(world: World, day: date = TODAY, known: datetime | None = None) -> Findings:
    return findings_of(world.view, list_finding_records(world.session), day, known)


def labels(found: Findings, year: int) -> dict[str, list[str]]:
    return {code: [one.kind.title.in_("en") for one in of] for code, of in found.of_year(year).items()}


def test_what_is_public_is_read_with_its_document_and_denmark_is_not_asked(world: World) -> None:
    assert bound_countries(world.view) == ("BE", "IE", "FR"), "Article 11 does not bind Denmark"
    found = read(world)
    assert labels(found, 2025) == {
        "BE": ["under migratory pressure"],
        "IE": ["facing a significant migratory situation"],
        "FR": [],
    }
    (irish,) = found.of_country("IE")
    assert (irish.reference, irish.source, irish.covers(date(2026, 12, 31))) == ("(EU) 2025/8", "oj", True)
    assert read(world, date(2025, 11, 10)).found == ()
    with pytest.raises(NotFound):
        check_findings(world.view, world.keeper, "DK")


def test_a_finding_is_recorded_replaced_and_withdrawn_and_all_of_it_stays(
    world: World, moment: time_machine.Coordinates
) -> None:
    first = told(world)
    assert told(world) == first, "the same button pressed twice"
    assert labels(read(world), 2026)["FR"] == ["under migratory pressure"]
    moment.move_to(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    with pytest.raises(Invalid, match="why"):
        told(world, valid_until=date(2027, 6, 30))
    told(world, valid_until=date(2027, 6, 30), note="Corrigendum")
    assert read(world).of_country("FR")[0].valid_until == date(2027, 6, 30)
    told(world, is_withdrawn=True, note="Recorded by mistake")
    assert read(world).of_country("FR") == ()
    with pytest.raises(Invalid):
        told(world, is_withdrawn=True, note="Once more")
    then = read(world, known=datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    assert then.of_country("FR")[0].valid_until == date(2027, 12, 31), "as it was known then"
    records = list_finding_records(world.session, "FR")
    assert [one.note for one in records] == ["", "Corrigendum", "Recorded by mistake"]
    assert {one.reference for one in records} == {"(EU) 2026/7"}
    trail = [entry for entry in pending(world.session) if entry["deed"] == "governance:finding:recorded"]
    assert len(trail) == 3


def test_who_recorded_it_is_said_by_role_and_day_and_no_confidence_is_claimed(world: World) -> None:
    told(world, actor=world.reviewer)
    told(world, (2026, "FR", "situation"))
    told(world, (2026, "IE", "pressure"), actor=SYSTEM)
    found = {one.cell: one for one in read(world).found}
    assert [(one.recorder, one.confidence) for cell, one in found.items() if cell[0] == 2026] == [
        (Recorder.SYSTEM, None),
        (Recorder.REVIEWER, None),
        (Recorder.COORDINATOR, None),
    ]
    assert found[CELL].recorded_at is not None
    assert clock.day_of(found[CELL].recorded_at) == TODAY


@pytest.mark.parametrize(
    ("cell", "values", "refusal"),
    [
        (CELL, {"reference": " "}, Invalid),
        (CELL, {"decided_on": date(2026, 11, 30)}, Invalid),
        (CELL, {"valid_until": date(2026, 11, 19)}, Invalid),
        (CELL, {"valid_until": None}, Invalid),
        (CELL, {"url": "ftp://nowhere"}, Invalid),
        (CELL, {"seen": 5}, Conflict),
        ((2026, "FR", "nothing"), {}, Invalid),
        ((2031, "FR", "pressure"), {}, Invalid),
        ((2026, "DK", "pressure"), {}, NotFound),
        ((2025, "IE", "situation"), {}, WrongState),
    ],
)
def test_what_is_refused(
    world: World, cell: tuple[int, str, str], values: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        told(world, cell, **values)


def test_who_records(world: World) -> None:
    told(world, actor=world.reviewer)
    told(world, (2026, "IE", "pressure"), actor=world.desk_reviewer)
    for actor in (world.ireland, world.contributor, world.france, world.observer, world.desk_reviewer):
        with pytest.raises(NotAllowed):
            told(world, (2026, "FR", "situation"), actor=actor)
    agency = Actor(None, "agency", held=(Held(Role.ADMINISTRATOR),))
    for actor in (world.administrator, agency):
        with pytest.raises(NotFound):
            told(world, (2026, "FR", "situation"), actor=actor)


def test_the_database_changes_nothing_of_a_finding(world: World) -> None:
    told(world)
    for statement in ("UPDATE finding_entry SET reference = 'x'", "DELETE FROM finding_entry"):
        with pytest.raises(DBAPIError, match="stays as it was said"), world.session.begin_nested():
            world.session.execute(text(statement))

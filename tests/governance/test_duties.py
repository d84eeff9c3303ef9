"""What of the cycle stands on the desks of Member States and of the EU level."""

from __future__ import annotations

from datetime import date

from app.catalogue.states import StepRole
from app.governance.cycle import Cycle
from app.governance.duties import duties_of
from app.governance.queries import list_entries
from app.governance.services import Place
from app.governance.states import Standing
from tests.governance.conftest import World


def on_desk(world: World, owner: str, day: date) -> list[tuple[str, str, StepRole, Standing]]:
    """Step, whose, part and standing, in order."""
    entries = list_entries(world.session, world.keeper, [2025, 2026])
    cycles = [Cycle(world.view, year, entries, day) for year in (2025, 2026)]
    return [(d.line.step.key, d.line.occurrence.owner, d.role, d.line.standing) for d in duties_of(cycles, owner)]


def test_a_country_has_what_it_owes_and_what_it_takes_part_in_soon(world: World) -> None:
    responsible, silent = StepRole.RESPONSIBLE, Standing.NOT_RECORDED
    assert on_desk(world, "IE", date(2026, 5, 1)) == [("information-sent", "IE", responsible, Standing.COMING)]
    assert on_desk(world, "IE", date(2026, 6, 20)) == [
        ("information-sent", "IE", responsible, silent),
        ("meeting", "", StepRole.TAKES_PART, Standing.COMING),
    ]
    world.record(Place(2026, "information-sent", country="IE"), world.ireland, happened_on=date(2026, 6, 3))
    assert on_desk(world, "IE", date(2026, 6, 20)) == [("meeting", "", StepRole.TAKES_PART, Standing.COMING)]
    assert on_desk(world, "FR", date(2026, 6, 20))[0] == ("information-sent", "FR", responsible, silent)
    assert on_desk(world, "FR", date(2026, 12, 20)) == [], "half a year later it is off the desk"


def test_denmark_has_none_of_what_does_not_bind_it(world: World) -> None:
    assert "information-sent" not in {step for step, *_ in on_desk(world, "DK", date(2026, 5, 1))}


def test_the_eu_level_has_what_happens_once_for_all_and_what_agencies_do(world: World) -> None:
    found = on_desk(world, "EU", date(2026, 11, 23))
    assert {step for step, *_ in found} >= {"report", "meeting", "information-sent"}
    assert {owner for step, owner, *_ in found if step == "information-sent"} == {"EULISA"}
    assert {role for _, _, role, _ in found} == {StepRole.RESPONSIBLE}
    world.record(Place(2026, "report"), happened_on=date(2026, 11, 20))
    steps = [step for step, *_ in on_desk(world, "EU", date(2026, 11, 23))]
    assert "report" not in steps
    assert "forum" in steps

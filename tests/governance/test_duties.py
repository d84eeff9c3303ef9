"""What of the cycle stands on the desks of Member States and of the EU level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from app.catalogue.states import StepRole
from app.catalogue.views import CatalogueView, StepActorView, StepUnlessView, Text
from app.governance.cycle import Cycle
from app.governance.duties import duties_of
from app.governance.queries import list_entries
from app.governance.services import Place
from app.governance.states import Standing
from tests.governance.conftest import TODAY, World


def on_desk(
    world: World, owner: str, day: date, view: CatalogueView | None = None
) -> list[tuple[str, str, StepRole, Standing]]:
    """Step, whose, part and standing, in order."""
    entries = list_entries(world.session, world.keeper, [2025, 2026])
    cycles = [Cycle(view or world.view, year, entries, day) for year in (2025, 2026)]
    return [(d.line.step.key, d.line.occurrence.owner, d.role, d.line.standing) for d in duties_of(cycles, owner)]


def test_a_country_has_what_it_owes_and_what_it_takes_part_in_soon(world: World) -> None:
    responsible, silent = StepRole.RESPONSIBLE, Standing.NOT_RECORDED
    assert on_desk(world, "IE", date(2026, 5, 1)) == [
        ("follow-up", "", StepRole.CHAIRS, Standing.WAITS),  # for the forum of 2025, of which nothing was said
        ("information-sent", "IE", responsible, Standing.COMING),
    ]
    assert on_desk(world, "IE", date(2026, 6, 20)) == [
        ("information-sent", "IE", responsible, silent),
        ("meeting", "", StepRole.TAKES_PART, Standing.COMING),
    ]
    world.record(Place(2026, "information-sent", country="IE"), world.ireland, happened_on=date(2026, 6, 3))
    assert on_desk(world, "IE", date(2026, 6, 20)) == [("meeting", "", StepRole.TAKES_PART, Standing.COMING)]
    assert on_desk(world, "FR", date(2026, 6, 20))[0] == ("information-sent", "FR", responsible, silent)
    steps = {step for step, *_ in on_desk(world, "FR", date(2026, 12, 20))}
    assert "information-sent" not in steps, "half a year later it is off the desk"


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


def altered(world: World, key: str, **changes: Any) -> CatalogueView:
    """The catalogue with a step that is otherwise."""
    steps = tuple(replace(step, **changes) if step.key == key else step for step in world.view.cycle)
    return replace(world.view, cycle=steps)


def test_who_holds_the_presidency_chairs(world: World) -> None:
    """Ireland in the second half of 2026; Denmark, which is not bound, in that of 2025."""
    parts = (StepActorView("COM", StepRole.RESPONSIBLE), StepActorView("COM", StepRole.CHAIRS))
    view = altered(world, "forum", parts=(*parts, StepActorView("MS_INT", StepRole.TAKES_PART)))

    def parts_of(owner: str, day: date) -> set[StepRole]:
        return {role for step, _, role, _ in on_desk(world, owner, day, view) if step == "forum"}

    assert parts_of("IE", date(2026, 10, 1)) == {StepRole.CHAIRS}
    assert parts_of("FR", date(2026, 10, 1)) == {StepRole.TAKES_PART}
    assert parts_of("EU", date(2026, 10, 1)) == {StepRole.RESPONSIBLE}
    assert parts_of("DK", date(2025, 11, 15)) == {StepRole.CHAIRS}
    world.record(Place(2026, "forum"), planned_on=date(2027, 1, 12))
    assert parts_of("IE", date(2026, 12, 20)) == {StepRole.TAKES_PART}, "on its day another one presides"


def test_what_waits_for_a_late_step_is_still_on_the_desk(world: World) -> None:
    found = {step: standing for step, _, _, standing in on_desk(world, "EU", date(2026, 11, 23))}
    assert found["forum"] is Standing.WAITS, "the day that was reckoned from the report is past"
    assert "forum" not in {step for step, *_ in on_desk(world, "EU", date(2027, 6, 1))}


def test_of_an_event_only_the_one_that_is_asked_has_to_answer(world: World) -> None:
    world.record(Place(2026, "call-for-help", country="FR"), planned_on=date(2026, 11, 30), reference="Letter 1")
    view = altered(world, "call-for-help", concerns=StepRole.RECEIVES)
    steps = [(step, role) for step, _, role, _ in on_desk(world, "FR", TODAY, view)]
    assert ("call-for-help", StepRole.RECEIVES) in steps
    world.record(Place(2026, "call-for-help", country="FR"), happened_on=date(2026, 11, 20), reference="Letter 1")
    view = replace(view, cycle=altered(world, "answer", parts=(StepActorView("MS_INT", StepRole.RESPONSIBLE),)).cycle)
    assert ("answer", "FR", StepRole.RESPONSIBLE, Standing.NOW) in on_desk(world, "FR", TODAY, view)
    assert "answer" not in {step for step, *_ in on_desk(world, "IE", TODAY, view)}


def test_who_need_not_do_a_step_has_it_not_on_the_desk(world: World) -> None:
    """The tiny condition holds for Ireland, not for Belgium, and of France it is not confirmed."""
    unless = StepUnlessView("in-a-situation", Text({"en": "unless it is in such a situation"}))
    view = altered(world, "delivery", unless=unless, from_year=2025)
    having = {
        owner
        for owner in ("BE", "IE", "FR")
        if "delivery" in {step for step, *_ in on_desk(world, owner, date(2026, 11, 23), view)}
    }
    assert having == {"BE", "FR"}

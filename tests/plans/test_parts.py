"""Parts of a target by authority: their sums, who may say what, and that nobody's report undoes another's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.plans.history import change
from app.plans.models import Milestone
from app.plans.parts import TargetPart, merged, parts_of, sums_of, written
from app.plans.queries import rows
from app.plans.queries.heads import get_plan
from app.plans.queries.history import list_history
from app.plans.queries.known import read_known_milestones
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.parts import Said, save_parts
from app.plans.services.releases import share
from app.plans.services.undoing import undo_update
from app.plans.states import SubjectKind
from tests.factories import plans as factory

FIRST = date(2025, 3, 10)


@dataclass
class Trained:
    """A target of 400 people trained, kept by Ireland's coordinator, divided between two authorities."""

    session: Session
    view: CatalogueView
    coordinator: Actor
    police: int
    agency: int
    reference: str

    def save(self, *parts: Said, actor: Actor | None = None) -> MilestoneRecord:
        return save_parts(self.session, "IE", self.reference, parts, actor=actor or self.coordinator)

    def seen(self, actor: Actor | None = None, day: date | None = None) -> MilestoneRecord:
        return get_milestone(self.session, "IE", self.reference, actor or self.coordinator, day)[1]

    @property
    def row(self) -> Milestone:
        plan = get_plan(self.session, "IE", self.coordinator)
        found = rows.find_milestone_row(self.session, plan.plan_id, self.reference)
        assert found is not None
        return found[0]


@pytest.fixture
def trained(session: Session, view: CatalogueView) -> Trained:
    coordinator = factory.coordinator(session, "IE")
    police, agency = factory.authority(session, "IE", "Police"), factory.authority(session, "IE", "Agency")
    values = {"title": "Staff trained", "measured_by": "target", "target_value": 500, "target_unit": "people"}
    added = add_milestone(session, view, "IE", "alpha.training", values, actor=coordinator)
    made = Trained(session, view, coordinator, police, agency, added.reference)
    made.save(Said(police, 300), Said(agency, 100))
    return made


def numbers(record: MilestoneRecord) -> tuple[int | None, int | None, date | None, int]:
    return record.value, record.target_value, record.value_on, record.progress


def test_target_and_value_are_the_sums_and_the_day_is_the_oldest(trained: Trained) -> None:
    assert numbers(trained.seen()) == (None, 400, None, 0)
    trained.save(Said(trained.police, 300, 240, date(2025, 3, 1)))
    trained.save(Said(trained.agency, 100, 100, date(2025, 2, 1)))
    assert numbers(trained.seen()) == (340, 400, date(2025, 2, 1), 8500)
    sums = sums_of(trained.seen().parts, None)
    assert sums is not None
    assert (sums.reported, sums.count) == (2, 2)


def test_contributors_report_their_part_alone_and_never_conflict_with_others(trained: Trained) -> None:
    police = factory.contributor(trained.session, "IE", trained.police, name="police")
    agency = factory.contributor(trained.session, "IE", trained.agency, name="agency")
    shown = {key: part.text for key, part in parts_of(trained.seen().parts).items()}
    trained.save(Said(trained.police, 300, 240, was=shown[trained.police]), actor=police)
    trained.save(Said(trained.agency, 100, 60, was=shown[trained.agency]), actor=agency)
    assert trained.seen().value == 300
    with pytest.raises(NotAllowed):
        trained.save(Said(trained.agency, 100, 61), actor=police)
    with pytest.raises(NotAllowed):
        trained.save(Said(trained.police, 200, 200), actor=police)
    with pytest.raises(Conflict) as conflict:
        trained.save(Said(trained.police, 300, 250, was=shown[trained.police]), actor=police)
    assert conflict.value.theirs == {str(trained.police): f"{trained.police}:300:240:2025-03-10"}
    whole_form = [
        Said(trained.police, 300, was=shown[trained.police]),  # as the page had shown it
        Said(trained.agency, 100, 70, was=f"{trained.agency}:100:60:2025-03-10"),
    ]
    assert trained.save(*whole_form).value == 310


def test_the_sum_cannot_be_typed_over_while_there_are_parts(trained: Trained) -> None:
    def update(**values: object) -> MilestoneRecord:
        return update_milestone(
            trained.session,
            trained.view,
            "IE",
            trained.reference,
            values,
            actor=trained.coordinator,
            expected_version=None,
        )

    for name, value in (("value", 390), ("target_value", 500), ("value_on", FIRST), ("measured_by", "steps")):
        with pytest.raises(Invalid) as refusal:
            update(**{name: value})
        assert refusal.value.field == name
    assert update(target_value=400, value=None, note="Courses run").note == "Courses run"
    trained.save(Said(trained.police, None), Said(trained.agency, None))
    assert update(value=390).value == 390


def test_a_report_dated_back_holds_through_what_others_report_later(
    trained: Trained, clock_at: time_machine.Traveller
) -> None:
    clock_at.move_to(factory.NOON + timedelta(days=10))
    trained.save(Said(trained.agency, 100, 50))
    said = TargetPart(trained.police, 300, 30, FIRST).text
    change(trained.session, trained.row, {"parts": said}, actor=trained.coordinator, effective_on=FIRST)
    assert trained.seen(day=FIRST).value == 30
    assert numbers(trained.seen()) == (80, 400, FIRST, 2000)


def test_a_past_day_and_others_get_the_parts_as_they_then_stood(
    trained: Trained, clock_at: time_machine.Traveller
) -> None:
    trained.save(Said(trained.police, 300, 100))
    share(trained.session, "IE", actor=trained.coordinator)
    reviewer = factory.reviewer(trained.session)
    clock_at.move_to(factory.NOON + timedelta(days=10))
    trained.save(Said(trained.police, 300, 200), Said(trained.agency, 100, 100))
    assert trained.seen().value == 300
    for record in (trained.seen(day=FIRST), trained.seen(reviewer)):
        assert record.value == 100
        assert parts_of(record.parts)[trained.police].value == 100
    plan = get_plan(trained.session, "IE", trained.coordinator)
    known = read_known_milestones(trained.session, plan, ["alpha"], clock.today(), FIRST)
    assert [one.value for one in known if one.reference == trained.reference] == [100]


def test_a_report_can_be_undone_and_takes_nothing_of_another_with_it(trained: Trained) -> None:
    trained.session.info["request_id"] = "one"
    trained.save(Said(trained.agency, 100, 50))
    trained.session.info["request_id"] = "two"
    trained.save(Said(trained.police, 300, 100))
    trained.session.info["request_id"] = "three"
    undone = undo_update(trained.session, "IE", trained.reference, actor=trained.coordinator, expected_version=None)
    assert undone.value == 50
    plan = get_plan(trained.session, "IE", trained.coordinator)
    newest = list_history(trained.session, plan, subject=(SubjectKind.MILESTONE, trained.row.id))[0]
    said = {one.field: one.new for one in newest.changes}
    assert said["parts"] == f"{trained.police}:300::"


def test_what_has_no_parts_says_so(trained: Trained) -> None:
    steps = add_milestone(
        trained.session, trained.view, "IE", "alpha.law", {"title": "Bill"}, actor=trained.coordinator
    )
    with pytest.raises(WrongState):
        save_parts(trained.session, "IE", steps.reference, [Said(trained.police, 1)], actor=trained.coordinator)
    for said, field in (
        (Said(trained.police, -1), f"target-{trained.police}"),
        (Said(99999, 5), "target-99999"),
        (Said(trained.police, None, 5), f"target-{trained.police}"),
        (Said(trained.police, 300, 5, date(2026, 1, 1)), f"value_on-{trained.police}"),
    ):
        with pytest.raises(Invalid) as refusal:
            trained.save(said)
        assert refusal.value.field == field


def test_a_target_below_its_start_has_no_value_until_all_have_reported() -> None:
    text = written([TargetPart(1, 0, 5, FIRST), TargetPart(2, 0)])
    waiting = sums_of(text, 40)
    assert waiting is not None
    assert (waiting.value, waiting.reported) == (None, 1)
    both = sums_of(merged(text, "2:0:3:2025-01-01"), 40)
    assert both is not None
    assert (both.value, both.value_on) == (8, date(2025, 1, 1))
    assert merged(text, "1") == "2:0::"
    assert merged("1:5::", "1") is None


def test_a_new_value_without_a_day_is_as_at_today_and_an_unchanged_one_keeps_its_day(
    trained: Trained, clock_at: time_machine.Traveller
) -> None:
    trained.save(Said(trained.police, 300, 120), Said(trained.agency, 100, 40))
    clock_at.shift(timedelta(days=30))
    trained.save(Said(trained.police, 300, 150), Said(trained.agency, 100, 40))
    days = {key: part.value_on for key, part in parts_of(trained.seen().parts).items()}
    assert days == {trained.police: FIRST + timedelta(days=30), trained.agency: FIRST}

"""Milestones: what people can do with them, and what they are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actor import NOBODY, Actor
from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.plans.models import MilestoneSpan, Plan, PlanTouch, Revision
from app.plans.queries.heads import effective_stamps, find_head
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import spans_of_plan
from app.plans.rules import milestones as rules
from app.plans.services.milestone_status import cancel_milestone, uncancel_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.states import Scope
from tests.factories import plans as factory

TODAY = factory.NOON.date()


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Any) -> MilestoneRecord:
    values = {"title": "Bill adopted", "start_on": date(2025, 1, 1), "baseline_on": date(2025, 9, 1)}
    return add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)


def save(session: Session, view: CatalogueView, milestone: MilestoneRecord, actor: Any, **more: Any) -> MilestoneRecord:
    values = more.pop("values")
    more.setdefault("expected_version", milestone.version)
    return update_milestone(session, view, "IE", milestone.reference, values, actor=actor, **more)


def test_the_first_milestone_makes_the_item_and_its_closing_milestone(
    session: Session, view: CatalogueView, law: MilestoneRecord
) -> None:
    state = spans_of_plan(session, law.plan_id, Scope.WORKING, TODAY)
    assert [item.item_id for item in state.items] == [view.items["alpha.law"].item_id]
    assert [(m.reference, m.is_closing, m.title) for m in state.milestones] == [
        ("IE-0002", False, "Bill adopted"),
        ("IE-0001", True, "In place"),
    ]
    assert spans_of_plan(session, law.plan_id, Scope.SHARED, TODAY).milestones == ()


def test_update_milestone_sets_progress_and_raises_version_stamp_and_audit(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    before = find_head(session, "IE")
    changed = save(session, view, law, ireland, values={"step_key": "government"}, reason="Adopted on Tuesday")
    assert (changed.progress, changed.version, changed.confirmed_on) == (4500, law.version + 1, TODAY)
    after = find_head(session, "IE")
    assert before is not None
    assert after is not None
    assert after.working_stamp == before.working_stamp + 1
    assert after.shared_stamp == before.shared_stamp
    entry = pending(session)[-1]
    assert (entry["deed"], entry["country"], entry["reason"]) == ("plans:milestone:updated", "IE", "Adopted on Tuesday")
    assert entry["changes"]["step_key"] == [None, "government"]
    assert "workstream_key" not in entry["changes"]


def test_equal_values_change_nothing(session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any) -> None:
    count = session.execute(select(func.count()).select_from(Revision)).scalar_one()
    same = save(session, view, law, ireland, values={"title": law.title, "baseline_on": law.baseline_on})
    assert same == law
    assert session.execute(select(func.count()).select_from(Revision)).scalar_one() == count


def test_a_stale_version_is_a_conflict_that_shows_theirs(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    save(session, view, law, ireland, values={"note": "first"})
    with pytest.raises(Conflict) as refused:
        save(session, view, law, ireland, values={"note": "second"})
    assert refused.value.theirs["note"] == "first"
    assert refused.value.current_version == law.version + 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"title": 7}, "title"),
        ({"note": "a\x07b"}, "note"),
        ({"note": "a\u202eb"}, "note"),
        ({"title": "\u2067a\u2069"}, "title"),
        ({"baseline_on": date(2024, 12, 1)}, "baseline_on"),
        ({"forecast_on": date(2024, 12, 1)}, "forecast_on"),
        ({"forecast_on": date(1999, 12, 31)}, "forecast_on"),
        ({"forecast_on": date(2101, 1, 1)}, "forecast_on"),
        ({"forecast_on": "2025-01-01"}, "forecast_on"),
        ({"actual_on": date(2025, 3, 11)}, "actual_on"),
        ({"actual_on": date(2025, 3, 1)}, "actual_on"),
        ({"step_key": "unknown"}, "step_key"),
        ({"workstream_key": "unknown"}, "workstream_key"),
        ({"measured_by": "feeling"}, "measured_by"),
        ({"measured_by": "target"}, "target_value"),
        ({"measured_by": "target", "target_value": 0}, "target_value"),
        ({"measured_by": "target", "step_key": "draft"}, "step_key"),
        ({"target_value": 10**12 + 1}, "target_value"),
        ({"measured_by": "target", "target_value": -5}, "target_value"),
        ({"measured_by": "target", "target_value": 400, "target_base": -1}, "target_base"),
        ({"measured_by": "target", "target_value": 400, "value": -1}, "value"),
        ({"value": True}, "value"),
        ({"value": 1.5}, "value"),
        ({"authority_id": 999_999}, "authority_id"),
        ({"progress": 10000}, "progress"),
        ({"is_cancelled": True}, "is_cancelled"),
        ({"plan_id": 1}, "plan_id"),
        ({"version": 1}, "version"),
        ({"reference": "IE-0001"}, "reference"),
        ({"first_shared_at": None}, "first_shared_at"),
    ],
)
def test_what_is_malformed_names_its_field(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        save(session, view, law, ireland, values=values)
    assert refused.value.field == field
    assert get_milestone(session, "IE", law.reference, ireland)[1] == law


@pytest.mark.parametrize("day", [date(2025, 3, 11), date(2024, 6, 10)])
def test_a_change_holds_from_a_day_of_the_programme_that_has_come(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, day: date
) -> None:
    with pytest.raises(Invalid) as refused:
        save(session, view, law, ireland, values={"note": "x"}, effective_on=day)
    assert refused.value.field == "effective_on"


def test_a_forecast_moves_by_more_than_14_days_with_a_cause_only(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    law = save(session, view, law, ireland, values={"forecast_on": date(2025, 9, 15)})
    with pytest.raises(Invalid) as refused:
        save(session, view, law, ireland, values={"forecast_on": date(2025, 9, 30)})
    assert refused.value.field == "cause"
    with pytest.raises(Invalid) as refused:
        save(session, view, law, ireland, values={"forecast_on": date(2025, 9, 30)}, cause="other")
    assert refused.value.field == "reason"
    with pytest.raises(Invalid) as refused:
        save(session, view, law, ireland, values={"forecast_on": date(2025, 9, 30)}, cause="weather")
    assert refused.value.field == "cause"
    law = save(session, view, law, ireland, values={"forecast_on": date(2025, 9, 30)}, cause="elections")
    assert law.forecast_on == date(2025, 9, 30)


def test_a_baseline_moves_freely_until_it_is_shared(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    assert save(session, view, law, ireland, values={"baseline_on": date(2026, 1, 1)}).baseline_on == date(2026, 1, 1)


def test_what_was_completed_earlier_is_complete_from_that_day_on(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    done = save(session, view, law, ireland, values={"step_key": "notified", "actual_on": date(2025, 2, 20)})
    assert (done.progress, done.actual_on) == (10000, date(2025, 2, 20))
    for day, progress in ((date(2025, 2, 20), 10000), (date(2025, 3, 9), 10000), (TODAY, 10000)):
        _plan, then = get_milestone(session, "IE", law.reference, ireland, day)
        assert (then.progress, then.actual_on) == (progress, date(2025, 2, 20))
    with pytest.raises(NotFound):
        get_milestone(session, "IE", law.reference, ireland, date(2025, 2, 19))


def test_completion_without_a_day_is_of_the_day_it_is_said(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    done = save(session, view, law, ireland, values={"step_key": "notified"})
    assert done.actual_on == TODAY
    back = save(session, view, done, ireland, values={"step_key": "published", "actual_on": TODAY})
    assert (back.progress, back.actual_on) == (8500, None)


def test_a_back_dated_change_shows_on_its_day_and_not_after_a_later_one(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    clock_at.move_to(factory.NOON.replace(month=4))
    law = save(session, view, law, ireland, values={"step_key": "government"})
    clock_at.move_to(factory.NOON.replace(month=5))
    later = save(session, view, law, ireland, values={"step_key": "draft"}, effective_on=date(2025, 3, 20))
    assert later.progress == 4500
    assert get_milestone(session, "IE", law.reference, ireland, date(2025, 3, 25))[1].progress == 2500
    assert get_milestone(session, "IE", law.reference, ireland, date(2025, 4, 10))[1].progress == 4500


def test_the_day_from_which_the_present_step_holds_can_be_corrected(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    clock_at.move_to(factory.NOON.replace(month=4))
    form = {"title": law.title, "step_key": "government", "forecast_on": None}
    law = save(session, view, law, ireland, values=form)
    save(session, view, law, ireland, values=form, effective_on=date(2025, 3, 20))
    assert get_milestone(session, "IE", law.reference, ireland, date(2025, 3, 20))[1].progress == 4500


def test_a_target_counts_from_its_value(session: Session, view: CatalogueView, ireland: Any) -> None:
    values = {"title": "Case workers trained", "target_unit": "persons", "target_value": 400, "value": 340}
    trained = add_milestone(session, view, "IE", "alpha.training", values, actor=ireland)
    assert (trained.measured_by, trained.progress, trained.value_on) == ("target", 8500, TODAY)
    done = save(session, view, trained, ireland, values={"value": 400})
    assert (done.progress, done.actual_on) == (10000, TODAY)


def test_a_new_value_is_as_at_the_day_that_is_stated_else_as_at_the_day_from_which_it_holds(
    session: Session, view: CatalogueView, ireland: Any
) -> None:
    counted = date(2025, 2, 2)
    values = {"title": "Trained", "target_unit": "persons", "target_value": 400, "value": 340, "value_on": counted}
    now = add_milestone(session, view, "IE", "alpha.training", values, actor=ireland)
    for said, expected in (
        ({"value": 341, "value_on": counted}, (341, counted)),
        ({"value": 341, "value_on": None, "note": "left as it was"}, (341, counted)),
        ({"value": 342, "value_on": None}, (342, TODAY)),
        ({"value": 342, "value_on": counted}, (342, counted)),
        ({"value": 343}, (343, TODAY)),
        ({"value": None, "value_on": None}, (None, None)),
    ):
        now = save(session, view, now, ireland, values=said)
        assert (now.value, now.value_on) == expected, said


def test_a_target_is_named_and_stays(session: Session, view: CatalogueView, ireland: Any) -> None:
    """Where the workstream measures by a target, where the measure is switched, and where the target is cleared."""
    for values in ({"title": "Train"}, {"title": "Train", "target_unit": "persons", "value": 3}):
        with pytest.raises(Invalid, match=r"Enter the target\.") as refused:
            add_milestone(session, view, "IE", "alpha.training", values, actor=ireland)
        assert refused.value.field == "target_value"
    by_steps = {"title": "Train", "measured_by": "steps"}
    train = add_milestone(session, view, "IE", "alpha.training", by_steps, actor=ireland)
    with pytest.raises(Invalid, match=r"Enter the target\."):
        save(session, view, train, ireland, values={"measured_by": "target"})
    train = save(session, view, train, ireland, values={"measured_by": "target", "target_value": 10})
    with pytest.raises(Invalid, match=r"Enter the target\."):
        save(session, view, train, ireland, values={"target_value": None})
    train = save(session, view, train, ireland, values={"measured_by": "steps", "target_value": None})
    assert (train.measured_by, train.target_value) == ("steps", None)


def test_what_was_kept_without_a_target_can_still_change_otherwise() -> None:
    kept = {"measured_by": "target", "target_value": None}
    rules.check_target({"note": "x"}, kept)
    with pytest.raises(Invalid):
        rules.check_target({"target_value": None}, kept)


def test_a_cancelled_milestone_is_taken_back_before_it_changes(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    arguments = {"actor": ireland, "reason": "Done by another law"}
    gone = cancel_milestone(session, "IE", law.reference, expected_version=law.version, **arguments)
    for more in ({}, {"effective_on": date(2025, 3, 1)}):
        with pytest.raises(WrongState, match="Take it back"):
            save(session, view, gone, ireland, values={"note": "x"}, **more)
    with pytest.raises(Conflict):
        save(session, view, law, ireland, values={"note": "x"})
    back = uncancel_milestone(session, "IE", law.reference, expected_version=gone.version, actor=ireland)
    assert save(session, view, back, ireland, values={"note": "x"}).note == "x"


def test_the_touch_says_from_which_day_on_the_state_is_another(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    earlier = date(2025, 3, 1)
    before = effective_stamps(session, date(2025, 3, 5))[law.plan_id, Scope.WORKING]
    assert before == 0
    save(session, view, law, ireland, values={"note": "known earlier"}, effective_on=earlier)
    stamp = session.execute(select(Plan.working_stamp).where(Plan.id == law.plan_id)).scalar_one()
    assert effective_stamps(session, date(2025, 3, 5))[law.plan_id, Scope.WORKING] == stamp
    assert effective_stamps(session, date(2025, 2, 28))[law.plan_id, Scope.WORKING] == 0
    assert effective_stamps(session, TODAY)[law.plan_id, Scope.WORKING] == stamp
    days = session.execute(select(PlanTouch.from_day).where(PlanTouch.plan_id == law.plan_id)).scalars().all()
    assert days == [earlier]


def test_a_reference_is_never_used_again(session: Session, view: CatalogueView, ireland: Any) -> None:
    references = [
        add_milestone(session, view, "IE", "beta.law", {"title": f"Step {n}"}, actor=ireland).reference
        for n in range(3)
    ]
    assert references == ["IE-0002", "IE-0003", "IE-0004"]


def test_an_item_of_the_other_level_is_not_in_the_plan(session: Session, view: CatalogueView, ireland: Any) -> None:
    for key in ("alpha.template", "alpha.unknown"):
        with pytest.raises(NotFound):
            add_milestone(session, view, "IE", key, {"title": "x"}, actor=ireland)


@pytest.mark.parametrize(
    ("who", "refused"),
    [
        ("coordinator of IE", None),
        ("coordinator of FR", NotFound),
        ("contributor of the authority", None),
        ("contributor of another authority", NotAllowed),
        ("contributor of another block", NotAllowed),
        ("contributor of FR", NotFound),
        ("reviewer", NotFound),
        ("observer of IE", NotFound),
        ("administrator", NotFound),
        ("nobody", NotFound),
    ],
)
def test_who_may_update_a_milestone_that_is_not_shared(
    session: Session, view: CatalogueView, ireland: Any, who: str, refused: type[Exception] | None
) -> None:
    ministry, agency = factory.authority(session, "IE", "Ministry"), factory.authority(session, "IE", "Agency")
    values = {"title": "Bill adopted", "authority_id": ministry}
    milestone = add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)
    actors: dict[str, Callable[[], Actor]] = {
        "coordinator of IE": lambda: ireland,
        "coordinator of FR": lambda: factory.coordinator(session, "FR"),
        "contributor of the authority": lambda: factory.contributor(session, "IE", ministry),
        "contributor of another authority": lambda: factory.contributor(session, "IE", agency),
        "contributor of another block": lambda: factory.contributor(
            session, "IE", ministry, blocks=frozenset({"beta"})
        ),
        "contributor of FR": lambda: factory.contributor(session, "FR", ministry),
        "reviewer": lambda: factory.reviewer(session),
        "observer of IE": lambda: factory.observer(session, "IE"),
        "administrator": lambda: factory.administrator(session),
        "nobody": lambda: NOBODY,
    }
    actor = actors[who]()
    if refused is None:
        assert save(session, view, milestone, actor, values={"note": "said"}).note == "said"
    else:
        with pytest.raises(refused):
            save(session, view, milestone, actor, values={"note": "said"})


def test_a_contributor_gives_work_only_to_authorities_they_act_for(
    session: Session, view: CatalogueView, ireland: Any
) -> None:
    mine, also, other = (factory.authority(session, "IE", name) for name in ("Mine", "Also", "Other"))
    actor = factory.contributor(session, "IE", mine, also)
    with pytest.raises(NotAllowed):
        add_milestone(session, view, "IE", "alpha.law", {"title": "x", "authority_id": other}, actor=actor)
    with pytest.raises(NotAllowed):
        add_milestone(session, view, "IE", "alpha.law", {"title": "x"}, actor=actor)
    law = add_milestone(session, view, "IE", "alpha.law", {"title": "x", "authority_id": mine}, actor=actor)
    with pytest.raises(NotAllowed):
        save(session, view, law, actor, values={"authority_id": other})
    assert save(session, view, law, actor, values={"authority_id": also}).authority_id == also


def test_spans_of_both_scopes_equal_the_replay(session: Session, view: CatalogueView, law: MilestoneRecord) -> None:
    spans = session.execute(
        select(MilestoneSpan.valid_from).where(MilestoneSpan.subject_id == law.milestone_id)
    ).scalars()
    assert list(spans) == [TODAY]

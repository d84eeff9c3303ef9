"""One change of many milestones: shown before it is done, refused one by one, done at once, taken back as one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.services import pending
from app.catalogue.views import CatalogueView
from app.core.errors import Invalid, NotAllowed, NotFound
from app.plans.bulk import BulkChange, BulkDeed, WhyNeeded
from app.plans.models import Revision
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.services.bulk import apply_change, preview_change, undo_change
from app.plans.services.milestone_status import cancel_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from tests.factories import plans as factory

DUE = date(2027, 3, 1)
WEEK = BulkChange(BulkDeed.FORECAST_BY, days=7)


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


@pytest.fixture
def three(session: Session, view: CatalogueView, ireland: Any) -> list[MilestoneRecord]:
    """Three milestones that are due on one day."""
    return [
        add_milestone(session, view, "IE", "alpha.law", {"title": f"Part {n}", "forecast_on": DUE}, actor=ireland)
        for n in (1, 2, 3)
    ]


def versions(milestones: list[MilestoneRecord]) -> dict[str, int | None]:
    return {one.reference: one.version for one in milestones}


def due_on(session: Session, view: CatalogueView, actor: Any, day: date) -> MilestoneRecord:
    return add_milestone(session, view, "IE", "alpha.law", {"title": "Near", "forecast_on": day}, actor=actor)


def now(session: Session, milestone: MilestoneRecord, actor: Any) -> MilestoneRecord:
    return get_milestone(session, "IE", milestone.reference, actor)[1]


def test_a_preview_says_what_would_change_and_changes_nothing(
    session: Session, view: CatalogueView, ireland: Any, three: list[MilestoneRecord]
) -> None:
    revisions, entries = session.scalar(select(func.count(Revision.id))), len(pending(session))
    rows = preview_change(session, view, "IE", versions(three), WEEK, actor=ireland)
    told = [(change.field, change.old, change.new) for row in rows for change in row.changes]
    assert told == [("forecast_on", DUE, DUE + timedelta(days=7))] * 3
    assert [now(session, one, ireland) for one in three] == three
    assert session.scalar(select(func.count(Revision.id))) == revisions
    assert len(pending(session)) == entries


def test_what_the_rules_refuse_is_left_and_the_others_are_changed(
    session: Session, view: CatalogueView, ireland: Any, three: list[MilestoneRecord]
) -> None:
    gone = cancel_milestone(
        session, "IE", three[0].reference, actor=ireland, expected_version=three[0].version, reason="Not needed"
    )
    chosen = versions([gone, *three[1:]])
    shown = preview_change(session, view, "IE", chosen, WEEK, actor=ireland)
    done = apply_change(session, view, "IE", chosen, WEEK, actor=ireland)
    for rows in (shown, done):
        assert [row.is_done for row in rows] == [False, True, True]
        assert "cancelled" in str(rows[0].refusal and rows[0].refusal.message)
    assert [now(session, one, ireland).forecast_on for one in three] == [DUE, DUE + timedelta(7), DUE + timedelta(7)]
    deeds = [entry["deed"] for entry in pending(session)][-2:]
    assert deeds == ["plans:milestone:updated"] * 2


def test_who_was_faster_is_not_overwritten(
    session: Session, view: CatalogueView, ireland: Any, three: list[MilestoneRecord]
) -> None:
    chosen = versions(three)
    update_milestone(
        session, view, "IE", three[1].reference, {"forecast_on": date(2027, 3, 2)}, actor=ireland, expected_version=None
    )
    rows = apply_change(
        session, view, "IE", chosen, BulkChange(BulkDeed.FORECAST_ON, day=date(2027, 3, 5)), actor=ireland
    )
    assert [row.is_changed_meanwhile for row in rows] == [False, True, False]
    assert [now(session, one, ireland).forecast_on for one in three] == [
        date(2027, 3, 5),
        date(2027, 3, 2),
        date(2027, 3, 5),
    ]


def test_a_cause_that_is_missing_is_asked_for_once_and_nothing_moves_without_it(
    session: Session, view: CatalogueView, ireland: Any, three: list[MilestoneRecord]
) -> None:
    near = due_on(session, view, ireland, DUE + timedelta(days=59))
    far = BulkChange(BulkDeed.FORECAST_ON, day=DUE + timedelta(days=60))
    chosen = versions([*three, near])
    for does, said, field in (
        (preview_change, far, "cause"),
        (apply_change, far, "cause"),
        (apply_change, replace(far, cause="other"), "reason"),
    ):
        with pytest.raises(WhyNeeded) as refused:
            does(session, view, "IE", chosen, said, actor=ireland)
        assert refused.value.field == field
        assert [row.reference for row in refused.value.rows] == [one.reference for one in three]
        assert now(session, near, ireland) == near
    rows = apply_change(session, view, "IE", chosen, replace(far, cause="budget"), actor=ireland)
    assert all(row.is_done for row in rows)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (BulkChange(BulkDeed.START_ON, day=date(2026, 1, 5)), "start_on", date(2026, 1, 5)),
        (BulkChange(BulkDeed.CANCEL, reason="Not needed"), "is_cancelled", True),
        (BulkChange(BulkDeed.FORECAST_ON, day=date(2027, 3, 3)), "forecast_on", date(2027, 3, 3)),
    ],
)
def test_a_change_of_many_is_taken_back_as_one(
    session: Session,
    view: CatalogueView,
    ireland: Any,
    three: list[MilestoneRecord],
    change: BulkChange,
    field: str,
    value: Any,
) -> None:
    session.info["request_id"] = "the change"
    done = apply_change(session, view, "IE", versions(three), change, actor=ireland)
    assert [getattr(now(session, one, ireland), field) for one in three] == [value] * 3
    session.info["request_id"] = "taking it back"
    rows = undo_change(session, "IE", {row.reference: row.record.version for row in done if row.record}, actor=ireland)
    assert all(row.is_done for row in rows)
    assert [getattr(now(session, one, ireland), field) for one in three] == [getattr(one, field) for one in three]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (BulkChange(BulkDeed.FORECAST_ON), "day"),
        (BulkChange(BulkDeed.START_ON), "day"),
        (BulkChange(BulkDeed.FORECAST_BY), "days"),
        (BulkChange(BulkDeed.FORECAST_BY, days=100_000), "days"),
        (BulkChange(BulkDeed.STEP), "step_key"),
        (BulkChange(BulkDeed.CANCEL, reason="  "), "reason"),
    ],
)
def test_a_change_that_lacks_what_it_needs_names_the_field(
    session: Session,
    view: CatalogueView,
    ireland: Any,
    three: list[MilestoneRecord],
    change: BulkChange,
    field: str,
) -> None:
    with pytest.raises(Invalid) as refused:
        preview_change(session, view, "IE", versions(three), change, actor=ireland)
    assert refused.value.field == field


def test_nothing_chosen_is_said(session: Session, view: CatalogueView, ireland: Any) -> None:
    with pytest.raises(Invalid):
        preview_change(session, view, "IE", {}, WEEK, actor=ireland)


def test_who_reads_only_what_is_shared_learns_nothing_by_trying(
    session: Session, view: CatalogueView, three: list[MilestoneRecord]
) -> None:
    with pytest.raises(NotAllowed):
        preview_change(session, view, "IE", versions(three), WEEK, actor=factory.reviewer(session))
    with pytest.raises(NotFound):
        preview_change(session, view, "IE", versions(three), WEEK, actor=factory.coordinator(session, "FR"))

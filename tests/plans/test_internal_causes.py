"""The cause of a move may stay within the country: others read “other”, and no reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.plans.bulk import BulkChange, BulkDeed
from app.plans.queries.heads import get_plan
from app.plans.queries.history import list_history
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.services.bulk import apply_change
from app.plans.services.milestone_status import cancel_milestone
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.moving import move_milestone
from app.plans.services.releases import set_continuous_sharing, share
from app.plans.services.undoing import undo_update
from tests.factories import plans as factory

Why = tuple[str | None, str]
REASON = "The second bidder went to court."


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


@pytest.fixture
def law(session: Session, view: CatalogueView, ireland: Any) -> MilestoneRecord:
    values = {"title": "Bill adopted", "baseline_on": date(2025, 9, 1)}
    made = add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)
    share(session, "IE", actor=ireland)
    return made


def move(session: Session, view: CatalogueView, law: MilestoneRecord, actor: Any, day: date, **why: Any) -> None:
    """Move the forecast of the law to a day."""
    update_milestone(
        session, view, "IE", law.reference, {"forecast_on": day}, actor=actor, expected_version=None, **why
    )


def newest(session: Session, actor: Any) -> Why:
    """The cause and the reason of the newest change, as the actor reads them."""
    entry = list_history(session, get_plan(session, "IE", actor))[0]
    return entry.cause, entry.reason


def test_others_read_that_there_is_a_cause_and_neither_which_nor_why(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    why = {"cause": "tender_challenged", "reason": "The second bidder went to court."}
    move(session, view, law, ireland, date(2026, 3, 1), keeps_cause=True, **why)
    share(session, "IE", actor=ireland)
    assert newest(session, ireland) == ("tender_challenged", "The second bidder went to court.")
    assert newest(session, factory.reviewer(session)) == ("other", "")


def test_without_the_mark_others_read_both(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    move(session, view, law, ireland, date(2026, 3, 1), cause="staffing", reason="Two posts are vacant.")
    share(session, "IE", actor=ireland)
    assert newest(session, factory.reviewer(session)) == ("staffing", "Two posts are vacant.")


def test_a_reason_without_a_cause_is_kept_too_and_no_cause_appears(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    set_continuous_sharing(session, "IE", True, actor=ireland)
    move(session, view, law, ireland, date(2025, 9, 10), reason="A vote was moved.", keeps_cause=True)
    assert newest(session, factory.reviewer(session)) == (None, "")


@pytest.mark.parametrize("deed", ["cancel", "cancel many", "move"])
def test_the_reason_of_a_cancelling_is_kept_behind_every_door(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any, deed: str
) -> None:
    if deed == "cancel many":
        many = BulkChange(BulkDeed.CANCEL, reason=REASON, keeps_cause=True)
        assert apply_change(session, view, "IE", {law.reference: None}, many, actor=ireland)[0].is_done
    else:
        why = {"actor": ireland, "expected_version": None, "reason": REASON, "keeps_reason": True}
        if deed == "cancel":
            cancel_milestone(session, "IE", law.reference, **why)
        else:
            move_milestone(session, view, "IE", law.reference, "beta.law", **why)
    share(session, "IE", actor=ireland)
    reviewer = factory.reviewer(session)
    for actor, expected in ((ireland, REASON), (reviewer, "")):
        record = get_milestone(session, "IE", law.reference, actor)[1]
        assert (record.is_cancelled, record.cancel_reason) == (True, "")
        told = list_history(session, get_plan(session, "IE", actor))
        gone = [entry for entry in told if any(change.field == "is_cancelled" for change in entry.changes)]
        assert [entry.reason for entry in gone] == [expected]
    assert REASON not in "".join(entry.reason for entry in list_history(session, get_plan(session, "IE", reviewer)))


def test_what_is_undone_stays_as_internal_as_it_was(
    session: Session, view: CatalogueView, law: MilestoneRecord, ireland: Any
) -> None:
    session.info["request_id"] = "first"
    move(session, view, law, ireland, date(2026, 3, 1), cause="budget", keeps_cause=True)
    session.info["request_id"] = "second"
    undo_update(session, "IE", law.reference, actor=ireland, expected_version=None)
    share(session, "IE", actor=ireland)
    assert newest(session, ireland) == ("budget", "")
    assert newest(session, factory.reviewer(session)) == ("other", "")

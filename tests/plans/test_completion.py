"""Done, and open again: a day alone neither completes a milestone nor opens it; the step, value or report does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core.errors import Invalid, WrongState
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.services.closing import report_in_place
from app.plans.services.items import set_applicability
from app.plans.services.milestones import add_milestone, update_milestone
from tests.factories import plans as factory

TODAY = factory.NOON.date()


@pytest.fixture
def ireland(session: Session, view: CatalogueView) -> Any:
    return factory.coordinator(session, "IE")


def save(
    session: Session, view: CatalogueView, record: MilestoneRecord, actor: Any, values: dict[str, Any], **more: Any
) -> MilestoneRecord:
    more.setdefault("expected_version", record.version)
    return update_milestone(session, view, "IE", record.reference, values, actor=actor, **more)


def refuses(says: str, session: Session, view: CatalogueView, record: MilestoneRecord, *rest: Any, **more: Any) -> None:
    with pytest.raises(Invalid) as refused:
        save(session, view, record, *rest, **more)
    assert refused.value.field == "actual_on"
    assert says in refused.value.message
    assert get_milestone(session, "IE", record.reference, rest[0])[1] == record


def test_clearing_the_day_of_a_milestone_at_its_last_step_says_how_to_open_it(
    session: Session, view: CatalogueView, ireland: Any, clock_at: time_machine.Traveller
) -> None:
    law = add_milestone(session, view, "IE", "alpha.law", {"title": "x", "step_key": "notified"}, actor=ireland)
    clock_at.move_to(factory.NOON.replace(month=4))
    refuses("choose an earlier step", session, view, law, ireland, {"actual_on": None})
    refuses("choose an earlier step", session, view, law, ireland, {"actual_on": None, "note": "n"})
    day = date(2025, 2, 1)  # before it was done
    refuses("choose an earlier step", session, view, law, ireland, {"actual_on": None}, effective_on=day)
    opened = save(session, view, law, ireland, {"actual_on": None, "step_key": "published"})
    assert (opened.progress, opened.actual_on) == (8500, None)


def test_clearing_the_day_of_a_target_that_is_reached_says_how_to_open_it(
    session: Session, view: CatalogueView, ireland: Any
) -> None:
    values = {"title": "Trained", "target_unit": "persons", "target_value": 400, "value": 400}
    trained = add_milestone(session, view, "IE", "alpha.training", values, actor=ireland)
    refuses("enter the value", session, view, trained, ireland, {"actual_on": None})
    refuses("enter the value", session, view, trained, ireland, {"actual_on": None, "value": 410})
    opened = save(session, view, trained, ireland, {"actual_on": None, "value": 390})
    assert (opened.progress, opened.actual_on) == (9750, None)
    again = save(session, view, opened, ireland, {"value": 400})
    further = save(session, view, again, ireland, {"actual_on": None, "target_value": 800})
    assert (further.progress, further.actual_on) == (5000, None)


def test_clearing_the_day_of_the_closing_milestone_says_where_it_is_taken_back(
    session: Session, view: CatalogueView, ireland: Any
) -> None:
    closing = report_in_place(session, view, "IE", "alpha.law", actor=ireland, expected_version=None)
    refuses("Open again", session, view, closing, ireland, {"actual_on": None})


def test_a_day_for_the_closing_milestone_reports_the_item_in_place(
    session: Session, view: CatalogueView, ireland: Any
) -> None:
    add_milestone(session, view, "IE", "alpha.law", {"title": "x"}, actor=ireland)
    _plan, closing = get_milestone(session, "IE", "IE-0001", ireland)
    refuses("future", session, view, closing, ireland, {"actual_on": date(2025, 3, 11)})
    done = save(session, view, closing, ireland, {"actual_on": date(2025, 2, 20), "note": "Act 1 of 2025"})
    assert (done.progress, done.actual_on, done.note) == (10000, date(2025, 2, 20), "Act 1 of 2025")
    assert get_milestone(session, "IE", "IE-0001", ireland, date(2025, 2, 20))[1].progress == 10000


def test_an_item_that_does_not_apply_is_not_reported_in_place_through_its_closing_milestone(
    session: Session, view: CatalogueView, ireland: Any
) -> None:
    add_milestone(session, view, "IE", "alpha.law", {"title": "x"}, actor=ireland)
    deed: dict[str, Any] = {"actor": ireland, "reason": "no coast", "expected_version": None}
    set_applicability(session, view, "IE", "alpha.law", "not_applicable", **deed)
    _plan, closing = get_milestone(session, "IE", "IE-0001", ireland)
    with pytest.raises(WrongState):
        save(session, view, closing, ireland, {"actual_on": date(2025, 2, 20)})

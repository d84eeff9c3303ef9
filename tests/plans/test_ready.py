"""Ready milestones from the ladder of an item, and several added at a stroke."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.core.errors import Invalid, NotAllowed
from app.plans.queries.heads import get_plan
from app.plans.queries.state import list_milestones
from app.plans.rules.ready import ready_milestones
from app.plans.services.several import AT_MOST, add_milestones
from app.plans.states import Scope
from tests.factories import plans as factory

TODAY = factory.NOON.date()


def test_each_step_has_its_day_on_the_way_to_needed_by(view: CatalogueView) -> None:
    ready = ready_milestones(view.items["alpha.law"], view.workstreams["legal"], TODAY)
    assert [one.step.key for one in ready] == [key for key, _ in factory.LEGAL_LADDER]
    days = [one.baseline_on for one in ready if one.baseline_on]
    assert days == sorted(days)
    assert days[-1] == factory.APPLIES_FROM
    assert days[0] > TODAY


def test_two_to_four_are_ticked_to_begin_with(view: CatalogueView) -> None:
    ready = ready_milestones(view.items["alpha.law"], view.workstreams["legal"], TODAY)
    assert [one.step.key for one in ready if one.is_usual] == ["draft", "government", "adopted", "notified"]
    counted = ready_milestones(view.items["alpha.training"], view.workstreams["training"], TODAY)
    assert [one.step.key for one in counted if one.is_usual] == ["started", "done"]


def test_no_day_is_proposed_once_needed_by_has_passed(view: CatalogueView) -> None:
    late = ready_milestones(view.items["alpha.law"], view.workstreams["legal"], date(2027, 1, 1))
    assert {one.baseline_on for one in late} == {None}


def test_several_are_added_in_their_order_or_none(session: Session, view: CatalogueView) -> None:
    ireland = factory.coordinator(session, "IE")
    for wrong, field in (([{"title": "A"}, {"title": ""}], "parts-1-title"), ([], None)):
        with pytest.raises(Invalid) as refusal, session.begin_nested():
            add_milestones(session, view, "IE", "alpha.law", wrong, actor=ireland)
        assert refusal.value.field == field
    with pytest.raises(Invalid):
        add_milestones(session, view, "IE", "alpha.law", [{"title": "A"}] * (AT_MOST + 1), actor=ireland)
    made = add_milestones(session, view, "IE", "alpha.law", [{"title": "B"}, {"title": "A"}], actor=ireland)
    plan = get_plan(session, "IE", ireland)
    listed = list_milestones(session, plan.plan_id, Scope.WORKING, TODAY)
    assert [one.title for one in listed] == ["B", "A", "In place"]
    assert [one.reference for one in listed[:2]] == [one.reference for one in made]
    with pytest.raises(NotAllowed):
        add_milestones(session, view, "IE", "alpha.law", [{"title": "A"}], actor=factory.contributor(session, "IE", 1))

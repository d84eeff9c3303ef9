"""The order of an item's milestones: four buttons each, which keep the keyboard where it was."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans import policy
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.services import ordering
from app.plans.states import Shift
from app.web.countries.area import area
from app.web.countries.deeds.common import cell_address, item_of
from app.web.countries.deeds.milestones import Answer, own_work, readable_plan, subject_of


@area.get("/<code>/items/<key>/order")
@signed_in
def show_order(code: str, key: str) -> Answer:
    """The milestones of an item, to be put in order. `at` and `by` name the button that was pressed last."""
    view = catalogue()
    item = item_of(view, key)
    plan = readable_plan(code)
    require(actor(), policy.ORDER_MILESTONES, own_work(code, item))
    listed = in_order(plan, item.item_id)
    return render_template(
        "countries/order_milestones.html",
        owner=code,
        item=item,
        milestones=[
            (one, allows(actor(), policy.ORDER_MILESTONES, subject_of(view, code, one)))
            for one in listed
            if not one.is_closing
        ],
        shifts=tuple(Shift),
        at=request.args.get("at", ""),
        by=request.args.get("by", ""),
        back=cell_address(view, code, item),
    )


@area.post("/<code>/milestones/<reference>/order")
@signed_in
@writes
def order_milestone(code: str, reference: str) -> Answer:
    """Put a milestone first, up, down or last among those of its item."""
    view = catalogue()
    try:
        shift = Shift(request.form.get("shift", ""))
    except ValueError:
        raise Invalid(message("Choose where the milestone goes.")) from None
    plan, record = get_milestone(session(), code, reference, actor())
    ordering.order_milestone(session(), code, reference, shift, actor=actor())
    listed = [one.reference for one in in_order(plan, record.item_id) if not one.is_closing]
    place = {"title": record.title, "place": listed.index(reference) + 1, "number": len(listed)}
    flash(gettext("%(title)s: place %(place)s of %(number)s.", **place), "success")
    key = view.items_by_id[record.item_id].key
    return redirect(url_for("countries.show_order", code=code, key=key, at=reference, by=shift.value), 303)


def in_order(plan: PlanInScope, item_id: int) -> list[MilestoneRecord]:
    """The milestones of an item as they stand."""
    return list_milestones(session(), plan.plan_id, plan.scope, clock.today(), [item_id])

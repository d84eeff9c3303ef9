"""Ready milestones of an item, from the ladder of its workstream: ticked, changed, and added at a stroke."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template

from app.catalogue.views import CatalogueView, ItemView
from app.core import clock
from app.core.errors import Invalid
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.heads import list_authorities
from app.plans.queries.records import PlanInScope
from app.plans.rules.ready import REACHED, ready_milestones
from app.plans.services.several import add_milestones
from app.plans.states import Measure
from app.web.countries.area import area
from app.web.countries.choices import authority_choices
from app.web.countries.deeds.common import back_to, cell_address, item_of
from app.web.countries.deeds.items import record_of
from app.web.countries.deeds.milestones import Answer, own_work, readable_plan
from app.web.countries.part_forms import PartForm, ReadyForm, Together, parts_sent
from app.web.tongue import gettext, language, ngettext

TITLE_LIMIT = 300


@area.route("/<code>/items/<key>/milestones/ready", methods=["GET", "POST"])
@signed_in
@writes
def add_ready_milestones(code: str, key: str) -> Answer:
    """Milestones that the item's ladder suggests; nothing is saved before they are looked at."""
    view = catalogue()
    item = item_of(view, key)
    plan = readable_plan(code)
    require(actor(), policy.ADD_MILESTONE, own_work(code, item))
    form = ReadyForm()
    parts = with_choices(parts_sent() if form.is_submitted() else proposed(view, plan, item), plan, item)
    both = Together(form, parts)
    if not form.is_submitted():
        return page_of(view, code, item, both)
    taken = [part for part in parts if part.is_taken.data]
    if both.is_good():
        several = [values_of(part, is_counted=is_counted(view, item)) for part in taken]
        try:
            made = add_milestones(session(), view, code, key, several, actor=actor(), reason=form.reason.data or "")
        except Invalid as error:
            session().rollback()
            both.put(error, taken)
        else:
            number = len(made)
            flash(ngettext("Added: %(num)s milestone.", "Added: %(num)s milestones.", number, num=number), "success")
            return back_to(view, code, item)
    return page_of(view, code, item, both), 422


def proposed(view: CatalogueView, plan: PlanInScope, item: ItemView) -> list[PartForm]:
    """A row for each milestone that is ready, given to the item's lead."""
    record = record_of(plan, item.item_id)
    lead = str(record.lead_authority_id or "") if record else ""
    ready = ready_milestones(item, view.workstreams[item.workstream], clock.today())
    return [
        PartForm(
            number,
            data={
                "is_taken": one.is_usual,
                "title": f"{one.step.title.in_(language())}: {item.title.in_(language())}"[:TITLE_LIMIT],
                "authority_id": lead,
                "baseline_on": one.baseline_on,
            },
        )
        for number, one in enumerate(ready)
    ]


def is_counted(view: CatalogueView, item: ItemView) -> bool:
    """Whether work on the item is measured by counting something, so that people say how much, and of what."""
    return view.workstreams[item.workstream].measured_by is Measure.TARGET


def values_of(part: PartForm, *, is_counted: bool) -> dict[str, Any]:
    """A milestone as the service takes it: where nothing is counted, it is reached or not."""
    values = {**part.values("title", "authority_id", "baseline_on"), "measured_by": Measure.TARGET.value}
    if is_counted:
        return {**values, **part.values("target_value", "target_unit")}
    return {**values, "target_value": REACHED, "target_unit": gettext("done")}


def with_choices(parts: list[PartForm], plan: PlanInScope, item: ItemView) -> list[PartForm]:
    """The rows with the authorities to which the person may give work of the item."""

    def may_choose(key: int | None) -> bool:
        return allows(actor(), policy.ADD_MILESTONE, WorkSubject(plan.owner, item.block_key, one_authority(key)))

    choices = authority_choices(list_authorities(session(), plan.plan_id), None, may_choose)
    for part in parts:
        part.authority_id.choices = choices
        if part.authority_id.data not in {choice.value for choice in choices} and not part.is_taken.data:
            part.authority_id.data = choices[0].value if choices else ""
    return parts


def page_of(view: CatalogueView, code: str, item: ItemView, both: Together) -> str:
    """The page on which they are ticked."""
    return render_template(
        "countries/add_ready_milestones.html",
        owner=code,
        item=item,
        all=both,
        form=both.form,
        parts=both.parts,
        is_counted=is_counted(view, item),
        is_late=item.needed_by <= clock.today(),
        workstream=view.workstreams[item.workstream],
        back=cell_address(view, code, item),
    )

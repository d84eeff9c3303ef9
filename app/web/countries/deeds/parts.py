"""Divide a target among authorities, and report parts, on the milestone's page."""

from __future__ import annotations

from flask import flash, redirect, render_template, request

from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.errors import spoken, status_of
from app.plans import policy
from app.plans.parts import parts_of
from app.plans.policy import PlanSubject
from app.plans.queries.heads import list_authorities
from app.plans.queries.items import current_item
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.services.parts import save_parts
from app.web.countries.area import area, country_of, name_of
from app.web.countries.deeds.milestones import Answer, subject_of
from app.web.countries.deeds.pages import address_of
from app.web.countries.parts import is_divisible, reported, rows_of, said_in, targets_of, with_typed
from app.web.tongue import gettext


@area.route("/<code>/milestones/<reference>/parts", methods=["GET", "POST"])
@signed_in
@writes
def save_parts_of(code: str, reference: str) -> Answer:
    """All authorities of the plan with their part of the target, and the form that saves those that were changed."""
    if request.method != "POST":
        return page_of(code, reference)
    _plan, before = get_milestone(session(), code, reference, actor())
    try:
        after = save_parts(
            session(),
            code,
            reference,
            said_in(request.form),
            actor=actor(),
            reason=request.form.get("reason", ""),
        )
    except Conflict as conflict:
        session().rollback()
        return page_of(code, reference, theirs=conflict.theirs), 409
    except Invalid as error:
        session().rollback()
        return page_of(code, reference, error=error), 422
    except WrongState as refusal:
        session().rollback()
        return page_of(code, reference, refusal=spoken(refusal)), status_of(refusal)
    flash(_said_of_sums(before, after), "success")
    return redirect(address_of(code, reference), 303)


def _said_of_sums(before: MilestoneRecord, after: MilestoneRecord) -> str:
    """That it was saved; and what target and value were, where the sums of the parts are others."""
    said, unit = [gettext("Saved.")], after.target_unit or ""
    if before.target_value != after.target_value:
        values = {"old": _counted(before.target_value, unit), "new": _counted(after.target_value, unit)}
        said.append(gettext("The target is now %(new)s; it was %(old)s.", **values))
    if before.value != after.value:
        values = {"old": _counted(before.value, unit), "new": _counted(after.value, unit)}
        said.append(gettext("The value is now %(new)s; it was %(old)s.", **values))
    return " ".join(said)


def _counted(number: int | None, unit: str) -> str:
    return gettext("none") if number is None else f"{number:,} {unit}".strip()


def page_of(
    code: str,
    reference: str,
    *,
    error: Invalid | None = None,
    theirs: dict[str, str] | None = None,
    refusal: str = "",
) -> str:
    """The page of the parts, with what was typed, what is wrong, and what somebody else saved meanwhile.

    Raises NotFound, NotAllowed.
    """
    view = catalogue()
    country_of(view, code)
    plan, record = get_milestone(session(), code, reference, actor())
    require(actor(), policy.READ_WORKING, PlanSubject(code))
    item = view.items_by_id[record.item_id]
    may_divide = allows(actor(), policy.UPDATE_MILESTONE, subject_of(view, code, record))
    of_item = current_item(session(), record.plan_item_id)
    listed = list_authorities(session(), plan.plan_id, plan.scope)
    rows = rows_of(
        record,
        {one.authority_id: one.name for one in listed},
        block_key=item.block_key,
        owner=code,
        may_divide=may_divide,
        others={one.authority_id: one.name for one in listed if one.is_active} if may_divide else None,
        lead=of_item.lead_authority_id,
        involved={*of_item.contributing, record.authority_id or 0},
    )
    now = {row.authority_id: row.was for row in rows}
    if request.method == "POST":
        rows = with_typed(rows, request.form, error)
    changed = {int(key): parts_of(text).get(int(key)) for key, text in (theirs or {}).items()}
    return render_template(
        "countries/edit_parts.html",
        owner=code,
        name=name_of(view, code),
        milestone=record,
        item=item,
        block=view.blocks[item.block_key],
        rows=rows,
        now=now,
        targets=targets_of(rows, record),
        reported=reported(record),
        reason=request.form.get("reason", ""),
        changed=changed,
        is_divisible=is_divisible(record),
        sentence=spoken(error) if error else "",
        error_field=error.field if error else "",
        refusal=refusal,
    )

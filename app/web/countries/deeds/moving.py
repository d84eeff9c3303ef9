"""A milestone moved to another item of its plan."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import gettext

from app.catalogue.states import Level
from app.catalogue.views import CatalogueView
from app.core.errors import Conflict, DomainError, Invalid, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.services import moving
from app.plans.states import EU, SubjectKind
from app.web.countries.area import area
from app.web.countries.deeds.common import version_shown
from app.web.countries.deeds.milestones import Answer, subject_of
from app.web.countries.deeds.pages import address_of, latest_changes
from app.web.countries.part_forms import MoveForm
from app.web.countries.told import ToldEntry
from app.web.tongue import language


@area.route("/<code>/milestones/<reference>/move", methods=["GET", "POST"])
@signed_in
@writes
def move_milestone(code: str, reference: str) -> Answer:
    """Move a milestone to another item, with the reason."""
    view = catalogue()
    plan, record = get_milestone(session(), code, reference, actor())
    require(actor(), policy.MOVE_MILESTONE, subject_of(view, code, record))
    form = MoveForm(data={"version": str(record.version)})
    form.item_key.choices = items_of(view, code, record)
    if not form.is_submitted():
        return page_of(view, code, record, form)
    if not form.validate():
        return page_of(view, code, record, form), 422
    try:
        moved = moving.move_milestone(
            session(),
            view,
            code,
            reference,
            form.item_key.data or "",
            actor=actor(),
            expected_version=version_shown(),
            reason=form.reason.data or "",
            keeps_reason=form.keeps_reason.data,
        )
    except (Conflict, Invalid, WrongState) as refusal:
        session().rollback()
        return refused(view, plan, record, form, refusal)
    flash(gettext("Moved: %(title)s is now %(reference)s.", title=moved.title, reference=moved.reference), "success")
    return redirect(address_of(code, moved.reference), 303)


def items_of(view: CatalogueView, code: str, record: MilestoneRecord) -> dict[str, list[tuple[str, str]]]:
    """The other items of the plan in which the person may add such a milestone, under the names of their blocks."""
    found: dict[str, list[tuple[str, str]]] = {"": [("", gettext("Choose an item"))]}
    for block in view.blocks.values():
        subject = WorkSubject(code, block.key, one_authority(record.authority_id))
        if allows(actor(), policy.ADD_MILESTONE, subject):
            listed = [
                (item.key, item.title.in_(language()))
                for item in block.items
                if (item.level is Level.EU) == (code == EU) and item.item_id != record.item_id
            ]
            found |= {f"{block.code} {block.title.in_(language())}": listed} if listed else {}
    return found


def refused(
    view: CatalogueView, plan: PlanInScope, record: MilestoneRecord, form: MoveForm, refusal: DomainError
) -> tuple[str, int]:
    """The page with what was typed, and why it cannot be done; after a conflict, what was changed meanwhile."""
    if isinstance(refusal, Invalid):
        put_beside(form, refusal)
        return page_of(view, plan.owner, record, form), 422
    latest: list[ToldEntry] = []
    if isinstance(refusal, Conflict):
        form.version.data = str(refusal.current_version)
        latest = latest_changes(plan, SubjectKind.MILESTONE, record.milestone_id)
    return page_of(view, plan.owner, record, form, spoken(refusal), latest), 409


def page_of(
    view: CatalogueView,
    code: str,
    record: MilestoneRecord,
    form: MoveForm,
    why_not: str = "",
    latest: list[ToldEntry] | None = None,
) -> str:
    """The page on which the item is chosen."""
    return render_template(
        "countries/move_milestone.html",
        owner=code,
        milestone=record,
        item=view.items_by_id[record.item_id],
        form=form,
        refused=why_not,
        latest=latest or [],
        back=address_of(code, record.reference),
    )

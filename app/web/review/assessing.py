"""What was found of an item: read by all who read the plan, written by reviewers."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.assessments.policy import ASSESS
from app.assessments.queries import list_assessments
from app.assessments.states import REASON_LIMIT, Verdict
from app.catalogue.states import Level
from app.catalogue.views import ItemView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows
from app.http.commits import writes
from app.http.context import actor, catalogue, session, viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.services.access import NO_ITEM
from app.plans.states import EU
from app.review.services.assessing import assess_item as assess
from app.web.countries.deeds.common import cell_address, item_of, version_shown
from app.web.countries.forms_versions import VersionForm
from app.web.countries.readings import one_reading
from app.web.review.area import area
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]


class AssessmentForm(VersionForm):
    """What a reviewer finds, and why."""

    verdict = RadioField(_("What you find"), validate_choice=False)
    reason = TextAreaField(_("Why"), [InputRequired(), Length(max=REASON_LIMIT)])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.verdict.choices = [SelectChoice(value=one.value, label=gettext(one.label)) for one in Verdict]


@area.get("/countries/<code>/items/<key>/assessments")
@signed_in
def show_assessments(code: str, key: str) -> str:
    """What was found of an item, the latest first, and for reviewers the form of another assessment."""
    return _page(code, item_of(catalogue(), key), AssessmentForm(formdata=None))


@area.post("/countries/<code>/items/<key>/assessments")
@signed_in
@writes
def assess_item(code: str, key: str) -> Answer:
    """Say what was found."""
    view = catalogue()
    item = item_of(view, key)
    form = AssessmentForm()
    status = 422
    if form.validate():
        try:
            assess(
                session(),
                view,
                code,
                key,
                form.verdict.data or "",
                form.reason.data or "",
                actor=actor(),
                expected_latest=version_shown(),
            )
        except Invalid as error:
            put_beside(form, error)
        except (WrongState, Conflict) as refusal:
            form.form_errors.append(spoken(refusal))
            status = status_of(refusal)
        else:
            flash(gettext("Your assessment is there; the country sees it."), "success")
            return redirect(cell_address(view, code, item), 303)
    return _page(code, item, form), status


def _page(code: str, item: ItemView, form: AssessmentForm) -> str:
    view = catalogue()
    plan, eu = get_plan_beside_eu(session(), code, actor())
    if (item.level is Level.EU) != (code == EU):
        raise NotFound(NO_ITEM)
    found = list_assessments(session(), plan.plan_id, clock.today(), [item.item_id])
    reading = one_reading(session(), view, plan, eu, viewpoint())[0].items.get(item.item_id)
    may_assess = allows(actor(), ASSESS, PlanSubject(code))
    return render_template(
        "review/show_assessments.html",
        owner=code,
        view=view,
        item=item,
        reading=reading,
        found=found,
        form=form if may_assess and reading is not None and reading.level is not None else None,
        latest=found[0].assessment_id if found else 0,
        back=cell_address(view, code, item),
    )

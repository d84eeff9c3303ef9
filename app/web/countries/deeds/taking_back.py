"""A version of a file that was uploaded in error, taken back."""

from __future__ import annotations

from flask import flash, render_template, url_for
from werkzeug.utils import redirect

from app.core.errors import Invalid, NotFound, WrongState
from app.core.policy import require
from app.files.queries import NO_FILE
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.plans import policy
from app.plans.queries.files import find_evidence_of, find_version_before, get_evidence_file
from app.plans.queries.heads import get_plan
from app.plans.services.taking_back import TAKEN_ALREADY
from app.review.queries.sealed_files import rests_on
from app.review.services.taking_back import take_back_version
from app.web.countries.area import area
from app.web.countries.deeds.evidence import find_evidence
from app.web.countries.deeds.items import record_of, work_on
from app.web.countries.deeds.milestones import Answer
from app.web.countries.forms import TakeBackForm
from app.web.tongue import gettext


@area.route("/<code>/files/<int:file_id>/take-back", methods=["GET", "POST"])
@signed_in
@writes
def take_back_file(code: str, file_id: int) -> Answer:
    """Take a version back, with the reason, and say whether the version before it counts again."""
    plan = get_plan(session(), code, actor())
    file = get_evidence_file(session(), plan, file_id)
    evidence_id = find_evidence_of(session(), plan.plan_id, file_id)
    if evidence_id is None:
        raise NotFound(NO_FILE)
    record, is_standing = find_evidence(plan, evidence_id)
    item = catalogue().items_by_id[record.item_id]
    require(actor(), policy.TAKE_BACK_VERSION, work_on(code, item, record_of(plan, item.item_id)))
    if file.taken_back is not None:
        raise WrongState(TAKEN_ALREADY)
    form = TakeBackForm()
    back = url_for("countries.edit_evidence", code=code, evidence_id=evidence_id)
    if form.validate_on_submit():
        try:
            take_back_version(
                session(),
                code,
                file_id,
                actor=actor(),
                reason=form.reason.data or "",
                before_counts=form.before_counts.data,
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Taken back: %(name)s.", name=file.name), "success")
            return redirect(back, 303)
    counts = is_standing and record.file_id == file_id
    page = render_template(
        "countries/take_back_file.html",
        owner=code,
        evidence=record,
        file=file,
        form=form,
        back=back,
        counts=counts,
        before=find_version_before(session(), evidence_id, file_id) if counts else None,
        is_sealed=rests_on(session(), plan.plan_id, file.content_hash),
    )
    return (page, 422) if form.is_submitted() else page

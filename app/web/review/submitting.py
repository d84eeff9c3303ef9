"""Submitting a plan, signing what another prepared, and whether two sign."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, DomainError, Invalid, WrongState
from app.core.policy import require
from app.desk.needs import count_to_confirm, looked_at
from app.desk.queries.facts import read_desk
from app.desk.rights import OfPerson
from app.http.commits import writes
from app.http.context import actor, catalogue, session, viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.http.uploads import depot, sent_file, takes_files
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.queries.records import PlanInScope
from app.review.checks import Checks, check_plan
from app.review.policy import SUBMIT
from app.review.queries.rounds import confirmation_interval, list_open_rounds
from app.review.queries.submissions import find_waiting, wants_four_eyes
from app.review.services import submissions
from app.web.arriving import ground, pieces_for
from app.web.countries.area import country_of
from app.web.countries.choices import whole_number
from app.web.countries.deeds.common import NO_VERSION
from app.web.countries.readings import plan_reading, unshared_counts
from app.web.kept import reading_cache
from app.web.review.area import area
from app.web.review.forms import SubmissionForm
from app.web.review.submissions import receipt_page, submissions_page
from app.web.tongue import gettext, ngettext

Answer = Response | str | tuple[str, int]

LOOK, CHANGE = "look", "change"
"""What a button of the form asks for before anything is submitted."""


def checks_of(plan: PlanInScope) -> Checks:
    """What to warn of before the plan is submitted as it stands."""
    interval = confirmation_interval(session())
    reading = plan_reading(session(), catalogue(), plan, viewpoint())
    facts = read_desk(session(), plan.head, reading.day, reading_cache())
    items = looked_at(reading.circumstances, reading, facts, interval)
    return check_plan(
        reading,
        unshared=sum(unshared_counts(session(), plan).values()),
        unconfirmed=count_to_confirm(items, OfPerson(actor(), plan.owner)),
        interval=interval,
    )


@ground("document")
def may_send_document(code: str, _target: str) -> None:
    """Whether the person may submit a country's plan with its official document. Raises NotFound, NotAllowed."""
    country_of(catalogue(), code)
    get_plan(session(), code, actor())
    require(actor(), SUBMIT, PlanSubject(code))


@area.route("/countries/<code>/submit", methods=["GET", "POST"])
@signed_in
@writes
@takes_files
def submit(code: str) -> Answer:
    """What the checks say of the plan and the form for what is submitted; what will be sealed; and submitting it."""
    view = catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    require(actor(), SUBMIT, PlanSubject(code))
    form = SubmissionForm(view, list_open_rounds(session(), plan.plan_id))
    if not form.is_submitted():
        wanted = request.args.get("round", "")
        form.round_id.data = wanted if whole_number(wanted) is not None else form.round_id.choices[0].value
        return submit_page(plan, form)
    step = request.form.get("step", "")
    if step == CHANGE:
        return submit_page(plan, form)
    if not form.validate():
        return submit_page(plan, form), 422
    stamp = whole_number(request.form.get("seen_stamp"))
    try:
        if step == LOOK:
            submissions.check_submission(session(), view, code, form.values(), actor=actor())
            return look_page(plan, form)
        with sent_file(form.file) as file:
            made = submissions.submit(session(), view, code, form.values(), actor=actor(), file=file, seen_stamp=stamp)
    except Conflict as conflict:
        session().rollback()
        return look_page(get_plan(session(), code, actor()), form, spoken(conflict)), 409
    except (Invalid, WrongState) as refusal:
        session().rollback()
        put_beside(form, refusal if isinstance(refusal, Invalid) else Invalid(refusal.message, **refusal.values))
        page = look_page if form.file.errors and stamp is not None else submit_page
        return page(get_plan(session(), code, actor()), form), status_of(refusal)
    if wants_four_eyes(session(), plan.plan_id):
        said = gettext("Saved. It is sent once a second coordinator has signed it.")
    else:
        said = gettext("Saved. The receipt says what was recorded.")
    flash(said, "success")
    return redirect(url_for("review.show_submission", code=code, submission_id=made), 303)


def submit_page(plan: PlanInScope, form: SubmissionForm) -> str:
    """The checks around a form that may hold errors."""
    return render_template(
        "review/submit.html",
        owner=plan.owner,
        form=form,
        checks=checks_of(plan),
        waiting=find_waiting(session(), plan.plan_id),
    )


def look_page(plan: PlanInScope, form: SubmissionForm, refusal: str = "") -> str:
    """What will be sealed, before it is; `refusal`: why it has to be looked at again."""
    checks = checks_of(plan)
    return render_template(
        "review/look.html",
        owner=plan.owner,
        form=form,
        told=[*form.told(unshared_counts(session(), plan)), (gettext("The checks warn of"), warned_of(checks))],
        stamp=plan.head.working_stamp,
        checks=checks,
        depot=depot(),
        pieces=pieces_for("document", plan.owner),
        four_eyes=wants_four_eyes(session(), plan.plan_id),
        refusal=refusal,
    )


def warned_of(checks: Checks) -> str:
    """The warnings in a line; the page lists them below."""
    gaps, unsaid, unconfirmed = sum(number for _, number in checks.gaps), checks.without_information, checks.unconfirmed
    said = [
        (gaps, ngettext("%(num)s gap", "%(num)s gaps", gaps, num=gaps)),
        (unsaid, ngettext("%(num)s item without information", "%(num)s items without information", unsaid, num=unsaid)),
        (
            unconfirmed,
            ngettext(
                "%(num)s milestone not confirmed", "%(num)s milestones not confirmed", unconfirmed, num=unconfirmed
            ),
        ),
    ]
    return ", ".join(words for number, words in said if number) or gettext("nothing")


@area.post("/countries/<code>/submissions/<int:submission_id>/sign")
@signed_in
@writes
def sign_submission(code: str, submission_id: int) -> Answer:
    """Sign off what another coordinator prepared."""
    stamp = whole_number(request.form.get("seen_stamp"))
    seen = NO_VERSION if stamp is None else stamp
    try:
        submissions.sign(session(), catalogue(), code, submission_id, actor=actor(), seen_stamp=seen)
    except (Conflict, WrongState, Invalid) as refusal:
        return refused(code, submission_id, refusal)
    flash(gettext("Signed off: the submission counts from now on."), "success")
    return redirect(url_for("review.show_submission", code=code, submission_id=submission_id), 303)


@area.post("/countries/<code>/submissions/<int:submission_id>/set-aside")
@signed_in
@writes
def set_submission_aside(code: str, submission_id: int) -> Answer:
    """Take back what waits for a second signature."""
    try:
        submissions.set_aside(session(), code, submission_id, actor=actor())
    except WrongState as refusal:
        return refused(code, submission_id, refusal)
    flash(gettext("Set aside. Nothing was shared."), "success")
    return redirect(url_for("review.list_submissions", code=code), 303)


def refused(code: str, submission_id: int, refusal: DomainError) -> tuple[str, int]:
    """The receipt's page with why it was refused."""
    session().rollback()
    return receipt_page(code, submission_id, spoken(refusal)), status_of(refusal)


@area.post("/countries/<code>/four-eyes")
@signed_in
@writes
def set_four_eyes(code: str) -> Answer:
    """Say whether a second coordinator signs what is submitted."""
    is_on = request.form.get("is_on") == "yes"
    try:
        submissions.set_four_eyes(session(), code, is_on, actor=actor())
    except WrongState as refusal:
        session().rollback()
        return submissions_page(code, spoken(refusal)), status_of(refusal)
    if is_on:
        flash(gettext("From now on a second coordinator signs before a submission counts."), "success")
    else:
        flash(gettext("From now on a submission counts when one coordinator submits it."), "success")
    return redirect(url_for("review.list_submissions", code=code), 303)

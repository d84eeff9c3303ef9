"""A suggested change of a milestone: made by an expert, answered by a coordinator."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.core.errors import Conflict, DomainError, Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.plans.policy import scope_for
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.support import services
from app.support.areas import get_milestone_in_area
from app.support.policy import ANSWER, SUGGEST, TAKE_BACK, AreaSubject
from app.support.queries.suggestions import get_suggestion
from app.support.records import SuggestionRecord
from app.support.states import SuggestionState
from app.support.values import FIELDS
from app.web.countries.choices import whole_number
from app.web.countries.deeds.common import version_shown
from app.web.support.area import Answer, area, country_here
from app.web.support.forms import AnswerForm, SuggestForm
from app.web.tongue import gettext


@area.route("/countries/<code>/milestones/<reference>/suggest", methods=["GET", "POST"])
@signed_in
@writes
def suggest_change(code: str, reference: str) -> Answer:
    """Suggest a change of a milestone that belongs to the assignment."""
    view = catalogue()
    owner = country_here(view, code)
    _, milestone, block_key = get_milestone_in_area(session(), view, owner, reference, actor())
    require(actor(), SUGGEST, AreaSubject(owner, block_key, milestone.item_id))
    form = SuggestForm(data=_data(milestone))
    form.offer(view, milestone)
    if form.validate_on_submit():
        try:
            made = services.suggest(
                session(), view, owner, reference, form.suggested(), form.reason.data or "", actor=actor()
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Suggested. Nothing moves until the coordinator accepts it."), "success")
            return redirect(url_for("support.show_suggestion", suggestion_id=made.id), 303)
    block = view.blocks[block_key]
    page = render_template(
        "support/suggest_change.html",
        view=view,
        owner=owner,
        milestone=milestone,
        item=view.items_by_id[milestone.item_id],
        block=block,
        form=form,
    )
    return (page, 422) if request.method == "POST" else page


@area.get("/suggestions/<int:suggestion_id>")
@signed_in
def show_suggestion(suggestion_id: int) -> str:
    """What is suggested, why, and what became of it; for coordinators the form of the answer."""
    return _page(get_suggestion(session(), suggestion_id, actor()))


@area.post("/suggestions/<int:suggestion_id>")
@signed_in
@writes
def answer_suggestion(suggestion_id: int) -> Answer:
    """Accept a suggestion as it is or with changes, or decline it."""
    view = catalogue()
    found = get_suggestion(session(), suggestion_id, actor())
    require(actor(), ANSWER, found.subject)
    form = _answer_form(found, is_sent=True)
    if form.validate():
        try:
            if form.deed.data == "decline":
                services.decline(
                    session(), suggestion_id, form.answer.data or "", actor=actor(), expected_version=version_shown()
                )
            else:
                services.accept(
                    session(),
                    view,
                    suggestion_id,
                    form.suggested(),
                    actor=actor(),
                    expected_version=version_shown(),
                    milestone_version=whole_number(form.milestone_version.data) or -1,
                    answer=form.answer.data or "",
                    cause=form.cause.data or None,
                )
        except Invalid as error:
            put_beside(form, error)
        except (WrongState, Conflict) as refusal:
            return _refused(found, form, refusal)
        else:
            flash(gettext("Answered; the expert has been told."), "success")
            return redirect(url_for("support.show_suggestion", suggestion_id=suggestion_id), 303)
    return _page(found, form), 422


@area.post("/suggestions/<int:suggestion_id>/withdraw")
@signed_in
@writes
def withdraw_suggestion(suggestion_id: int) -> Response:
    """Take back what one suggested."""
    services.withdraw_suggestion(session(), suggestion_id, actor=actor(), expected_version=version_shown())
    flash(gettext("Withdrawn."), "success")
    return redirect(url_for("support.show_suggestion", suggestion_id=suggestion_id), 303)


def _refused(found: SuggestionRecord, form: AnswerForm, refusal: DomainError) -> tuple[str, int]:
    form.form_errors.append(spoken(refusal))
    return _page(found, form), status_of(refusal)


def _milestone(found: SuggestionRecord) -> MilestoneRecord | None:
    if scope_for(actor(), found.owner) is None:
        return None
    try:
        return get_milestone(session(), found.owner, found.reference, actor())[1]
    except NotFound:
        return None


def _answer_form(found: SuggestionRecord, *, is_sent: bool = False) -> AnswerForm:
    milestone = _milestone(found)
    data = {name: new for name, (_, new) in found.wanted.items()}
    if milestone is not None:
        data["milestone_version"] = milestone.version
    form = AnswerForm(data=data) if is_sent else AnswerForm(data=data, formdata=None)
    if milestone is not None:
        form.offer(catalogue(), milestone, found.wanted)
    return form


def _page(found: SuggestionRecord, form: AnswerForm | None = None) -> str:
    view = catalogue()
    is_open = found.state is SuggestionState.OPEN
    may_answer = is_open and allows(actor(), ANSWER, found.subject)
    milestone = _milestone(found)
    return render_template(
        "support/show_suggestion.html",
        view=view,
        found=found,
        milestone=milestone,
        item=view.items_by_id.get(found.item_id),
        names=FIELDS,
        form=(form or _answer_form(found)) if may_answer else None,
        may_withdraw=is_open and allows(actor(), TAKE_BACK, found.subject),
        reads_plan=scope_for(actor(), found.owner) is not None,
    )


def _data(milestone: MilestoneRecord) -> dict[str, object]:
    return {name: getattr(milestone, name) for name in FIELDS}

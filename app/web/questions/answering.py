"""The Commission drafts, publishes, revises and withdraws answers, names another question, asks to share wider."""

from __future__ import annotations

from flask import flash, render_template, request

from app.answers.policy import ANSWER
from app.answers.queries.life import find_draft
from app.answers.queries.questions import get_question
from app.answers.records import DraftRecord, QuestionRecord
from app.answers.services.answering import may_answer, merge, offer_to_widen, publish, save_draft, take_back
from app.answers.services.common import NOT_NOW
from app.answers.states import DISCLAIMER, QuestionState
from app.core.errors import Conflict, Invalid, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.countries.deeds.common import version_shown
from app.web.questions.area import Answer, area, back_to
from app.web.questions.asking import done
from app.web.questions.forms import AnswerForm, MergeForm, ReasonForm
from app.web.questions.pages import with_id
from app.web.tongue import gettext


@area.route("/questions/<int:question_id>/answer", methods=["GET", "POST"])
@signed_in
@writes
def answer(question_id: int) -> Answer:
    """Write an answer: keep it as a draft, or publish it; of one that is published, revise it with the reason."""
    found = get_question(session(), question_id, actor())
    require(actor(), ANSWER, found.subject)
    if not may_answer(actor(), found):
        raise WrongState(NOT_NOW)
    draft = find_draft(session(), found, actor())
    form = AnswerForm(data=_first_words(found, draft))
    if form.validate_on_submit():
        try:
            _take(found, form)
        except Invalid as error:
            put_beside(form, error)
        except (Conflict, WrongState) as refusal:
            form.form_errors.append(spoken(refusal))
            return _page(found, form, draft), status_of(refusal)
        else:
            is_draft = request.form.get("deed") == "draft"
            flash(gettext("Kept as a draft.") if is_draft else gettext("Published."), "success")
            return back_to(question_id)
    page = _page(found, form, draft)
    return (page, 422) if request.method == "POST" else page


@area.post("/questions/<int:question_id>/take-back")
@signed_in
@writes
def take_answer_back(question_id: int) -> Answer:
    """Withdraw an answer with the reason."""
    found = get_question(session(), question_id, actor())
    require(actor(), ANSWER, found.subject)
    form = with_id(ReasonForm(), "take-back")

    def taken_back() -> None:
        take_back(session(), question_id, form.reason.data or "", actor=actor(), expected_version=version_shown())

    return done(found, taken_back, gettext("The answer is withdrawn. What it said stays to be read."), taking_back=form)


@area.post("/questions/<int:question_id>/merge")
@signed_in
@writes
def merge_question(question_id: int) -> Answer:
    """Say which other question answers it."""
    found = get_question(session(), question_id, actor())
    require(actor(), ANSWER, found.subject)
    form = MergeForm()

    def merged() -> None:
        merge(session(), question_id, form.key, actor=actor(), expected_version=version_shown())

    return done(found, merged, gettext("Recorded. Whoever asked is told."), merging=form)


@area.post("/questions/<int:question_id>/offer")
@signed_in
@writes
def offer(question_id: int) -> Answer:
    """Ask whoever asked whether it may be shared with the Member States."""
    found = get_question(session(), question_id, actor())

    def offered() -> None:
        offer_to_widen(session(), question_id, actor=actor(), expected_version=version_shown())

    return done(found, offered, gettext("Asked. It is shared once whoever asked agrees."))


def _take(found: QuestionRecord, form: AnswerForm) -> None:
    text, reason, key = form.text.data or "", form.reason.data or "", found.question_id
    if request.form.get("deed") == "draft":
        save_draft(session(), key, text, reason, actor=actor(), draft_version=form.draft_shown)
        return
    publish(
        session(),
        key,
        text,
        reason,
        actor=actor(),
        expected_version=version_shown(),
        draft_version=form.draft_shown,
    )


def _first_words(found: QuestionRecord, draft: DraftRecord | None) -> dict[str, str]:
    """What the form begins with: the draft, else what the answer says now."""
    if draft is not None:
        return {"text": draft.text, "reason": draft.reason, "draft_version": str(draft.version)}
    return {"text": found.answer, "reason": "", "draft_version": ""}


def _page(found: QuestionRecord, form: AnswerForm, draft: DraftRecord | None) -> str:
    form.reason.flags.required = found.answer_number > 0
    return render_template(
        "questions/write_answer.html",
        view=catalogue(),
        found=found,
        form=form,
        draft=draft,
        is_revision=found.answer_number > 0,
        is_answered=found.state is QuestionState.ANSWERED,
        disclaimer=DISCLAIMER,
    )

"""A country says that an item of its plan relies on an answer, keeps relying when it changed, or stops."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.answers.policy import READ_RELIANCE, RelianceSubject
from app.answers.queries.questions import NO_QUESTION, get_question
from app.answers.queries.reliance import get_reliance
from app.answers.records import RelianceRecord
from app.answers.services.relying import keep_relying, rely, stop_relying
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import allows
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.errors import spoken, status_of
from app.web.countries.choices import whole_number
from app.web.countries.deeds.common import version_shown
from app.web.questions.area import Answer, area, back_to
from app.web.questions.pages import question_page
from app.web.tongue import gettext


@area.post("/questions/<int:question_id>/rely/<code>")
@signed_in
@writes
def rely_on(question_id: int, code: str) -> Answer:
    """Say that an item of the plan relies on the answer, as the version that was read says."""
    found = get_question(session(), question_id, actor())
    if not allows(actor(), READ_RELIANCE, RelianceSubject(code)):
        raise NotFound(NO_QUESTION)
    item_id, number = (whole_number(request.form.get(name)) for name in ("item_id", "number"))
    try:
        rely(
            session(),
            catalogue(),
            code,
            -1 if item_id is None else item_id,
            question_id,
            -1 if number is None else number,
            actor=actor(),
        )
    except (Conflict, Invalid, WrongState) as refusal:
        now = get_question(session(), found.question_id, actor())
        return question_page(now, refusal=spoken(refusal)), status_of(refusal)
    flash(gettext("Recorded. You are told when the answer changes."), "success")
    return back_to(question_id, "relying")


@area.post("/questions/reliances/<int:reliance_id>/keep")
@signed_in
@writes
def keep(reliance_id: int) -> Answer:
    """Go on relying on an answer that was revised, as the version that was read says."""
    held = get_reliance(session(), reliance_id, actor())
    number = whole_number(request.form.get("number"))
    try:
        keep_relying(
            session(),
            catalogue(),
            reliance_id,
            -1 if number is None else number,
            actor=actor(),
            expected_version=version_shown(),
        )
    except (Conflict, WrongState) as refusal:
        found = get_question(session(), held.question_id, actor())
        return question_page(found, refusal=spoken(refusal)), status_of(refusal)
    flash(gettext("Recorded: the item relies on the answer as it stands now."), "success")
    return _back(held)


@area.post("/questions/reliances/<int:reliance_id>/stop")
@signed_in
@writes
def stop(reliance_id: int) -> Answer:
    """Say that an item does not rely on an answer any more."""
    held = get_reliance(session(), reliance_id, actor())
    try:
        stop_relying(session(), catalogue(), reliance_id, actor=actor(), expected_version=version_shown())
    except Conflict as refusal:
        found = get_question(session(), held.question_id, actor())
        return question_page(found, refusal=spoken(refusal)), status_of(refusal)
    flash(gettext("Recorded: the item does not rely on the answer any more."), "success")
    return _back(held)


def _back(held: RelianceRecord) -> Response:
    """To the desk for who came from there, else to the question."""
    if request.form.get("back") == "desk":
        return redirect(url_for("countries.show_country", code=held.owner), 303)
    return back_to(held.question_id, "relying")

"""Somebody asks, withdraws the question, shares it with the Member States, names or hides who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request

from app.answers.policy import STEER, asks_for
from app.answers.queries.questions import get_question
from app.answers.records import QuestionRecord
from app.answers.services.asking import ask, decline_to_widen, name_asker, widen, withdraw_question
from app.answers.states import PartKind
from app.comments.states import Reach
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import spoken, status_of
from app.plans.queries.heads import NO_PLAN, find_head, list_authorities
from app.plans.queries.records import AuthorityRecord
from app.web.countries.deeds.common import version_shown
from app.web.countries.forms_versions import VersionForm
from app.web.questions.area import Answer, area, back_to
from app.web.questions.forms import AskForm, ReasonForm, WidenForm
from app.web.questions.pages import may_ask, question_page, with_id
from app.web.tongue import gettext


@area.route("/questions/new/<code>", methods=["GET", "POST"])
@signed_in
@writes
def ask_question(code: str) -> Answer:
    """Ask for a country; `?item=` and `?block=` tick what it is about, `?follows=` names a question it follows."""
    view = catalogue()
    if not may_ask(code):
        raise NotFound(NO_PLAN)
    key = request.args.get("follows", type=row_key)
    before = get_question(session(), key, actor()) if key is not None else None
    form = AskForm(data=_first_words(before))
    may = asks_for(actor(), code)
    form.offer(view, _agencies(code, may), whole=None in may)
    if form.validate_on_submit():
        values = form.values() | {"follows": before.question_id if before else None}
        try:
            made = ask(session(), view, code, values, actor=actor())
        except Invalid as error:
            put_beside(form, _named(error))
        else:
            flash(gettext("Asked. It stands on the desks of the reviewers."), "success")
            return back_to(made)
    page = render_template("questions/ask_question.html", view=view, owner=code, form=form, before=before)
    return (page, 422) if request.method == "POST" else page


@area.post("/questions/<int:question_id>/withdraw")
@signed_in
@writes
def withdraw(question_id: int) -> Answer:
    """Withdraw a question before it is answered."""
    found = get_question(session(), question_id, actor())
    require(actor(), STEER, found.subject)
    form = with_id(ReasonForm(), "withdraw")

    def withdrawn() -> None:
        reason = form.reason.data or ""
        withdraw_question(session(), question_id, reason, actor=actor(), expected_version=version_shown())

    return done(found, withdrawn, gettext("The question is withdrawn."), withdrawing=form)


@area.post("/questions/<int:question_id>/widen")
@signed_in
@writes
def widen_question(question_id: int) -> Answer:
    """Share it with the Member States, or say no to the Commission, which asked to."""
    found = get_question(session(), question_id, actor())
    require(actor(), STEER, found.subject)
    form = WidenForm()

    def answered() -> None:
        person, shown, shows = actor(), version_shown(), bool(form.shows_asker.data)
        if request.form.get("deed") == "decline":
            decline_to_widen(session(), question_id, actor=person, expected_version=shown)
        else:
            widen(session(), question_id, shows_asker=shows, actor=person, expected_version=shown)

    return done(found, answered, gettext("Recorded. It holds from now on."), widening=form)


@area.post("/questions/<int:question_id>/name")
@signed_in
@writes
def name_who_asked(question_id: int) -> Answer:
    """Let the Member States read who asked, or no longer."""
    found = get_question(session(), question_id, actor())
    require(actor(), STEER, found.subject)
    shows = request.form.get("shows_asker") == "y"

    def named() -> None:
        name_asker(session(), question_id, shows_asker=shows, actor=actor(), expected_version=version_shown())

    return done(found, named, gettext("Recorded. It holds from now on."))


def done(found: QuestionRecord, deed: Callable[[], object], words: str, **sent: VersionForm) -> Answer:
    """Do it, say so and go back to the question; or show the page again with what was refused.

    `sent`: the form that it was sent with, by its name on the page; what was typed stays in it.
    """
    try:
        deed()
    except Invalid as error:
        for form in sent.values():
            put_beside(form, error)
        return question_page(found, **sent), 422
    except (Conflict, WrongState) as refusal:
        for form in sent.values():
            form.form_errors.append(spoken(refusal))
        return question_page(found, refusal=spoken(refusal), **sent), status_of(refusal)
    flash(words, "success")
    return back_to(found.question_id)


def _agencies(owner: str, may: list[int | None]) -> list[AuthorityRecord]:
    """The authorities for which the person may ask; none for who asks for the plan as a whole alone."""
    head = find_head(session(), owner) if any(key is not None for key in may) else None
    named = list_authorities(session(), head.plan_id) if head else []
    return [one for one in named if one.authority_id in may and one.is_active]


def _first_words(before: QuestionRecord | None) -> dict[str, Any]:
    """What a new question begins with: what the address ticks, or what the question it follows is about."""
    view = catalogue()
    said: dict[str, Any] = {"reach": Reach.COMMISSION.value, "shows_asker": False}
    item = view.items.get(request.args.get("item", ""))
    if item is not None:
        said |= {
            "item_ids": [str(item.item_id)],
            "articles": "\n".join(f"{one.act} {one.article}" for one in item.legal),
        }
    if request.args.get("block") in view.blocks:
        said["blocks"] = [request.args["block"]]
    if before is not None:
        said |= {
            "item_ids": [str(key) for key in before.items],
            "blocks": list(before.of(PartKind.BLOCK)),
            "articles": "\n".join(before.of(PartKind.ARTICLE)),
        }
    return said


def _named(error: Invalid) -> Invalid:
    names = {"items": "item_ids"}
    return Invalid(error.message, field=names.get(error.field or "", error.field), **error.values)

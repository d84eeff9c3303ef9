"""Asking an authority: a ready letter to change and send from one's own mail, kept with what came back."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext

from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.desk import policy
from app.desk.letters import as_message
from app.desk.needs import looked_at, needs_of
from app.desk.queries.asks import get_ask, list_asked_milestones
from app.desk.queries.facts import read_desk
from app.desk.rights import OfAuthority
from app.desk.services import asking
from app.http.caching import is_demonstration
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, row_key, signed_in
from app.http.errors import status_of
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan_beside_eu, list_authorities
from app.plans.queries.records import AuthorityRecord, PlanHead, PlanInScope
from app.review.queries.rounds import confirmation_interval
from app.web.countries.area import area
from app.web.countries.deeds.milestones import Answer
from app.web.countries.desk import sheets
from app.web.countries.desk.letter import Asked, Draft, draft_of, ending
from app.web.countries.forms import AskForm, ReasonForm
from app.web.countries.readings import one_reading
from app.web.export import file_name
from app.web.kept import reading_cache
from app.web.tongue import day_on_page

REPLY_DAYS = 10
"""An answer is asked for within so many days, unless the coordinator says otherwise."""


@area.route("/<code>/authorities/<int:authority_id>/ask", methods=["GET", "POST"])
@signed_in
@writes
def ask_authority(code: str, authority_id: int) -> Answer:
    """The letter to an authority, to be changed, then recorded and taken away as a file or as text."""
    plan, eu, authority = authority_asked(code, authority_id)
    form = AskForm()
    if not form.is_submitted():
        draft = proposed(plan, authority, due_from(plan, eu, authority_id))
        form.subject.data, form.body.data = draft.subject, draft.body
        form.milestones.data = list(draft.references)
        form.reply_by.data = clock.today() + timedelta(days=REPLY_DAYS)
        return ask_page(plan, authority, form)
    if not form.validate():
        return ask_page(plan, authority, form), 422
    try:
        ask = asking.ask_authority(
            session(),
            code,
            authority_id,
            actor=actor(),
            references=form.milestones.data or (),
            subject=form.subject.data or "",
            body=f"{form.body.data.rstrip()}\n\n{ending(code, form.reply_by.data, actor().name)}",
            reply_by=form.reply_by.data,
        )
    except (Invalid, WrongState) as refusal:
        put_beside(form, Invalid(refusal.message, field=getattr(refusal, "field", None), **refusal.values))
        return ask_page(plan, authority, form), status_of(refusal)
    wants_file = request.form.get("what") == "file"
    endpoint = "countries.download_letter" if wants_file else "countries.show_ask"
    return redirect(url_for(endpoint, code=code, ask_id=ask.ask_id), 303)


def authority_asked(code: str, authority_id: int) -> tuple[PlanInScope, PlanHead | None, AuthorityRecord]:
    """The plan, the EU-level one beside it, and the authority. Raises NotFound, NotAllowed."""
    plan, eu = get_plan_beside_eu(session(), code, actor())
    require(actor(), policy.ASK, PlanSubject(code))
    listed = list_authorities(session(), plan.plan_id)
    authority = next((one for one in listed if one.authority_id == authority_id), None)
    if authority is None:
        raise NotFound(message("There is no such authority."))
    return plan, eu, authority


def due_from(plan: PlanInScope, eu: PlanHead | None, authority_id: int) -> list[Asked]:
    """What is due from an authority today, as the desk of its own people would show it."""
    seen = read_viewpoint()
    reading, circumstances = one_reading(session(), catalogue(), plan, eu, seen)
    facts = read_desk(session(), plan.head, seen.today, reading_cache())
    items = looked_at(circumstances, reading, facts, confirmation_interval(session()))
    return list(needs_of(items, OfAuthority(authority_id)).lines)


def proposed(plan: PlanInScope, authority: AuthorityRecord, asked: list[Asked]) -> Draft:
    """The letter; of what is still open of an earlier ask, where the address names one: `?again=3`."""
    again = request.args.get("again", type=row_key)
    if again is not None:
        get_ask(session(), plan.plan_id, again)
        still_open = {one.milestone_id for one in list_asked_milestones(session(), again) if not one.is_answered}
        asked = [(t, line) for t, line in asked if line.milestone and line.milestone.facts.milestone_id in still_open]
    return draft_of(
        catalogue(),
        plan.owner,
        authority.name,
        asked,
        is_reminder=again is not None,
        sheet_of=authority.authority_id if sheets.make_sheet is not None else None,
        is_invented=is_demonstration(),
    )


def ask_page(plan: PlanInScope, authority: AuthorityRecord, form: AskForm) -> str:
    """The letter as a form, which may hold errors."""
    day = form.reply_by.data
    return render_template(
        "countries/ask.html",
        owner=plan.owner,
        authority=authority,
        form=form,
        ending=ending(plan.owner, day, actor().name) if day else "",
        has_sheet=sheets.make_sheet is not None,
    )


@area.get("/<code>/asks/<int:ask_id>")
@signed_in
def show_ask(code: str, ask_id: int) -> Answer:
    """What was asked and what came back; the letter to copy or take away, to ask again, to close."""
    return page_of_ask(code, ask_id, ReasonForm(formdata=None))


def page_of_ask(code: str, ask_id: int, form: ReasonForm) -> str:
    """The page of an ask around the form that closes it."""
    plan, _eu = get_plan_beside_eu(session(), code, actor())
    require(actor(), policy.ASK, PlanSubject(code))
    form.reason.label.text = gettext("Note, in a line")
    return render_template(
        "countries/show_ask.html",
        owner=code,
        view=catalogue(),
        ask=get_ask(session(), plan.plan_id, ask_id),
        milestones=list_asked_milestones(session(), ask_id),
        form=form,
    )


@area.get("/<code>/asks/<int:ask_id>/letter.eml")
@signed_in
def download_letter(code: str, ask_id: int) -> Response:
    """The letter as a file that a mail program opens ready to send."""
    plan, _eu = get_plan_beside_eu(session(), code, actor())
    require(actor(), policy.ASK, PlanSubject(code))
    ask = get_ask(session(), plan.plan_id, ask_id)
    make = sheets.make_sheet
    sheet = make(session(), code, ask.authority_id) if make else None
    answer = Response(as_message(ask, sheet), mimetype="message/rfc822")
    name = file_name(f"ask-{code}-{ask.ask_id}", "eml", is_invented=is_demonstration())
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@area.post("/<code>/asks/<int:ask_id>/close")
@signed_in
@writes
def close_ask(code: str, ask_id: int) -> Answer:
    """Close an ask, with a note."""
    form = ReasonForm()
    try:
        ask = asking.close_ask(session(), code, ask_id, actor=actor(), note=form.reason.data or "")
    except (Invalid, WrongState) as refusal:
        field = "reason" if isinstance(refusal, Invalid) else None
        put_beside(form, Invalid(refusal.message, field=field, **refusal.values))
        return page_of_ask(code, ask_id, form), status_of(refusal)
    day = day_on_page(clock.day_of(ask.asked_at))
    flash(gettext("Closed: what was asked of %(name)s on %(day)s.", name=ask.authority, day=day), "success")
    return redirect(url_for("countries.show_country", code=code, _anchor="waiting"), 303)

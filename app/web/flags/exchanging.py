"""Steps of the exchange on a flag, and messages beside it."""

from __future__ import annotations

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid, WrongState
from app.flags.policy import circle_of
from app.flags.queries.flags import get_flag
from app.flags.queries.notes import list_people
from app.flags.services import notes
from app.flags.services.exchange import take_step as take
from app.flags.states import Deed
from app.http.commits import writes
from app.http.context import actor, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.countries.deeds.common import version_shown
from app.web.flagging.listing import address_of
from app.web.flags.area import area
from app.web.flags.forms import NoteForm, StepForm
from app.web.flags.reading import flag_page
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]


@area.post("/flags/<code>-<int:number>/steps")
@signed_in
@writes
def take_step(code: str, number: int) -> Answer:
    """Acknowledge, answer, accept, maintain, raise, close or withdraw."""
    flag = get_flag(session(), code, number, actor())
    form = StepForm()
    if not form.validate():
        return flag_page(flag, step=form), 422
    try:
        deed = Deed(form.deed.data or "")
    except ValueError:
        form.form_errors.append(gettext("Choose what to do."))
        return flag_page(flag, step=form), 422
    try:
        state = take(
            session(),
            code,
            number,
            deed,
            actor=actor(),
            expected_version=version_shown(),
            text=form.text.data or "",
            answer=form.answer.data,
            due_on=form.due_on.data,
        )
    except Invalid as error:
        put_beside(form, error)
        return flag_page(flag, step=form), 422
    except (WrongState, Conflict) as refusal:
        form.form_errors.append(spoken(refusal))
        return flag_page(get_flag(session(), code, number, actor()), step=form), status_of(refusal)
    flash(gettext("%(name)s: %(state)s.", name=flag.name, state=gettext(state.label)), "success")
    return redirect(address_of(flag), 303)


@area.post("/flags/<code>-<int:number>/notes")
@signed_in
@writes
def write_note(code: str, number: int) -> Answer:
    """Write a message beside the exchange."""
    flag = get_flag(session(), code, number, actor())
    form = NoteForm(list_people(session(), flag), circle_of(actor(), flag.subject))
    if form.validate():
        try:
            key = notes.write_note(
                session(),
                flag,
                form.text.data or "",
                form.reach.data,
                actor=actor(),
                mentions=form.mentioned(),
            )
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Your message is there."), "success")
            return redirect(address_of(flag, f"note-{key}"), 303)
    return flag_page(flag, note=form), 422


@area.post("/flags/<code>-<int:number>/notes/<int:note_id>/withdraw")
@signed_in
@writes
def withdraw_note(code: str, number: int, note_id: int) -> Response:
    """Withdraw a message of one's own."""
    flag = get_flag(session(), code, number, actor())
    notes.withdraw_note(session(), flag, note_id, actor=actor())
    flash(gettext("Your message is withdrawn."), "success")
    return redirect(address_of(flag), 303)


@area.post("/flags/<code>-<int:number>/seen")
@signed_in
@writes
def see_mentions(code: str, number: int) -> Response:
    """Say that one has seen where one is mentioned on a flag."""
    flag = get_flag(session(), code, number, actor())
    notes.see_mentions(session(), flag, actor=actor())
    return redirect(address_of(flag), 303)

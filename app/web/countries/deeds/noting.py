"""A gap noted as known until a day, and the note taken back."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.catalogue.views import ItemView
from app.core.errors import Conflict, Invalid, NotFound
from app.core.policy import require
from app.desk.policy import NOTE_GAP
from app.desk.services import noting
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.plans.policy import PlanSubject
from app.readiness.gaps import Gap
from app.readiness.queries.gaps import find_gap
from app.web.countries.area import area
from app.web.countries.deeds.common import back_to, cell_address, item_of
from app.web.countries.deeds.milestones import Answer, readable_plan
from app.web.fields import DateField
from app.web.tongue import gettext


class NoteForm(FlaskForm):  # type: ignore[misc]
    """Until when a gap is accepted, and why; `substance`: of the gap that the page showed."""

    until_on = DateField(_("It returns on"), [InputRequired()])
    reason = TextAreaField(_("Why it is accepted until then"), [InputRequired(), Length(max=noting.REASON_LIMIT)])
    substance = HiddenField()


@area.route("/<code>/items/<key>/gaps/<gap_code>/note", methods=["GET", "POST"])
@signed_in
@writes
def note_gap(code: str, key: str, gap_code: str) -> Answer:
    """Note a gap, or note it anew."""
    view = catalogue()
    item = item_of(view, key)
    readable_plan(code)
    require(actor(), NOTE_GAP, PlanSubject(code))
    gap = _gap(code, item, gap_code)
    note = gap.noted
    form = NoteForm(data={"until_on": note.until_on, "reason": note.reason} if note else {})
    if not form.is_submitted():
        return _page(code, item, gap, form)
    if not form.validate():
        return _page(code, item, gap, form), 422
    try:
        noting.note_gap(
            session(),
            view,
            code,
            key,
            gap_code,
            until_on=form.until_on.data,
            reason=form.reason.data or "",
            actor=actor(),
            substance=form.substance.data or "",
        )
    except Invalid as refusal:
        put_beside(form, refusal)
        return _page(code, item, gap, form), 422
    except Conflict as refusal:
        form.form_errors.append(spoken(refusal))
        return _page(code, item, gap, form), 409
    flash(gettext("Noted. The gap returns by itself, earlier where it changes."), "success")
    return back_to(view, code, item)


@area.post("/<code>/items/<key>/gaps/<gap_code>/note/take-back")
@signed_in
@writes
def take_back_note(code: str, key: str, gap_code: str) -> Answer:
    """Let the gap stand among the others again."""
    view = catalogue()
    item = item_of(view, key)
    noting.take_back_note(session(), view, code, key, gap_code, actor=actor())
    flash(gettext("The note is taken back: the gap stands among the others again."), "success")
    return redirect(cell_address(view, code, item), 303)


def _gap(code: str, item: ItemView, gap_code: str) -> Gap:
    gap = find_gap(session(), catalogue(), code, item.item_id, gap_code)
    if gap is None:
        raise NotFound(noting.NO_GAP)
    return gap


def _page(code: str, item: ItemView, gap: Gap, form: NoteForm) -> str:
    form.substance.data = gap.substance
    view = catalogue()
    return render_template(
        "countries/note_gap.html",
        owner=code,
        item=item,
        block=view.blocks[item.block_key],
        gap=gap,
        form=form,
        back=cell_address(view, code, item),
    )

"""Agencies record what they publish, correct it and withdraw it, with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for

from app.core.errors import Conflict, Invalid, NotAllowed, WrongState
from app.core.labels import message
from app.guidance.queries.publications import get_publication
from app.guidance.records import PublicationRecord, recorded_entry
from app.guidance.services.publishing import (
    correct_publication,
    may_publish,
    publishing_for,
    record_publication,
    withdraw_publication,
)
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.beside_typed import Stands, beside_typed
from app.web.countries.deeds.common import version_shown
from app.web.frame import in_language
from app.web.guidance.area import Answer, area
from app.web.guidance.forms import FIELDS, PublicationForm, WithdrawForm, words_of
from app.web.guidance.pages import recorded_page
from app.web.tongue import gettext


@area.route("/guidance/new", methods=["GET", "POST"])
@signed_in
@writes
def record_new() -> Answer:
    """Record a publication or a training; `?item=` and `?block=` tick what it serves."""
    view = catalogue()
    may = publishing_for(session(), view, actor())
    if not may:
        raise NotAllowed(message("You may not do this."))
    blocks = [key for key in request.args.getlist("block") if key in view.blocks]
    items = [key for key in request.args.getlist("item") if key in view.items]
    form = PublicationForm(data={"languages": ["en"], "blocks": blocks, "item_keys": items})
    form.offer(view, {code: in_language(view.actors[code].title) for code in may}, corrects=False)
    if form.validate_on_submit():
        try:
            name = record_publication(session(), view, form.maker.data, form.values(), actor=actor())
        except Invalid as error:
            put_beside(form, _named(error))
        else:
            flash(gettext("Recorded. It stands in the list, and with the blocks and items that it serves."), "success")
            return redirect(url_for("guidance.show_entry", key=name), 303)
    page = _form_page(form, None)
    return (page, 422) if request.method == "POST" else page


@area.route("/guidance/<key>/correct", methods=["GET", "POST"])
@signed_in
@writes
def correct(key: str) -> Answer:
    """Correct a publication, with the reason."""
    view, found = catalogue(), get_publication(session(), key)
    if not may_publish(session(), actor(), found):
        raise NotAllowed(message("You may not do this."))
    if found.is_withdrawal and request.method == "GET":
        return redirect(url_for("guidance.show_entry", key=key), 303)
    form = PublicationForm(data=words_of(found) | {"version": found.number})
    form.offer(view, {}, corrects=True)
    stands: Sequence[Stands] = ()
    status = 422 if request.method == "POST" else 200
    if form.validate_on_submit():
        try:
            correct_publication(
                session(), view, key, form.values(), form.reason.data, actor=actor(), seen=version_shown()
            )
        except Invalid as error:
            put_beside(form, _named(error))
        except (Conflict, WrongState) as refusal:
            form.form_errors.append(spoken(refusal))
            status = status_of(refusal)
            stands = beside_typed(form, words_of(found), found.number)
        else:
            flash(gettext("Corrected. The version before it stays to be read."), "success")
            return redirect(url_for("guidance.show_entry", key=key), 303)
    page = _form_page(form, found, stands)
    return (page, status) if status != 200 else page


@area.post("/guidance/<key>/withdraw")
@signed_in
@writes
def withdraw(key: str) -> Answer:
    """Withdraw a publication, with the reason."""
    view, found, form = catalogue(), get_publication(session(), key), WithdrawForm()
    if not may_publish(session(), actor(), found):
        raise NotAllowed(message("You may not do this."))
    try:
        withdraw_publication(session(), view, key, form.reason.data, actor=actor(), seen=version_shown())
    except Invalid as error:
        put_beside(form, error)
        return recorded_page(recorded_entry(found), withdrawing=form), 422
    except (Conflict, WrongState) as refusal:
        form.form_errors.append(spoken(refusal))
        return recorded_page(recorded_entry(found), withdrawing=form), status_of(refusal)
    flash(gettext("Withdrawn. It stands in no list any more; who has its address reads that, and why."), "success")
    return redirect(url_for("guidance.show_entry", key=key), 303)


def _form_page(form: PublicationForm, found: PublicationRecord | None, stands: Sequence[Stands] = ()) -> str:
    return render_template("guidance/write_publication.html", form=form, found=found, stands=stands)


def _named(error: Invalid) -> Invalid:
    return Invalid(error.message, field=FIELDS.get(error.field or "", error.field), **error.values)

"""The country's part: comments, its position, the return of the check."""

from __future__ import annotations

from flask import flash, redirect
from werkzeug.wrappers import Response

from app.core.errors import Conflict, Invalid, WrongState
from app.fiches.queries.fiches import get_fiche
from app.fiches.services import checking
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.web.countries.deeds.common import conflict_page, version_shown
from app.web.fiches.area import area
from app.web.fiches.forms import CommentForm, PositionForm
from app.web.fiches.reading import fiche_page
from app.web.fiching.listing import address_of
from app.web.tongue import gettext

Answer = Response | str | tuple[str, int]
CHECK, POSITION = "check", "position"
"""Parts of the page."""


@area.post("/fiches/<name>/comments")
@signed_in
@writes
def write_comment(name: str) -> Answer:
    """Write a comment on the whole, a block or an item."""
    fiche, form = get_fiche(session(), name, actor()), CommentForm(catalogue())
    if form.validate():
        try:
            text = form.text.data or ""
            key = checking.write_comment(session(), catalogue(), name, text, actor=actor(), **form.place())
        except Invalid as error:
            put_beside(form, error)
        else:
            flash(gettext("Your comment is there. The Commission reads it once you return the check."), "success")
            return redirect(address_of(fiche, f"comment-{key}"), 303)
    return fiche_page(fiche, comment=form), 422


@area.post("/fiches/<name>/comments/<int:comment_id>/withdraw")
@signed_in
@writes
def withdraw_comment(name: str, comment_id: int) -> Response:
    """Withdraw a comment before the check is returned."""
    fiche = get_fiche(session(), name, actor())
    checking.withdraw_comment(session(), name, comment_id, actor=actor())
    flash(gettext("The comment is withdrawn."), "success")
    return redirect(address_of(fiche, CHECK), 303)


@area.post("/fiches/<name>/position")
@signed_in
@writes
def write_position(name: str) -> Answer:
    """Write the country's position."""
    fiche, form = get_fiche(session(), name, actor()), PositionForm()
    if form.validate():
        try:
            checking.write_position(session(), name, form.text.data or "", actor=actor(), expected=version_shown())
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            return conflict_page(form, conflict, title=gettext("Position"), back=address_of(fiche, POSITION))
        else:
            flash(gettext("The position is kept. The Commission reads it once you return the check."), "success")
            return redirect(address_of(fiche, POSITION), 303)
    return fiche_page(fiche, position=form), 422


@area.post("/fiches/<name>/return")
@signed_in
@writes
def return_check(name: str) -> Answer:
    """Return the check."""
    try:
        checking.return_check(session(), name, actor=actor())
    except WrongState as refusal:
        fiche = get_fiche(session(), name, actor())
        return fiche_page(fiche, refusal=spoken(refusal)), status_of(refusal)
    flash(gettext("The check is returned. The Commission reads your comments and your position now."), "success")
    return redirect(address_of(get_fiche(session(), name, actor())), 303)

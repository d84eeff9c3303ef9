"""A practice is adopted; what a country uses of others; what a deliverable was adapted from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.core.errors import Invalid, NotFound, WrongState
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken, status_of
from app.practices.policy import ADAPT_DELIVERABLE, ADOPT, own_countries
from app.practices.queries.adoptions import NO_ADOPTION, list_adoptions_by
from app.practices.queries.practices import get_practice
from app.practices.services.adapting import adapt_deliverable
from app.practices.services.adopting import adopt_practice, stop_using, tell_author, use_again
from app.practices.states import NOT_SHARED, Act
from app.support.deliverables.queries.deliverables import get_deliverable
from app.web.countries.deeds.common import version_shown
from app.web.practices.area import Answer, area, back_to
from app.web.practices.forms import AdoptForm, SourceForm
from app.web.practices.pages import practice_page
from app.web.support.deliverable_pages import deliverable_page
from app.web.tongue import gettext


@area.post("/practices/<int:practice_id>/adopt/<code>")
@signed_in
@writes
def adopt(practice_id: int, code: str) -> Answer:
    """Say that a country uses a practice of another."""
    found = get_practice(session(), practice_id, actor())
    form = AdoptForm()
    if form.validate():
        try:
            adopt_practice(
                session(),
                practice_id,
                code,
                actor=actor(),
                adopted_on=form.adopted_on.data,
                text=form.text.data or "",
                tells_author=form.tells_author.data,
            )
        except Invalid as error:
            put_beside(form, error)
        except WrongState as refusal:
            form.form_errors.append(spoken(refusal))
            return practice_page(found, adopting=form), status_of(refusal)
        else:
            flash(gettext("Adopted."), "success")
            return back_to(practice_id, "reuse")
    return practice_page(found, adopting=form), 422


@area.get("/practices/adoptions")
@signed_in
def show_adoptions() -> str:
    """What the person's country uses of other countries' practices."""
    own = own_countries(actor())
    if not own:
        raise NotFound(NO_ADOPTION)
    held = {code: list_adoptions_by(session(), code, actor()) for code in catalogue().countries if code in own}
    writes_here = {one.adoption_id for listed in held.values() for one in listed if allows(actor(), ADOPT, one.subject)}
    return render_template("practices/show_adoptions.html", held=held, writes_here=writes_here, not_shared=NOT_SHARED)


_ACTS: dict[str, Callable[..., None]] = {
    Act.STOP.value: stop_using,
    Act.USE.value: use_again,
    Act.TELL.value: tell_author,
    Act.HIDE.value: tell_author,
}


@area.post("/practices/adoptions/<int:adoption_id>/<act>")
@signed_in
@writes
def change_adoption(adoption_id: int, act: str) -> Response:
    """Say that a practice is not in use any more, or again, or whether the first author may know."""
    if act not in _ACTS:
        raise NotFound(NO_ADOPTION)
    said: dict[str, Any] = {"tells": act == Act.TELL.value} if act in (Act.TELL.value, Act.HIDE.value) else {}
    _ACTS[act](session(), adoption_id, actor=actor(), expected_version=version_shown(), **said)
    flash(gettext("Recorded. It holds from now on."), "success")
    return redirect(url_for("practices.show_adoptions"), 303)


@area.post("/practices/deliverables/<int:deliverable_id>/source")
@signed_in
@writes
def name_source(deliverable_id: int) -> Answer:
    """Say from which practice a deliverable was adapted, or from none."""
    found = get_deliverable(session(), deliverable_id, actor())
    require(actor(), ADAPT_DELIVERABLE, found.subject)
    form = SourceForm()
    try:
        adapt_deliverable(
            session(),
            deliverable_id,
            form.adapted_from.data or "",
            tells_author=bool(form.tells_author.data),
            actor=actor(),
        )
    except Invalid as error:
        put_beside(form, error)
        g.source_form = form
        return deliverable_page(found), 422
    flash(gettext("Recorded."), "success")
    return redirect(url_for("support.show_deliverable", deliverable_id=deliverable_id, _anchor="sharing"), 303)

"""A person's name and address: corrected, or for somebody who left replaced by a pseudonym."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.accounts import queries, services
from app.core.errors import Conflict, Invalid
from app.core.labels import message
from app.http.commits import writes
from app.http.context import actor, session
from app.http.doors import put_beside, signed_in
from app.notices.services.choosing import forget_leaver
from app.web.admin.area import area
from app.web.admin.forms import CorrectForm

IT_NOW_STANDS = message(
    "Somebody else has changed this in the meantime. It now stands: %(name)s, %(email)s. Nothing was saved yet; "
    "saving again puts what you typed in its place."
)


@area.route("/people/<int:user_id>/correct", methods=["GET", "POST"])
@signed_in
@writes
def correct_person(user_id: int) -> Response | str | tuple[str, int]:
    """Correct a name or an address; what somebody else corrected meanwhile is said first."""
    person = queries.get_user(session(), user_id)
    services.require_named(person)
    form = CorrectForm(data={"name": person.name, "email": person.email, "version": person.version})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            is_changed = services.correct_user(
                session(),
                person,
                actor=actor(),
                name=form.name.data,
                email=form.email.data,
                expected_version=form.version_shown(),
            )
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            status = 409
            form.version.data = conflict.current_version
            put_beside(form, Invalid(IT_NOW_STANDS, **conflict.theirs))
        else:
            said = gettext("Corrected, here and in every history.") if is_changed else gettext("Nothing was changed.")
            flash(said, "success")
            return back_to(user_id)
    return render_template("admin/correct_person.html", form=form, person=person), status


@area.route("/people/<int:user_id>/pseudonymise", methods=["GET", "POST"])
@signed_in
@writes
def pseudonymise_person(user_id: int) -> Response | str | tuple[str, int]:
    """Replace a leaver's name and address, for good; what that means is said first."""
    person = queries.get_user(session(), user_id)
    services.require_left(person)
    if request.method == "GET":
        return render_template("admin/pseudonymise_person.html", person=person)
    forget_leaver(session(), person, actor=actor())
    flash(gettext("The name and the address have been replaced."), "success")
    return back_to(user_id)


def back_to(user_id: int) -> Response:
    """The person's page."""
    return redirect(url_for("admin.show_person", user_id=user_id), 303)

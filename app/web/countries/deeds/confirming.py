"""“No change”: many milestones confirmed at a stroke, all or none."""

from __future__ import annotations

from flask import flash, redirect, request, url_for

from app.core.errors import Invalid
from app.desk.services.confirming import ChangedMeanwhile, confirm_many
from app.http.commits import writes
from app.http.context import actor, session
from app.http.doors import signed_in
from app.http.errors import spoken, status_of
from app.web.countries.area import area
from app.web.countries.choices import whole_number
from app.web.countries.country import country_page
from app.web.countries.deeds.common import NO_VERSION
from app.web.countries.deeds.milestones import Answer
from app.web.countries.desk.page import Chosen
from app.web.tongue import ngettext


@area.post("/<code>/confirm")
@signed_in
@writes
def confirm_milestones(code: str) -> Answer:
    """Confirm that nothing changed in the milestones chosen; what has changed meanwhile is named, and none is."""
    versions = versions_chosen()
    try:
        number = confirm_many(session(), code, versions, actor=actor())
    except (ChangedMeanwhile, Invalid) as refusal:
        session().rollback()
        changed = refusal.references if isinstance(refusal, ChangedMeanwhile) else ()
        chosen = Chosen(frozenset(versions), changed=changed, refusal=spoken(refusal))
        return country_page(code, chosen), status_of(refusal)
    flash(ngettext("Confirmed: %(num)s milestone.", "Confirmed: %(num)s milestones.", number, num=number), "success")
    return redirect(url_for("countries.show_country", code=code, needs=request.args.get("needs") or None), 303)


def versions_chosen() -> dict[str, int | None]:
    """Reference → the version that the page showed: “IE-0142:3”, one a box. A button confirms its own line alone."""
    alone = request.form.get("one")
    named = [alone] if alone else request.form.getlist("milestone")
    pairs = (text.partition(":") for text in named)
    return {reference: _version(number) for reference, _colon, number in pairs}


def _version(text: str) -> int:
    version = whole_number(text)
    return NO_VERSION if version is None else version

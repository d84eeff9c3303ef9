"""The list of fiches, and the countries on which one can be begun."""

from __future__ import annotations

from flask import render_template, request

from app.core import clock
from app.core.errors import NotFound
from app.core.policy import allows
from app.fiches.policy import WRITE, FicheSubject, reads_fiches
from app.fiches.queries.fiches import NO_FICHE, list_fiches
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.web.fiches.area import area
from app.web.fiching.listing import address_of, listed


@area.get("/fiches")
@signed_in
def show_fiches() -> str:
    """All fiches that the reader may read; `?country=` those on one plan."""
    person, view = actor(), catalogue()
    if not reads_fiches(person):
        raise NotFound(NO_FICHE)
    country = request.args.get("country", "").upper()
    unknown = ("country",) if country and country not in view.countries else ()
    country = "" if unknown else country
    return render_template(
        "fiches/list_fiches.html",
        listed=listed(list_fiches(session(), person, country or None), person, clock.today()),
        country=country,
        unknown=unknown,
        address_of=address_of,
        to_begin=[code for code in view.countries if allows(person, WRITE, FicheSubject(code))],
    )

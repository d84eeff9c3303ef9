"""The area's blueprint, and how its addresses are read."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.states import proper_code
from app.catalogue.views import BlockView, CatalogueView, CountryView
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.states import EU
from app.web.tongue import gettext, language

area = Blueprint("countries", __name__, url_prefix="/countries")


FORMS = frozenset(
    f"countries.{name}"
    for name in (
        "add_milestone",
        "ask_authority",
        "attach_evidence",
        "choose_predecessors",
        "edit_evidence",
        "edit_item",
        "edit_milestone",
        "edit_prose",
        "invite_contributor_of",
        "list_authorities_of",
        "list_people",
        "name_deputy",
        "note_gap",
        "preview_row",
        "save_parts_of",
        "share",
        "show_ask",
    )
)
"""Pages that change a plan: they show it as it stands today, whatever day the address asks for."""


@area.before_request
def redirect_to_today() -> Response | None:
    """Pages of another day are read-only: a form asked for as of another day is that of today, and says so."""
    asked = {"as_of", "known"} & set(request.args)
    if request.method != "GET" or request.endpoint not in FORMS or not asked:
        return None
    flash(gettext("Pages of another day are read-only. A plan is changed as it stands today: this is today."), "info")
    kept = {name: value for name, value in request.args.items() if name not in asked}
    return redirect(url_for(request.endpoint, **{**kept, **(request.view_args or {})}), 303)


@area.before_request
def redirect_to_code() -> Response | None:
    """`/countries/gr` and `/countries/ie` lead to `EL` and `IE`."""
    values = request.view_args or {}
    code = values.get("code")
    if code is None or request.method != "GET":
        return None
    proper = proper_code(code)
    if proper == code or request.endpoint is None:
        return None
    return redirect(url_for(request.endpoint, **{**request.args, **values, "code": proper}), 308)


def country_of(view: CatalogueView, code: str) -> CountryView | None:
    """The country of a code, None for the EU level. Raises NotFound for any other code."""
    if code == EU:
        return None
    country = view.countries.get(code)
    if country is None:
        raise NotFound(message("There is no Member State with this code."))
    return country


def block_of(view: CatalogueView, number: str) -> BlockView:
    """The block with a number as the address writes it. Raises NotFound."""
    block = view.block_by_code(number)
    if block is None:
        raise NotFound(message("There is no block with this number."))
    return block


def name_of(view: CatalogueView, owner: str) -> str:
    """A plan's owner in the reader's language. Raises NotFound for a code that is none."""
    country = country_of(view, owner)
    return country.title.in_(language()) if country else gettext("EU level")

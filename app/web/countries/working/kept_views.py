"""Views of the working list under a name: keep the filters of now, give another name, remove."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask_babel import gettext

from app.core.errors import Invalid
from app.desk.services import views
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.errors import spoken
from app.plans.queries.heads import get_plan, list_authorities
from app.web.countries.area import area
from app.web.countries.deeds.milestones import Answer
from app.web.countries.working.filters import filters_of
from app.web.countries.working.page import list_page


@area.post("/<code>/milestones/views")
@signed_in
@writes
def save_view(code: str) -> Answer:
    """Keep the filters of the address under a name."""
    filters = _filters(code)
    name = request.form.get("name", "")
    try:
        views.save_view(
            session(), code, name, urlencode(filters), for_desk=bool(request.form.get("for_desk")), actor=actor()
        )
    except Invalid as refusal:
        return list_page(code, refused=[spoken(refusal)], typed=name), 422
    flash(gettext("Saved: %(title)s.", title=name.strip()), "success")
    return _back(code, filters)


@area.post("/<code>/milestones/views/<int:view_id>")
@signed_in
@writes
def change_view(code: str, view_id: int) -> Answer:
    """Give a view another name, or remove it."""
    filters = _filters(code)
    try:
        if request.form.get("deed") == "remove":
            views.remove_view(session(), code, view_id, actor=actor())
            flash(gettext("The view was removed."), "success")
        else:
            views.rename_view(session(), code, view_id, request.form.get("name", ""), actor=actor())
            flash(gettext("The view has another name."), "success")
    except Invalid as refusal:
        return list_page(code, refused=[spoken(refusal)]), 422
    return _back(code, filters)


def _filters(code: str) -> dict[str, Any]:
    plan = get_plan(session(), code, actor())
    names = {one.authority_id: one.name for one in list_authorities(session(), plan.plan_id, plan.scope)}
    return filters_of(request.args, catalogue(), names)[0].in_address()


def _back(code: str, filters: dict[str, Any]) -> Answer:
    return redirect(url_for("countries.list_milestones_of", code=code, **filters), 303)

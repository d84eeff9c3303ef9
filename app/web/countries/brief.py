"""What the minister gets: a plan on one page, to read and to print."""

from __future__ import annotations

from flask import Response, render_template

from app.catalogue.views import CatalogueView
from app.core.clock import end_of
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.known import list_known_items
from app.plans.queries.records import PlanInScope
from app.plans.queries.sharing import list_releases
from app.plans.queries.state import list_items
from app.plans.states import Scope
from app.readiness.plan import PlanReading
from app.reports.brief import brief_of, consulted_of, open_key_items
from app.reports.brief_document import (
    AWAITED_SHOWN,
    OPEN_SHOWN,
    RELEASES_SHOWN,
    SENT_SHOWN,
    BriefMaterial,
    brief_document,
)
from app.reports.services import consultations_read
from app.reports.tongue import Tongue
from app.review.queries.sent import read_sent
from app.web.countries.area import area, country_of, name_of
from app.web.countries.behind import names_on
from app.web.countries.readings import one_reading
from app.web.export import file_name
from app.web.kept_pages import kept_page
from app.web.printing import as_pdf
from app.web.tongue import gettext, language


@area.get("/<code>/brief")
@signed_in
@kept_page
def show_brief(code: str) -> str:
    """Key items in place n of m, what is open, why, who, for when; what waits for the EU level; what was sent."""
    material = brief_material(code)
    return render_template(
        "countries/show_brief.html",
        view=material.view,
        owner=code,
        name=name_of(material.view, code),
        plan=material.plan,
        total=material.total,
        brief=material.brief,
        sent=material.sent,
        releases=material.releases,
        consulted=material.consulted,
        is_working=material.plan.scope is Scope.WORKING,
        open_shown=OPEN_SHOWN,
        awaited_shown=AWAITED_SHOWN,
        sent_shown=SENT_SHOWN,
        releases_shown=RELEASES_SHOWN,
    )


@area.get("/<code>/brief.pdf")
@signed_in
def download_brief(code: str) -> Response:
    """The same as a file to send."""
    material = brief_material(code)
    document = brief_document(material, Tongue(language(), gettext))
    is_invented = material.plan.head.is_demonstration
    return as_pdf(document, file_name(f"brief-{code}", "pdf", day=material.day, is_invented=is_invented))


def brief_material(code: str) -> BriefMaterial:
    """What the brief says, of the day asked for and as the reader may see it."""
    seen = read_viewpoint()
    view = catalogue()
    country_of(view, code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    until = end_of(seen.known or seen.as_of)
    return BriefMaterial(
        view=view,
        plan=plan,
        total=reading.total,
        brief=brief_of(view, reading, circumstances, leads_of(view, plan, reading, seen)),
        sent=read_sent(session(), plan.plan_id, actor(), until),
        releases=list_releases(session(), [plan.plan_id], until=until, limit=RELEASES_SHOWN + 1),
        day=seen.as_of,
        known=seen.known,
        consulted=consulted_of(consultations_read(session(), plan, actor(), seen.as_of, seen.known)),
    )


def leads_of(view: CatalogueView, plan: PlanInScope, reading: PlanReading, seen: Viewpoint) -> dict[int, str]:
    """The lead authorities of the open key items by name, as they were on the day looked at."""
    names = names_on(plan, seen)
    if seen.known is not None:
        records = list_known_items(session(), plan, seen.as_of, seen.known)
    else:
        wanted = [item.item_id for item in open_key_items(view, reading)]
        records = list_items(session(), plan.plan_id, plan.scope, seen.as_of, wanted)
    return {one.item_id: names.get(one.lead_authority_id or 0, "") for one in records}

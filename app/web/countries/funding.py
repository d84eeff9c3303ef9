"""What a plan costs and who pays: sums by instrument and block, every milestone of which an amount is said, a file."""

from __future__ import annotations

from flask import Response, render_template

from app.catalogue.views import CatalogueView
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.funding_sums import FundingSums, sums_of
from app.plans.queries.heads import get_plan
from app.plans.queries.known import read_known_milestones
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.states import Scope
from app.web.countries.area import area, country_of, name_of
from app.web.export import csv_answer, file_name
from app.web.kept_pages import kept_page
from app.web.money import money_in_words, titles_of
from app.web.money_lines import FUNDING_HEAD, funding_lines


@area.get("/<code>/funding")
@signed_in
@kept_page
def show_funding(code: str) -> str:
    """Budgets and who pays for them, in the state of the plan that the reader reads."""
    seen, view = read_viewpoint(), catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    titles = titles_of(view)
    sums = _sums(view, milestones_of(plan, seen))
    known = [key for key in titles if key in sums.by_instrument]
    return render_template(
        "countries/show_funding.html",
        owner=code,
        name=name_of(view, code),
        view=view,
        sums=sums,
        titles=titles,
        who_pays=lambda text: money_in_words(view, text),
        instruments=[*known, *sorted(sums.by_instrument.keys() - titles.keys())],
        is_working=plan.scope is Scope.WORKING,
    )


@area.get("/<code>/funding.csv")
@signed_in
def download_funding(code: str) -> Response:
    """The same milestone by milestone, a line an instrument; cancelled ones are among them and marked."""
    seen, view = read_viewpoint(), catalogue()
    country_of(view, code)
    plan = get_plan(session(), code, actor())
    name = file_name(f"funding-{code}", "csv", day=seen.as_of, is_invented=is_demonstration())
    milestones = ((code, one) for one in milestones_of(plan, seen))
    return csv_answer(name, FUNDING_HEAD, funding_lines(view, milestones, seen))


def milestones_of(plan: PlanInScope, seen: Viewpoint) -> list[MilestoneRecord]:
    """The milestones of a plan on the day looked at, as known now or then; one statement."""
    if seen.known is None:
        return list_milestones(session(), plan.plan_id, plan.scope, seen.as_of)
    return list(read_known_milestones(session(), plan, plan.head.block_ids, seen.as_of, seen.known))


def _sums(view: CatalogueView, milestones: list[MilestoneRecord]) -> FundingSums:
    return sums_of(milestones, {item_id: item.block_key for item_id, item in view.items_by_id.items()})

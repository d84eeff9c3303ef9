"""The working list put together: the milestones that match, a page of them, and the form of a change of many."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import render_template, request

from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.desk import policy as desk_policy
from app.desk.queries.views import list_views
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.plans.policy import PlanSubject
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.records import AuthorityRecord, PlanInScope
from app.plans.states import Scope
from app.readiness.states import CELL_ORDER
from app.web.countries.area import country_of, name_of
from app.web.countries.readings import one_reading
from app.web.countries.working.filters import NOBODY, Due, Filters, Order, Stage, filters_of, matching
from app.web.countries.working.forms import BulkForm
from app.web.countries.working.rows import ListedMilestone, read_rows, steps_of
from app.web.gaps.listing import page_number

PAGE = 100


@dataclass(frozen=True)
class Listed:
    """A plan's milestones: all of them, those that match, and by what."""

    view: CatalogueView
    plan: PlanInScope
    seen: Viewpoint
    authorities: tuple[AuthorityRecord, ...]
    total: int
    found: tuple[ListedMilestone, ...]
    filters: Filters
    unknown: tuple[str, ...]

    @property
    def is_worked_on(self) -> bool:
        """Whether the reader works in the plan, on a page of today."""
        return not self.seen.is_past and allows(actor(), desk_policy.WORK, PlanSubject(self.plan.owner))

    @property
    def changeable(self) -> tuple[ListedMilestone, ...]:
        """Those that match and that the reader may change."""
        return tuple(row for row in self.found if row.may_update)


def listed(code: str) -> Listed:
    """What the address asks for of a plan. Raises NotFound."""
    seen, view = read_viewpoint(), catalogue()
    country_of(view, code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    reading, _circumstances = one_reading(session(), view, plan, eu, seen)
    authorities = tuple(list_authorities_on(session(), plan.plan_id, plan.scope, seen.as_of, seen.known))
    names = {one.authority_id: one.short_name or one.name for one in authorities}
    rows = read_rows(session(), view, plan, reading, names, actor(), seen)
    if plan.scope is Scope.SHARED:  # others learn of an authority by what it was given to do
        given = {row.record.authority_id for row in rows}
        authorities = tuple(one for one in authorities if one.authority_id in given)
        names = {one.authority_id: names[one.authority_id] for one in authorities}
    filters, unknown = filters_of(request.args, view, names)
    found = tuple(matching(rows, filters, seen.as_of))
    return Listed(view, plan, seen, authorities, len(rows), found, filters, unknown)


def list_page(code: str, form: BulkForm | None = None, refused: Collection[str] = (), typed: str | None = None) -> str:
    """The page; with the sentences of a refusal where something was sent that cannot be done, and what was sent.

    `form`: a change of many; `typed`: the name of a view that was to be kept.
    """
    held = listed(code)
    page = page_number(request.args.get("page", ""), len(held.found))
    return render_template(
        "countries/working/list_milestones.html",
        owner=code,
        name=name_of(held.view, code),
        listed=held,
        view=held.view,
        rows=held.found[(page - 1) * PAGE : page * PAGE],
        page=page,
        size=PAGE,
        steps=steps_of(held.view),
        form=(form or BulkForm(held.view, held.authorities)) if held.is_worked_on else None,
        refused=refused,
        typed=typed,
        views=list_views(session(), held.plan.plan_id, actor().user_id) if held.is_worked_on else (),
        may_offer=held.is_worked_on and allows(actor(), desk_policy.OFFER_VIEW, PlanSubject(code)),
        stages=tuple(Stage),
        dues=tuple(Due),
        orders=tuple(Order),
        states=CELL_ORDER,
        nobody=NOBODY,
        selects_all=request.args.get("select") == "all",
    )

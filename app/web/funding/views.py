"""What plans cost and who pays, over all plans that the reader reads; what is public of the Union's money beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from app.catalogue.views import EU, AllocationView, CatalogueView
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.funding_across import FundingChoice, across, chosen_of
from app.plans.queries.funded import list_funded_milestones
from app.plans.queries.heads import list_visible_plans
from app.plans.queries.known import read_known_milestones
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.states import Scope
from app.web.export import Cell, csv_answer, file_name
from app.web.frame import country_name, in_language
from app.web.kept_pages import kept_page
from app.web.money import titles_of
from app.web.money_lines import FUNDING_HEAD, funding_lines
from app.web.unknowns import refuse_unknown

area = Blueprint("funding", __name__)

MOST_OPEN = 20
"""Milestones without funding that the page shows, the largest first; the file has all."""

PUBLIC_HEAD = ("title", "by", "country", "funds", "blocks", "euro", "day", "period", "note", "sources", "confidence")

Owned = tuple[str, MilestoneRecord]


@dataclass(frozen=True)
class Asked:
    """What the address asks for; `unknown`: parameters that name nothing that the reader reads."""

    choice: FundingChoice
    unknown: tuple[str, ...]


@area.get("/funding")
@signed_in
@kept_page
def show_funding() -> str:
    """Sums by plan, by block and, of one block, by item; what is costed and not covered; public amounts."""
    seen, view = read_viewpoint(), catalogue()
    plans = list_visible_plans(session(), actor())
    titles = titles_of(view)
    asked = _asked(view, plans, titles)
    blocks = _blocks(view)
    read = chosen_of(_milestones(plans, seen), blocks, asked.choice)
    sums = across(read, blocks, lambda item_id: view.items_by_id[item_id].key)
    return render_template(
        "funding/show_funding.html",
        view=view,
        plans=plans,
        choice=asked.choice,
        unknown=asked.unknown,
        titles=titles,
        options={
            "owners": [(plan.owner, country_name(plan.owner)) for plan in plans],
            "blocks": [(block.key, f"{block.code} {in_language(block.title)}") for block in view.blocks.values()],
            "instruments": list(titles.items()),
        },
        sums=sums,
        instruments=[key for key in {**titles, **sums.by_instrument} if key in sums.by_instrument],
        owners=[plan.owner for plan in plans if plan.owner in sums.by_owner],
        items=[item for item in view.items.values() if item.key in sums.by_item],
        most_open=MOST_OPEN,
        is_working=any(plan.scope is Scope.WORKING for plan in plans),
        public=_public(view, asked.choice),
        EU=EU,
    )


@area.get("/funding.csv")
@signed_in
def download_funding() -> Response:
    """The same milestone by milestone, a line an instrument; cancelled ones are among them and marked."""
    seen, view = read_viewpoint(), catalogue()
    plans = list_visible_plans(session(), actor())
    asked = _asked(view, plans, titles_of(view))
    refuse_unknown(asked.unknown)
    read = chosen_of(_milestones(plans, seen), _blocks(view), asked.choice)
    name = file_name("funding", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, FUNDING_HEAD, funding_lines(view, read, seen))


@area.get("/funding/public.csv")
@signed_in
def download_public() -> Response:
    """What is public of the Union's money for the Pact; an amount that is not known is an empty cell."""
    view = catalogue()
    rows = (_public_row(view, one) for one in _public(view, FundingChoice()))
    return csv_answer(file_name("funding-public", "csv"), PUBLIC_HEAD, rows)


def _asked(view: CatalogueView, plans: Sequence[PlanInScope], titles: dict[str, str]) -> Asked:
    wanted = {name: request.args.get(name, "") for name in ("country", "block", "instrument")}
    known = {"country": {plan.owner for plan in plans}, "block": set(view.blocks), "instrument": set(titles)}
    unknown = tuple(name for name, value in wanted.items() if value and value not in known[name])
    kept = {name: "" if name in unknown else value for name, value in wanted.items()}
    return Asked(FundingChoice(kept["country"], kept["block"], kept["instrument"]), unknown)


def _blocks(view: CatalogueView) -> dict[int, str]:
    return {item_id: item.block_key for item_id, item in view.items_by_id.items()}


def _milestones(plans: Sequence[PlanInScope], seen: Viewpoint) -> list[Owned]:
    """Milestones of which an amount is said, on the day looked at, as known now or then, with their plans' owners."""
    if seen.known is None:
        owners = {plan.plan_id: plan.owner for plan in plans}
        return [(owners[one.plan_id], one) for one in list_funded_milestones(session(), plans, seen.as_of)]
    return [
        (plan.owner, one)
        for plan in plans
        for one in read_known_milestones(session(), plan, plan.head.block_ids, seen.as_of, seen.known)
        if one.budget is not None or one.funding is not None
    ]


def _public(view: CatalogueView, choice: FundingChoice) -> list[AllocationView]:
    """Public amounts that a choice does not leave out: what is for all, or for all blocks, stays."""
    return [
        one
        for one in view.allocations
        if one.is_shown
        and (not choice.owner or one.country in (None, choice.owner))
        and (not choice.block or not one.blocks or choice.block in one.blocks)
        and (not choice.instrument or not one.funds or choice.instrument in one.funds)
    ]


def _public_row(view: CatalogueView, one: AllocationView) -> tuple[Cell, ...]:
    return (
        in_language(one.title),
        one.by,
        country_name(one.country) if one.country else "",
        " ".join(one.funds),
        " ".join(view.blocks[key].code for key in one.blocks),
        None if one.money is None else f"{one.money // 100}.{one.money % 100:02}",
        one.said_on,
        one.period or "",
        in_language(one.note) if one.note else "",
        "; ".join(view.sources[code].title for code in one.sources),
        one.confidence.value,
    )

"""Computed gaps: a page and a file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from flask import Blueprint, Response, render_template, request

from app.catalogue.views import CatalogueView
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.states import EU
from app.readiness.plan import PlanReading
from app.readiness.states import Severity
from app.web.across import gaps_across
from app.web.export import Cell, csv_answer, file_name
from app.web.flagging.rights import reviews_plans
from app.web.flagging.shown import asked_about, flag_pattern
from app.web.frame import country_name, day_pattern, in_language, spoken
from app.web.gaps.listing import (
    ALL_RULES,
    ALSO_NOTED,
    ONLY_NOTED,
    PAGE,
    Across,
    Filters,
    Group,
    across_key,
    counts_of,
    filtered,
    filters_of,
    in_one_row,
    measures_behind,
    page_number,
    page_of,
    since,
)
from app.web.gaps.rights import noted_by
from app.web.kept import fragment
from app.web.kept_pages import kept_page
from app.web.readings import full_readings, readable_by
from app.web.sheets import add_sheet, new_book, notes_of, title_on, workbook_answer, write_table
from app.web.tongue import gettext
from app.web.unknowns import refuse_unknown
from app.web.words import sentence

area = Blueprint("gaps", __name__)

HEAD = (
    "as_of",
    "plan",
    "name",
    "block",
    "item",
    "title",
    "key_item",
    "rule",
    "severity",
    "gap",
    "since",
    "remedy",
    "root",
    "root_title",
    "items_waiting_for_root",
    "noted_until",
    "noted_because",
)


@area.get("/gaps")
@signed_in
@kept_page
def list_gaps() -> str:
    """What the rules found in the plans that the reader may open."""
    seen, view = read_viewpoint(), catalogue()
    plans = _plans(view, seen)
    filters, unknown = filters_of(request.args, view, [plan.owner for plan in plans])
    asks, notes = asked_about((plan.owner for plan in plans), seen), noted_by((plan.owner for plan in plans), seen)
    across = gaps_across(view, plans, seen)
    rights = (asks, notes, reviews_plans(), across_key(gap for gaps in across.values() for gap in gaps))
    return render_template(
        "gaps/list_gaps.html",
        unknown=unknown,
        leaves_out_across=seen.known is not None and sum(plan.owner != EU for plan in plans) > 1,
        found=fragment(
            "gaps/found.html",
            (view, *plans),
            rights,
            lambda: _found(view, plans, filters, across) | {"asks": asks, "notes": notes},
        )
        if plans
        else "",
    )


def _found(view: CatalogueView, plans: Sequence[PlanReading], filters: Filters, across: Across) -> dict[str, object]:
    groups, noted = filtered(view, plans, filters, across)
    counts = counts_of(groups)
    page = page_number(request.args.get("page", ""), counts.total)
    return {
        "view": view,
        "plans": plans,
        "filters": filters,
        "root": view.items.get(filters.root),
        "rules": ALL_RULES,
        "severities": tuple(Severity),
        "counts": counts,
        "noted": noted,
        "noted_choices": ((ONLY_NOTED, gettext("only noted")), (ALSO_NOTED, gettext("also noted"))),
        "measures": measures_behind(view, groups),
        "groups": page_of(groups, page),
        "page": page,
        "size": PAGE,
        "since": since,
        "sentence": sentence,
        "reads_several": len(plans) > 2,  # the EU level's and two countries'
        "reviews": reviews_plans(),
        "flag_address": flag_pattern(),
        "note_address": day_pattern("countries.note_gap", "code", "key", "gap_code"),
    }


@area.get("/gaps.csv")
@signed_in
def download_gaps() -> Response:
    """The gaps that the filters let pass, as a file. Raises NotFound for a filter that there is not."""
    seen, view = read_viewpoint(), catalogue()
    plans = _plans(view, seen)
    filters, unknown = filters_of(request.args, view, [plan.owner for plan in plans])
    refuse_unknown(unknown)
    name = file_name("gaps", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(
        name, HEAD, _rows(view, seen, filtered(view, plans, filters, gaps_across(view, plans, seen)).groups)
    )


@area.get("/gaps.xlsx")
@signed_in
def download_gaps_workbook() -> Response:
    """The same as a workbook."""
    seen, view = read_viewpoint(), catalogue()
    plans = _plans(view, seen)
    filters, unknown = filters_of(request.args, view, [plan.owner for plan in plans])
    refuse_unknown(unknown)
    is_invented, target = is_demonstration(), io.BytesIO()
    with new_book(target, seen.as_of) as book:
        bold = book.add_format({"bold": True})
        notes = notes_of(title_on(gettext("Gaps"), seen.as_of), is_invented=is_invented)
        groups = filtered(view, plans, filters, gaps_across(view, plans, seen)).groups
        rows = _rows(view, seen, groups)
        write_table(add_sheet(book, gettext("Gaps"), notes, bold), HEAD, rows, bold)
    name = file_name("gaps", "xlsx", day=seen.as_of, is_invented=is_invented)
    return workbook_answer(target.getvalue(), name)


def _plans(view: CatalogueView, seen: Viewpoint) -> list[PlanReading]:
    """The plans that the reader may open, each in the state they read, the EU level's first."""
    opened = readable_by(session(), actor()).opened
    by_plan = full_readings(session(), view, seen, opened)
    return [by_plan[head.plan_id, scope] for head, scope in opened]


def _rows(view: CatalogueView, seen: Viewpoint, groups: list[Group]) -> Iterator[tuple[Cell, ...]]:
    for group, gap in in_one_row(groups):
        item = view.items_by_id[gap.item_id]
        yield (
            seen.as_of,
            gap.owner,
            country_name(gap.owner),
            view.blocks[gap.block_key].code,
            item.key,
            in_language(item.title),
            "yes" if gap.is_key else "no",
            gap.code,
            spoken(gap.severity),
            sentence(gap.sentence),
            since(gap),
            sentence(gap.remedy),
            group.root.key,
            in_language(group.root.title),
            group.waiting,
            gap.noted.until_on if gap.noted else None,
            gap.noted.reason if gap.noted else "",
        )

"""Rows of the list of milestones as a workbook: those that are ticked, or all that match its filters."""

from __future__ import annotations

from flask import request

from app.core.errors import Invalid
from app.core.policy import require
from app.exchange import policy
from app.exchange.book.content import Selection
from app.exchange.services.exporting import Tongue, make_book
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.errors import spoken
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.services.bulk import NONE_CHOSEN
from app.web.countries.area import country_of, name_of
from app.web.countries.deeds.confirming import versions_chosen
from app.web.countries.working.page import list_page, listed
from app.web.exchange.area import area
from app.web.exchange.workbooks import Answer, file_of
from app.web.kept import reading_cache
from app.web.tongue import gettext, language


@area.post("/<code>/milestones/workbook.xlsx")
@signed_in
def download_chosen(code: str) -> Answer:
    """The milestones chosen as a workbook, to be filled in and brought back; nothing is changed."""
    view = catalogue()
    country_of(view, code)
    get_plan(session(), code, actor())
    require(actor(), policy.EXPORT, PlanSubject(code))
    is_all = request.form.get("which") == "matching"
    chosen = [row.record.reference for row in listed(code).changeable] if is_all else list(versions_chosen())
    if not chosen:
        return list_page(code, None, [gettext(NONE_CHOSEN)]), 422
    selection, tongue = Selection(milestones=frozenset(chosen)), Tongue(language(), gettext)
    try:
        book = make_book(session(), view, code, selection, actor=actor(), tongue=tongue, cache=reading_cache())
    except Invalid as refusal:
        return list_page(code, None, [spoken(refusal)]), 422
    return file_of(book, "xlsx", name_of(view, code))

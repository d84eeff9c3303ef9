"""Find what a milestone waits for by words, and name one or several at a stroke."""

from __future__ import annotations

from flask import flash, redirect, render_template, request

from app.core import clock
from app.core.errors import Invalid
from app.core.policy import require
from app.http.commits import writes
from app.http.context import actor, catalogue, session
from app.http.doors import signed_in
from app.http.errors import spoken
from app.plans import policy
from app.plans.policy import WorkSubject, one_authority
from app.plans.queries.candidates import list_candidates
from app.plans.queries.milestones import get_milestone
from app.plans.services.predecessors import add_predecessors
from app.web.countries.area import area, country_of, name_of
from app.web.countries.candidates import fitting
from app.web.countries.deeds.milestones import Answer
from app.web.countries.deeds.pages import address_of
from app.web.search.matching import LONGEST
from app.web.tongue import gettext, ngettext


@area.route("/<code>/milestones/<reference>/predecessors/choose", methods=["GET", "POST"])
@signed_in
@writes
def choose_predecessors(code: str, reference: str) -> Answer:
    """What fits the question, to be ticked; those that were ticked become what the milestone waits for."""
    chosen = request.form.getlist("predecessor")
    if request.method != "POST":
        return page_of(code, reference)
    if not chosen:
        return page_of(code, reference, refusal=gettext("Tick at least one milestone.")), 422
    try:
        added = add_predecessors(session(), catalogue(), code, reference, chosen, actor=actor())
    except Invalid as refusal:
        session().rollback()
        return page_of(code, reference, chosen, spoken(refusal)), 422
    flash(ngettext("%(num)d milestone added.", "%(num)d milestones added.", added, num=added), "success")
    return redirect(address_of(code, reference), 303)


def page_of(code: str, reference: str, chosen: list[str] | None = None, refusal: str = "") -> str:
    """The page of the question: what was found, what of it is ticked, and why a choice was refused.

    Raises NotFound, NotAllowed.
    """
    view = catalogue()
    country_of(view, code)
    _plan, milestone = get_milestone(session(), code, reference, actor())
    item = view.items_by_id[milestone.item_id]
    subject = WorkSubject(code, item.block_key, one_authority(milestone.authority_id))
    require(actor(), policy.LINK_PREDECESSOR, subject)
    candidates = list_candidates(session(), code, milestone.milestone_id, actor(), clock.today())
    found = fitting(candidates, request.values.get("q", "")[:LONGEST], code, item, view)
    ticked = set(chosen or ([found.exact] if found.exact else []))
    return render_template(
        "countries/choose_predecessors.html",
        owner=code,
        name=name_of(view, code),
        milestone=milestone,
        item=item,
        block=view.blocks[item.block_key],
        found=found,
        ticked=ticked,
        refusal=refusal,
    )

"""The page of a country: the desk of those who write, and for everybody the plan as a whole."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup

from app.accounts.policy import DELEGATE, CountrySubject
from app.catalogue.views import CatalogueView
from app.core.clock import end_of
from app.core.policy import allows
from app.http.context import actor, catalogue, data_version, session
from app.http.days import read_viewpoint
from app.plans import policy
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.sharing import list_releases
from app.plans.states import EU, Scope
from app.readiness.cache import Recent
from app.readiness.plan import PlanReading
from app.readiness.queries.reading import database_of
from app.reading.policy import READ
from app.review.policy import SIGN
from app.review.queries.submissions import find_waiting, find_with_document
from app.support.policy import READ as READ_SUPPORT
from app.support.policy import SupportSubject
from app.support.queries.suggestions import list_suggestions
from app.support.queries.waiting import coordinated
from app.support.records import SuggestionRecord
from app.support.states import SuggestionState
from app.web.across import gaps_across
from app.web.assessed import first_reading_of
from app.web.awaiting import address_of_waiting
from app.web.countries.area import country_of, name_of
from app.web.countries.desk.addresses import address_of
from app.web.countries.desk.page import Chosen, Desk, desk_of
from app.web.countries.readings import one_reading, shared_when, unshared_counts
from app.web.cycling.desks import duties_here
from app.web.cycling.pledges import pledge_to_begin
from app.web.cycling.pools import pool_ways
from app.web.fiching.shown import extended_for, fiching_of
from app.web.flagging.shown import flagging_of, unseen_on_flags
from app.web.kept import fragment
from app.web.talking import mention_address, talk_of, unseen_about

_suggested: Recent[tuple[SuggestionRecord, ...]] = Recent(60)


def country_page(code: str, chosen: Chosen | None = None) -> str:
    """The page; `chosen` is what stood chosen on the desk when a deed was refused."""
    seen = read_viewpoint()
    view = catalogue()
    country = country_of(view, code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    unshared = unshared_counts(session(), plan)
    may_sign = not seen.is_past and allows(actor(), SIGN, PlanSubject(code))
    desk = desk_of(session(), actor(), view, plan, (reading, circumstances), unshared, seen, chosen or Chosen())
    return render_template(
        "countries/show_country.html",
        view=view,
        country=country,
        owner=code,
        name=name_of(view, code),
        plan=plan,
        reading=reading,
        gaps=reading.count_gaps(),
        gaps_across=len(gaps_across(view, [reading], seen).get(code, ())),
        desk=_drawn(view, code, desk, reading) if desk else "",
        cycle_duties=duties_here(code, seen) if desk else None,
        pledge_to_begin=pledge_to_begin(code, seen) if desk else None,
        pools=pool_ways(view, code),
        needs_hand=bool(desk and (desk.kinds or desk.support_rows)),
        mentions=[] if seen.is_past else unseen_about(code),
        mention_address=mention_address,
        flag_mentions=[] if seen.is_past else unseen_on_flags(code),
        flagging=flagging_of(plan, seen),
        fiching=fiching_of(plan, seen),
        extended=extended_for(plan, seen),
        reads_support=code != EU and allows(actor(), READ_SUPPORT, SupportSubject(code)),
        suggested=() if seen.is_past or code == EU else suggested_here(code),
        talk=talk_of(plan, seen),
        is_working=plan.scope is Scope.WORKING,
        unshared=unshared,
        releases=list_releases(session(), [plan.plan_id], until=end_of(seen.known or seen.as_of), limit=12),
        shared_at=shared_when(session(), plan, seen),
        official=None if seen.is_past else find_with_document(session(), plan.plan_id, actor()),
        first_reading=first_reading_of(plan, seen),
        to_sign=find_waiting(session(), plan.plan_id) if may_sign else None,
        may_share=not seen.is_past and allows(actor(), policy.SHARE, PlanSubject(code)),
        may_read_on=not seen.is_past and allows(actor(), READ, PlanSubject(code)),
        may_delegate=not seen.is_past and allows(actor(), DELEGATE, CountrySubject(code)),
        may_manage=not seen.is_past and allows(actor(), policy.MANAGE_AUTHORITIES, PlanSubject(code)),
    )


def suggested_here(code: str) -> tuple[SuggestionRecord, ...]:
    """Changes that experts suggested and that wait for the country, for who works on its plan and does not answer them
    (that is on the desk of its coordinators), who all read the same; asked once while the data stand."""
    if code not in actor().countries or coordinated(actor(), code):
        return ()
    return _suggested.get_or_make(
        (database_of(session()), data_version().mark, code),
        lambda: tuple(list_suggestions(session(), actor(), owner=code, states=[SuggestionState.OPEN])),
    )


def _drawn(view: CatalogueView, code: str, desk: Desk, reading: PlanReading) -> Markup:
    """The desk, drawn again only when what stands on it has changed; the form it sends stands outside."""
    addresses = {"address_of": address_of, "address_of_waiting": address_of_waiting}
    context = {"view": view, "owner": code, "desk": desk, **addresses}
    return fragment("countries/_desk.html", (view, reading, desk.found), desk.shows, lambda: context)

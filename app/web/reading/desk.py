"""The reviewers' desk: what was shared since one's last visit, what waits, who has how much, whose desk holds what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.policy import ALLOCATE
from app.accounts.queries import ReviewingGrant, list_reviewing_grants
from app.accounts.services.desks import NO_DESK, set_desk
from app.accounts.states import Role
from app.calendars.reading import calendar_of
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import Viewpoint, actor, catalogue, data_version, session, viewpoint
from app.http.doors import signed_in
from app.http.errors import spoken, status_of
from app.plans.policy import PlanSubject
from app.plans.queries.heads import list_visible_plans
from app.plans.states import EU, Scope, SubjectKind
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.reading.desk import Facts, Load, SharedSince, Unassessed, by_owner, loads, of_eu_level
from app.reading.policy import OPEN_DESK, READ
from app.reading.queries.desk import find_visit, list_shared_since, read_facts
from app.reading.services.desk import look_at, see_until
from app.review.states import SubmissionKind
from app.web.cycling.desks import duties_here
from app.web.reading.area import area
from app.web.readings import full_readings
from app.web.tongue import gettext

FIRST_DAYS = 30
"""So many days back the desk looks before the reviewer first says that they have seen it."""

AT_MOST = 200
"""Lines of a list."""


@dataclass(frozen=True)
class Known:
    """What the desk shows of the data, for one set of rights; the order of plans is that of their opening."""

    owners: tuple[str, ...]
    facts: Facts
    grants: tuple[ReviewingGrant, ...]


_known: Recent[Known] = Recent(30)
_shared: Recent[tuple[SharedSince, ...]] = Recent(60)


@dataclass(frozen=True)
class ItemsOf:
    """Items of a plan that wait to be assessed, those that wait longest first."""

    owner: str
    items: tuple[Unassessed, ...]
    waiting: int


@area.get("/desk")
@signed_in
def show_desk() -> str:
    """What was shared since, what waits and since how many working days, who has how much."""
    require(actor(), OPEN_DESK)
    view, today = catalogue(), clock.today()
    seen_until = find_visit(session(), actor().user_id)
    since = seen_until or clock.end_of(today - timedelta(days=FIRST_DAYS))
    known = _known_now()
    facts = known.facts
    countries = [owner for owner in known.owners if owner != EU]
    shown: list[Load] = loads(facts, known.grants, countries)
    shared = _by_country(_shared_since(since))
    return render_template(
        "reading/show_desk.html",
        view=view,
        since=since,
        seen_until=seen_until,
        now=clock.now(),
        shared=shared,
        in_all={owner: _in_all(blocks) for owner, blocks in shared.items()},
        facts=facts,
        items=_items(facts, known.owners, today),
        submissions=[(one, SubmissionKind(one.kind), _waited(one.since, today)) for one in facts.submissions[:AT_MOST]],
        loads=shown,
        eu_level=of_eu_level(facts),
        countries=countries,
        may_allocate=allows(actor(), ALLOCATE),
        reviewer=Role.REVIEWER,
        kinds=SubjectKind,
        cycle_duties=duties_here(EU, Viewpoint(today, None, today)),
    )


@area.post("/desk/seen")
@signed_in
@writes
def see_shared() -> Response:
    """Say that one has seen what was shared, up to when the page was drawn."""
    require(actor(), OPEN_DESK)
    try:
        instant = datetime.fromisoformat(request.form.get("until", ""))
    except ValueError:
        instant = clock.now()
    see_until(session(), instant if instant.tzinfo else clock.now(), actor=actor())
    return redirect(url_for("reading.show_desk"), 303)


@area.post("/desk/submissions/<int:submission_id>/looked-at")
@signed_in
@writes
def look_at_submission(submission_id: int) -> Response:
    """Say that a submission was looked at."""
    look_at(session(), submission_id, actor=actor())
    flash(gettext("The submission waits for nobody any more."), "success")
    return redirect(url_for("reading.show_desk", _anchor="submissions"), 303)


@area.route("/desk/people/<int:grant_id>", methods=["GET", "POST"])
@signed_in
@writes
def allocate_desk(grant_id: int) -> Response | str | tuple[str, int]:
    """Say which countries are on the desk of a reviewer; for the lead reviewer."""
    require(actor(), OPEN_DESK)
    require(actor(), ALLOCATE)
    grants = list_reviewing_grants(session())
    grant = next((one for one in grants if one.grant_id == grant_id and one.role is Role.REVIEWER), None)
    if grant is None:
        raise NotFound(NO_DESK)
    codes = list(catalogue().countries)
    if request.method == "GET":
        return _desk_page(grant, codes, grant.desk, not grant.desk)
    chosen, of_all = frozenset(request.form.getlist("countries")), request.form.get("reach") == "all"
    expected = request.form.get("was", "").split()
    try:
        set_desk(session(), grant_id, chosen, of_all=of_all, known=codes, expected=expected, actor=actor())
    except (Invalid, Conflict) as error:
        return _desk_page(grant, codes, chosen, of_all, spoken(error)), status_of(error)
    flash(gettext("The desk of %(name)s has been changed; it holds at once.", name=grant.name), "success")
    return redirect(url_for("reading.show_desk", _anchor="who"), 303)


def _desk_page(grant: ReviewingGrant, codes: list[str], chosen: frozenset[str], of_all: bool, error: str = "") -> str:
    return render_template(
        "reading/allocate_desk.html", grant=grant, codes=codes, chosen=chosen, of_all=of_all, error=error
    )


def _known_now() -> Known:
    """What waits on the plans that the reader reviews, asked once while the data stand."""
    seen = viewpoint()
    key = (database_of(session()), data_version().mark, seen.today, actor().held)
    return _known.get_or_make(key, _read)


def _read() -> Known:
    seen = viewpoint()
    plans = [plan for plan in list_visible_plans(session(), actor()) if allows(actor(), READ, PlanSubject(plan.owner))]
    asked = [(plan.head, Scope.SHARED) for plan in plans]
    readings = full_readings(session(), catalogue(), seen, asked)
    by_plan = {plan.plan_id: readings[plan.plan_id, Scope.SHARED] for plan in plans}
    facts = read_facts(session(), actor(), by_plan, seen.today)
    return Known(tuple(plan.owner for plan in plans), facts, tuple(list_reviewing_grants(session())))


def _shared_since(since: datetime) -> tuple[SharedSince, ...]:
    key = (database_of(session()), data_version().mark, since, actor().held)

    def read() -> tuple[SharedSince, ...]:
        owners = {
            plan.plan_id: plan.owner
            for plan in list_visible_plans(session(), actor())
            if allows(actor(), READ, PlanSubject(plan.owner))
        }
        return tuple(list_shared_since(session(), owners, since))

    return _shared.get_or_make(key, read)


def _in_all(blocks: Sequence[SharedSince]) -> Counter[SubjectKind]:
    """How much of each kind was shared in some blocks together."""
    found: Counter[SubjectKind] = Counter()
    for block in blocks:
        found.update(block.counts)
    return found


def _by_country(shared: tuple[SharedSince, ...]) -> Mapping[str, list[SharedSince]]:
    """By plan, in the plans' order."""
    found: dict[str, list[SharedSince]] = {}
    for one in shared:
        found.setdefault(one.owner, []).append(one)
    return found


def _items(facts: Facts, owners: tuple[str, ...], today: date) -> list[ItemsOf]:
    waiting = by_owner(facts.items, owners)
    found = [ItemsOf(owner, tuple(items), _waited(items[0].since, today)) for owner, items in waiting.items()]
    return sorted(found, key=lambda one: -one.waiting)


def _waited(since: date, today: date) -> int:
    """Working days of the institutions."""
    return calendar_of(EU).between(since, today)

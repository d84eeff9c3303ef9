"""What has become of a plan since a meeting, on two pages: to read and to print."""

from __future__ import annotations

from datetime import date

from flask import Response, render_template

from app.core import clock
from app.core.clock import end_of
from app.flags.policy import reads_flags
from app.flags.queries.flags import list_flags
from app.http.context import actor, catalogue, session
from app.http.days import Range, read_range
from app.http.doors import signed_in
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.records import PlanInScope
from app.plans.queries.sharing import list_releases
from app.plans.states import Scope
from app.readiness.moving import Figure
from app.reports.since import SinceMaterial, sections_of, sentences_of, since_document, since_facts, since_title
from app.reports.tongue import Tongue
from app.review.queries.sent import read_sent
from app.web.compare.making import line_of, moves_in
from app.web.countries.area import area, country_of, name_of
from app.web.export import file_name
from app.web.kept_pages import kept_page
from app.web.printing import as_pdf
from app.web.tongue import gettext, language

OFFERED = 3
"""So many days of submissions, and of releases, are offered to begin with."""


@area.get("/<code>/since")
@signed_in
@kept_page
def show_since(code: str) -> str:
    """What moved, slipped and why, was contested, expired, is new, was closed; from the last submission on."""
    material, days, offered = _material(code)
    tongue = Tongue(language(), gettext)
    return render_template(
        "countries/show_since.html",
        owner=code,
        name=name_of(material.view, code),
        view=material.view,
        material=material,
        days=days,
        offered=offered,
        title=since_title(material, tongue),
        facts=since_facts(material, tongue),
        sentences=sentences_of(material, tongue),
        sections=sections_of(material, tongue),
    )


@area.get("/<code>/since.pdf")
@signed_in
def download_since(code: str) -> Response:
    """The same as a file to send."""
    material, days, _ = _material(code)
    document = since_document(material, Tongue(language(), gettext))
    is_invented = material.plan.head.is_demonstration
    stem = f"since-{days.start.isoformat()}-{code}"
    return as_pdf(document, file_name(stem, "pdf", day=days.end, is_invented=is_invented))


def _material(code: str) -> tuple[SinceMaterial, Range, list[tuple[str, date]]]:
    """What the brief says, with its days and those it is offered to begin with. Raises NotFound, BadRange."""
    country_of(catalogue(), code)
    plan, eu = get_plan_beside_eu(session(), code, actor())
    offered = _offered(plan)
    days = read_range(since=_begin(plan, offered), as_then=True)
    view, line = line_of(session(), plan, eu, days)
    course = line.course
    assert course is not None
    material = SinceMaterial(
        view=view,
        plan=plan,
        start=days.start,
        end=days.end,
        as_then=days.as_then,
        figures={figure: course.moved(figure) for figure in Figure},
        turns=line.turns,
        moves=moves_in(session(), days, line),
        flags=list_flags(session(), actor(), owners=[code]) if reads_flags(actor()) else None,
    )
    return material, days, offered


def _begin(plan: PlanInScope, offered: list[tuple[str, date]]) -> date | None:
    """The day from which the brief begins by itself: the last submission, else the last release. To others nothing has
    moved since what was shared last, so for them it is the last such day before that."""
    days = [day for _, day in offered]
    shared_at = plan.head.last_shared_at
    if plan.scope is Scope.SHARED and shared_at is not None and not plan.head.shares_continuously:
        days = [day for day in days if day < clock.day_of(shared_at)] or days
    return next(iter(days), None)


def _offered(plan: PlanInScope) -> list[tuple[str, date]]:
    """Days before today from which the brief may begin: the last submissions, then the last releases."""
    today, until = clock.today(), end_of(clock.today())
    sent = read_sent(session(), plan.plan_id, actor(), until).submissions
    shared = list_releases(session(), [plan.plan_id], until=until, limit=4 * OFFERED)
    found: dict[date, str] = {}
    for label, instants in (
        (gettext("submission"), [one.submitted_at for one in sent]),
        (gettext("release"), [one.released_at for one in shared]),
    ):
        days = [day for day in dict.fromkeys(map(clock.day_of, instants)) if day < today]
        for day in days[:OFFERED]:
            found.setdefault(day, label)
    return [(label, day) for day, label in found.items()]

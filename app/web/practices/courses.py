"""Who stood where a country stands now, and the consent to be read so."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.catalogue.views import BlockView, CatalogueView
from app.core import clock
from app.core.errors import NotFound
from app.core.policy import allows, require
from app.http.commits import writes
from app.http.context import actor, catalogue, data_version, session
from app.http.doors import signed_in
from app.plans.policy import scope_for
from app.plans.queries.heads import NO_PLAN, find_head
from app.plans.queries.records import PlanHead
from app.plans.states import EU
from app.practices.course import (
    BEGUN_WEIGHS,
    FIRST_STEPS,
    FOLLOWED_MONTHS,
    MONTHS_BACK,
    NEAR_BEGUN,
    NEAR_PROGRESS,
    Course,
    Point,
    Step,
    begun_margin,
)
from app.practices.policy import CONSENT_TO_COURSE, READ_COURSE, CourseSubject
from app.practices.queries.courses import list_consents, own_course, readable_courses, who_was_here
from app.practices.services.courses import set_course_consent
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.support.policy import SupportSubject
from app.web.countries.area import block_of, country_of, name_of
from app.web.frame import in_language
from app.web.practices.area import area
from app.web.tongue import gettext

PREVIEWED_MONTHS = 6
"""Before a consent it is shown how the own plan would be told since so many months ago."""


@dataclass(frozen=True)
class Here:
    """Where a country stands in a block, and the others that stood at a similar point; of `asked` countries."""

    mine: Point
    courses: tuple[Course, ...]
    asked: int


_found: Recent[Here] = Recent(40)


@area.get("/practices/where-we-are/<code>/<number>")
@signed_in
def show_where_we_are(code: str, number: str) -> str:
    """Countries that stood at a similar point of a block some months earlier, and what they did first after it."""
    view = catalogue()
    country_of(view, code)
    block, head = block_of(view, number), _plan(code)
    others = readable_courses(session(), code, actor())
    key = (database_of(session()), data_version().mark, clock.today(), code, block.key, tuple(others))
    here = _found.get_or_make(key, lambda: _here(view, code, head, block, others))
    return render_template(
        "practices/where_we_are.html",
        view=view,
        owner=code,
        name=name_of(view, code),
        block=block,
        here=here,
        reached=lambda step: reached(view, step),
        opens=lambda owner: scope_for(actor(), owner) is not None,
        may_consent=allows(actor(), CONSENT_TO_COURSE, SupportSubject(code)),
        measure={
            "points": NEAR_PROGRESS // 100,
            "share": NEAR_BEGUN,
            "items": begun_margin(here.mine.counted),
            "first": MONTHS_BACK[0],
            "last": MONTHS_BACK[-1],
            "weighs": BEGUN_WEIGHS // 100,
            "months": FOLLOWED_MONTHS,
            "steps": FIRST_STEPS,
        },
    )


@area.get("/practices/where-we-are/<code>")
@signed_in
def show_course_consent(code: str) -> str:
    """What others would read of how a plan came along, before its coordinator consents; and the consents there were."""
    view = catalogue()
    country_of(view, code)
    head = _plan(code)
    if not allows(actor(), READ_COURSE, CourseSubject(code)):
        raise NotFound(NO_PLAN)
    require(actor(), CONSENT_TO_COURSE, SupportSubject(code))
    blocks = [block for block in view.blocks.values() if block.is_in_sum]
    wanted = request.args.get("block", "")
    block = view.blocks.get(wanted) or blocks[0]
    consents = list_consents(session(), code)
    return render_template(
        "practices/course_consent.html",
        view=view,
        owner=code,
        blocks=blocks,
        block=block,
        unknown=("block",) if wanted and wanted not in view.blocks else (),
        course=own_course(session(), view, code, head.plan_id, block, PREVIEWED_MONTHS),
        consents=consents,
        is_on=bool(consents) and consents[-1][1] is None,
        reached=lambda step: reached(view, step),
    )


@area.post("/practices/where-we-are/<code>")
@signed_in
@writes
def consent_to_course(code: str) -> Response:
    """Let others that stand where the country stood read what it did next, or no longer."""
    country_of(catalogue(), code)
    is_on = request.form.get("is_on") == "yes"
    set_course_consent(session(), code, is_on, actor=actor())
    flash(gettext("Recorded. It holds from now on."), "success")
    return redirect(url_for("practices.show_course_consent", code=code), 303)


def reached(view: CatalogueView, step: Step) -> str:
    """How far a milestone has come with a step: the step of its ladder, or its value."""
    said = step.said
    stream = view.workstreams.get(said.workstream_key)
    named = next((one.title for one in (stream.ladder if stream else ()) if one.key == said.step_key), None)
    if named is not None:
        return in_language(named)
    if said.value is not None and said.target_value is not None:
        return gettext("%(value)s of %(target)s %(unit)s") % {
            "value": f"{said.value:,}",
            "target": f"{said.target_value:,}",
            "unit": said.target_unit or "",
        }
    return ""


def _here(view: CatalogueView, code: str, head: PlanHead, block: BlockView, others: dict[str, int]) -> Here:
    mine, courses = who_was_here(session(), view, code, head.plan_id, block, others)
    return Here(mine, tuple(courses), len(others))


def _plan(code: str) -> PlanHead:
    head = find_head(session(), code) if code != EU else None
    if head is None:
        raise NotFound(NO_PLAN)
    return head

"""Who is responsible for what: every actor, its part in the yearly cycle, its items, its documents."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from app.answers.states import QuestionState
from app.catalogue.states import ActorGroup, Level
from app.comments.queries.consultations import list_consultations_across
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.governance.policy import READ as READ_CYCLE
from app.governance.policy import StepSubject
from app.http.context import actor, catalogue, config, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.web.actors.listing import facts_of, presidencies_of, rows_of
from app.web.actors.papers import papers_of
from app.web.catalogue.wording import actor_group_title
from app.web.cycling.reading import cycles_so_far
from app.web.export import csv_answer, file_name
from app.web.frame import in_language
from app.web.kept_pages import kept_page
from app.web.published import known_until, listed

area = Blueprint("actors", __name__)

MOST_CONSULTATIONS = 50
FEW = 10
"""So many documents of a kind stand unfolded."""

HEAD = ("code", "actor", "group", "what_it_does", "steps", "items")


@area.get("/actors")
@signed_in
@kept_page
def list_actors() -> str:
    """Every actor with what it does, by kind; who holds the Presidency when."""
    seen, view = read_viewpoint(), catalogue()
    return render_template(
        "actors/list_actors.html",
        view=view,
        presidencies=presidencies_of(view),
        presiding=view.presidency_on(seen.as_of),
        groups=rows_of(view),
        title_of=actor_group_title,
        contact=config().input_contact,
    )


@area.get("/actors.csv")
@signed_in
def download_actors() -> Response:
    """The same as a file."""
    rows = (
        (
            row.actor.code,
            in_language(row.actor.title),
            actor_group_title(group),
            in_language(row.actor.role) if row.actor.role else "",
            row.steps,
            row.items,
        )
        for group, rows_of_group in rows_of(catalogue())
        for row in rows_of_group
    )
    return csv_answer(file_name("actors", "csv"), HEAD, rows)


@area.get("/actors/<code>")
@signed_in
@kept_page
def show_actor(code: str) -> str:
    """What one has to do. Raises NotFound for a code that the catalogue does not know."""
    seen, view = read_viewpoint(), catalogue()
    facts = facts_of(view, code, cycles_so_far(seen), listed())
    if facts is None:
        raise NotFound(message("There is no such actor."))
    is_partner = facts.actor.group is ActorGroup.PARTNER
    known = clock.end_of(seen.known) if seen.known else None
    return render_template(
        "actors/show_actor.html",
        facts=facts,
        papers=papers_of(session(), view, code, actor(), seen.as_of, known, known_until(seen)),
        acts_by_number={one.number: one for one in view.acts.values()},
        ANSWERED=QuestionState.ANSWERED.value,
        FEW=FEW,
        view=view,
        EU_LEVEL=Level.EU,
        is_national=facts.actor.group is ActorGroup.NATIONAL,
        group=actor_group_title(facts.actor.group),
        reads_cycle=allows(actor(), READ_CYCLE, StepSubject()),
        this_year=seen.as_of.year,
        is_partner=is_partner,
        consultations=list_consultations_across(
            session(), actor(), until=seen.as_of, known=known, most=MOST_CONSULTATIONS
        )
        if is_partner
        else [],
        most=MOST_CONSULTATIONS,
        contact=config().input_contact if is_partner else "",
    )

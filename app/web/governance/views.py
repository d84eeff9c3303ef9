"""The page of a cycle, its calendar and its table as files, and the page of one step with what was recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import allows, require
from app.governance.cycle import Cycle, Line
from app.governance.limits import MOST_TURNS, YEARS_AHEAD
from app.governance.policy import READ, RECORD, StepSubject, reads_plans
from app.governance.pools import is_counted
from app.governance.queries import list_entries
from app.governance.services import (
    NO_STEP,
    Place,
    entries_of,
    first_year,
    is_on_event,
    record_step,
    step_at,
    subject_of,
)
from app.governance.solidarity.policy import READ_PLEDGE
from app.http.caching import is_demonstration
from app.http.commits import writes
from app.http.context import Viewpoint, actor, catalogue, config, session
from app.http.days import read_viewpoint
from app.http.doors import put_beside, signed_in
from app.http.errors import spoken
from app.web.countries.deeds.common import version_shown
from app.web.countries.gantt.scale import Unit
from app.web.cycling.items import occurrences_on
from app.web.cycling.lines import may_record, place_of
from app.web.cycling.lines import subject_of as subject_of_line
from app.web.cycling.wording import said
from app.web.export import Cell, csv_answer, file_name
from app.web.frame import country_name, day_url, in_language
from app.web.governance import key_views as _key  # noqa: F401 - hang its views on the area
from app.web.governance import pool_views as _pool  # noqa: F401 - the same
from app.web.governance.area import area
from app.web.governance.calendar_file import Event, calendar_file
from app.web.governance.forms import StepForm
from app.web.governance.meeting_events import meeting_events, meetings_of
from app.web.governance.page import Page, page_of
from app.web.governance.ways import ways
from app.web.kept_pages import kept_page
from app.web.tongue import gettext, short_month
from app.web.words import sentence

__all__ = ["area"]

area.add_app_template_global(ways, "governance_ways")

Answer = Redirect | str | tuple[str, int]


@area.app_context_processor
def beside() -> dict[str, object]:
    """For templates of items."""
    return {"occurrences_on": occurrences_on}


NO_YEAR = message("There is no cycle of %(year)s.")
HEAD = (
    "cycle",
    "step",
    "title",
    "owner",
    "turn",
    "due",
    "planned",
    "happened",
    "standing",
    "reference",
    "link",
    "note",
)


@area.get("")
@signed_in
def show_current() -> Redirect:
    """The cycle of the year that is looked at, or the first one."""
    seen = read_viewpoint()
    years = _years(catalogue(), seen)
    return redirect(day_url("governance.show_cycle", year=min(max(seen.as_of.year, years.start), years.stop - 1)), 302)


@area.get("/<int:year>")
@signed_in
@kept_page
def show_cycle(year: int) -> str:
    """A cycle as wheel, timeline and table, with what of the one before runs in the same year."""
    seen, view = read_viewpoint(), catalogue()
    page = _page(year, seen)
    years = _years(view, seen)
    return render_template(
        "governance/show_cycle.html",
        page=page,
        view=view,
        years=years,
        said=lambda line: said(line, page.steps),
        owner_name=lambda code: _owner_name(view, code),
        place=_address_of,
        may_record=lambda line, cycle: not seen.is_past and may_record(line, cycle, actor()),
        keeps=allows(actor(), RECORD, StepSubject()) and not seen.is_past,
        has_key=year + 1 in view.reference_keys,
        own=[code for code in view.countries if allows(actor(), READ_PLEDGE, code) and is_counted(view, code)],
        scale=page.scale,
        today=page.scale.middle(seen.as_of) if page.scale and page.scale.shows(seen.as_of) else None,
        units=Unit,
        short_month=short_month,
    )


@area.get("/<int:year>.csv")
@signed_in
def download_cycle(year: int) -> Response:
    """The table of the page as a file."""
    seen = read_viewpoint()
    page = _page(year, seen)
    name = file_name(f"cycle-{year}", "csv", day=seen.as_of, is_invented=is_demonstration() and page.has_entries)
    return csv_answer(name, HEAD, _rows(page, catalogue()))


@area.get("/<int:year>.ics")
@signed_in
def download_calendar(year: int) -> Response:
    """The dated steps of the cycle, and what of the one before runs in the same year, for a calendar."""
    seen = read_viewpoint()
    page = _page(year, seen)
    host = urlsplit(config().public_url).hostname or "tracker"
    title = gettext("Annual cycle %(year)s", year=year)
    events = [*_events(page), *meeting_events(year, seen)]
    answer = Response(calendar_file(title, host, events, clock.now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="cycle-{year}.ics"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@area.get("/<int:year>/steps/<step>")
@signed_in
def show_step(year: int, step: str) -> str:
    """One step of a year: what holds of it, all that was recorded, and for its keepers the form."""
    read_viewpoint()
    return _step_page(_place(year, step))


@area.post("/<int:year>/steps/<step>")
@signed_in
@writes
def record(year: int, step: str) -> Answer:
    """Record what is planned and what happened."""
    view, place = catalogue(), _place(year, step)
    subject = subject_of(view, place)
    if not allows(actor(), READ, subject):
        raise NotFound(NO_STEP)
    require(actor(), RECORD, subject)
    form = StepForm()
    if form.validate():
        try:
            record_step(session(), view, place, form.values(), actor=actor(), seen=version_shown() or None)
        except Invalid as error:
            put_beside(form, error)
        except Conflict as conflict:
            form.form_errors.append(spoken(conflict))
            return _step_page(place, form), 409
        else:
            flash(gettext("Recorded. What was recorded before stays in the history."), "success")
            return redirect(_address(place), 303)
    return _step_page(place, form), 422


def _years(view: CatalogueView, seen: Viewpoint) -> range:
    """The years that have a cycle, up to the one after that which is looked at. Raises NotFound for none at all."""
    first = first_year(view)
    if first is None or not reads_plans(actor(), None):
        raise NotFound(message("The catalogue has no annual cycle."))
    return range(first, max(first, seen.as_of.year + YEARS_AHEAD) + 1)


def _page(year: int, seen: Viewpoint) -> Page:
    view = catalogue()
    years = _years(view, seen)
    if year not in years:
        raise NotFound(NO_YEAR, year=year)
    known = clock.end_of(seen.known) if seen.known else None
    entries = list_entries(session(), actor(), [year - 1, year])
    before = Cycle(view, year - 1, entries, seen.as_of, known) if year - 1 in years else None
    return page_of(Cycle(view, year, entries, seen.as_of, known), before, actor())


def _place(year: int, step: str) -> Place:
    """What the address names. Raises NotFound."""
    turn = request.args.get("turn", 1, type=int)
    place = Place(year, step, turn, request.args.get("country", ""), request.args.get("body", ""))
    if not 1 <= turn <= MOST_TURNS:
        raise NotFound(NO_STEP)
    step_at(catalogue(), place)
    return place


def _address(place: Place, endpoint: str = "governance.show_step") -> str:
    asked = {"turn": place.turn if place.turn > 1 else None, "country": place.country, "body": place.body}
    return day_url(endpoint, year=place.year, step=place.step, **{k: v for k, v in asked.items() if v})


def _address_of(line: Line, cycle: Cycle) -> str:
    return _address(place_of(line, cycle))


def _owner_name(view: CatalogueView, code: str) -> str:
    """A country, or an actor of the catalogue, by its name; nothing for what concerns all."""
    if code in view.countries:
        return country_name(code)
    return in_language(view.actors[code].title) if code in view.actors else code


def _step_page(place: Place, form: StepForm | None = None) -> str:
    seen, view, person = read_viewpoint(), catalogue(), actor()
    step = step_at(view, place)
    known = clock.end_of(seen.known) if seen.known else None
    history = [
        entry for entry in entries_of(session(), view, place, actor=person) if known is None or entry.said_at <= known
    ]
    cycle = Cycle(view, place.year, list_entries(session(), person, [place.year]), seen.as_of, known)
    line = cycle.line((place.step, place.turn, place.country or place.body))
    keeps = not seen.is_past and allows(person, RECORD, subject_of(view, place))
    steps = {one.key: one for one in view.cycle}
    return render_template(
        "governance/show_step.html",
        place=place,
        step=step,
        steps=steps,
        view=view,
        cycle=cycle,
        line=line,
        sentence=sentence(said(line, steps)) if line else "",
        others=_others(cycle, place, person),
        history=history,
        owner=_owner_name(view, place.country or place.body) if place.country or place.body else "",
        owner_name=lambda code: _owner_name(view, code),
        place_of=_address_of,
        form=(form or _form(history[0] if history else None)) if keeps else None,
        version=history[0].entry_id if history else 0,
        action=_address(place, "governance.record"),
        is_event=is_on_event(view, step),
        meetings=meetings_of(place.year, seen, place.step),
        country_names={code: country_name(code) for code in view.countries} if keeps else {},
    )


def _form(entry: object | None) -> StepForm:
    return StepForm(formdata=None, obj=entry)


def _others(cycle: Cycle, place: Place, person: Actor) -> list[Line]:
    """The other occurrences of the step that the reader may read."""
    here = (place.step, place.turn, place.country or place.body)
    lines = cycle.by_step.get(place.step, ())
    return [line for line in lines if line.place != here and allows(person, READ, subject_of_line(line, cycle))]


def _rows(page: Page, view: CatalogueView) -> Iterator[tuple[Cell, ...]]:
    for row in (*page.rows, *page.before):
        for line in row.lines:
            one, told = line.occurrence, line.told.entry or line.told.record
            yield (
                one.year,
                line.step.key,
                in_language(line.step.title),
                one.owner,
                one.turn,
                one.due_on,
                one.planned_on,
                one.happened_on,
                gettext(line.standing.label),
                told.reference or "" if told else "",
                told.url or "" if told else "",
                _note(line),
            )


def _note(line: Line) -> str:
    if line.told.entry is not None:
        return line.told.entry.note
    return in_language(line.told.record.note) if line.told.record is not None else ""


def _events(page: Page) -> Iterator[Event]:
    """One entry for each dated occurrence; of what each does for itself one on its day, for all of them."""
    for row in (*page.rows, *page.before):
        title, when = in_language(row.step.title), in_language(row.step.when)
        address = config().public_url + url_for("governance.show_cycle", year=row.year)
        if row.step.is_by_each:
            if row.day is not None:
                text = sentence(said(row.lines[0], page.steps)) if len(row.lines) == 1 else when
                yield Event(f"{row.year}.{row.step.key}", row.day, title, text, address)
            continue
        for line in row.lines:
            one = line.occurrence
            if one.day is not None:
                key = ".".join(part for part in (str(row.year), row.step.key, str(one.turn), one.owner) if part)
                yield Event(key, one.day, title, sentence(said(line, page.steps)), address)

"""The page of a cycle, its calendar and its table as files, and the page of one step with what was recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from app.catalogue.views import CatalogueView
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import allows
from app.governance.cycle import Cycle, Line
from app.governance.limits import YEARS_AHEAD
from app.governance.policy import RECORD, StepSubject
from app.governance.pools import is_counted
from app.governance.queries import list_entries
from app.governance.services import (
    first_year,
)
from app.governance.solidarity.policy import READ_PLEDGE
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, config, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.plans.policy import reads_plans
from app.web.countries.gantt.scale import Unit
from app.web.cycling.items import occurrences_on
from app.web.cycling.lines import address_of_line, may_record, owner_name
from app.web.cycling.wording import said
from app.web.export import Cell, csv_answer, file_name
from app.web.frame import day_url, in_language
from app.web.governance import key_views as _key  # noqa: F401 - hang its views on the area
from app.web.governance import pool_views as _pool  # noqa: F401 - the same
from app.web.governance import step_views as _step  # noqa: F401 - the same
from app.web.governance.area import area
from app.web.governance.calendar_file import Event, calendar_file
from app.web.governance.meeting_events import meeting_events, meetings_of
from app.web.governance.page import Page, page_of
from app.web.governance.ways import root, ways
from app.web.kept_pages import kept_page
from app.web.tongue import gettext, short_month
from app.web.words import sentence

__all__ = ["area"]

area.add_app_template_global(ways, "governance_ways")
area.add_app_template_global(root, "governance_root")


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
        owner_name=lambda code: owner_name(view, code),
        place=address_of_line,
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
    is_invented = is_demonstration() and (page.has_entries or bool(meetings_of(year, seen)))
    if is_invented:
        title = gettext("%(title)s (invented data)", title=title)
    events = [*_events(page), *meeting_events(year, seen)]
    answer = Response(calendar_file(title, host, events, clock.now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{file_name(f"cycle-{year}", "ics", is_invented=is_invented)}"'
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _years(view: CatalogueView, seen: Viewpoint) -> range:
    """The years that have a cycle, up to the one after that which is looked at. Raises NotFound for none at all."""
    first = first_year(view)
    if first is None or not reads_plans(actor(), None):
        raise NotFound(message("There is no annual cycle here, or none that is for your role."))
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

"""Lists of meetings and of actions with their filters, and the same as files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import render_template, request
from werkzeug.wrappers import Response

from app.catalogue.views import CatalogueView
from app.governance.limits import YEARS_AHEAD
from app.governance.services import first_year
from app.http.caching import is_demonstration
from app.http.context import Viewpoint, actor, catalogue, session
from app.http.days import read_viewpoint
from app.http.doors import signed_in
from app.meetings.policy import bodies_kept_by
from app.meetings.queries.actions import WantedActions, list_actions
from app.meetings.queries.meetings import Wanted, list_meetings
from app.meetings.records import ActionRecord, MeetingRecord
from app.meetings.services.acting import owners
from app.meetings.states import ActionState, Body
from app.statements.queries import list_bodies
from app.web.countries.choices import whole_number
from app.web.cycling.lines import owner_name
from app.web.export import Cell, csv_answer, file_name
from app.web.filtering import AddressFilters
from app.web.frame import in_language, spoken
from app.web.meetings.area import area, ask_to_see, until_of
from app.web.unknowns import refuse_unknown

SIZE = 50
HEAD = (
    *("meeting", "body", "title", "first_day", "last_day", "place", "online", "takes_place", "cycle", "step"),
    *("chair", "who_reads", "member_states"),
)
ACTIONS_HEAD = (
    *("action", "meeting", "meeting_day", "what", "owner", "due", "state", "ended", "days_late", "note", "said_at"),
)


@dataclass(frozen=True)
class Filters(AddressFilters):
    """What the address asks for; empty: all."""

    body: str = ""
    year: str = ""
    country: str = ""
    state: str = ""


def years_of(view: CatalogueView, today: date) -> list[int]:
    """The years that have a cycle, the latest first."""
    first = first_year(view)
    return [] if first is None else list(range(today.year + YEARS_AHEAD, first - 1, -1))


def body_name(meeting: MeetingRecord) -> str:
    """Who meets: a body, or another group by its name."""
    return meeting.name or spoken(meeting.body)


@area.get("/meetings")
@signed_in
def show_meetings() -> str:
    """The meetings that the person reads, the latest first."""
    ask_to_see()
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = _filters(request.args, view, seen.today)
    found = list_meetings(session(), actor(), _wanted(filters, seen))
    page = min(max(whole_number(request.args.get("page")) or 1, 1), max(-(-len(found) // SIZE), 1))
    return render_template(
        "meetings/list_meetings.html",
        view=view,
        filters=filters,
        unknown=unknown,
        found=found[(page - 1) * SIZE : page * SIZE],
        total=len(found),
        page=page,
        size=SIZE,
        bodies=Body,
        years=years_of(view, seen.today),
        body_name=body_name,
        presidency=view.presidency_on(seen.as_of),
        may_make=not seen.is_past and bool(bodies_kept_by(actor(), view, seen.today)),
    )


@area.get("/meetings.csv")
@signed_in
def download_meetings() -> Response:
    """The meetings that pass the filters, as a file. Raises NotFound for a filter that there is not."""
    ask_to_see()
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = _filters(request.args, view, seen.today)
    refuse_unknown(unknown)
    name = file_name("meetings", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, HEAD, _rows(view, list_meetings(session(), actor(), _wanted(filters, seen))))


@area.get("/actions")
@signed_in
def show_actions() -> str:
    """The actions of the meetings that the person reads: their own first, open ones before others, then by day."""
    ask_to_see()
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = _filters(request.args, view, seen.today)
    found = _sorted(_actions(filters, seen))
    page = min(max(whole_number(request.args.get("page")) or 1, 1), max(-(-len(found) // SIZE), 1))
    return render_template(
        "meetings/list_actions.html",
        view=view,
        filters=filters,
        unknown=unknown,
        found=found[(page - 1) * SIZE : page * SIZE],
        total=len(found),
        page=page,
        size=SIZE,
        day=seen.as_of,
        is_own=_is_own,
        states=ActionState,
        years=years_of(view, seen.today),
        owners=[(code, owner_name(view, code)) for code in owners(view)],
        owner_name=lambda code: owner_name(view, code),
    )


@area.get("/actions.csv")
@signed_in
def download_actions() -> Response:
    """The actions that pass the filters, as a file. Raises NotFound for a filter that there is not."""
    ask_to_see()
    seen, view = read_viewpoint(), catalogue()
    filters, unknown = _filters(request.args, view, seen.today)
    refuse_unknown(unknown)
    name = file_name("actions", "csv", day=seen.as_of, is_invented=is_demonstration())
    return csv_answer(name, ACTIONS_HEAD, _action_rows(_sorted(_actions(filters, seen)), seen.as_of))


def _filters(values: Mapping[str, str], view: CatalogueView, today: date) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that there is not, which is left out."""
    known = {
        "body": {body.value for body in Body},
        "year": {str(year) for year in years_of(view, today)},
        "country": set(owners(view)),
        "state": {state.value for state in ActionState},
    }
    asked = {name: values[name] for name in known if values.get(name)}
    asked |= {"country": asked["country"].upper()} if "country" in asked else {}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    return Filters(**{name: value for name, value in asked.items() if name not in unknown}), unknown


def _wanted(filters: Filters, seen: Viewpoint) -> Wanted:
    return Wanted(
        body=Body(filters.body) if filters.body else None,
        years=(int(filters.year),) if filters.year else (),
        country=filters.country,
        until=until_of(seen),
    )


def _actions(filters: Filters, seen: Viewpoint) -> list[ActionRecord]:
    wanted = WantedActions(
        owners=[filters.country] if filters.country else (),
        states=[ActionState(filters.state)] if filters.state else (),
        year=int(filters.year) if filters.year else None,
        until=until_of(seen),
    )
    return list_actions(session(), actor(), wanted, list_bodies(session()))


def _is_own(action: ActionRecord) -> bool:
    """Whether it is on a desk of the reader."""
    person = actor()
    is_body = any(held.authorities & action.bodies for held in person.held)
    return action.owner in person.countries if not action.bodies else is_body


def _sorted(found: list[ActionRecord]) -> list[ActionRecord]:
    """Own ones first, open ones before others, by day."""
    return sorted(found, key=lambda one: (not _is_own(one), not one.is_open, one.entry.due_on, one.action_id))


def _rows(view: CatalogueView, found: list[MeetingRecord]) -> Iterator[tuple[Cell, ...]]:
    steps = {step.key: in_language(step.title) for step in view.cycle}
    for one in found:
        yield (
            *(one.meeting_id, body_name(one), one.title, one.starts_on, one.ends_on, one.place),
            *("yes" if one.is_online else "no", "no" if one.is_cancelled else "yes", one.year),
            *(steps.get(one.step_key, one.step_key), one.chair, spoken(one.reach), "; ".join(one.countries)),
        )


def _action_rows(found: list[ActionRecord], day: date) -> Iterator[tuple[Cell, ...]]:
    for one in found:
        entry = one.entry
        yield (
            *(one.name, one.meeting.title, one.meeting.starts_on, entry.what, one.owner, entry.due_on),
            *(spoken(entry.state), entry.ended_on, one.days_late(day), entry.note, entry.said_at.isoformat()),
        )

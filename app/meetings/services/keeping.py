"""A meeting is made and written anew."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import delete
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_line
from app.governance.limits import YEARS_AHEAD
from app.governance.services import first_year
from app.meetings.models import Meeting, MeetingCountry
from app.meetings.policy import KEEP, MeetingSubject, bodies_kept_by, reads_as, widens
from app.meetings.queries.actions import owners_of
from app.meetings.queries.agenda import has_begun
from app.meetings.services.common import hold, note
from app.meetings.states import LINE_LIMIT, Body, Reach
from app.plans.rules.values import clean_day

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

E = TypeVar("E", Body, Reach)

NOT_LISTED = message("Choose one of the list.")
TRAILED = ("body", "starts_on", "ends_on", "is_cancelled", "year", "step_key", "chair", "reach")
"""What of a meeting stands in the audit trail, beside who takes part; its texts do not."""

STAYS_WITH_ONE = message(
    "Something is or was on its agenda, was concluded or given: it was said to this Member State, and the consultation"
    " stays with it. Make another one."
)
NOT_WIDER = message(
    "Something is or was on its agenda, was concluded or given: it cannot be read by more than before. Make another"
    " meeting."
)


def make_meeting(session: Session, view: CatalogueView, values: Mapping[str, Any], *, actor: Actor) -> int:
    """Make a meeting; returns its key.

    `values`: `body`, `name` (of an other group), `title`, `starts_on`, `ends_on` (empty: the same day), `place`,
    `is_online`, `is_cancelled`, `year` (of the cycle), `step` (its key, may be empty), `reach`, `countries`. A
    consultation is of one Member State and is read by it and the Commission, whatever reach is given; a meeting for
    all lists nobody. Raises NotAllowed, Invalid.
    """
    if not bodies_kept_by(actor, view, date.min):
        raise NotAllowed(message("You may not do this."))
    said, countries = _cleaned(view, values)
    subject = _subject(said, countries)
    _check_keeper(view, said, subject, actor)
    made = Meeting(made_at=clock.now(), author_id=actor.user_id, **said)
    session.add(made)
    session.flush()
    _name(session, made.id, countries)
    changes = {name: [None, getattr(made, name)] for name in TRAILED} | {"countries": [None, ", ".join(countries)]}
    note(session, subject, "meetings:meeting:made", "meeting", made.id, actor=actor, changes=changes)
    return made.id


def write_meeting(
    session: Session,
    view: CatalogueView,
    meeting_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Write a meeting anew; see `make_meeting`. Its keeper still keeps it afterwards, and whoever was given an action
    still reads it. Once anything was on its agenda, concluded or given, nobody reads it who did not before, and a
    consultation stays with whom it is. Raises NotFound, NotAllowed, Invalid, Conflict."""
    before, row = hold(session, meeting_id, actor=actor, expected_version=expected_version)
    said, countries = _cleaned(view, values)
    subject = _subject(said, countries)
    _check_keeper(view, said, subject, actor)
    for owner in sorted(owners_of(session, meeting_id)):
        if not reads_as(subject, owner, is_agency=owner in view.actors):
            raise Invalid(
                message("%(owner)s has an action of this meeting and has to read it."), field="reach", owner=owner
            )
    if widens(before.subject, subject) and has_begun(session, meeting_id):
        raise Invalid(STAYS_WITH_ONE if before.reach is Reach.COUNTRY else NOT_WIDER, field="reach")
    changes = {name: [getattr(row, name), said[name]] for name in TRAILED if getattr(row, name) != said[name]}
    has_others = set(countries) != set(before.countries)
    if has_others:
        changes["countries"] = [", ".join(sorted(before.countries)), ", ".join(sorted(countries))]
    if not has_others and all(getattr(row, name) == value for name, value in said.items()):
        return
    for name, value in said.items():
        setattr(row, name, value)
    flag_modified(row, "title")  # the row is written, so its version rises
    session.flush()
    if has_others:
        session.execute(delete(MeetingCountry).where(MeetingCountry.meeting_id == meeting_id))
        _name(session, meeting_id, countries)
    note(session, subject, "meetings:meeting:written", "meeting", meeting_id, actor=actor, changes=changes)


def _name(session: Session, meeting_id: int, countries: list[str]) -> None:
    session.add_all(MeetingCountry(meeting_id=meeting_id, country=country) for country in countries)
    session.flush()


def _subject(said: Mapping[str, Any], countries: list[str]) -> MeetingSubject:
    return MeetingSubject(Body(said["body"]), Reach(said["reach"]), frozenset(countries), said["chair"])


def _check_keeper(view: CatalogueView, said: Mapping[str, Any], subject: MeetingSubject, actor: Actor) -> None:
    """Raise unless the actor keeps such a meeting."""
    if allows(actor, KEEP, subject):
        return
    if subject.body is Body.CONSULTATION and allows(actor, KEEP, MeetingSubject(Body.OTHER)):
        raise Invalid(message("This Member State is not on your desk."), field="countries")
    if subject.body is not Body.HIGH_LEVEL:
        raise Invalid(message("Of meetings you keep the High-Level Forum alone."), field="body")
    raise Invalid(
        message("On this day you do not hold the Presidency of the Council, which chairs the forum."),
        field="starts_on",
    )


def _cleaned(view: CatalogueView, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The fields in their proper shape, and who takes part. Raises Invalid naming the field."""
    body = _one(Body, values.get("body"), "body")
    starts_on = clean_day(values.get("starts_on"), "starts_on")
    if starts_on is None:
        raise Invalid(message("Enter a day."), field="starts_on")
    ends_on = clean_day(values.get("ends_on"), "ends_on") or starts_on
    if ends_on < starts_on:
        raise Invalid(message("The end is before the start."), field="ends_on")
    reach, countries = _reach(view, body, values)
    year, step = _place(view, values)
    is_other = body is Body.OTHER
    return {
        "body": body.value,
        "name": clean_line(values.get("name"), "name", LINE_LIMIT, required=True) if is_other else "",
        "title": clean_line(values.get("title"), "title", LINE_LIMIT, required=True),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "place": clean_line(values.get("place"), "place", LINE_LIMIT),
        "is_online": bool(values.get("is_online")),
        "is_cancelled": bool(values.get("is_cancelled")),
        "year": year,
        "step_key": step,
        "chair": (view.presidency_on(starts_on) or "") if body is Body.HIGH_LEVEL else "",
        "reach": reach.value,
    }, countries


def _reach(view: CatalogueView, body: Body, values: Mapping[str, Any]) -> tuple[Reach, list[str]]:
    named = set(values.get("countries") or ())
    if named - set(view.countries):
        raise Invalid(message("Choose from the list."), field="countries")
    countries = [code for code in view.countries if code in named]
    if body is Body.CONSULTATION:
        if len(countries) != 1:
            raise Invalid(message("Name the one Member State that is consulted."), field="countries")
        return Reach.COUNTRY, countries
    reach = _one(Reach, values.get("reach"), "reach")
    if reach is Reach.COUNTRY:
        raise Invalid(message("This is for consultations alone."), field="reach")
    if reach is Reach.ALL:
        return reach, []
    if not countries:
        raise Invalid(message("Name the Member States that take part."), field="countries")
    return reach, countries


def _place(view: CatalogueView, values: Mapping[str, Any]) -> tuple[int, str]:
    """The year of the cycle and the step, which there is in that year."""
    year, key = values.get("year"), values.get("step") or ""
    first = first_year(view)
    if not isinstance(year, int) or first is None or not first <= year <= clock.today().year + YEARS_AHEAD:
        raise Invalid(message("There is no cycle of this year."), field="year")
    if key:
        step = next((one for one in view.cycle if one.key == key), None)
        if step is None or step.from_year > year:
            raise Invalid(message("There is no such step in this year, or none that you may see."), field="step")
    return year, key


def _one(kind: type[E], value: Any, field: str) -> E:
    try:
        return kind(value)
    except ValueError:
        raise Invalid(NOT_LISTED, field=field) from None

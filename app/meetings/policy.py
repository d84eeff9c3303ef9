"""Who keeps meetings, who reads them, and who says what became of an action.

Meetings are kept by the Commission: a coordinator of the EU level, and reviewers, for consultations those whose desk
has the country. A High-Level Forum is kept besides by a coordinator of the Member State that holds the Presidency on
its first day, which chairs it (AMMR Article 13). Who reads follows the reach of the meeting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import allows, permit
from app.meetings.models import Meeting, MeetingCountry
from app.meetings.states import Body, Reach
from app.plans.policy import coordinates_eu_level, on_desk, reads_plans
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


@dataclass(frozen=True, slots=True)
class MeetingSubject:
    """A meeting, as far as a right on it depends on it."""

    body: Body
    reach: Reach = Reach.ALL
    countries: frozenset[str] = frozenset()
    chair: str = ""


@dataclass(frozen=True, slots=True)
class ActionSubject(MeetingSubject):
    """An action. `bodies`: where its owner is an agency, the authorities of the EU-level plan that are it."""

    owner: str = ""
    bodies: frozenset[int] = frozenset()


# --- predicates ------------------------------------------------------------------------------------------


def system(actor: Actor, _subject: object) -> bool:
    """the command line"""
    return actor.is_system


def works_at_eu_level(actor: Actor, _subject: object) -> bool:
    """a coordinator or contributor of the EU level"""
    return EU in actor.countries


def reviews(actor: Actor, subject: MeetingSubject) -> bool:
    """a reviewer; of a consultation one whose desk has the country"""
    for held in actor.held:
        if held.role in REVIEWING_ROLES and (
            subject.reach is not Reach.COUNTRY or any(on_desk(held, country) for country in subject.countries)
        ):
            return True
    return False


def chairs(actor: Actor, subject: MeetingSubject) -> bool:
    """a coordinator of the Member State that holds the Presidency on the day of a High-Level Forum"""
    return bool(subject.chair) and actor.holds(Role.COORDINATOR, subject.chair)


def is_for_all(_actor: Actor, subject: MeetingSubject) -> bool:
    """where it is for all"""
    return subject.reach is Reach.ALL


def is_no_consultation(_actor: Actor, subject: MeetingSubject) -> bool:
    """where it is no consultation"""
    return subject.reach is not Reach.COUNTRY


def takes_part(actor: Actor, subject: MeetingSubject) -> bool:
    """a coordinator or contributor of a Member State that takes part or is consulted"""
    return bool((actor.countries - {EU}) & subject.countries)


def owns_it(actor: Actor, subject: MeetingSubject) -> bool:
    """a coordinator of the Member State, or of the EU level, whose action it is"""
    return isinstance(subject, ActionSubject) and actor.holds(Role.COORDINATOR, subject.owner)


def reviews_for_eu_level(actor: Actor, subject: MeetingSubject) -> bool:
    """a reviewer who reads the meeting, where the EU level owns it"""
    return isinstance(subject, ActionSubject) and subject.owner == EU and reviews(actor, subject)


def acts_for_agency(actor: Actor, subject: MeetingSubject) -> bool:
    """a contributor of the EU-level plan for the agency whose action it is"""
    if not isinstance(subject, ActionSubject):
        return False
    return any(
        held.role is Role.CONTRIBUTOR and held.country == EU and bool(held.authorities & subject.bodies)
        for held in actor.held
    )


# --- permissions -----------------------------------------------------------------------------------------

READ = permit(
    "meetings:meeting:read",
    "Read a meeting, its agenda, conclusions and actions",
    [is_for_all, reads_plans],
    [takes_part],
    [reviews],
    [chairs],
    [works_at_eu_level, is_no_consultation],
    [coordinates_eu_level],
    [system],
)
KEEP = permit(
    "meetings:meeting:keep",
    "Record a meeting, write its agenda, publish conclusions, assign actions, change or withdraw them",
    [coordinates_eu_level],
    [reviews],
    [chairs],
    [system],
)
REPORT = permit(
    "meetings:action:report",
    "Say that an action is done, withdrawn or open again",
    [owns_it],
    [reviews_for_eu_level],
    [acts_for_agency],
    [system],
)


def reads_some(actor: Actor) -> bool:
    """Whether meetings can reach the actor at all."""
    return actor.is_system or reads_plans(actor, None)


def presides(actor: Actor, view: CatalogueView, day: date) -> bool:
    """Whether the actor coordinates a Member State that holds the Presidency on a day or later."""
    return any(held.ends_on >= day and actor.holds(Role.COORDINATOR, held.country) for held in view.presidencies)


def bodies_kept_by(actor: Actor, view: CatalogueView, day: date) -> tuple[Body, ...]:
    """Of which bodies the actor can make a meeting at all on a day; nothing for most."""
    if actor.is_system or allows(actor, KEEP, MeetingSubject(Body.OTHER)):
        return tuple(Body)
    return (Body.HIGH_LEVEL,) if presides(actor, view, day) else ()


def reads_as(subject: MeetingSubject, owner: str, *, is_agency: bool) -> bool:
    """Whether whoever owns an action reads its meeting: a Member State, the EU level, or an agency."""
    if is_agency:
        return subject.reach is not Reach.COUNTRY
    return owner == EU or subject.reach is Reach.ALL or owner in subject.countries or owner == subject.chair


def widens(before: MeetingSubject, after: MeetingSubject) -> bool:
    """Whether somebody would read a meeting who did not before; of a consultation, whether anything changes of whom it
    is with."""
    if before.reach is Reach.COUNTRY:
        return (before.body, before.reach, before.countries) != (after.body, after.reach, after.countries)
    if before.reach is Reach.ALL:
        return False
    has_chair = after.chair in ("", before.chair, *before.countries)
    return after.reach is Reach.ALL or not after.countries <= before.countries or not has_chair


def of_action(subject: MeetingSubject, owner: str, bodies: frozenset[int]) -> ActionSubject:
    """The subject of an action of a meeting."""
    return ActionSubject(subject.body, subject.reach, subject.countries, subject.chair, owner, bodies)


# --- the same in SQL -------------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of READ for a query of `Meeting`. It rests on the actor's grants alone."""
    if actor.is_system or coordinates_eu_level(actor, None):
        return true()
    found: list[ColumnElement[bool]] = []
    if reads_plans(actor, None):
        found.append(Meeting.reach == Reach.ALL.value)
    reviewing = [held for held in actor.held if held.role in REVIEWING_ROLES]
    if reviewing or works_at_eu_level(actor, None):
        found.append(Meeting.reach != Reach.COUNTRY.value)
    if any(not held.desk for held in reviewing):
        found.append(true())
    elif reviewing:
        desk = frozenset[str]().union(*(held.desk for held in reviewing))
        found.append(and_(Meeting.reach == Reach.COUNTRY.value, _names(desk)))
    if mine := actor.countries - {EU}:
        found.append(_names(mine))
    if coordinated := {held.country for held in actor.held if held.role is Role.COORDINATOR and held.country}:
        found.append(Meeting.chair.in_(sorted(coordinated)))
    return or_(*found) if found else false()


def _names(countries: frozenset[str]) -> ColumnElement[bool]:
    """Meetings that name one of the countries."""
    return exists(
        select(MeetingCountry.id)
        .where(MeetingCountry.meeting_id == Meeting.id, MeetingCountry.country.in_(sorted(countries)))
        .correlate(Meeting)
    )

"""Who asks for support, who gives it, and what of a plan is opened to those who do.

Neither the support officer nor an expert reads a plan: `app.plans.policy.scope_for` says nothing of them, so that every
page, file and figure of a plan stays closed by itself. What is opened is an *area*: a block or a single item. The
officer reads the shared state of the areas of signed support plans; an expert that of the blocks and items of the
assignment, from its first to its last day, and the working state only where the country opened it. Both rest on the
grants that hold at the moment of asking.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from app.accounts.actor import Actor, Held
from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import allows, permit
from app.plans.models import Plan
from app.plans.policy import on_desk
from app.plans.states import EU, Scope
from app.support.life import OPEN
from app.support.models import SupportAssignment, SupportProject, SupportRequest, SupportSuggestion
from app.support.states import DELIVERABLE_DAYS, Side


@dataclass(frozen=True)
class SupportSubject:
    """A request or project: whose plan it is for, and the grants of those who are or were assigned to it."""

    owner: str
    grants: frozenset[int] = field(default=frozenset())


@dataclass(frozen=True)
class AreaSubject:
    """A place in a plan: its block, and the item, or None for the block as a whole. `in_support`: whether an open
    project of the country covers it, as its signed support plan says."""

    owner: str
    block_key: str
    item_id: int | None = None
    in_support: bool = False


@dataclass(frozen=True)
class SuggestionSubject:
    """A suggestion: on whose plan, and who made it."""

    owner: str
    author_id: int | None = None


Subject = SupportSubject | AreaSubject | SuggestionSubject | None


def is_officer(actor: Actor, _subject: object) -> bool:
    """a support officer"""
    return actor.holds(Role.SUPPORT_OFFICER)


def is_system(actor: Actor, _subject: object) -> bool:
    """the command line"""
    return actor.is_system


def coordinates(actor: Actor, subject: Subject) -> bool:
    """a coordinator of the country"""
    return subject is not None and subject.owner != EU and actor.holds(Role.COORDINATOR, subject.owner)


def works_in(actor: Actor, subject: Subject) -> bool:
    """a coordinator or contributor of the country"""
    return subject is not None and subject.owner != EU and subject.owner in actor.countries


def reviews(actor: Actor, subject: Subject) -> bool:
    """a reviewer whose desk has the country"""
    return subject is not None and any(
        held.role in REVIEWING_ROLES and on_desk(held, subject.owner) for held in actor.held
    )


def is_assigned(actor: Actor, subject: Subject) -> bool:
    """an expert, from the first to the last day of an assignment to it"""
    return isinstance(subject, SupportSubject) and any(held.grant_id in subject.grants for held in experts(actor))


def covers_area(actor: Actor, subject: Subject) -> bool:
    """an expert to whose assignment the block or item belongs, from its first to its last day"""
    return isinstance(subject, AreaSubject) and any(_covers(held, subject) for held in experts(actor))


def covers_working_area(actor: Actor, subject: Subject) -> bool:
    """an expert to whose assignment the block or item belongs, where the country opened what it has not shared"""
    return isinstance(subject, AreaSubject) and any(
        held.reads_working and _covers(held, subject) for held in experts(actor)
    )


def is_in_support(actor: Actor, subject: Subject) -> bool:
    """of what the support plan of an open project covers"""
    return isinstance(subject, AreaSubject) and subject.in_support


def made_it(actor: Actor, subject: Subject) -> bool:
    """who made it, while assigned"""
    return (
        isinstance(subject, SuggestionSubject)
        and actor.user_id is not None
        and subject.author_id == actor.user_id
        and any(held.country == subject.owner for held in experts(actor))
    )


def takes_part(actor: Actor, _subject: object) -> bool:
    """everybody with a role but administrators"""
    return any(held.role is not Role.ADMINISTRATOR for held in actor.held)


def experts(actor: Actor) -> list[Held]:
    """The assignments of the actor that hold now."""
    return [held for held in actor.held if held.role is Role.EXPERT]


def _covers(held: Held, subject: AreaSubject) -> bool:
    if held.country != subject.owner:
        return False
    return subject.block_key in held.blocks or (subject.item_id is not None and subject.item_id in held.items)


SEE = permit("support:support:see", "See calls, measures and what is public of support", [takes_part], [is_system])
READ = permit(
    "support:request:read",
    "Read a request or project of a country",
    [is_officer],
    [works_in],
    [reviews],
    [is_assigned],
    [is_system],
)
REQUEST = permit(
    "support:request:make",
    "Request support for an authority of the country, correct the request, add what complements it, withdraw it",
    [coordinates],
    [is_system],
)
DECIDE = permit(
    "support:request:decide",
    "Select a request or not; record support plan, meetings, final report and an early end",
    [is_officer],
    [is_system],
)
FOLLOW_UP = permit(
    "support:project:follow-up", "Record what became of a project", [is_officer], [coordinates], [is_system]
)
ASSIGN = permit("support:assignment:make", "Assign an expert to a project, and end that", [is_officer], [is_system])
OPEN_WORKING = permit(
    "support:assignment:open-working-state",
    "Open to an assigned expert what the country has not shared, and close it",
    [coordinates],
    [is_system],
)
READ_AREA = permit(
    "support:area:read",
    "Read a block or item of a plan in its shared state for the support of the country",
    [covers_area],
    [is_officer, is_in_support],
)
READ_WORKING_AREA = permit(
    "support:area:read-working",
    "Read a block or item of a plan in its working state for the support of the country",
    [covers_working_area],
)
SUGGEST = permit("support:suggestion:make", "Suggest a change of a milestone", [covers_area])
READ_SUGGESTION = permit("support:suggestion:read", "Read a suggested change", [works_in], [made_it], [is_system])
TAKE_BACK = permit("support:suggestion:withdraw", "Withdraw a suggested change", [made_it])
ANSWER = permit(
    "support:suggestion:answer", "Accept a suggested change, change it or decline it", [coordinates], [is_system]
)


def area_scope_for(actor: Actor, subject: AreaSubject) -> Scope | None:
    """The state in which the actor reads an area for support; None: it is not found."""
    if allows(actor, READ_WORKING_AREA, subject):
        return Scope.WORKING
    return Scope.SHARED if allows(actor, READ_AREA, subject) else None


def sides_of(actor: Actor, subject: SupportSubject) -> frozenset[Side]:
    """The sides on which the actor may take steps in the life of a request."""
    held = {Side.COUNTRY: REQUEST, Side.OFFICER: DECIDE}
    return frozenset(side for side, right in held.items() if allows(actor, right, subject))


def keeps_deliverables(last_day_passed: int) -> bool:
    """Whether an expert still reads their own deliverables so many days after the last day of the assignment."""
    return last_day_passed <= DELIVERABLE_DAYS


def _owners(actor: Actor) -> tuple[bool, set[str]]:
    """Whether the actor reads the requests of all countries, and those of which countries besides."""
    if actor.is_system or actor.holds(Role.SUPPORT_OFFICER):
        return True, set()
    owners = set(actor.countries) - {EU}
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            if not held.desk:
                return True, set()
            owners |= held.desk
    return False, owners


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of READ in SQL; the query joins `Plan` to `SupportRequest`."""
    of_all, owners = _owners(actor)
    if of_all:
        return true()
    found: list[ColumnElement[bool]] = [Plan.owner.in_(sorted(owners))] if owners else []
    grants = sorted(held.grant_id for held in experts(actor) if held.grant_id is not None)
    if grants:
        mine = (
            select(SupportAssignment.id)
            .join(SupportProject, SupportProject.id == SupportAssignment.project_id)
            .where(SupportProject.request_id == SupportRequest.id, SupportAssignment.grant_id.in_(grants))
            .correlate(SupportRequest)
        )
        found.append(exists(mine))
    return or_(*found) if found else false()


def suggestions_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of READ_SUGGESTION in SQL; the query joins `Plan` to `SupportSuggestion`."""
    if actor.is_system:
        return true()
    found: list[ColumnElement[bool]] = []
    if owners := sorted(actor.countries - {EU}):
        found.append(Plan.owner.in_(owners))
    mine = sorted({held.country for held in experts(actor) if held.country})
    if mine and actor.user_id is not None:
        found.append(and_(SupportSuggestion.author_id == actor.user_id, Plan.owner.in_(mine)))
    return or_(*found) if found else false()


def open_states() -> list[str]:
    """The states of open projects as they are stored."""
    return sorted(state.value for state in OPEN)

"""Who sees and who changes which plan: predicates, and the same as a condition in SQL.

Whoever may not see a plan's pages gets *not found*; whoever sees them and may not do something, *not allowed*.
A plan's matrix row can be seen by more people than its pages (`row_scope_for`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, false, or_, true

from app.accounts.actor import Actor, Held
from app.accounts.states import SUPPORT_ROLES, Role
from app.core.policy import permit
from app.plans.models import Plan
from app.plans.states import EU, Scope

_WRITERS = (Role.COORDINATOR, Role.CONTRIBUTOR)
_REVIEWERS = (Role.REVIEWER, Role.LEAD_REVIEWER)
_WITHOUT_PLANS = SUPPORT_ROLES | {Role.ADMINISTRATOR}


@dataclass(frozen=True)
class PlanSubject:
    """A plan, as far as a right on it depends on it."""

    owner: str
    shares_row: bool = False


@dataclass(frozen=True)
class WorkSubject:
    """Work in a plan: the block it stands in and the authorities whose work it is."""

    owner: str
    block_key: str
    authorities: frozenset[int] = field(default=frozenset())


Subject = PlanSubject | WorkSubject


# --- seeing ----------------------------------------------------------------------------------------------


def one_authority(authority_id: int | None) -> frozenset[int]:
    """An authority, or none, as the set that a right is asked with."""
    return frozenset() if authority_id is None else frozenset({authority_id})


def scope_for(actor: Actor, owner: str) -> Scope | None:
    """The state in which the actor reads the pages of a plan; None: they are not found."""
    if actor.is_system or owner in actor.countries:
        return Scope.WORKING
    if any(_sees_shared(held, owner) for held in actor.held):
        return Scope.SHARED
    return None


def row_scope_for(actor: Actor, owner: str, shares_row: bool) -> Scope | None:
    """The state in which the actor reads the plan's row of the matrix; None: it is withheld.

    Beside those who read the plan, coordinators, contributors and observers see the rows of countries that
    share theirs with the other Member States.
    """
    scope = scope_for(actor, owner)
    if scope is None and shares_row and any(h.role in (*_WRITERS, Role.OBSERVER) for h in actor.held):
        return Scope.SHARED
    return scope


def may_see_row(actor: Actor, owner: str, shares_row: bool) -> bool:
    """Whether the actor sees the plan's row of the matrix."""
    return row_scope_for(actor, owner, shares_row) is not None


def on_desk(held: Held, owner: str) -> bool:
    """Whether a reviewer's grant covers a plan: no desk covers all, and the EU-level plan is on every desk."""
    return not held.desk or owner == EU or owner in held.desk


def _sees_shared(held: Held, owner: str) -> bool:
    if held.role in _WITHOUT_PLANS:
        return False
    if owner == EU:
        return True
    if held.role in _REVIEWERS:
        return on_desk(held, owner)
    return held.role is Role.OBSERVER and held.country == owner


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of `scope_for` in SQL: plans whose pages the actor may read, in whichever state."""
    if actor.is_system:
        return true()
    if any(held.role in _REVIEWERS and not held.desk for held in actor.held):
        return true()
    owners = set(actor.countries)
    for held in actor.held:
        if held.role in _REVIEWERS:
            owners |= held.desk
        elif held.role is Role.OBSERVER and held.country:
            owners.add(held.country)
    if any(held.role not in _WITHOUT_PLANS for held in actor.held):
        owners.add(EU)
    return Plan.owner.in_(sorted(owners)) if owners else false()


def working_for(actor: Actor) -> ColumnElement[bool]:
    """Plans whose working state the actor reads."""
    if actor.is_system:
        return true()
    return Plan.owner.in_(sorted(actor.countries)) if actor.countries else false()


def row_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of `row_scope_for` in SQL."""
    if any(held.role in (*_WRITERS, Role.OBSERVER) for held in actor.held):
        return or_(visible_to(actor), Plan.shares_row)
    return visible_to(actor)


# --- predicates ------------------------------------------------------------------------------------------


def is_system(actor: Actor, _subject: object) -> bool:
    """the command line"""
    return actor.is_system


def reads_plans(actor: Actor, _subject: object) -> bool:
    """everybody with a role in plans"""
    return any(held.role not in _WITHOUT_PLANS for held in actor.held)


def coordinates_eu_level(actor: Actor, _subject: object) -> bool:
    """a coordinator of the EU level"""
    return actor.holds(Role.COORDINATOR, EU)


def sees_working_state(actor: Actor, subject: Subject) -> bool:
    """a coordinator or contributor of the country"""
    return scope_for(actor, subject.owner) is Scope.WORKING


def sees_shared_state(actor: Actor, subject: Subject) -> bool:
    """a reviewer whose desk has the country, an observer of it, and for the EU level everybody with a role in plans"""
    return scope_for(actor, subject.owner) is Scope.SHARED


def sees_row(actor: Actor, subject: Subject) -> bool:
    """who reads the plan; where the country shares its row, every coordinator, contributor and observer"""
    return may_see_row(actor, subject.owner, isinstance(subject, PlanSubject) and subject.shares_row)


def coordinates(actor: Actor, subject: Subject) -> bool:
    """a coordinator of the country"""
    return actor.holds(Role.COORDINATOR, subject.owner)


def contributes(actor: Actor, subject: Subject) -> bool:
    """a contributor of the country, within their blocks, to work of an authority they act for"""
    return isinstance(subject, WorkSubject) and any(_covers(held, subject) for held in _grants(actor, subject))


def _grants(actor: Actor, subject: WorkSubject) -> Iterable[Held]:
    return (h for h in actor.held if h.role is Role.CONTRIBUTOR and h.country == subject.owner)


def _covers(held: Held, subject: WorkSubject) -> bool:
    in_block = not held.blocks or subject.block_key in held.blocks
    return in_block and bool(held.authorities & subject.authorities)


# --- permissions -----------------------------------------------------------------------------------------

READ_WORKING = permit("plans:plan:read-working", "Read the working state of a plan", [sees_working_state], [is_system])
READ_SHARED = permit(
    "plans:plan:read-shared",
    "Read the shared state of a plan",
    [sees_shared_state],
    [sees_working_state],
    [is_system],
)
READ_ROW = permit("plans:plan:read-row", "See a plan's row of the matrix", [sees_row], [is_system])
OPEN = permit("plans:plan:open", "Open plans for a catalogue", [is_system])
SHARE = permit("plans:plan:share", "Share a plan or blocks of it", [coordinates], [is_system])
SET_SHARING = permit(
    "plans:plan:set-sharing", "Switch continuous sharing and the shared row", [coordinates], [is_system]
)
MANAGE_AUTHORITIES = permit(
    "plans:authority:manage", "Add, rename and deactivate authorities", [coordinates], [is_system]
)
UPDATE_PROSE = permit("plans:prose:update", "Write the prose of a block", [coordinates], [is_system])
UPDATE_ITEM = permit("plans:item:update", "Say what holds of an item", [coordinates], [contributes], [is_system])
SET_CONTRIBUTING = permit(
    "plans:item:set-contributing", "Name the contributing authorities of an item", [coordinates], [is_system]
)
SET_APPLICABILITY = permit(
    "plans:item:set-applicability", "Say that an item does not apply", [coordinates], [is_system]
)
ADD_MILESTONE = permit("plans:milestone:add", "Add a milestone", [coordinates], [contributes], [is_system])
UPDATE_MILESTONE = permit(
    "plans:milestone:update",
    "Update, confirm, cancel and complete a milestone",
    [coordinates],
    [contributes],
    [is_system],
)
SPLIT_MILESTONE = permit(
    "plans:milestone:split", "Split a milestone into parts", [coordinates], [contributes], [is_system]
)
MOVE_MILESTONE = permit(
    "plans:milestone:move", "Move a milestone to another item", [coordinates], [contributes], [is_system]
)
ORDER_MILESTONES = permit(
    "plans:milestone:order", "Put an item's milestones in order", [coordinates], [contributes], [is_system]
)
REPORT_PART = permit(
    "plans:part:report",
    "Report how far the part of an authority in a target is",
    [coordinates],
    [contributes],
    [is_system],
)
OFFER_MILESTONE = permit(
    "plans:milestone:offer", "Offer a milestone for others to depend on", [coordinates], [is_system]
)
ATTACH_EVIDENCE = permit(
    "plans:evidence:attach", "Attach, change and withdraw evidence", [coordinates], [contributes], [is_system]
)
TAKE_BACK_VERSION = permit(
    "plans:evidence:take-back-version",
    "Take back a version of a file that was uploaded in error",
    [coordinates],
    [contributes],
    [is_system],
)
SCAN_AGAIN = permit(
    "plans:evidence:scan-again",
    "Ask the virus scanner again about a file that waits for it",
    [coordinates],
    [is_system],
)
LINK_PREDECESSOR = permit(
    "plans:predecessor:link", "Name what a milestone waits for", [coordinates], [contributes], [is_system]
)

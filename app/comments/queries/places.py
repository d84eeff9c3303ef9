"""What can be spoken about: an item of a plan or a milestone of it, and who may be mentioned there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor, Held
from app.accounts.models import Grant, GrantDesk, User
from app.accounts.states import REVIEWING_ROLES, Role
from app.catalogue.states import Level
from app.comments.policy import reaches_of
from app.comments.queries.records import Person, Place
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Milestone, Plan
from app.plans.policy import scope_for
from app.plans.states import EU, Scope

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_PLACE = message("There is nothing here to comment on.")


def item_place(session: Session, view: CatalogueView, owner: str, item_key: str, actor: Actor) -> Place:
    """An item of a plan. Raises NotFound for those within no reach."""
    item = view.items.get(item_key)
    if item is None or (item.level is Level.EU) != (owner == EU):
        raise NotFound(NO_PLACE)
    _require_some_reach(actor, owner)
    plan_id = session.execute(select(Plan.id).where(Plan.owner == owner)).scalar_one_or_none()
    if plan_id is None:
        raise NotFound(NO_PLACE)
    return Place(plan_id, owner, item.item_id, is_open=scope_for(actor, owner) is not None)


def milestone_place(session: Session, owner: str, reference: str, actor: Actor) -> Place:
    """A milestone of a plan. Raises NotFound for those within no reach."""
    _require_some_reach(actor, owner)
    query = (
        select(Plan.id, Milestone.item_id, Milestone.id, Milestone.title, Milestone.first_shared_at)
        .join(Milestone, Milestone.plan_id == Plan.id)
        .where(Plan.owner == owner, Milestone.reference == reference)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_PLACE)
    plan_id, item_id, milestone_id, title, first_shared_at = row
    scope = scope_for(actor, owner)
    is_working = scope is Scope.WORKING
    return Place(
        plan_id,
        owner,
        item_id,
        milestone_id,
        reference,
        title if is_working else "",
        is_open=is_working or (scope is not None and first_shared_at is not None),
    )


def _require_some_reach(actor: Actor, owner: str) -> None:
    if not reaches_of(actor, owner):
        raise NotFound(NO_PLACE)


def list_people(session: Session, owner: str) -> list[Person]:
    """Who may be mentioned in comments on a plan, by name: the country's coordinators and contributors, reviewers whose
    desk has it, and coordinators of other countries. One statement."""
    today = clock.today()
    query = (
        select(User.id, User.name, Grant.id, Grant.role, Grant.country, GrantDesk.country)
        .join(Grant, Grant.user_id == User.id)
        .outerjoin(GrantDesk, GrantDesk.grant_id == Grant.id)
        .where(
            User.is_active,
            Grant.revoked_at.is_(None),
            Grant.starts_on <= today,
            or_(Grant.ends_on.is_(None), Grant.ends_on >= today),
            or_(
                Grant.role == Role.COORDINATOR.value,
                Grant.role.in_([role.value for role in sorted(REVIEWING_ROLES)]),
                (Grant.role == Role.CONTRIBUTOR.value) & (Grant.country == owner),
            ),
        )
        .order_by(User.name, User.id, Grant.id)
    )
    names: dict[int, str] = {}
    grants: dict[int, dict[int, tuple[Role, str | None]]] = defaultdict(dict)
    desks: dict[int, set[str]] = defaultdict(set)
    for user_id, name, grant_id, role, country, desk in session.execute(query):
        names[user_id] = name
        grants[user_id][grant_id] = (Role(role), country)
        if desk:
            desks[grant_id].add(desk)
    return [
        person
        for user_id, name in names.items()
        if (person := _person(owner, user_id, name, grants[user_id], desks)).reads
    ]


def _person(
    owner: str,
    user_id: int,
    name: str,
    grants: dict[int, tuple[Role, str | None]],
    desks: dict[int, set[str]],
) -> Person:
    held = tuple(Held(role, country, desk=frozenset(desks[key])) for key, (role, country) in grants.items())
    reads = frozenset(reaches_of(Actor(user_id, name, held=held), owner))
    countries = [one.country for one in held if one.country]
    country = owner if owner in countries else next(iter(countries), None)
    return Person(user_id, name, country, tuple(dict.fromkeys(one.role for one in held)), reads)

"""How a service comes to its subject: what may not be seen is not found, and the plan's row is held first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans.models import Milestone, Plan, PlanBlock, PlanItem
from app.plans.policy import PlanSubject, WorkSubject, scope_for
from app.plans.queries import rows
from app.plans.queries.heads import NO_PLAN
from app.plans.states import EU, Applicability, Scope

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

NO_MILESTONE = message("There is no such milestone.")
NO_ITEM = message("There is no such item in this plan.")


@dataclass(frozen=True)
class Place:
    """Where a deed happens: the plan, held, the block, and what the plan holds of the item, if anything."""

    plan: Plan
    block: PlanBlock
    item_id: int
    plan_item: PlanItem | None

    def subject(self, authorities: frozenset[int] = frozenset()) -> WorkSubject:
        """What a right on work here depends on."""
        return WorkSubject(self.plan.owner, self.block.block_key, authorities)


def hold_plan(session: Session, owner: str, actor: Actor, permission: str) -> Plan:
    """The plan with its row held, for a deed on the plan as a whole. Raises NotFound, NotAllowed."""
    plan = find_plan(session, owner, actor)
    require(actor, permission, PlanSubject(owner, plan.shares_row))
    return plan


def find_plan(session: Session, owner: str, actor: Actor) -> Plan:
    """The plan with its row held, when the actor may read it at all. Raises NotFound."""
    if scope_for(actor, owner) is None:
        raise NotFound(NO_PLAN)
    plan = rows.find_locked_plan(session, owner)
    if plan is None:
        raise NotFound(NO_PLAN)
    return plan


def find_place(
    session: Session, view: CatalogueView, owner: str, item_key: str, actor: Actor
) -> tuple[Place, ItemView]:
    """An item of the catalogue in a plan that is held. Raises NotFound."""
    plan = find_plan(session, owner, actor)
    item = view.items.get(item_key)
    if item is None or (item.level is Level.EU) != (owner == EU):
        raise NotFound(NO_ITEM)
    plan_item = rows.find_item_row(session, plan.id, item.item_id)
    if plan_item is not None:
        return place_of(session, plan, plan_item), item
    return Place(plan, rows.get_block_row(session, plan.id, item.block_key), item.item_id, None), item


def place_of(session: Session, plan: Plan, plan_item: PlanItem) -> Place:
    """The place of an item of which something was said."""
    block = session.get_one(PlanBlock, plan_item.plan_block_id, populate_existing=True)
    return Place(plan, block, plan_item.item_id, plan_item)


def find_milestone(session: Session, owner: str, reference: str, actor: Actor) -> tuple[Milestone, Place]:
    """A milestone the actor may see, with the plan's row held. Raises NotFound."""
    plan = find_plan(session, owner, actor)
    found = rows.find_milestone_row(session, plan.id, reference)
    if found is None or not is_seen(found[0].first_shared_at is not None, actor, owner):
        raise NotFound(NO_MILESTONE)
    milestone, plan_item, block = found
    return milestone, Place(plan, block, plan_item.item_id, plan_item)


def is_seen(is_shared: bool, actor: Actor, owner: str) -> bool:
    """Whether something of a plan can be known to the actor: all of it, or only what has been shared."""
    return is_shared or scope_for(actor, owner) is Scope.WORKING


def check_applies(place: Place) -> None:
    """Raise WrongState for an item that the plan says does not apply: it cannot be in place."""
    if place.plan_item and place.plan_item.applicability == Applicability.NOT_APPLICABLE.value:
        raise WrongState(message("The plan says that this item does not apply."))


def authorities_of(session: Session, place: Place) -> frozenset[int]:
    """The lead and the contributing authorities of an item."""
    if place.plan_item is None:
        return frozenset()
    contributing = rows.list_contributing_rows(session, place.plan_item.id)
    return one(place.plan_item.lead_authority_id) | {row.authority_id for row in contributing}


def require_authority(session: Session, plan: Plan, authority_id: int | None, field: str) -> None:
    """Raise Invalid unless the authority is one of the plan's and active; none is allowed."""
    if authority_id is None:
        return
    authority = rows.find_authority_row(session, plan.id, authority_id)
    if authority is None or not authority.is_active:
        raise Invalid(message("Choose an active authority of this plan."), field=field)


def one(authority_id: int | None) -> frozenset[int]:
    """An authority, or none, as a set."""
    return frozenset() if authority_id is None else frozenset({authority_id})

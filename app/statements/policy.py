"""Which items of a Member State's plan an agency reads and states something of: those it is an actor of.

The catalogue names the actors of an item; who writes for an agency is a contributor to the EU-level plan, for the
authority of that plan which is this agency. Rights are those of today's catalogue, on pages of every day.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_

from app.accounts.actor import Actor, Held
from app.accounts.states import Role
from app.catalogue.states import ActorGroup, Level
from app.catalogue.views import CatalogueView, ItemView
from app.core.policy import permit
from app.plans.models import Plan
from app.plans.policy import PlanSubject, sees_shared_state, sees_working_state
from app.plans.policy import visible_to as plans_visible_to
from app.plans.states import EU
from app.statements.models import AgencyStatement

Bodies = Mapping[str, frozenset[int]]
"""Code of an actor in the catalogue → the authorities of the EU-level plan that are it."""


@dataclass(frozen=True)
class ItemSubject(PlanSubject):
    """An item of a plan, as far as a right on it depends on it.

    `bodies`: the authorities of the EU-level plan that are agencies among its actors; of a statement, the agency whose
    it is.
    """

    block_key: str = ""
    bodies: frozenset[int] = frozenset()


def subject_of(view: CatalogueView, owner: str, item: ItemView, bodies: Bodies) -> ItemSubject:
    """What rights on an item of a plan depend on."""
    agencies = (code for code in item.actors if code in view.actors and view.actors[code].group is ActorGroup.AGENCY)
    found = frozenset[int]().union(*(bodies.get(code, frozenset()) for code in agencies))
    return ItemSubject(owner, block_key=item.block_key, bodies=found if item.level is not Level.EU else frozenset())


def writes_for_an_agency(actor: Actor) -> bool:
    """Whether the actor can be somebody who writes for an agency at all: asked before anything is read for it."""
    return any(_at_eu_level(held) for held in actor.held)


def acted_in(actor: Actor, view: CatalogueView, bodies: Bodies) -> frozenset[int]:
    """The items of Member States' plans that the actor reads for an agency, by their keys: the same in every plan."""
    if not writes_for_an_agency(actor):
        return frozenset()
    return frozenset(
        item.item_id
        for item in view.items.values()
        if item.level is not Level.EU and acts_in_it(actor, subject_of(view, "", item, bodies))
    )


def agencies_of(actor: Actor, subject: ItemSubject) -> frozenset[int]:
    """The agencies for which the actor can state something of an item."""
    return frozenset().union(*(held.authorities & subject.bodies for held in actor.held if _covers(held, subject)))


def visible_to(actor: Actor, acting: Collection[int]) -> ColumnElement[bool]:
    """The twin of `READ` in SQL; the query joins `Plan`. `acting`: what `acted_in` gave."""
    return or_(
        plans_visible_to(actor),
        and_(Plan.owner != EU, AgencyStatement.item_id.in_(sorted(acting))),
    )


def _at_eu_level(held: Held) -> bool:
    return held.role is Role.CONTRIBUTOR and held.country == EU and bool(held.authorities)


def _covers(held: Held, subject: ItemSubject) -> bool:
    in_block = not held.blocks or subject.block_key in held.blocks
    return _at_eu_level(held) and in_block and subject.owner != EU and bool(held.authorities & subject.bodies)


def acts_in_it(actor: Actor, subject: ItemSubject) -> bool:
    """a contributor of the EU-level plan, within their blocks, for an agency that the catalogue names as an actor of
    the item"""
    return any(_covers(held, subject) for held in actor.held)


def speaks_for_it(actor: Actor, subject: ItemSubject) -> bool:
    """a contributor of the EU-level plan, within their blocks, for the agency whose statement it is"""
    return any(_covers(held, subject) for held in actor.held)


READ_ITEM = permit("statements:item:read", "Read the shared state of an item of a Member State's plan", [acts_in_it])
READ = permit(
    "statements:statement:read",
    "Read what an agency states of an item of a Member State's plan",
    [sees_shared_state],
    [sees_working_state],
    [acts_in_it],
)
WRITE = permit("statements:statement:write", "State something of an item of a Member State's plan", [acts_in_it])
WITHDRAW = permit(
    "statements:statement:withdraw", "Withdraw a statement of the own agency, with the reason", [speaks_for_it]
)

"""What of a plan is opened to those who give support: items of areas, in the state in which they may be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import NotFound
from app.plans.queries.heads import NO_PLAN, find_head
from app.plans.queries.milestones import NO_MILESTONE
from app.plans.queries.records import MilestoneRecord, PlanHead
from app.plans.queries.state import list_milestones
from app.plans.states import EU, Scope
from app.support.policy import AreaSubject, area_scope_for, experts
from app.support.queries.requests import list_open_areas

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def opened_items(session: Session, view: CatalogueView, owner: str, actor: Actor) -> Mapping[int, Scope]:
    """The items of a plan that the actor reads for support, with the state; no statement for who gives none."""
    if owner == EU or owner not in view.countries:
        return {}
    is_officer = actor.holds(Role.SUPPORT_OFFICER)
    if not is_officer and not any(held.country == owner for held in experts(actor)):
        return {}
    covered = list_open_areas(session, owner) if is_officer else []
    blocks = {area.block_key for area in covered if area.item_id is None}
    items = {area.item_id for area in covered}
    found: dict[int, Scope] = {}
    for item in view.items_by_id.values():
        if item.level is Level.EU:
            continue
        in_support = item.block_key in blocks or item.item_id in items
        scope = area_scope_for(actor, AreaSubject(owner, item.block_key, item.item_id, in_support))
        if scope is not None:
            found[item.item_id] = scope
    return found


def get_milestone_in_area(
    session: Session, view: CatalogueView, owner: str, reference: str, actor: Actor
) -> tuple[PlanHead, MilestoneRecord, str]:
    """A milestone of today that the actor reads for support, its plan and the key of its block. Raises NotFound."""
    opened = opened_items(session, view, owner, actor)
    head = find_head(session, owner) if opened else None
    if head is None:
        raise NotFound(NO_PLAN)
    for scope in set(opened.values()):
        items = [item_id for item_id, one in opened.items() if one is scope]
        for record in list_milestones(session, head.plan_id, scope, clock.today(), items):
            if record.reference == reference:
                return head, record, view.items_by_id[record.item_id].block_key
    raise NotFound(NO_MILESTONE)

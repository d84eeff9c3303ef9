"""Opening plans: one for each country of the catalogue and one for the EU level, with all its blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.policy import require
from app.plans import policy
from app.plans.models import Plan, PlanBlock
from app.plans.queries.rows import list_block_rows, list_plan_rows
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def open_plans(session: Session, view: CatalogueView, *, actor: Actor, is_demonstration: bool = False) -> list[str]:
    """Open the plans and blocks that a catalogue needs and that are not there; returns the owners opened.

    The EU-level plan comes first, the countries follow in protocol order. Raises NotAllowed.
    """
    require(actor, policy.OPEN)
    plans = {plan.owner: plan for plan in list_plan_rows(session)}
    opened = []
    for owner in (EU, *view.countries):
        if owner not in plans:
            plans[owner] = Plan(owner=owner, is_demonstration=is_demonstration, created_at=clock.now())
            session.add(plans[owner])
            session.flush()
            opened.append(owner)
    there = {(block.plan_id, block.block_key) for block in list_block_rows(session)}
    for plan in plans.values():
        _add_blocks(session, plan, [key for key in view.blocks if (plan.id, key) not in there])
    session.flush()
    for owner in opened:
        record(
            session,
            actor=actor,
            deed="plans:plan:opened",
            subject_kind="plan",
            subject_id=plans[owner].id,
            country=owner,
        )
    return opened


def _add_blocks(session: Session, plan: Plan, keys: list[str]) -> None:
    session.add_all(PlanBlock(plan_id=plan.id, block_key=key) for key in keys)

"""The first touch of an item: its row in the plan and its closing milestone, made by the system."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.plans.history import create, extend_back
from app.plans.history.fields import table_of
from app.plans.models import Milestone, Plan, PlanItem
from app.plans.queries import rows
from app.plans.services.access import Place
from app.plans.states import CLOSING_TITLE, Measure


def touched(session: Session, place: Place, *, workstream: str, actor: Actor, effective_on: date) -> PlanItem:
    """The item's row in the plan, known from a day on at the latest; made when there is none."""
    plan_item = place.plan_item
    if plan_item is not None:
        if effective_on < clock.day_of(plan_item.created_at):
            extend_back(session, plan_item, effective_on, actor=actor)
        return plan_item
    plan_item = PlanItem(
        plan_id=place.plan.id,
        plan_block_id=place.block.id,
        item_id=place.item_id,
        created_at=clock.now(),
    )
    create(
        session,
        plan_item,
        actor=actor,
        effective_on=effective_on,
        deed="plans:item:opened",
        is_automatic=True,
    )
    closing = Milestone(
        plan_id=place.plan.id,
        plan_item_id=plan_item.id,
        item_id=place.item_id,
        reference=next_reference(session, place.plan),
        is_closing=True,
        created_at=clock.now(),
        title=CLOSING_TITLE,
        measured_by=Measure.STEPS.value,
        workstream_key=workstream,
    )
    create(
        session,
        closing,
        actor=actor,
        effective_on=effective_on,
        deed="plans:milestone:added",
        is_automatic=True,
    )
    return plan_item


def closing_of(session: Session, plan_item: PlanItem) -> Milestone:
    """The closing milestone, which every item of a plan has."""
    closing = rows.find_closing_row(session, plan_item.id)
    if closing is None:
        raise LookupError(f"item {plan_item.id} of plan {plan_item.plan_id} has no closing milestone")
    return closing


def next_reference(session: Session, plan: Plan) -> str:
    """A reference that the plan has never used: counted in the plan's row, never given back."""
    table = table_of(Plan)
    number: int = session.execute(
        update(table)
        .where(table.c.id == plan.id)
        .values(last_reference=table.c.last_reference + 1)
        .returning(table.c.last_reference)
    ).scalar_one()
    return f"{plan.owner}-{number:04d}"

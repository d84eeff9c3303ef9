"""Which deliverables serve items or a milestone of a plan: the latest few of each, and how many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.plans.models import Plan
from app.support.deliverables.models import Deliverable, DeliverableServes
from app.support.deliverables.policy import visible_to
from app.support.deliverables.queries.deliverables import joined
from app.support.deliverables.states import DeliverableKind, Standing
from app.support.models import SupportRequest

SHOWN = 5
"""So many of an item or milestone are named beside it; the others stand in the list."""


class ServedRow(NamedTuple):
    """A deliverable as a page of the plan names it."""

    deliverable_id: int
    name: str
    title: str
    kind: DeliverableKind
    state: Standing
    in_use_since: date | None


@dataclass(frozen=True)
class ServedHere:
    """The latest that serve an item or milestone, and how many do."""

    rows: tuple[ServedRow, ...] = ()
    number: int = 0


def list_served(
    session: Session, actor: Actor, owner: str, *, items: Collection[int] = (), milestone_id: int | None = None
) -> Mapping[int, ServedHere]:
    """By item, or for the milestone that is named: the deliverables that the actor reads and that were not withdrawn.

    One statement.
    """
    place = DeliverableServes.item_id if milestone_id is None else DeliverableServes.milestone_id
    wanted = place.in_(sorted(items)) if milestone_id is None else place == milestone_id
    latest = func.row_number().over(partition_by=place, order_by=Deliverable.id.desc())
    columns: tuple[Any, ...] = (
        place.label("place"),
        Deliverable.id,
        SupportRequest.number.label("request_number"),
        Deliverable.number,
        Deliverable.title,
        Deliverable.kind,
        Deliverable.state,
        Deliverable.in_use_since,
        latest.label("latest"),
        func.count().over(partition_by=place).label("of_place"),
    )
    found = (
        joined(select(*columns))
        .join(DeliverableServes, DeliverableServes.deliverable_id == Deliverable.id)
        .where(Plan.owner == owner, wanted, Deliverable.state != Standing.WITHDRAWN.value, visible_to(actor))
        .subquery()
    )
    query = select(found).where(found.c.latest <= SHOWN).order_by(found.c.place, found.c.latest)
    held: dict[int, list[Any]] = {}
    for row in session.execute(query):
        held.setdefault(row.place, []).append(row)
    return {key: ServedHere(tuple(_row(owner, row) for row in rows), rows[0].of_place) for key, rows in held.items()}


def _row(owner: str, row: Any) -> ServedRow:
    name = f"{owner}-S{row.request_number}-D{row.number}"
    return ServedRow(row.id, name, row.title, DeliverableKind(row.kind), Standing(row.state), row.in_use_since)

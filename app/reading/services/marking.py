"""Marks of a reading: set one, take it away. They are the reader's own and no domain data: nothing is recorded."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_line
from app.core.upserts import upsert
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.queries.records import PlanInScope
from app.plans.services.access import NO_ITEM
from app.plans.states import EU
from app.reading.models import ReadingMark
from app.reading.policy import READ
from app.reading.queries.marks import find_mark_row
from app.reading.states import LINE_LIMIT, MarkState

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

KEYS = ("user_id", "plan_id", "item_id")
CHANGED = ("state", "line", "read_at", "known_at")


def mark_item(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    state: str,
    line: str,
    *,
    known_at: datetime | None,
    actor: Actor,
) -> None:
    """Mark an item of a plan as read or to come back to; a mark on it that was there is replaced.

    `known_at`: the release of the item's block that the page showed, None for none: what was shared after it counts as
    changed since. Raises NotFound, NotAllowed, Invalid.
    """
    plan, item = _found(session, view, owner, item_key, actor)
    try:
        chosen = MarkState(state)
    except ValueError:
        raise Invalid(message("Choose “read” or “come back to it”."), field="state") from None
    shared_at = plan.head.blocks.get(item.block_key)
    row = {
        "user_id": actor.user_id,
        "plan_id": plan.plan_id,
        "item_id": item.item_id,
        "state": chosen.value,
        "line": clean_line(line, "line", LINE_LIMIT),
        "read_at": clock.now(),
        "known_at": min(known_at, shared_at) if known_at and shared_at else None,
    }
    dialect = session.get_bind().dialect.name
    session.execute(upsert(ReadingMark.__table__, dialect, keys=KEYS, changed=CHANGED), [row])  # type: ignore[arg-type]


def unmark_item(session: Session, view: CatalogueView, owner: str, item_key: str, *, actor: Actor) -> None:
    """Take one's mark on an item away, with its line; nothing where there is none. Raises NotFound, NotAllowed."""
    plan, item = _found(session, view, owner, item_key, actor)
    row = find_mark_row(session, plan.plan_id, actor.user_id, item.item_id)
    if row is not None:
        session.delete(row)
        session.flush()


def _found(
    session: Session, view: CatalogueView, owner: str, item_key: str, actor: Actor
) -> tuple[PlanInScope, ItemView]:
    plan = get_plan(session, owner, actor)
    require(actor, READ, PlanSubject(owner))
    item = view.items.get(item_key)
    if item is None or (item.level is Level.EU) != (owner == EU):
        raise NotFound(NO_ITEM)
    return plan, item

"""Plans as lists need them, and their stamps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, null, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.history.fields import table_of
from app.plans.models import Authority, Plan, PlanBlock, PlanTouch
from app.plans.policy import row_visible_to, scope_for, visible_to
from app.plans.queries.columns import columns_for
from app.plans.queries.records import AuthorityRecord, PlanHead, PlanInScope
from app.plans.states import EU, Scope

NO_PLAN = message("There is no such plan.")

_plans, _blocks = table_of(Plan), table_of(PlanBlock)

# Asked on nearly every page, so built once, and of tables alone.
_HEADS = (
    select(
        _plans.c.id,
        _plans.c.owner,
        _plans.c.shares_row,
        _plans.c.shares_continuously,
        _plans.c.is_demonstration,
        _plans.c.working_stamp,
        _plans.c.shared_stamp,
        _blocks.c.block_key,
        _blocks.c.shared_at,
        _blocks.c.id,
    )
    .select_from(_plans.outerjoin(_blocks, _blocks.c.plan_id == _plans.c.id))
    .order_by(_plans.c.id, _blocks.c.id)
)
_HEADS_OF_OWNERS = _HEADS.where(_plans.c.owner.in_(bindparam("owners", expanding=True)))


def list_plans(session: Session) -> list[PlanHead]:
    """All plans, the EU-level one first, then in protocol order: the order in which they were opened.

    For machinery and for callers that ask `scope_for` or `row_scope_for` of each.
    """
    return _heads_from(session.execute(_HEADS))


def list_visible_plans(session: Session, actor: Actor) -> list[PlanInScope]:
    """The plans whose pages the actor may read."""
    heads = _heads(session, visible_to(actor))
    return [PlanInScope(head, scope) for head in heads if (scope := scope_for(actor, head.owner))]


def list_visible_rows(session: Session, actor: Actor) -> list[PlanHead]:
    """The plans whose row of the matrix the actor may see."""
    return _heads(session, row_visible_to(actor))


def find_head(session: Session, owner: str) -> PlanHead | None:
    """The plan of an owner."""
    heads = _heads_of(session, owner)
    return heads[0] if heads else None


def find_head_beside_eu(session: Session, owner: str) -> tuple[PlanHead | None, PlanHead | None]:
    """The plan of an owner and the EU-level one; one statement. For callers that ask for rights themselves."""
    heads = {head.owner: head for head in _heads_of(session, owner, EU)}
    return heads.get(owner), heads.get(EU)


def get_plan(session: Session, owner: str, actor: Actor) -> PlanInScope:
    """The plan of an owner in the state the actor reads. Raises NotFound."""
    scope = scope_for(actor, owner)
    head = find_head(session, owner) if scope else None
    if head is None or scope is None:
        raise NotFound(NO_PLAN)
    return PlanInScope(head, scope)


def get_plan_beside_eu(session: Session, owner: str, actor: Actor) -> tuple[PlanInScope, PlanHead | None]:
    """The plan of an owner in the state the actor reads, and the EU-level plan; one statement. Raises NotFound."""
    scope = scope_for(actor, owner)
    head, eu = find_head_beside_eu(session, owner) if scope else (None, None)
    if scope is None or head is None:
        raise NotFound(NO_PLAN)
    return PlanInScope(head, scope), eu


def _heads(session: Session, condition: ColumnElement[bool]) -> list[PlanHead]:
    return _heads_from(session.execute(_HEADS.where(condition)))


def _heads_of(session: Session, *owners: str) -> list[PlanHead]:
    return _heads_from(session.execute(_HEADS_OF_OWNERS, {"owners": owners}))


def _heads_from(rows: Iterable[Any]) -> list[PlanHead]:
    heads: dict[int, tuple[Any, ...]] = {}
    blocks: dict[int, dict[str, datetime | None]] = defaultdict(dict)
    block_ids: dict[int, dict[str, int]] = defaultdict(dict)
    for *head, block_key, shared_at, block_id in rows:
        heads[head[0]] = tuple(head)
        if block_key is not None:
            blocks[head[0]][block_key] = shared_at
            block_ids[head[0]][block_key] = block_id
    return [PlanHead(*(*head, blocks[key], block_ids[key])) for key, head in heads.items()]


def list_authorities(session: Session, plan_id: int, scope: Scope = Scope.WORKING) -> list[AuthorityRecord]:
    """The authorities of a plan in their order, also those no longer active; others read them as last shared."""
    return [AuthorityRecord(*row) for row in session.execute(_authorities(scope), {"plan_id": plan_id})]


def find_authority(session: Session, plan: PlanInScope, authority_id: int | None) -> AuthorityRecord | None:
    """One authority of a plan in the state that is read; no statement for none."""
    if authority_id is None:
        return None
    row = session.execute(_authority(plan.scope), {"plan_id": plan.plan_id, "authority_id": authority_id}).one_or_none()
    return AuthorityRecord(*row) if row else None


@cache
def _authority(scope: Scope) -> Select[Any]:
    return _authorities(scope).where(Authority.id == bindparam("authority_id"))


@cache
def _authorities(scope: Scope) -> Select[Any]:
    """Made once for each scope."""
    renamed: dict[str, Any] = {"authority_id": Authority.id}
    if scope is Scope.SHARED:
        renamed["name"] = func.coalesce(Authority.shared_name, Authority.name)
        renamed["short_name"] = func.coalesce(Authority.shared_short_name, Authority.short_name)
        renamed["contact_email"] = null()
    columns = columns_for(AuthorityRecord, Authority, renamed=renamed)
    query = select(*columns).where(Authority.plan_id == bindparam("plan_id"))
    return query.order_by(Authority.position, Authority.id)


def effective_stamps(session: Session, day: date) -> dict[tuple[int, Scope], int]:
    """(plan, scope) → the stamp of the last change that altered the state of this day; 0 when none did.

    No change holds from a future day, so that today's are the plans' own stamps. For a past day it is the
    last touch up to it: later ones have higher stamps (app/plans/history/stamps.py).
    """
    if day >= clock.today():
        columns: tuple[Any, Any] = (Plan.working_stamp, Plan.shared_stamp)
    else:
        columns = (_last_touch(Scope.WORKING, day), _last_touch(Scope.SHARED, day))
    stamps: dict[tuple[int, Scope], int] = {}
    for plan_id, working, shared in session.execute(select(Plan.id, *columns).order_by(Plan.id)):
        stamps[plan_id, Scope.WORKING] = working
        stamps[plan_id, Scope.SHARED] = shared
    return stamps


def _last_touch(scope: Scope, day: date) -> ColumnElement[int]:
    newest: ScalarSelect[Any] = (
        select(PlanTouch.stamp)
        .where(PlanTouch.plan_id == Plan.id, PlanTouch.scope == scope.value, PlanTouch.from_day <= day)
        .order_by(PlanTouch.from_day.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, 0)

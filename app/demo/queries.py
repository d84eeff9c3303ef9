"""Every SELECT of the demonstration: what is there before it is written, and where keys begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, func, select, true
from sqlalchemy.orm import Session

from app.accounts.models import GrantAuthority, User
from app.audit.models import AuditHead
from app.core.db import Base
from app.files.models import StoredFile
from app.plans.models import Authority, Plan, PlanBlock, Revision
from app.plans.states import Scope
from app.support.models import SupportStep


@dataclass(frozen=True)
class PlanRow:
    """A plan that is there, with its blocks. `is_begun`: something was written in it."""

    plan_id: int
    owner: str
    is_demonstration: bool
    is_begun: bool
    stamps: Mapping[Scope, int]
    blocks: Mapping[str, int]


def list_plans(session: Session) -> list[PlanRow]:
    """All plans in the order in which they were opened."""
    blocks: dict[int, dict[str, int]] = defaultdict(dict)
    for plan_id, key, block_id in session.execute(
        select(PlanBlock.plan_id, PlanBlock.block_key, PlanBlock.id).order_by(PlanBlock.id)
    ):
        blocks[plan_id][key] = block_id
    begun = set(session.scalars(select(Revision.plan_id).distinct()))
    begun |= set(session.scalars(select(Authority.plan_id).distinct()))
    columns = (Plan.id, Plan.owner, Plan.is_demonstration, Plan.working_stamp, Plan.shared_stamp)
    return [
        PlanRow(key, owner, marked, key in begun, {Scope.WORKING: working, Scope.SHARED: shared}, blocks[key])
        for key, owner, marked, working, shared in session.execute(select(*columns).order_by(Plan.id))
    ]


def first_keys(session: Session, tables: Iterable[Table]) -> dict[str, int]:
    """The first free key of each table."""
    named = list(tables)
    highest = [select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery() for table in named]
    row = session.execute(select(*highest)).one()
    return {table.name: key for table, key in zip(named, row, strict=True)}


def authors_by_email(session: Session, emails: Collection[str]) -> dict[str, int]:
    """The keys of people by their address."""
    rows = session.execute(select(User.email, User.id).where(User.email.in_(sorted(emails)), User.is_demonstration))
    return {row.email: row.id for row in rows}


def demonstration_users(session: Session) -> list[User]:
    """The demonstration's accounts."""
    return list(session.scalars(select(User).where(User.is_demonstration).order_by(User.id)))


def authorities_of(session: Session, owner: str) -> dict[str, int]:
    """The keys of a plan's authorities by the code of the actor they are."""
    rows = session.execute(
        select(Authority.actor_code, Authority.id)
        .join(Plan, Plan.id == Authority.plan_id)
        .where(Plan.owner == owner, Authority.actor_code.is_not(None))
        .order_by(Authority.id)
    )
    return {str(code): key for code, key in rows}


def granted_authorities(session: Session) -> list[tuple[int, str, str]]:
    """Grants of contributors with the owner and the actor's code of each authority they act for."""
    rows = session.execute(
        select(GrantAuthority.grant_id, Plan.owner, Authority.actor_code)
        .join(Authority, Authority.id == GrantAuthority.authority_id)
        .join(Plan, Plan.id == Authority.plan_id)
        .order_by(GrantAuthority.id)
    )
    return [(grant_id, owner, code or "") for grant_id, owner, code in rows]


def audit_head(session: Session) -> tuple[int, str]:
    """How many entries the audit trail has, and the hash of the last one; the row is held."""
    row = session.execute(select(AuditHead.entries, AuditHead.hash).with_for_update()).one()
    return row.entries, row.hash


def is_named_nowhere(emptied: Collection[Table]) -> ColumnElement[bool]:
    """The condition on a file's row that no table names it, where some have been emptied."""
    files = StoredFile.__table__
    keys = [key for table in Base.metadata.sorted_tables if table not in emptied for key in table.foreign_keys]
    named = (select(key.parent).where(key.parent.is_not(None)) for key in keys if key.column.table is files)
    return and_(true(), *(StoredFile.id.not_in(query) for query in named))


def steps_of_request(session: Session, request_id: int) -> list[SupportStep]:
    """The steps of a request for support, in their order."""
    query = select(SupportStep).where(SupportStep.request_id == request_id).order_by(SupportStep.position)
    return list(session.execute(query).scalars())

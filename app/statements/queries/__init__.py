"""Every SELECT on statements of agencies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.actor import Actor
from app.accounts.models import User
from app.core.errors import NotFound
from app.core.labels import message
from app.plans.models import Authority, Plan
from app.plans.states import EU
from app.statements.models import AgencyStatement
from app.statements.policy import Bodies, visible_to
from app.statements.records import StatementRecord

NO_STATEMENT = message("There is no such statement, or none that you may see.")


def list_bodies(session: Session) -> Bodies:
    """Which active authorities of the EU-level plan are which actor of the catalogue. One statement."""
    query = (
        select(Authority.actor_code, Authority.id)
        .join(Plan, Plan.id == Authority.plan_id)
        .where(Plan.owner == EU, Authority.actor_code.is_not(None), Authority.is_active)
    )
    found: dict[str, set[int]] = defaultdict(set)
    for code, key in session.execute(query):
        found[str(code)].add(key)
    return {code: frozenset(keys) for code, keys in found.items()}


def list_statements(
    session: Session,
    actor: Actor,
    acting: Collection[int],
    *,
    owner: str | None = None,
    item_ids: Collection[int] | None = None,
) -> list[StatementRecord]:
    """The statements that the actor may read, also withdrawn ones, the latest said first. One statement.

    `acting`: the items that the actor reads for an agency. `owner`: on this plan only; `item_ids`: on these items only.
    """
    conditions: list[ColumnElement[bool]] = [visible_to(actor, acting)]
    if owner is not None:
        conditions.append(Plan.owner == owner)
    if item_ids is not None:
        conditions.append(AgencyStatement.item_id.in_(sorted(item_ids)))
    query = _statements().where(*conditions).order_by(AgencyStatement.id.desc())
    return [StatementRecord(*row) for row in session.execute(query)]


def get_statement(
    session: Session, owner: str, statement_id: int, actor: Actor, acting: Collection[int]
) -> StatementRecord:
    """One statement that the actor may read. Raises NotFound."""
    query = _statements().where(visible_to(actor, acting), Plan.owner == owner, AgencyStatement.id == statement_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound(NO_STATEMENT)
    return StatementRecord(*row)


def find_row(session: Session, statement_id: int) -> AgencyStatement:
    """The row of a statement, held and read anew."""
    query = select(AgencyStatement).where(AgencyStatement.id == statement_id).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one()


def find_twin(session: Session, wanted: AgencyStatement) -> AgencyStatement | None:
    """One that says the same and stands: the same button pressed twice."""
    query = select(AgencyStatement).where(
        AgencyStatement.plan_id == wanted.plan_id,
        AgencyStatement.item_id == wanted.item_id,
        AgencyStatement.authority_id == wanted.authority_id,
        AgencyStatement.about_on == wanted.about_on,
        AgencyStatement.text == wanted.text,
        AgencyStatement.reference == wanted.reference,
        AgencyStatement.url == wanted.url,
        AgencyStatement.withdrawn_at.is_(None),
    )
    return session.execute(query.limit(1)).scalar_one_or_none()


def as_of(found: Iterable[StatementRecord], day: date, known: datetime | None) -> list[StatementRecord]:
    """Of statements those about a day up to `day`, as known now, or as they were known at an instant. Pure."""
    then = [one for one in found if one.about_on <= day]
    if known is None:
        return then
    return [
        replace(one, withdrawn_at=None, withdrawn_by=None, withdraw_reason="")
        if one.withdrawn_at is not None and one.withdrawn_at > known
        else one
        for one in then
        if one.said_at <= known
    ]


def _statements() -> Select[*tuple[Any, ...]]:
    author, withdrawn_by, one = aliased(User), aliased(User), AgencyStatement
    name = func.coalesce(Authority.shared_name, Authority.name)
    short_name = func.coalesce(Authority.shared_short_name, Authority.short_name)
    return (
        select(
            one.id,
            Plan.owner,
            one.item_id,
            one.authority_id,
            func.coalesce(func.nullif(short_name, ""), name),
            one.about_on,
            one.said_at,
            author.name,
            one.text,
            one.reference,
            one.url,
            one.withdrawn_at,
            withdrawn_by.name,
            one.withdraw_reason,
            one.version,
        )
        .join(Plan, Plan.id == one.plan_id)
        .join(Authority, Authority.id == one.authority_id)
        .outerjoin(author, author.id == one.author_id)
        .outerjoin(withdrawn_by, withdrawn_by.id == one.withdrawn_by_id)
    )

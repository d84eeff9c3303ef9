"""Later cut-offs of a round for one country: as columns, and as their readers may see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.models import User
from app.plans.models import Plan
from app.plans.policy import working_for
from app.review.models import Extension, Round
from app.review.policy import reviewed_by


class ExtensionRecord(NamedTuple):
    """The cut-off that counts for a country, and why it has a later one than the others."""

    round_id: int
    owner: str
    until_on: date
    reason: str
    given_at: datetime
    given_by: str | None


def cut_off_for(plan_id: Any, until: datetime | None = None) -> ColumnElement[date]:
    """The cut-off of the round of the query for a plan, as known at an instant, as a column."""
    given = select(func.max(Extension.until_on)).where(Extension.round_id == Round.id, Extension.plan_id == plan_id)
    if until is not None:
        given = given.where(Extension.given_at <= until)
    return func.coalesce(given.correlate_except(Extension).scalar_subquery(), Round.cut_off_on)


def list_extensions(
    session: Session, actor: Actor, round_ids: Collection[int]
) -> dict[tuple[int, str], ExtensionRecord]:
    """Round and country → what counts for it, as far as the actor works for the country or reviews it."""
    query = (
        select(
            Extension.round_id,
            Plan.owner,
            Extension.until_on,
            Extension.reason,
            Extension.given_at,
            User.name,
        )
        .join(Plan, Plan.id == Extension.plan_id)
        .outerjoin(User, User.id == Extension.given_by_id)
        .where(Extension.round_id.in_(sorted(round_ids)), or_(working_for(actor), reviewed_by(actor)))
        .order_by(Extension.until_on, Extension.id)
    )
    return {(row[0], row[1]): ExtensionRecord(*row) for row in session.execute(query)}


def list_open_extensions(session: Session, actor: Actor, owner: str) -> list[tuple[str, ExtensionRecord]]:
    """Title and later cut-off of the open rounds that give a country one, as the actor may see them."""
    extended = Round.id.in_(select(Extension.round_id))
    query = select(Round.id, Round.title).where(extended, Round.closed_at.is_(None))
    titles = {row.id: row.title for row in session.execute(query)}
    if not titles:
        return []
    found = list_extensions(session, actor, titles)
    return [(titles[round_id], one) for (round_id, whose), one in found.items() if whose == owner]

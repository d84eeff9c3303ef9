"""What must go before a demonstration's release can be replaced.

Plans stand a floor above. They are found by the foreign keys that lead to the one table named here, so that
nothing above is imported and nothing that is built on plans later can be forgotten.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from app.catalogue import models
from app.core.db import Base

_PLANS = "plan"
_BESIDE = ("plan_block", "authority")
"""Stay with the plans: blocks that were shared, and authorities for which people have a role."""
_HISTORY = "revision"
_SUBMITTED = "review_submission"
_LASTING = "review_"
"""What was submitted lasts: the database itself refuses to delete it, and with it goes nothing that it refers to."""


def tables_to_empty(session: Session) -> list[Table]:
    """The tables of plans, the last to refer first; where something was submitted, plans and submissions stay."""
    submitted = Base.metadata.tables.get(_SUBMITTED)
    if submitted is None or session.execute(select(submitted.c.id).limit(1)).first() is None:
        return _tables_of_plans()
    kept = {_PLANS, *_BESIDE}
    return [table for table in _tables_of_plans() if table.name not in kept and not table.name.startswith(_LASTING)]


def _tables_of_plans() -> list[Table]:
    """The plans' table and all that refer to it, however far, the last to refer first."""
    found: set[str] = {_PLANS}
    tables = list(Base.metadata.sorted_tables)
    for table in tables:
        if any(key.column.table.name in found for key in table.foreign_keys):
            found.add(table.name)
    return [table for table in reversed(tables) if table.name in found]


def list_real_plans(session: Session) -> list[str]:
    """The owners of plans that people have written in and that are not marked as a demonstration."""
    plans, history = Base.metadata.tables.get(_PLANS), Base.metadata.tables.get(_HISTORY)
    if plans is None or history is None:
        return []
    written = select(history.c.id).where(history.c.plan_id == plans.c.id).exists()
    wanted = select(plans.c.owner).where(plans.c.is_demonstration.is_(False), written)
    return list(session.scalars(wanted.order_by(plans.c.owner)))


def phrases_of(release_id: int) -> Select[Any]:
    """The phrases of a release."""
    return select(models.Phrase.id).where(models.Phrase.release_id == release_id)


def terms_of(release_id: int) -> Select[Any]:
    """The terms of a release."""
    return select(models.Term.id).where(models.Term.release_id == release_id)


def asked_items() -> Select[Any]:
    """The items that any release asks for."""
    return select(models.Requirement.item_id)

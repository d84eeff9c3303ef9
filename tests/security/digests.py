"""What the tables of plans and people hold, as one number a table, so that two states can be compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, select, text
from sqlalchemy.orm import Session

from app.accounts import models as accounts
from app.core.db import Base
from app.desk import models as desk
from app.plans import models as plans

ROOMS = (accounts.__name__, desk.__name__, plans.__name__)
AT_RANDOM = frozenset({"request_id", "secret_hash", "token_hash", "password_hash"})


def tables() -> list[Table]:
    """The tables of plans and people, in a fixed order."""
    mapped = [mapper for mapper in Base.registry.mappers if mapper.class_.__module__.startswith(ROOMS)]
    return sorted((mapper.local_table for mapper in mapped), key=lambda table: table.name)  # type: ignore[arg-type]


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """One number for rows, whatever their order, without what is drawn at random."""
    lines = sorted(repr(sorted((k, repr(v)) for k, v in row.items() if k not in AT_RANDOM)) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def everything(session: Session) -> dict[str, str]:
    """The number of every table."""
    return {table.name: digest_of(session.execute(select(table)).mappings().all()) for table in tables()}


def of_others(session: Session, plan_id: int) -> dict[str, str]:
    """The number of every table without the rows of one plan, by its key or by a row that names it."""
    found = {}
    for table in tables():
        rows: Iterable[Mapping[str, Any]] = session.execute(select(table)).mappings().all()
        if table.name == "plan":
            rows = [row for row in rows if row["id"] != plan_id]
        elif "plan_id" in table.c:
            rows = [row for row in rows if row["plan_id"] != plan_id]
        elif table.name not in ("user_account", "role_grant"):
            continue  # belongs to a row of a table that is compared
        found[table.name] = digest_of(rows)
    return found


def count_again(session: Session) -> None:
    """Let keys go on from what is there: PostgreSQL does not count back what was thrown away."""
    if session.get_bind().dialect.name == "postgresql":
        for table in tables():
            if "id" in table.c:
                newest = f"coalesce((SELECT max(id) FROM {table.name}), 0) + 1"
                session.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {newest}, false)"))
        session.rollback()

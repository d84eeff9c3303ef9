"""Insert a row, or change the one that has its key: each database says it in a dialect of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, Table


def upsert(table: Table, dialect: str, *, keys: Sequence[str], changed: Sequence[str]) -> Insert:
    """A statement to execute with rows as parameters: where `keys` are taken, `changed` columns take the new values."""
    # The dialect of PostgreSQL brings all its drivers: it is imported where that database serves.
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_there

        made: Any = insert_there(table)
    else:
        from sqlalchemy.dialects.sqlite import insert as insert_here

        made = insert_here(table)
    statement: Insert = made.on_conflict_do_update(
        index_elements=list(keys), set_={name: made.excluded[name] for name in changed}
    )
    return statement

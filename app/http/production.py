"""What a production start refuses that only the database can tell."""

from __future__ import annotations

from app.accounts.queries import has_demonstration_accounts
from app.core import schema
from app.core.engine import Database
from config import Misconfigured


def refuse_demonstration(database: Database) -> None:
    """Raise Misconfigured where demonstration accounts are in the database."""
    if schema.current_revision(database.engine) is None:
        return
    with database.reading() as session:
        if has_demonstration_accounts(session):
            raise Misconfigured(
                "ENV=production refuses demonstration accounts: point DATABASE_URL or DATA_DIR to a database without"
                " the demonstration (DEMO=0)."
            )

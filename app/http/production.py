"""What a production start refuses that only the database can tell."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError

from app.accounts.queries import has_demonstration_accounts
from app.core import schema
from app.core.engine import Database, why
from config import Misconfigured


def refuse_demonstration(database: Database) -> None:
    """Raise Misconfigured where demonstration accounts are in the database."""
    try:
        is_empty = schema.current_revision(database.engine) is None
    except OperationalError as error:
        raise Misconfigured(
            f"The database cannot be reached ({why(error)}): start it, or mend DATABASE_URL or DATA_DIR."
        ) from error
    if is_empty:
        return
    with database.reading() as session:
        if has_demonstration_accounts(session):
            raise Misconfigured(
                "ENV=production refuses demonstration accounts: point DATABASE_URL or DATA_DIR to a database without"
                " the demonstration (DEMO=0)."
            )

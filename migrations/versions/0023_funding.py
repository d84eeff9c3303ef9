"""What a milestone costs and who pays for it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0022"
branch_labels = None
depends_on = None

INDEX = "ix_milestone_span_read"
READ = (
    "plan_id",
    "scope",
    "item_id",
    "valid_from",
    "valid_to",
    "is_closing",
    "is_cancelled",
    "progress",
    "start_on",
    "baseline_on",
    "forecast_on",
    "actual_on",
    "highest_before",
    "confirmations",
    "continued_as",
)


def upgrade() -> None:
    op.drop_index(INDEX, "milestone_span")
    # With checks in the columns: SQLite then needs no new table.
    op.execute(
        "ALTER TABLE milestone ADD COLUMN budget BIGINT CONSTRAINT ck_milestone_budget_range CHECK (budget >= 0)"
    )
    op.execute(
        "ALTER TABLE milestone ADD COLUMN funding TEXT"
        " CONSTRAINT ck_milestone_funding_length CHECK (length(funding) <= 4000)"
        " CONSTRAINT ck_milestone_funding_range CHECK (funding NOT LIKE '%:-%')"
    )
    op.execute("ALTER TABLE milestone_span ADD COLUMN budget BIGINT")
    op.execute("ALTER TABLE milestone_span ADD COLUMN funding TEXT")
    op.add_column("milestone_span", sa.Column("uncovered", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(INDEX, "milestone_span", [*READ, "budget", "uncovered", "subject_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "milestone_span")
    for name in ("uncovered", "funding", "budget"):
        op.drop_column("milestone_span", name)
    for name in ("funding", "budget"):
        op.execute(f"ALTER TABLE milestone DROP COLUMN {name}")
    op.create_index(INDEX, "milestone_span", [*READ, "subject_id"])

"""The highest progress before each span of a milestone, so that falls are looked for only where there are some."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
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
)
SPAN = sa.table(
    "milestone_span",
    *(sa.column(name) for name in ("subject_id", "scope", "valid_from", "progress", "highest_before")),
)


def upgrade() -> None:
    op.drop_index(INDEX, "milestone_span")
    op.add_column("milestone_span", sa.Column("highest_before", sa.Integer(), server_default="0", nullable=False))
    op.execute(sa.update(SPAN).values(highest_before=_highest()))
    op.create_index(INDEX, "milestone_span", [*READ, "highest_before", "subject_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "milestone_span")
    op.drop_column("milestone_span", "highest_before")
    op.create_index(INDEX, "milestone_span", [*READ, "subject_id"])


def _highest() -> sa.ScalarSelect[int]:
    """The highest progress of a milestone's earlier spans in the same state."""
    earlier = SPAN.alias("earlier")
    return (
        sa.select(sa.func.coalesce(sa.func.max(earlier.c.progress), 0))
        .where(
            earlier.c.subject_id == SPAN.c.subject_id,
            earlier.c.scope == SPAN.c.scope,
            earlier.c.valid_from < SPAN.c.valid_from,
        )
        .correlate(SPAN)
        .scalar_subquery()
    )

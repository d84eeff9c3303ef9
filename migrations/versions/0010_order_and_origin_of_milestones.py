"""The order of an item's milestones, and of split and moved milestones where they come from and go on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | Sequence[str] | None = "0009"
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
)
TABLES = ("milestone", "milestone_span")
ORIGINS = ("comes_from", "continued_as")


def upgrade() -> None:
    op.create_table(
        "milestone_place",
        sa.Column("milestone_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_milestone_place_milestone_id")),
        sa.PrimaryKeyConstraint("milestone_id", name=op.f("pk_milestone_place")),
    )
    op.drop_index(INDEX, "milestone_span")
    for table in TABLES:
        for name in ORIGINS:
            op.add_column(table, sa.Column(name, sa.Text(), nullable=True))
    op.create_index(INDEX, "milestone_span", [*READ, "continued_as", "subject_id"])


def downgrade() -> None:
    op.drop_index(INDEX, "milestone_span")
    for table in TABLES:
        for name in ORIGINS:
            op.drop_column(table, name)
    op.create_index(INDEX, "milestone_span", [*READ, "subject_id"])
    op.drop_table("milestone_place")

"""Assessments of items by reviewers."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | Sequence[str] | None = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('confirmed', 'partly', 'not_yet_shown')", name=op.f("ck_assessment_verdict_known")
        ),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_assessment_reason_length")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_assessment_reason_given")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_assessment_author_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_assessment_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_assessment_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index("ix_assessment_item", ["plan_id", "item_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("assessment")

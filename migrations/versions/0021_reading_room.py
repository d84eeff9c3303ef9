"""The reading room: marks of those who read plans. (Above 0018 until the branches in between are joined.)"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reading_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("known_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('read', 'come_back')", name=op.f("ck_reading_mark_state_known")),
        sa.CheckConstraint("length(line) <= 500", name=op.f("ck_reading_mark_line_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_reading_mark_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reading_mark_plan_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reading_mark_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_mark")),
        sa.UniqueConstraint("user_id", "plan_id", "item_id", name=op.f("uq_reading_mark_user_id_plan_id_item_id")),
    )
    op.create_table(
        "reading_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reading_visit_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_visit")),
        sa.UniqueConstraint("user_id", name=op.f("uq_reading_visit_user_id")),
    )
    op.create_table(
        "reading_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("looked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["review_submission.id"], name=op.f("fk_reading_look_submission_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reading_look_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_look")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_reading_look_submission_id")),
    )


def downgrade() -> None:
    for table in ("reading_look", "reading_visit", "reading_mark"):
        op.drop_table(table)

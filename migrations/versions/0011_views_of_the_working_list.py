"""Views of the working list that people keep."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | Sequence[str] | None = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("is_for_desk", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_saved_view_name_length")),
        sa.CheckConstraint("length(address) <= 1000", name=op.f("ck_saved_view_address_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_saved_view_name_given")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_saved_view_plan_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_saved_view_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("plan_id", "user_id", "name", name=op.f("uq_saved_view_plan_id_user_id_name")),
    )
    op.create_index(op.f("ix_saved_view_user_id"), "saved_view", ["user_id"])


def downgrade() -> None:
    op.drop_table("saved_view")

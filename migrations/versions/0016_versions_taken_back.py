"""Versions of files that were taken back: when, by whom, why, and whether their bytes stay."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | Sequence[str] | None = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
HELD_BACK = "scan_state IN ('waiting', 'refused')"
INDEX = "ix_stored_file_held_back"


def upgrade() -> None:
    op.drop_index(INDEX, "stored_file")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back_at", INSTANT, nullable=True))
        batch_op.add_column(sa.Column("taken_back_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken_back_why", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("is_sealed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_stored_file_taken_back_by_id"), "user_account", ["taken_back_by_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_stored_file_taken_back_with_reason"),
            "(taken_back_at IS NULL) = (length(taken_back_why) = 0)",
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_stored_file_taken_back_why_length"), "length(taken_back_why) <= 2000"
        )
    _index(f"{HELD_BACK} OR taken_back_at IS NOT NULL")


def downgrade() -> None:
    op.drop_index(INDEX, "stored_file")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_stored_file_taken_back_why_length"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_stored_file_taken_back_with_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_stored_file_taken_back_by_id"), type_="foreignkey")
        for name in ("is_sealed", "taken_back_why", "taken_back_by_id", "taken_back_at"):
            batch_op.drop_column(name)
    _index(HELD_BACK)


def _index(condition: str) -> None:
    where = sa.text(condition)
    op.create_index(INDEX, "stored_file", ["id"], unique=False, sqlite_where=where, postgresql_where=where)

"""Who acts for whom, until a day; parts of a target by authority."""

from collections.abc import Sequence

from alembic import op

revision: str = "0013"
down_revision: str | Sequence[str] | None = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With references and checks in the columns: SQLite then needs no new table.
    for table in ("role_grant", "revision"):
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN acting_for_id INTEGER"
            f" CONSTRAINT fk_{table}_acting_for_id REFERENCES user_account (id)"
        )
    op.execute(
        "ALTER TABLE milestone ADD COLUMN parts TEXT CONSTRAINT ck_milestone_parts_length CHECK (length(parts) <= 8000)"
    )
    op.execute("ALTER TABLE milestone_span ADD COLUMN parts TEXT")


def downgrade() -> None:
    for table in ("milestone_span", "milestone"):
        op.execute(f"ALTER TABLE {table} DROP COLUMN parts")
    op.execute("ALTER TABLE revision DROP COLUMN acting_for_id")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:  # revision 0025 made the table anew
        batch_op.drop_column("acting_for_id")

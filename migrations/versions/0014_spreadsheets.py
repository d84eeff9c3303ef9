"""Spreadsheets to begin a plan with, and how they are read."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | Sequence[str] | None = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
SHEET, LAYOUT = "spreadsheet", "spreadsheet_layout"


def upgrade() -> None:
    op.create_table(
        SHEET,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), nullable=False),
        sa.Column("file_size", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("kept_as", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('workbook', 'csv')", name=op.f("ck_spreadsheet_kind_known")),
        sa.CheckConstraint("length(file_name) <= 150", name=op.f("ck_spreadsheet_file_name_length")),
        sa.CheckConstraint("length(kept_as) <= 80", name=op.f("ck_spreadsheet_kept_as_length")),
        sa.CheckConstraint("length(file_hash) = 64", name=op.f("ck_spreadsheet_file_hash_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_spreadsheet_plan_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user_account.id"], name=op.f("fk_spreadsheet_uploaded_by_id")),
        sa.ForeignKeyConstraint(["import_id"], ["workbook_import.id"], name=op.f("fk_spreadsheet_import_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreadsheet")),
    )
    with op.batch_alter_table(SHEET, schema=None) as batch_op:
        batch_op.create_index("ix_spreadsheet_plan_id", ["plan_id", "id"], unique=False)
        batch_op.create_index("ix_spreadsheet_import_id", ["import_id"], unique=False)
    op.create_table(
        LAYOUT,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("kept_at", INSTANT, nullable=False),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_spreadsheet_layout_name_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_spreadsheet_layout_plan_id")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["user_account.id"], name=op.f("fk_spreadsheet_layout_kept_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spreadsheet_layout")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_spreadsheet_layout_plan_id_name")),
    )


def downgrade() -> None:
    op.drop_table(LAYOUT)
    op.drop_table(SHEET)

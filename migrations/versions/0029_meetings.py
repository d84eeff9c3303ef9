"""Presidencies of the Council; meetings, what is on their agenda, what was concluded, and who acts on it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | Sequence[str] | None = "0028"
branch_labels = None
depends_on = None

CONFIDENCE = "'high', 'medium', 'low', 'none'"


def upgrade() -> None:
    _presidencies()


def _presidencies() -> None:
    op.create_table(
        "presidency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_presidency_confidence_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_presidency_in_order")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_presidency_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_presidency_country_id")),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_presidency_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presidency")),
    )
    op.create_index(op.f("ix_presidency_release_id"), "presidency", ["release_id"], unique=False)


def downgrade() -> None:
    op.drop_table("presidency")

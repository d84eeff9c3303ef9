"""Causes that stay within the country."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revision", sa.Column("is_internal", sa.Boolean(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("revision", "is_internal")

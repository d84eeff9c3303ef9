"""How a point of an agenda was worded before, and from when until when it was about what."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0032"
down_revision: str | Sequence[str] | None = "0031"
branch_labels = None
depends_on = None

TABLE = "agenda_former_point"

REFUSE_SQLITE = f"""
CREATE TRIGGER {TABLE}_no_{{deed}} BEFORE {{deed}} ON {TABLE}
BEGIN SELECT RAISE(ABORT, 'what was said at a meeting stays as it was said'); END
"""
REFUSE_POSTGRESQL = f"""
CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was said at a meeting stays as it was said'; END $$;
CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse();
CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}
FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse();
"""


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("point_id", "version", "position")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("title", "text")),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(title) <= 300", name=op.f(f"ck_{TABLE}_title_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f(f"ck_{TABLE}_text_length")),
        sa.ForeignKeyConstraint(["point_id"], ["agenda_point.id"], name=op.f(f"fk_{TABLE}_point_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["user_account.id"], name=op.f(f"fk_{TABLE}_replaced_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("point_id", "version", name=op.f(f"uq_{TABLE}_point_id_version")),
    )
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(REFUSE_SQLITE.format(deed=deed))
    else:
        op.execute(REFUSE_POSTGRESQL)
    _links()


def _links() -> None:
    """Links last from one instant until another; those that stand were put there with their point, as far as is known."""
    with op.batch_alter_table("agenda_link", schema=None) as batch_op:
        for name in ("put_at", "removed_at"):
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(op.f("uq_agenda_link_point_id_kind_key"), type_="unique")
    op.execute(
        "UPDATE agenda_link SET put_at = (SELECT made_at FROM agenda_point WHERE agenda_point.id = agenda_link.point_id)"
    )
    with op.batch_alter_table("agenda_link", schema=None) as batch_op:
        batch_op.alter_column("put_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    op.create_index(
        "uq_agenda_link_standing",
        "agenda_link",
        ["point_id", "kind", "key"],
        unique=True,
        sqlite_where=sa.text("removed_at IS NULL"),
        postgresql_where=sa.text("removed_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_agenda_link_standing", table_name="agenda_link")
    op.execute("DELETE FROM agenda_link WHERE removed_at IS NOT NULL")
    with op.batch_alter_table("agenda_link", schema=None) as batch_op:
        for name in ("put_at", "removed_at"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(op.f("uq_agenda_link_point_id_kind_key"), ["point_id", "kind", "key"])
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {TABLE}_refuse()")

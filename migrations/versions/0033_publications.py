"""Publications and training that agencies record, in versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0032"
branch_labels = None
depends_on = None

KINDS = "'plan', 'questions', 'guide', 'standards', 'tool', 'training', 'workshop', 'template', 'operations'"
VERSION = "publication_version"
LIMITS = (
    ("title", 300),
    ("languages", 100),
    ("reference", 300),
    ("url", 1000),
    ("purpose", 600),
    ("blocks", 2000),
    ("items", 40000),
    ("length", 300),
    ("audience", 300),
    ("reason", 2000),
)

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'a version of a publication stays as it was said'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a version of a publication stays as it was said'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""


def upgrade() -> None:
    _publications()
    _versions()
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(REFUSE_SQLITE.format(table=VERSION, deed=deed))
    else:
        op.execute(REFUSE_POSTGRESQL.format(table=VERSION))


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))


def _key(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))


def _publications() -> None:
    name = "publication"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        _check(name, "maker_length", "length(maker) <= 40"),
        _check(name, "maker_given", "length(maker) > 0"),
        _key(name, "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )


def _versions() -> None:
    op.create_table(
        VERSION,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_withdrawal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("languages", "reference", "url", "purpose", "blocks", "items", "length", "audience", "reason")
        ),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        _check(VERSION, "kind_known", f"kind IN ({KINDS})"),
        _check(VERSION, "side_known", "side IN ('maker', 'eu_level')"),
        *(_check(VERSION, f"{name}_length", f"length({name}) <= {limit}") for name, limit in LIMITS),
        _check(VERSION, "words_given", "length(title) > 0 AND length(purpose) > 0"),
        _check(VERSION, "url_safe", "substr(url, 1, 8) = 'https://'"),
        _check(VERSION, "about_something", "length(blocks) > 0 OR length(items) > 0"),
        _check(VERSION, "reason_given", "number = 1 OR length(reason) > 0"),
        _check(VERSION, "withdrawn_after", "NOT is_withdrawal OR number > 1"),
        _key(VERSION, "publication_id", "publication"),
        _key(VERSION, "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{VERSION}")),
        sa.UniqueConstraint("publication_id", "number", name=op.f(f"uq_{VERSION}_publication_id_number")),
    )
    op.create_index("ix_publication_version_said_at", VERSION, ["said_at"], unique=False)


def downgrade() -> None:
    op.drop_table(VERSION)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {VERSION}_refuse()")
    op.drop_table("publication")

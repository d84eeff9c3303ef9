"""What the Commission determines of Member States, findings that are recorded, and the own preparation of pledges."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0030"
down_revision: str | Sequence[str] | None = "0029"
branch_labels = None
depends_on = None

CONFIDENCE = "'high', 'medium', 'low', 'none'"
INSTANT = sa.DateTime(timezone=True)

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, '{what} stays as it was said'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{what} stays as it was said'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""
KEPT = (
    ("finding_entry", "what was recorded of a finding"),
    ("pledge_preparation", "what was prepared of a pledge"),
    ("pledge_due", "what was prepared of a pledge"),
)
"""Tables that are only added to, and what stands in them."""


def upgrade() -> None:
    _kinds()
    _findings()
    _entries()
    _preparations()
    for table, what in KEPT:
        _refuse(table, what)


def _of_release(name: str, *columns: sa.schema.SchemaItem) -> None:
    """A table of rows of one release, in their order."""
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f(f"fk_{name}_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_release_id"), name, ["release_id"], unique=False)


def _to(table: str, column: str, other: str, *, nullable: bool = False) -> tuple[sa.schema.SchemaItem, ...]:
    """A column with the key of a row of another table."""
    return (
        sa.Column(column, sa.Integer(), nullable=nullable),
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}")),
    )


def _kinds() -> None:
    _of_release(
        "finding_kind",
        sa.Column("key", sa.Text(), nullable=False),
        *_to("finding_kind", "title_id", "phrase"),
        *_to("finding_kind", "condition_id", "condition", nullable=True),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_finding_kind_release_id_key")),
    )
    _of_release(
        "finding_kind_reference",
        *_to("finding_kind_reference", "kind_id", "finding_kind"),
        *_to("finding_kind_reference", "act_id", "act"),
        sa.Column("article", sa.Text(), nullable=False),
    )
    _of_release(
        "finding_effect",
        *_to("finding_effect", "kind_id", "finding_kind"),
        *_to("finding_effect", "text_id", "phrase"),
        *_to("finding_effect", "condition_id", "condition", nullable=True),
    )
    _of_release(
        "finding_effect_reference",
        *_to("finding_effect_reference", "effect_id", "finding_effect"),
        *_to("finding_effect_reference", "act_id", "act"),
        sa.Column("article", sa.Text(), nullable=False),
    )
    _of_release(
        "finding_effect_item",
        *_to("finding_effect_item", "effect_id", "finding_effect"),
        *_to("finding_effect_item", "item_id", "item"),
    )


def _findings() -> None:
    _of_release(
        "public_finding",
        sa.Column("year", sa.Integer(), nullable=False),
        *_to("public_finding", "kind_id", "finding_kind"),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        *_to("public_finding", "note_id", "phrase", nullable=True),
        *_to("public_finding", "source_id", "catalogue_source"),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_public_finding_confidence_known")),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_public_finding_period")),
    )
    _of_release(
        "public_finding_country",
        *_to("public_finding_country", "finding_id", "public_finding"),
        *_to("public_finding_country", "country_id", "country"),
        sa.UniqueConstraint("finding_id", "country_id", name=op.f("uq_public_finding_country_finding_id_country_id")),
    )


def _bounds(table: str, **limits: int) -> tuple[sa.schema.SchemaItem, ...]:
    return tuple(
        sa.CheckConstraint(f"length({name}) <= {limit}", name=op.f(f"ck_{table}_{name}_length"))
        for name, limit in limits.items()
    )


def _entries() -> None:
    table = "finding_entry"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        *_to(table, "author_id", "user_account", nullable=True),
        *_bounds(table, country=2, kind=120, reference=300, url=1000, note=2000),
        sa.CheckConstraint("length(country) > 0", name=op.f(f"ck_{table}_whose")),
        sa.CheckConstraint("length(reference) > 0", name=op.f(f"ck_{table}_reference_given")),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f(f"ck_{table}_period")),
        sa.CheckConstraint("follows = 0 OR length(note) > 0", name=op.f(f"ck_{table}_changed_with_reason")),
        sa.CheckConstraint("NOT is_withdrawn OR follows > 0", name=op.f(f"ck_{table}_withdrawn_was_said")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("year", "country", "kind", "follows", name="uq_finding_entry_follows"),
    )
    op.create_index("ix_finding_entry_country", table, ["country", "id"], unique=False)


def _preparations() -> None:
    table = "pledge_preparation"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("considered", sa.Text(), nullable=False),
        sa.Column("decides", sa.Text(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=True),
        sa.Column("authorities", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("is_checked", sa.Boolean(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.BigInteger(), nullable=True)
            for name in ("relocations", "offsets", "financial", "alternative")
        ),
        sa.Column("salt", sa.Text(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        *_to(table, "author_id", "user_account", nullable=True),
        *_bounds(table, country=2, considered=100, decides=4000, authorities=4000, steps=4000, questions=4000, act=300),
        sa.CheckConstraint(
            "relocations >= 0 AND offsets >= 0 AND financial >= 0 AND alternative >= 0",
            name=op.f(f"ck_{table}_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "length(act) > 0 OR "
            "(relocations IS NULL AND offsets IS NULL AND financial IS NULL AND alternative IS NULL)",
            name=op.f(f"ck_{table}_amounts_with_act"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f(f"ck_{table}_version_from_one")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("country", "year", "version", name="uq_pledge_preparation_version"),
    )
    table = "pledge_due"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *_to(table, "preparation_id", "pledge_preparation"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        *_bounds(table, what=300),
        sa.CheckConstraint("length(what) > 0", name=op.f(f"ck_{table}_what_given")),
        sa.CheckConstraint("position >= 0 AND position < 6", name=op.f(f"ck_{table}_position_range")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("preparation_id", "position", name="uq_pledge_due_position"),
    )


def _refuse(table: str, what: str) -> None:
    """The database itself changes and deletes nothing of what was said."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(REFUSE_SQLITE.format(deed=deed, table=table, what=what))
    else:
        op.execute(REFUSE_POSTGRESQL.format(table=table, what=what))


def downgrade() -> None:
    for name in ("pledge_due", "pledge_preparation", "finding_entry"):
        op.drop_table(name)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}_refuse()")
    for name in ("public_finding_country", "public_finding"):
        op.drop_table(name)
    for name in (
        "finding_effect_item",
        "finding_effect_reference",
        "finding_effect",
        "finding_kind_reference",
        "finding_kind",
    ):
        op.drop_table(name)

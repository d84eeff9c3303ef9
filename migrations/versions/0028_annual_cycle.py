"""Rules of the annual cycle's steps, what is known and recorded of its years, and the inputs of the reference key."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0028"
down_revision: str | Sequence[str] | None = "0027"
branch_labels = None
depends_on = None

KINDS = "'day', 'window', 'within', 'after', 'before', 'event', 'undated'"
ROLES = "'responsible', 'chairs', 'takes_part', 'consulted', 'receives'"
POOL_KINDS = "'pledge', 'deduction', 'delivered', 'confirmed'"
TYPES = "'relocation', 'financial', 'alternative', 'offset'"
CONFIDENCE = "'high', 'medium', 'low', 'none'"

LIMITS = (("step_key", 120), ("country", 2), ("body", 40), ("reference", 300), ("url", 1000), ("note", 2000))
"""Characters."""

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'what was recorded of the {what} stays as it was said'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was recorded of the {what} stays as it was said'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""


def upgrade() -> None:
    _of_release(
        "cycle_rule",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("first_month_day", sa.Text(), nullable=True),
        sa.Column("last_month_day", sa.Text(), nullable=True),
        sa.Column("years_after", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("is_in_working_days", sa.Boolean(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("is_by_each", sa.Boolean(), nullable=False),
        sa.Column("concerns", sa.Text(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("unless_id", sa.Integer(), nullable=True),
        sa.Column("description_id", sa.Integer(), nullable=True),
        sa.Column("produces_id", sa.Integer(), nullable=True),
        sa.Column("done_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_cycle_rule_kind_known")),
        sa.CheckConstraint(f"concerns IN ({ROLES})", name=op.f("ck_cycle_rule_concerns_known")),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_cycle_rule_condition_id")),
        sa.ForeignKeyConstraint(["step_id"], ["cycle_step.id"], name=op.f("fk_cycle_rule_step_id")),
        *(
            sa.ForeignKeyConstraint([name], ["phrase.id"], name=op.f(f"fk_cycle_rule_{name}"))
            for name in ("event_id", "unless_id", "description_id", "produces_id", "done_id")
        ),
        sa.UniqueConstraint("step_id", name=op.f("uq_cycle_rule_step_id")),
    )
    _of_release(
        "cycle_role",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_cycle_role_role_known")),
        sa.ForeignKeyConstraint(["part_id"], ["cycle_actor.id"], name=op.f("fk_cycle_role_part_id")),
        sa.UniqueConstraint("part_id", name=op.f("uq_cycle_role_part_id")),
    )
    _of_release(
        "cycle_link",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('of', 'needs')", name=op.f("ck_cycle_link_kind_known")),
        sa.ForeignKeyConstraint(["step_id"], ["cycle_step.id"], name=op.f("fk_cycle_link_step_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cycle_step.id"], name=op.f("fk_cycle_link_other_id")),
    )
    _of_release(
        "cycle_item",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["cycle_step.id"], name=op.f("fk_cycle_item_step_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_cycle_item_item_id")),
    )
    _records()
    _keys()
    _pools()
    _allocations()
    _entries()
    _pool_entries()


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


def _records() -> None:
    _of_release(
        "cycle_record",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("is_nothing_found", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_cycle_record_confidence_known")),
        sa.CheckConstraint(
            "NOT is_nothing_found OR happened_on IS NULL", name=op.f("ck_cycle_record_nothing_found_is_nothing")
        ),
        sa.ForeignKeyConstraint(["step_id"], ["cycle_step.id"], name=op.f("fk_cycle_record_step_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_cycle_record_country_id")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_cycle_record_note_id")),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_cycle_record_source_id")),
    )


def _keys() -> None:
    inputs: list[sa.schema.SchemaItem] = []
    for name in ("population", "gdp"):
        inputs += [
            sa.Column(f"{name}_year", sa.Integer(), nullable=False),
            sa.Column(f"{name}_unit_id", sa.Integer(), nullable=False),
            sa.Column(f"{name}_source_id", sa.Integer(), nullable=False),
            sa.Column(f"{name}_confidence", sa.Text(), nullable=False),
            sa.Column(f"{name}_note_id", sa.Integer(), nullable=True),
            sa.CheckConstraint(
                f"{name}_confidence IN ({CONFIDENCE})", name=op.f(f"ck_reference_key_{name}_confidence_known")
            ),
            sa.ForeignKeyConstraint(
                [f"{name}_source_id"], ["catalogue_source.id"], name=op.f(f"fk_reference_key_{name}_source_id")
            ),
            sa.ForeignKeyConstraint([f"{name}_unit_id"], ["phrase.id"], name=op.f(f"fk_reference_key_{name}_unit_id")),
            sa.ForeignKeyConstraint([f"{name}_note_id"], ["phrase.id"], name=op.f(f"fk_reference_key_{name}_note_id")),
        ]
    _of_release(
        "reference_key",
        sa.Column("year", sa.Integer(), nullable=False),
        *inputs,
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_reference_key_note_id")),
        sa.UniqueConstraint("release_id", "year", name=op.f("uq_reference_key_release_id_year")),
    )
    _of_release(
        "key_reference",
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["reference_key.id"], name=op.f("fk_key_reference_key_id")),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_key_reference_act_id")),
    )
    _of_release(
        "key_member",
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("gdp", sa.Integer(), nullable=False),
        sa.Column("official_share", sa.Integer(), nullable=True),
        sa.Column("official_source_id", sa.Integer(), nullable=True),
        sa.Column("official_confidence", sa.Text(), nullable=True),
        sa.CheckConstraint("population > 0", name=op.f("ck_key_member_population_positive")),
        sa.CheckConstraint("gdp > 0", name=op.f("ck_key_member_gdp_positive")),
        sa.ForeignKeyConstraint(["key_id"], ["reference_key.id"], name=op.f("fk_key_member_key_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_key_member_country_id")),
        sa.ForeignKeyConstraint(
            ["official_source_id"], ["catalogue_source.id"], name=op.f("fk_key_member_official_source_id")
        ),
        sa.UniqueConstraint("key_id", "country_id", name=op.f("uq_key_member_key_id_country_id")),
    )


def _pools() -> None:
    _of_release(
        "public_pool",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("relocations", sa.Integer(), nullable=False),
        sa.Column("money", sa.BigInteger(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_public_pool_confidence_known")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_public_pool_note_id")),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_public_pool_source_id")),
        sa.UniqueConstraint("release_id", "year", name=op.f("uq_public_pool_release_id_year")),
    )
    _of_release(
        "public_pool_entry",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({POOL_KINDS})", name=op.f("ck_public_pool_entry_kind_known")),
        sa.CheckConstraint(f"type IN ({TYPES})", name=op.f("ck_public_pool_entry_type_known")),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_public_pool_entry_confidence_known")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_public_pool_entry_amount_not_negative")),
        sa.ForeignKeyConstraint(["pool_id"], ["public_pool.id"], name=op.f("fk_public_pool_entry_pool_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_public_pool_entry_country_id")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_public_pool_entry_note_id")),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_public_pool_entry_source_id")),
    )


def _allocations() -> None:
    _of_release(
        "public_allocation",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=True),
        sa.Column("funds", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("money", sa.BigInteger(), nullable=True),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_public_allocation_confidence_known")),
        sa.CheckConstraint("money >= 0", name=op.f("ck_public_allocation_money_not_negative")),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_public_allocation_title_id")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_public_allocation_note_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_public_allocation_country_id")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_public_allocation_release_id_key")),
    )


def _pool_entries() -> None:
    op.create_table(
        "pool_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ('reference', {POOL_KINDS})", name=op.f("ck_pool_entry_kind_known")),
        sa.CheckConstraint(f"type IN ({TYPES})", name=op.f("ck_pool_entry_type_known")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_pool_entry_amount_not_negative")),
        sa.CheckConstraint("(kind = 'reference') = (country = '')", name=op.f("ck_pool_entry_whose")),
        sa.CheckConstraint("length(reference) > 0", name=op.f("ck_pool_entry_reference_given")),
        *(
            sa.CheckConstraint(f"length({name}) <= {limit}", name=op.f(f"ck_pool_entry_{name}_length"))
            for name, limit in LIMITS
            if name in ("country", "reference", "url", "note")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_pool_entry_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_entry")),
        sa.UniqueConstraint("year", "kind", "type", "country", "follows", name="uq_pool_entry_follows"),
    )
    op.create_index("ix_pool_entry_year", "pool_entry", ["year", "id"], unique=False)
    _refuse("pool_entry", "pool")


def _refuse(table: str, what: str) -> None:
    """The database itself changes and deletes nothing of what was said."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(REFUSE_SQLITE.format(deed=deed, table=table, what=what))
    else:
        op.execute(REFUSE_POSTGRESQL.format(table=table, what=what))


def _entries() -> None:
    op.create_table(
        "cycle_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("is_own", sa.Boolean(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("is_nothing_found", sa.Boolean(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *(
            sa.CheckConstraint(f"length({name}) <= {limit}", name=op.f(f"ck_cycle_entry_{name}_length"))
            for name, limit in LIMITS
        ),
        sa.CheckConstraint("turn >= 1 AND turn <= 99", name=op.f("ck_cycle_entry_turn_range")),
        sa.CheckConstraint("country = '' OR body = ''", name=op.f("ck_cycle_entry_one_owner")),
        sa.CheckConstraint("NOT is_own OR country <> '' OR body <> ''", name=op.f("ck_cycle_entry_own_has_owner")),
        sa.CheckConstraint(
            "NOT is_nothing_found OR happened_on IS NULL", name=op.f("ck_cycle_entry_nothing_found_is_nothing")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_cycle_entry_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_entry")),
        sa.UniqueConstraint("year", "step_key", "turn", "country", "body", "follows", name="uq_cycle_entry_follows"),
    )
    op.create_index("ix_cycle_entry_year", "cycle_entry", ["year", "id"], unique=False)
    _refuse("cycle_entry", "cycle")


def downgrade() -> None:
    for name in ("pool_entry", "cycle_entry"):
        op.drop_table(name)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}_refuse()")
    for name in ("public_allocation", "public_pool_entry", "public_pool"):
        op.drop_table(name)
    for name in ("key_member", "key_reference", "reference_key"):
        op.drop_table(name)
    for name in ("cycle_record", "cycle_item", "cycle_link", "cycle_role", "cycle_rule"):
        op.drop_table(name)

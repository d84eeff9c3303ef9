"""Good practices, what they were adapted from, who adopted them; consents to be read by who stands where one stood."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0027"
down_revision: str | Sequence[str] | None = "0026"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

STAYS = "what was done with a practice, and what it said, stays as it was"
KEPT = ("practice_act", "practice_text")
REFUSE_SQLITE = tuple(
    f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{STAYS}'); END"
    for table in KEPT
)
REFUSE_POSTGRESQL = (
    f"CREATE FUNCTION practice_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{STAYS}'; END $$",
    *(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION practice_refuse()"
        for table in KEPT
    ),
)


def upgrade() -> None:
    _practices()
    _history()
    _reuse()
    _courses()
    for statement in REFUSE_SQLITE if op.get_bind().dialect.name == "sqlite" else REFUSE_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "course_consent",
        "practice_adoption",
        "practice_adaptation",
        "practice_act",
        "practice_text",
        "practice_country",
        "practice_part",
        "practice",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION practice_refuse()")


def _practices() -> None:
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.Column("deliverable_version", sa.Integer(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("with_files", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what_done", sa.Text(), nullable=False),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("came_of_it", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("contact_role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (published_on IS NOT NULL)", name=op.f("ck_practice_dated_when_published")
        ),
        sa.CheckConstraint(
            "proposed_by IN ('country', 'officer', 'adopter')", name=op.f("ck_practice_proposed_by_known")
        ),
        sa.CheckConstraint("reach IN ('all', 'listed')", name=op.f("ck_practice_reach_known")),
        sa.CheckConstraint(
            "state <> 'published' OR number IS NOT NULL", name=op.f("ck_practice_numbered_when_published")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'published', 'withdrawn', 'declined', 'taken_back')",
            name=op.f("ck_practice_state_known"),
        ),
        sa.CheckConstraint(
            "(deliverable_id IS NULL) = (deliverable_version IS NULL)", name=op.f("ck_practice_version_of_deliverable")
        ),
        sa.CheckConstraint(
            "deliverable_id IS NOT NULL OR NOT with_files", name=op.f("ck_practice_files_of_deliverables")
        ),
        sa.CheckConstraint("length(came_of_it) <= 4000", name=op.f("ck_practice_came_of_it_length")),
        sa.CheckConstraint("length(contact_role) <= 300", name=op.f("ck_practice_contact_role_length")),
        sa.CheckConstraint("length(language) <= 2", name=op.f("ck_practice_language_length")),
        sa.CheckConstraint("length(needed) <= 4000", name=op.f("ck_practice_needed_length")),
        sa.CheckConstraint("length(title) <= 300", name=op.f("ck_practice_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_practice_title_given")),
        sa.CheckConstraint("length(what_done) <= 4000", name=op.f("ck_practice_what_done_length")),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["support_deliverable.id"], name=op.f("fk_practice_deliverable_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_practice_plan_id")),
        sa.ForeignKeyConstraint(["proposer_id"], ["user_account.id"], name=op.f("fk_practice_proposer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_practice_plan_id_number")),
    )
    op.create_index("ix_practice_state", "practice", ["state"], unique=False)
    op.create_index(
        "uq_practice_deliverable",
        "practice",
        ["deliverable_id", "deliverable_version"],
        unique=True,
        sqlite_where=sa.text("state <> 'taken_back'"),
        postgresql_where=sa.text("state <> 'taken_back'"),
    )
    op.create_table(
        "practice_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_practice_part_items_by_number")),
        sa.CheckConstraint("kind IN ('block', 'item', 'measure', 'theme')", name=op.f("ck_practice_part_kind_known")),
        sa.CheckConstraint("length(key) <= 120", name=op.f("ck_practice_part_key_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_practice_part_item_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_part_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_part")),
        sa.UniqueConstraint("practice_id", "kind", "key", name=op.f("uq_practice_part_practice_id_kind_key")),
    )
    op.create_index(op.f("ix_practice_part_item_id"), "practice_part", ["item_id"], unique=False)
    op.create_index("ix_practice_part_key", "practice_part", ["kind", "key"], unique=False)
    op.create_table(
        "practice_country",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.CheckConstraint("length(country) <= 2", name=op.f("ck_practice_country_country_length")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_country_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_country")),
        sa.UniqueConstraint("practice_id", "country", name=op.f("uq_practice_country_practice_id_country")),
    )


def _history() -> None:
    op.create_table(
        "practice_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what_done", sa.Text(), nullable=False),
        sa.Column("needed", sa.Text(), nullable=False),
        sa.Column("came_of_it", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("contact_role", sa.Text(), nullable=False),
        sa.CheckConstraint("length(came_of_it) <= 4000", name=op.f("ck_practice_text_came_of_it_length")),
        sa.CheckConstraint("length(contact_role) <= 300", name=op.f("ck_practice_text_contact_role_length")),
        sa.CheckConstraint("length(language) <= 2", name=op.f("ck_practice_text_language_length")),
        sa.CheckConstraint("length(needed) <= 4000", name=op.f("ck_practice_text_needed_length")),
        sa.CheckConstraint("length(title) <= 300", name=op.f("ck_practice_text_title_length")),
        sa.CheckConstraint("length(what_done) <= 4000", name=op.f("ck_practice_text_what_done_length")),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_practice_text_by_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_text_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_text")),
    )
    op.create_index(op.f("ix_practice_text_practice_id"), "practice_text", ["practice_id"], unique=False)
    op.create_table(
        "practice_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=True),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("with_files", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(act = 'consent') = (reach IS NOT NULL)", name=op.f("ck_practice_act_reach_of_consents")),
        sa.CheckConstraint(
            "act IN ('propose', 'write', 'consent', 'withdraw', 'decline', 'take_back', 'adapt', 'adopt', 'stop', 'use', 'tell', 'hide')",
            name=op.f("ck_practice_act_act_known"),
        ),
        sa.CheckConstraint("reach IN ('all', 'listed')", name=op.f("ck_practice_act_reach_known")),
        sa.CheckConstraint("side IN ('country', 'officer', 'adopter')", name=op.f("ck_practice_act_side_known")),
        sa.CheckConstraint("length(countries) <= 200", name=op.f("ck_practice_act_countries_length")),
        sa.CheckConstraint("length(country) <= 2", name=op.f("ck_practice_act_country_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_practice_act_text_length")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_practice_act_author_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_act_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_act")),
        sa.UniqueConstraint("practice_id", "position", name=op.f("uq_practice_act_practice_id_position")),
    )
    op.create_index("ix_practice_act_taken_at", "practice_act", ["taken_at"], unique=False)


def _reuse() -> None:
    op.create_table(
        "practice_adaptation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=True),
        sa.Column("deliverable_id", sa.Integer(), nullable=True),
        sa.Column("tells_author", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(practice_id IS NULL) <> (deliverable_id IS NULL)", name=op.f("ck_practice_adaptation_of_one")
        ),
        sa.CheckConstraint("source_id <> practice_id", name=op.f("ck_practice_adaptation_not_itself")),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["support_deliverable.id"], name=op.f("fk_practice_adaptation_deliverable_id")
        ),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_adaptation_practice_id")),
        sa.ForeignKeyConstraint(["source_id"], ["practice.id"], name=op.f("fk_practice_adaptation_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_adaptation")),
    )
    op.create_index(op.f("ix_practice_adaptation_source_id"), "practice_adaptation", ["source_id"], unique=False)
    op.create_index(
        "uq_practice_adaptation_deliverable_id",
        "practice_adaptation",
        ["deliverable_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_practice_adaptation_practice_id",
        "practice_adaptation",
        ["practice_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "practice_adoption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tells_author", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_on >= adopted_on", name=op.f("ck_practice_adoption_in_order")),
        sa.CheckConstraint("length(note) <= 4000", name=op.f("ck_practice_adoption_note_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_practice_adoption_plan_id")),
        sa.ForeignKeyConstraint(["practice_id"], ["practice.id"], name=op.f("fk_practice_adoption_practice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_adoption")),
        sa.UniqueConstraint("practice_id", "plan_id", name=op.f("uq_practice_adoption_practice_id_plan_id")),
    )
    op.create_index(op.f("ix_practice_adoption_plan_id"), "practice_adoption", ["plan_id"], unique=False)


def _courses() -> None:
    op.create_table(
        "course_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user_account.id"], name=op.f("fk_course_consent_ended_by_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["user_account.id"], name=op.f("fk_course_consent_given_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_course_consent_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_consent")),
    )
    op.create_index(
        "uq_course_consent_plan_id",
        "course_consent",
        ["plan_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

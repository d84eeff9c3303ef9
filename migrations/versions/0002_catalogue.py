"""The catalogue."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "catalogue_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("catalogue", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(catalogue) <= 100", name=op.f("ck_catalogue_release_catalogue_length")),
        sa.CheckConstraint("length(version) <= 50", name=op.f("ck_catalogue_release_version_length")),
        sa.CheckConstraint("starts_on <= applies_from", name=op.f("ck_catalogue_release_programme_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_release")),
        sa.UniqueConstraint("catalogue", "version", name=op.f("uq_catalogue_release_catalogue_version")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.CheckConstraint("length(key) <= 120", name=op.f("ck_item_key_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("key", name=op.f("uq_item_key")),
    )
    op.create_table(
        "catalogue_source",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("seen", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_catalogue_source_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_source")),
        sa.UniqueConstraint("release_id", "code", name=op.f("uq_catalogue_source_release_id_code")),
    )
    with op.batch_alter_table("catalogue_source", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_source_release_id"), ["release_id"], unique=False)

    op.create_table(
        "phrase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_phrase_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_release_id"), ["release_id"], unique=False)

    op.create_table(
        "act",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("celex", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("act_group", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("in_force_on", sa.Date(), nullable=True),
        sa.Column("applies_from", sa.Date(), nullable=True),
        sa.Column("applies_from_printed", sa.Date(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("act_group IN ('pact', 'related', 'implementing')", name=op.f("ck_act_act_group_known")),
        sa.CheckConstraint("confidence IN ('high', 'medium', 'low', 'none')", name=op.f("ck_act_confidence_known")),
        sa.CheckConstraint(
            "kind IN ('directive', 'regulation', 'decision', 'implementing_act', 'recommendation')",
            name=op.f("ck_act_kind_known"),
        ),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_act_note_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["act.id"], name=op.f("fk_act_parent_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_act_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["phrase.id"], name=op.f("fk_act_subject_id")),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_act_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sa.UniqueConstraint("release_id", "code", name=op.f("uq_act_release_id_code")),
    )
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_act_release_id"), ["release_id"], unique=False)

    op.create_table(
        "catalogue_actor",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("actor_group", sa.Text(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "actor_group IN ('eu', 'agency', 'national', 'partner')", name=op.f("ck_catalogue_actor_actor_group_known")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_catalogue_actor_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["role_id"], ["phrase.id"], name=op.f("fk_catalogue_actor_role_id")),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_catalogue_actor_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_actor")),
        sa.UniqueConstraint("release_id", "code", name=op.f("uq_catalogue_actor_release_id_code")),
    )
    with op.batch_alter_table("catalogue_actor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_actor_release_id"), ["release_id"], unique=False)

    op.create_table(
        "catalogue_document",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("celex", sa.Text(), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_catalogue_document_note_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_catalogue_document_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_document")),
    )
    with op.batch_alter_table("catalogue_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_catalogue_document_release_id"), ["release_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("description_id", sa.Integer(), nullable=True),
        sa.Column("otherwise", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "otherwise IN ('true', 'false', 'to_be_confirmed')", name=op.f("ck_condition_otherwise_known")
        ),
        sa.ForeignKeyConstraint(["description_id"], ["phrase.id"], name=op.f("fk_condition_description_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_condition_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_condition_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_condition_release_id_key")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_release_id"), ["release_id"], unique=False)

    op.create_table(
        "country",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("iso2", sa.Text(), nullable=False),
        sa.Column("iso3", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("native", sa.Text(), nullable=False),
        sa.Column("schengen", sa.Text(), nullable=True),
        sa.Column("has_external_land_border", sa.Boolean(), nullable=False),
        sa.Column("has_sea_border", sa.Boolean(), nullable=False),
        sa.Column("has_air_border", sa.Boolean(), nullable=False),
        sa.Column("neighbours", sa.Text(), nullable=False),
        sa.Column("border_note_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["border_note_id"], ["phrase.id"], name=op.f("fk_country_border_note_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_country_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_country_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_country")),
        sa.UniqueConstraint("release_id", "code", name=op.f("uq_country_release_id_code")),
        sa.UniqueConstraint("release_id", "position", name=op.f("uq_country_release_id_position")),
    )
    with op.batch_alter_table("country", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_country_release_id"), ["release_id"], unique=False)

    op.create_table(
        "cycle_step",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("when_id", sa.Integer(), nullable=False),
        sa.Column("month_day", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_cycle_step_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_cycle_step_title_id")),
        sa.ForeignKeyConstraint(["when_id"], ["phrase.id"], name=op.f("fk_cycle_step_when_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_step")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_cycle_step_release_id_key")),
    )
    with op.batch_alter_table("cycle_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_step_release_id"), ["release_id"], unique=False)

    op.create_table(
        "deadline",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["done_id"], ["phrase.id"], name=op.f("fk_deadline_done_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_deadline_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_deadline_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_release_id"), ["release_id"], unique=False)

    op.create_table(
        "node",
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("block_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("description_id", sa.Integer(), nullable=True),
        sa.Column("is_in_sum", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(kind = 'block') = (parent_id IS NULL)", name=op.f("ck_node_blocks_on_top")),
        sa.CheckConstraint("kind IN ('block', 'section', 'item')", name=op.f("ck_node_kind_known")),
        sa.CheckConstraint("length(code) <= 20", name=op.f("ck_node_code_length")),
        sa.CheckConstraint("length(key) <= 120", name=op.f("ck_node_key_length")),
        sa.ForeignKeyConstraint(["block_id"], ["node.id"], name=op.f("fk_node_block_id")),
        sa.ForeignKeyConstraint(["description_id"], ["phrase.id"], name=op.f("fk_node_description_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["node.id"], name=op.f("fk_node_parent_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_node_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_node_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_node")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_node_release_id_key")),
        sa.UniqueConstraint("release_id", "position", name=op.f("uq_node_release_id_position")),
    )
    with op.batch_alter_table("node", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_node_release_id"), ["release_id"], unique=False)

    op.create_table(
        "phrase_text",
        sa.Column("phrase_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("length(language) <= 5", name=op.f("ck_phrase_text_language_length")),
        sa.CheckConstraint("length(text) <= 8000", name=op.f("ck_phrase_text_text_length")),
        sa.ForeignKeyConstraint(
            ["phrase_id"], ["phrase.id"], name=op.f("fk_phrase_text_phrase_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("phrase_id", "language", name=op.f("pk_phrase_text")),
    )
    op.create_table(
        "plan_section",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("hint_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hint_id"], ["phrase.id"], name=op.f("fk_plan_section_hint_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_plan_section_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_plan_section_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_section")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_plan_section_release_id_key")),
    )
    with op.batch_alter_table("plan_section", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_section_release_id"), ["release_id"], unique=False)

    op.create_table(
        "support_measure",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("description_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["description_id"], ["phrase.id"], name=op.f("fk_support_measure_description_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_support_measure_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_support_measure_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_measure")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_support_measure_release_id_key")),
    )
    with op.batch_alter_table("support_measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_measure_release_id"), ["release_id"], unique=False)

    op.create_table(
        "support_theme",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_support_theme_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_support_theme_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_theme")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_support_theme_release_id_key")),
    )
    with op.batch_alter_table("support_theme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_support_theme_release_id"), ["release_id"], unique=False)

    op.create_table(
        "term",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_term_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_term_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_term_release_id_key")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_release_id"), ["release_id"], unique=False)

    op.create_table(
        "workstream",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("measured_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("measured_by IN ('steps', 'target')", name=op.f("ck_workstream_measured_by_known")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_workstream_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_workstream_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workstream")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_workstream_release_id_key")),
    )
    with op.batch_alter_table("workstream", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workstream_release_id"), ["release_id"], unique=False)

    op.create_table(
        "act_exception",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("applies_from", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_act_exception_act_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_act_exception_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act_exception")),
    )
    with op.batch_alter_table("act_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_act_exception_release_id"), ["release_id"], unique=False)

    op.create_table(
        "article",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("heading_id", sa.Integer(), nullable=False),
        sa.Column("paragraphs", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_article_act_id")),
        sa.ForeignKeyConstraint(["heading_id"], ["phrase.id"], name=op.f("fk_article_heading_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_article_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("act_id", "number", name=op.f("uq_article_act_id_number")),
    )
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_article_release_id"), ["release_id"], unique=False)

    op.create_table(
        "block_act",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_block_act_act_id")),
        sa.ForeignKeyConstraint(["block_id"], ["node.id"], name=op.f("fk_block_act_block_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_block_act_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_act")),
    )
    with op.batch_alter_table("block_act", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_act_release_id"), ["release_id"], unique=False)

    op.create_table(
        "block_objective",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["node.id"], name=op.f("fk_block_objective_block_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_block_objective_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["phrase.id"], name=op.f("fk_block_objective_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_objective")),
    )
    with op.batch_alter_table("block_objective", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_objective_release_id"), ["release_id"], unique=False)

    op.create_table(
        "condition_holds",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("basis_id", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "holds IN ('true', 'false', 'to_be_confirmed')", name=op.f("ck_condition_holds_holds_known")
        ),
        sa.ForeignKeyConstraint(["basis_id"], ["phrase.id"], name=op.f("fk_condition_holds_basis_id")),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_condition_holds_condition_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_condition_holds_country_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_condition_holds_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_condition_holds_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_holds")),
    )
    with op.batch_alter_table("condition_holds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_holds_release_id"), ["release_id"], unique=False)

    op.create_table(
        "condition_reference",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_condition_reference_act_id")),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_condition_reference_condition_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_condition_reference_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_reference")),
    )
    with op.batch_alter_table("condition_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_condition_reference_release_id"), ["release_id"], unique=False)

    op.create_table(
        "cycle_actor",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["catalogue_actor.id"], name=op.f("fk_cycle_actor_actor_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_cycle_actor_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["step_id"], ["cycle_step.id"], name=op.f("fk_cycle_actor_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_actor")),
    )
    with op.batch_alter_table("cycle_actor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_actor_release_id"), ["release_id"], unique=False)

    op.create_table(
        "cycle_reference",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_cycle_reference_act_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_cycle_reference_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["step_id"], ["cycle_step.id"], name=op.f("fk_cycle_reference_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_reference")),
    )
    with op.batch_alter_table("cycle_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cycle_reference_release_id"), ["release_id"], unique=False)

    op.create_table(
        "deadline_reference",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deadline_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_deadline_reference_act_id")),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_deadline_reference_deadline_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_deadline_reference_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_reference")),
    )
    with op.batch_alter_table("deadline_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_reference_release_id"), ["release_id"], unique=False)

    op.create_table(
        "empowerment",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=True),
        sa.Column("adopted_as", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_empowerment_act_id")),
        sa.ForeignKeyConstraint(["adopted_by_id"], ["catalogue_actor.id"], name=op.f("fk_empowerment_adopted_by_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_empowerment_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["status_id"], ["phrase.id"], name=op.f("fk_empowerment_status_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["phrase.id"], name=op.f("fk_empowerment_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_empowerment")),
        sa.UniqueConstraint("release_id", "code", name=op.f("uq_empowerment_release_id_code")),
    )
    with op.batch_alter_table("empowerment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_empowerment_release_id"), ["release_id"], unique=False)

    op.create_table(
        "fund",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_fund_act_id")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_fund_note_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_fund_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_fund_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund")),
        sa.UniqueConstraint("release_id", "code", name=op.f("uq_fund_release_id_code")),
    )
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fund_release_id"), ["release_id"], unique=False)

    op.create_table(
        "ladder_step",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("value > 0 AND value <= 100", name=op.f("ck_ladder_step_value_per_cent")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_ladder_step_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_ladder_step_title_id")),
        sa.ForeignKeyConstraint(["workstream_id"], ["workstream.id"], name=op.f("fk_ladder_step_workstream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_step")),
        sa.UniqueConstraint("workstream_id", "key", name=op.f("uq_ladder_step_workstream_id_key")),
        sa.UniqueConstraint("workstream_id", "value", name=op.f("uq_ladder_step_workstream_id_value")),
    )
    with op.batch_alter_table("ladder_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladder_step_release_id"), ["release_id"], unique=False)

    op.create_table(
        "linkage",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["node.id"], name=op.f("fk_linkage_from_id")),
        sa.ForeignKeyConstraint(["reason_id"], ["phrase.id"], name=op.f("fk_linkage_reason_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_linkage_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["to_id"], ["node.id"], name=op.f("fk_linkage_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linkage")),
    )
    with op.batch_alter_table("linkage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_linkage_release_id"), ["release_id"], unique=False)

    op.create_table(
        "participation",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Text(), nullable=False),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("basis_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "bound IN ('yes', 'no', 'opted_in', 'part', 'to_be_confirmed')", name=op.f("ck_participation_bound_known")
        ),
        sa.CheckConstraint(
            "confidence IN ('high', 'medium', 'low', 'none')", name=op.f("ck_participation_confidence_known")
        ),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_participation_act_id")),
        sa.ForeignKeyConstraint(["basis_id"], ["phrase.id"], name=op.f("fk_participation_basis_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_participation_country_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_participation_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_participation_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
        sa.UniqueConstraint("country_id", "act_id", name=op.f("uq_participation_country_id_act_id")),
    )
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participation_release_id"), ["release_id"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("workstream_id", sa.Integer(), nullable=False),
        sa.Column("obligation", sa.Text(), nullable=False),
        sa.Column("condition_id", sa.Integer(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("provenance", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("lead_time_days", sa.Integer(), nullable=False),
        sa.Column("due_kind", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_printed_on", sa.Date(), nullable=True),
        sa.Column("due_anchor", sa.Text(), nullable=True),
        sa.Column("due_every", sa.Text(), nullable=True),
        sa.Column("due_day", sa.Text(), nullable=True),
        sa.Column("due_within", sa.Text(), nullable=True),
        sa.Column("due_from_id", sa.Integer(), nullable=True),
        sa.Column("due_note_id", sa.Integer(), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=False),
        sa.Column("needed_by_kind", sa.Text(), nullable=False),
        sa.Column("needed_by_anchor", sa.Text(), nullable=False),
        sa.Column("is_later_duty", sa.Boolean(), nullable=False),
        sa.Column("closing_kind", sa.Text(), nullable=False),
        sa.Column("closing_text_id", sa.Integer(), nullable=False),
        sa.Column("closing_unit_id", sa.Integer(), nullable=True),
        sa.Column("closes_by_product", sa.Boolean(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=True),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("outcome_reference", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(obligation = 'shall_if') = (condition_id IS NOT NULL)",
            name=op.f("ck_requirement_condition_fits_obligation"),
        ),
        sa.CheckConstraint(
            "closing_kind IN ('published_act', 'published_act_notified', 'notification', 'number', 'contract', 'training_record', 'test_report', 'adopted_document', 'statement')",
            name=op.f("ck_requirement_closing_kind_known"),
        ),
        sa.CheckConstraint(
            "confidence IN ('high', 'medium', 'low', 'none')", name=op.f("ck_requirement_confidence_known")
        ),
        sa.CheckConstraint(
            "due_kind IN ('legal', 'indicative', 'recurring', 'per_case', 'on_event')",
            name=op.f("ck_requirement_due_kind_known"),
        ),
        sa.CheckConstraint("level IN ('eu', 'member_state')", name=op.f("ck_requirement_level_known")),
        sa.CheckConstraint(
            "nature IN ('arrangement', 'recurring', 'event', 'per_case')", name=op.f("ck_requirement_nature_known")
        ),
        sa.CheckConstraint(
            "needed_by_kind IN ('legal', 'application', 'planning')", name=op.f("ck_requirement_needed_by_kind_known")
        ),
        sa.CheckConstraint(
            "obligation IN ('shall', 'shall_if', 'may', 'recommended')", name=op.f("ck_requirement_obligation_known")
        ),
        sa.CheckConstraint(
            "provenance IN ('act', 'common_plan', 'checklist', 'delivered_act', 'state_of_play', 'national_plan', 'commission_page')",
            name=op.f("ck_requirement_provenance_known"),
        ),
        sa.CheckConstraint("lead_time_days >= 0 AND lead_time_days <= 730", name=op.f("ck_requirement_lead_time")),
        sa.ForeignKeyConstraint(["block_id"], ["node.id"], name=op.f("fk_requirement_block_id")),
        sa.ForeignKeyConstraint(["closing_text_id"], ["phrase.id"], name=op.f("fk_requirement_closing_text_id")),
        sa.ForeignKeyConstraint(["closing_unit_id"], ["phrase.id"], name=op.f("fk_requirement_closing_unit_id")),
        sa.ForeignKeyConstraint(["condition_id"], ["condition.id"], name=op.f("fk_requirement_condition_id")),
        sa.ForeignKeyConstraint(["due_from_id"], ["phrase.id"], name=op.f("fk_requirement_due_from_id")),
        sa.ForeignKeyConstraint(["due_note_id"], ["phrase.id"], name=op.f("fk_requirement_due_note_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_requirement_item_id")),
        sa.ForeignKeyConstraint(["node_id"], ["node.id"], name=op.f("fk_requirement_node_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["phrase.id"], name=op.f("fk_requirement_outcome_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_requirement_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workstream_id"], ["workstream.id"], name=op.f("fk_requirement_workstream_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint("node_id", name=op.f("uq_requirement_node_id")),
        sa.UniqueConstraint("release_id", "item_id", name=op.f("uq_requirement_release_id_item_id")),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index("ix_requirement_block", ["block_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_release_id"), ["release_id"], unique=False)

    op.create_table(
        "term_confidence",
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('high', 'medium', 'low', 'none')", name=op.f("ck_term_confidence_confidence_known")
        ),
        sa.ForeignKeyConstraint(["term_id"], ["term.id"], name=op.f("fk_term_confidence_term_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term_id", "language", name=op.f("pk_term_confidence")),
    )
    op.create_table(
        "block_fund",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block_id", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["block_id"], ["node.id"], name=op.f("fk_block_fund_block_id")),
        sa.ForeignKeyConstraint(["fund_id"], ["fund.id"], name=op.f("fk_block_fund_fund_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_block_fund_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_fund")),
    )
    with op.batch_alter_table("block_fund", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_fund_release_id"), ["release_id"], unique=False)

    op.create_table(
        "closing_proof",
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("evidence_kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "evidence_kind IN ('legal_reference', 'notification', 'link', 'number', 'statement')",
            name=op.f("ck_closing_proof_evidence_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_closing_proof_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_closing_proof_requirement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_proof")),
        sa.UniqueConstraint(
            "requirement_id",
            "group_number",
            "evidence_kind",
            name=op.f("uq_closing_proof_requirement_id_group_number_evidence_kind"),
        ),
    )
    with op.batch_alter_table("closing_proof", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closing_proof_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_closing_proof_requirement_id"), ["requirement_id"], unique=False)

    op.create_table(
        "dependency",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("on_requirement_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("requirement_id <> on_requirement_id", name=op.f("ck_dependency_not_itself")),
        sa.ForeignKeyConstraint(
            ["on_requirement_id"], ["requirement.id"], name=op.f("fk_dependency_on_requirement_id")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_dependency_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_dependency_requirement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dependency")),
        sa.UniqueConstraint(
            "requirement_id", "on_requirement_id", name=op.f("uq_dependency_requirement_id_on_requirement_id")
        ),
    )
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dependency_on_requirement_id"), ["on_requirement_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependency_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dependency_requirement_id"), ["requirement_id"], unique=False)

    op.create_table(
        "duty",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("basis_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('bound', 'not_bound', 'to_be_confirmed')", name=op.f("ck_duty_standing_known")
        ),
        sa.CheckConstraint("length(owner) <= 2", name=op.f("ck_duty_owner_length")),
        sa.ForeignKeyConstraint(["basis_id"], ["phrase.id"], name=op.f("fk_duty_basis_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_duty_item_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_duty_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_duty_requirement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty")),
        sa.UniqueConstraint("release_id", "owner", "item_id", name=op.f("uq_duty_release_id_owner_item_id")),
    )
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duty_release_id"), ["release_id"], unique=False)

    op.create_table(
        "legal_reference",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"], name=op.f("fk_legal_reference_act_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_legal_reference_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["requirement_id"], ["requirement.id"], name=op.f("fk_legal_reference_requirement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_reference")),
        sa.UniqueConstraint("requirement_id", "position", name=op.f("uq_legal_reference_requirement_id_position")),
    )
    with op.batch_alter_table("legal_reference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_legal_reference_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_legal_reference_requirement_id"), ["requirement_id"], unique=False)

    op.create_table(
        "requirement_actor",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("requirement_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["catalogue_actor.id"], name=op.f("fk_requirement_actor_actor_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_requirement_actor_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["requirement_id"], ["requirement.id"], name=op.f("fk_requirement_actor_requirement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement_actor")),
    )
    with op.batch_alter_table("requirement_actor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_actor_release_id"), ["release_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_actor_requirement_id"), ["requirement_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("requirement_actor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_actor_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_actor_release_id"))

    op.drop_table("requirement_actor")
    with op.batch_alter_table("legal_reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_legal_reference_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_legal_reference_release_id"))

    op.drop_table("legal_reference")
    with op.batch_alter_table("duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_release_id"))

    op.drop_table("duty")
    with op.batch_alter_table("dependency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dependency_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_dependency_release_id"))
        batch_op.drop_index(batch_op.f("ix_dependency_on_requirement_id"))

    op.drop_table("dependency")
    with op.batch_alter_table("closing_proof", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closing_proof_requirement_id"))
        batch_op.drop_index(batch_op.f("ix_closing_proof_release_id"))

    op.drop_table("closing_proof")
    with op.batch_alter_table("block_fund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_fund_release_id"))

    op.drop_table("block_fund")
    op.drop_table("term_confidence")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_release_id"))
        batch_op.drop_index("ix_requirement_block")

    op.drop_table("requirement")
    with op.batch_alter_table("participation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participation_release_id"))

    op.drop_table("participation")
    with op.batch_alter_table("linkage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_linkage_release_id"))

    op.drop_table("linkage")
    with op.batch_alter_table("ladder_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ladder_step_release_id"))

    op.drop_table("ladder_step")
    with op.batch_alter_table("fund", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_fund_release_id"))

    op.drop_table("fund")
    with op.batch_alter_table("empowerment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_empowerment_release_id"))

    op.drop_table("empowerment")
    with op.batch_alter_table("deadline_reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_reference_release_id"))

    op.drop_table("deadline_reference")
    with op.batch_alter_table("cycle_reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_reference_release_id"))

    op.drop_table("cycle_reference")
    with op.batch_alter_table("cycle_actor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_actor_release_id"))

    op.drop_table("cycle_actor")
    with op.batch_alter_table("condition_reference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_reference_release_id"))

    op.drop_table("condition_reference")
    with op.batch_alter_table("condition_holds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_holds_release_id"))

    op.drop_table("condition_holds")
    with op.batch_alter_table("block_objective", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_objective_release_id"))

    op.drop_table("block_objective")
    with op.batch_alter_table("block_act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_act_release_id"))

    op.drop_table("block_act")
    with op.batch_alter_table("article", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_article_release_id"))

    op.drop_table("article")
    with op.batch_alter_table("act_exception", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_act_exception_release_id"))

    op.drop_table("act_exception")
    with op.batch_alter_table("workstream", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workstream_release_id"))

    op.drop_table("workstream")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_release_id"))

    op.drop_table("term")
    with op.batch_alter_table("support_theme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_theme_release_id"))

    op.drop_table("support_theme")
    with op.batch_alter_table("support_measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_measure_release_id"))

    op.drop_table("support_measure")
    with op.batch_alter_table("plan_section", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_section_release_id"))

    op.drop_table("plan_section")
    op.drop_table("phrase_text")
    with op.batch_alter_table("node", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_node_release_id"))

    op.drop_table("node")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deadline_release_id"))

    op.drop_table("deadline")
    with op.batch_alter_table("cycle_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cycle_step_release_id"))

    op.drop_table("cycle_step")
    with op.batch_alter_table("country", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_country_release_id"))

    op.drop_table("country")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_condition_release_id"))

    op.drop_table("condition")
    with op.batch_alter_table("catalogue_document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_document_release_id"))

    op.drop_table("catalogue_document")
    with op.batch_alter_table("catalogue_actor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_actor_release_id"))

    op.drop_table("catalogue_actor")
    with op.batch_alter_table("act", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_act_release_id"))

    op.drop_table("act")
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phrase_release_id"))

    op.drop_table("phrase")
    with op.batch_alter_table("catalogue_source", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_catalogue_source_release_id"))

    op.drop_table("catalogue_source")
    op.drop_table("item")
    op.drop_table("catalogue_release")

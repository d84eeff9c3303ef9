"""Plans and their history."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("shares_continuously", sa.Boolean(), nullable=False),
        sa.Column("shares_row", sa.Boolean(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("last_reference", sa.Integer(), nullable=False),
        sa.Column("working_stamp", sa.Integer(), nullable=False),
        sa.Column("shared_stamp", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(owner) <= 2", name=op.f("ck_plan_owner_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("owner", name=op.f("uq_plan_owner")),
    )
    op.create_table(
        "authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("shared_name", sa.Text(), nullable=True),
        sa.Column("shared_short_name", sa.Text(), nullable=True),
        sa.Column("actor_code", sa.Text(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_authority_name_length")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_authority_name_given")),
        sa.CheckConstraint("length(short_name) <= 60", name=op.f("ck_authority_short_name_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_authority_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority")),
        sa.UniqueConstraint("plan_id", "name", name=op.f("uq_authority_plan_id_name")),
    )
    op.create_table(
        "continuous_sharing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_continuous_sharing_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuous_sharing")),
    )
    with op.batch_alter_table("continuous_sharing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_continuous_sharing_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(block_key) <= 120", name=op.f("ck_plan_block_block_key_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_block_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_block")),
        sa.UniqueConstraint("plan_id", "block_key", name=op.f("uq_plan_block_plan_id_block_key")),
    )
    op.create_table(
        "plan_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_whole_plan", sa.Boolean(), nullable=False),
        sa.Column("starts_continuous", sa.Boolean(), nullable=False),
        sa.Column("changes_shared", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_plan_release_note_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_release_plan_id")),
        sa.ForeignKeyConstraint(["released_by_id"], ["user_account.id"], name=op.f("fk_plan_release_released_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_release")),
    )
    with op.batch_alter_table("plan_release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_release_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_touch",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.CheckConstraint("scope IN ('working', 'shared')", name=op.f("ck_plan_touch_scope_known")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_touch_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "scope", "from_day", name=op.f("pk_plan_touch")),
    )
    op.create_table(
        "plan_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan_block_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("applicability", sa.Text(), nullable=False),
        sa.Column("applicability_reason", sa.Text(), nullable=False),
        sa.Column("lead_authority_id", sa.Integer(), nullable=True),
        sa.Column("current_state", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("change_planned", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "applicability IN ('applies', 'not_applicable')", name=op.f("ck_plan_item_applicability_known")
        ),
        sa.CheckConstraint(
            "length(applicability_reason) <= 2000", name=op.f("ck_plan_item_applicability_reason_length")
        ),
        sa.CheckConstraint("length(change_planned) <= 8000", name=op.f("ck_plan_item_change_planned_length")),
        sa.CheckConstraint("length(current_state) <= 8000", name=op.f("ck_plan_item_current_state_length")),
        sa.CheckConstraint("length(missing) <= 8000", name=op.f("ck_plan_item_missing_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_plan_item_item_id")),
        sa.ForeignKeyConstraint(["lead_authority_id"], ["authority.id"], name=op.f("fk_plan_item_lead_authority_id")),
        sa.ForeignKeyConstraint(["plan_block_id"], ["plan_block.id"], name=op.f("fk_plan_item_plan_block_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item")),
        sa.UniqueConstraint("plan_id", "item_id", name=op.f("uq_plan_item_plan_id_item_id")),
    )
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.create_index("ix_plan_item_plan_block_id", ["plan_block_id"], unique=False)

    op.create_table(
        "plan_release_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_release_id", sa.Integer(), nullable=False),
        sa.Column("plan_block_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["plan_block_id"], ["plan_block.id"], name=op.f("fk_plan_release_block_plan_block_id")),
        sa.ForeignKeyConstraint(
            ["plan_release_id"], ["plan_release.id"], name=op.f("fk_plan_release_block_plan_release_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_release_block")),
        sa.UniqueConstraint(
            "plan_release_id", "plan_block_id", name=op.f("uq_plan_release_block_plan_release_id_plan_block_id")
        ),
    )
    with op.batch_alter_table("plan_release_block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_release_block_plan_block_id"), ["plan_block_id"], unique=False)

    op.create_table(
        "prose",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan_block_id", sa.Integer(), nullable=False),
        sa.Column("section_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint("length(language) <= 5", name=op.f("ck_prose_language_length")),
        sa.CheckConstraint("length(section_key) <= 100", name=op.f("ck_prose_section_key_length")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_prose_text_length")),
        sa.ForeignKeyConstraint(["plan_block_id"], ["plan_block.id"], name=op.f("fk_prose_plan_block_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_prose_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prose")),
        sa.UniqueConstraint("plan_block_id", "section_key", name=op.f("uq_prose_plan_block_id_section_key")),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan_block_id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('legislative_calendar', 'elections', 'parliament', 'court_ruling', 'procurement', 'tender_challenged', 'staffing', 'budget', 'levels_of_government', 'eu_level', 'another_country', 'scope', 'force_majeure', 'other')",
            name=op.f("ck_revision_cause_known"),
        ),
        sa.CheckConstraint(
            "subject_kind IN ('prose', 'plan_item', 'milestone', 'evidence')",
            name=op.f("ck_revision_subject_kind_known"),
        ),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_revision_reason_length")),
        sa.CheckConstraint("length(request_id) <= 64", name=op.f("ck_revision_request_id_length")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_revision_author_id")),
        sa.ForeignKeyConstraint(["plan_block_id"], ["plan_block.id"], name=op.f("fk_revision_plan_block_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_revision_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index("ix_revision_plan", ["plan_id", "recorded_at"], unique=False)
        batch_op.create_index(
            "ix_revision_plan_block",
            ["plan_block_id", "recorded_at", "effective_on", "subject_kind", "subject_id"],
            unique=False,
        )
        batch_op.create_index("ix_revision_subject", ["subject_kind", "subject_id", "effective_on"], unique=False)

    op.create_table(
        "role_grant_authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_role_grant_authority_authority_id")),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grant.id"], name=op.f("fk_role_grant_authority_grant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant_authority")),
        sa.UniqueConstraint("grant_id", "authority_id", name=op.f("uq_role_grant_authority_grant_id_authority_id")),
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('legal_reference', 'notification', 'link', 'number', 'statement')",
            name=op.f("ck_evidence_kind_known"),
        ),
        sa.CheckConstraint(
            "expires_on IS NULL OR about_on IS NULL OR expires_on >= about_on", name=op.f("ck_evidence_dates_in_order")
        ),
        sa.CheckConstraint("length(reference) <= 500", name=op.f("ck_evidence_reference_length")),
        sa.CheckConstraint("length(title) <= 300", name=op.f("ck_evidence_title_length")),
        sa.CheckConstraint("length(unit) <= 60", name=op.f("ck_evidence_unit_length")),
        sa.CheckConstraint("length(url) <= 1000", name=op.f("ck_evidence_url_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_evidence_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_evidence_plan_id")),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_evidence_plan_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_plan_item_id"), ["plan_item_id"], unique=False)

    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("is_closing", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measured_by", sa.Text(), nullable=False),
        sa.Column("workstream_key", sa.Text(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=True),
        sa.Column("target_unit", sa.Text(), nullable=True),
        sa.Column("target_base", sa.BigInteger(), nullable=True),
        sa.Column("target_base_on", sa.Date(), nullable=True),
        sa.Column("target_value", sa.BigInteger(), nullable=True),
        sa.Column("target_source", sa.Text(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("value_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("measured_by IN ('steps', 'target')", name=op.f("ck_milestone_measured_by_known")),
        sa.CheckConstraint("NOT (is_closing AND is_cancelled)", name=op.f("ck_milestone_closing_stays")),
        sa.CheckConstraint(
            "baseline_on IS NULL OR start_on IS NULL OR baseline_on >= start_on",
            name=op.f("ck_milestone_dates_in_order"),
        ),
        sa.CheckConstraint("length(cancel_reason) <= 2000", name=op.f("ck_milestone_cancel_reason_length")),
        sa.CheckConstraint("length(note) <= 4000", name=op.f("ck_milestone_note_length")),
        sa.CheckConstraint("length(target_source) <= 500", name=op.f("ck_milestone_target_source_length")),
        sa.CheckConstraint("length(target_unit) <= 60", name=op.f("ck_milestone_target_unit_length")),
        sa.CheckConstraint("length(title) <= 300", name=op.f("ck_milestone_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_milestone_title_given")),
        sa.CheckConstraint("progress >= 0 AND progress <= 10000", name=op.f("ck_milestone_progress_range")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_milestone_authority_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_milestone_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_milestone_plan_id")),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_milestone_plan_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("plan_id", "reference", name=op.f("uq_milestone_plan_id_reference")),
    )
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.create_index("ix_milestone_item", ["plan_id", "item_id"], unique=False)
        batch_op.create_index("ix_milestone_plan_item_id", ["plan_item_id"], unique=False)
        batch_op.create_index(
            "uq_milestone_closing",
            ["plan_item_id"],
            unique=True,
            sqlite_where=sa.text("is_closing = 1"),
            postgresql_where=sa.text("is_closing"),
        )

    op.create_table(
        "plan_item_authority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_item_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_plan_item_authority_authority_id")),
        sa.ForeignKeyConstraint(["plan_item_id"], ["plan_item.id"], name=op.f("fk_plan_item_authority_plan_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item_authority")),
    )
    with op.batch_alter_table("plan_item_authority", schema=None) as batch_op:
        batch_op.create_index(
            "uq_plan_item_authority_active",
            ["plan_item_id", "authority_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.create_table(
        "plan_item_span",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("applicability", sa.Text(), nullable=False),
        sa.Column("applicability_reason", sa.Text(), nullable=False),
        sa.Column("lead_authority_id", sa.Integer(), nullable=True),
        sa.Column("current_state", sa.Text(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("change_planned", sa.Text(), nullable=False),
        sa.CheckConstraint("scope IN ('working', 'shared')", name=op.f("ck_plan_item_span_scope_known")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_plan_item_span_in_order")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_plan_item_span_item_id")),
        sa.ForeignKeyConstraint(
            ["lead_authority_id"], ["authority.id"], name=op.f("fk_plan_item_span_lead_authority_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_item_span_plan_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["plan_item.id"], name=op.f("fk_plan_item_span_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_item_span")),
        sa.UniqueConstraint(
            "subject_id", "scope", "valid_from", name=op.f("uq_plan_item_span_subject_id_scope_valid_from")
        ),
    )
    with op.batch_alter_table("plan_item_span", schema=None) as batch_op:
        batch_op.create_index(
            "ix_plan_item_span_read",
            ["plan_id", "scope", "item_id", "valid_from", "valid_to", "applicability", "lead_authority_id"],
            unique=False,
        )

    op.create_table(
        "prose_span",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.CheckConstraint("scope IN ('working', 'shared')", name=op.f("ck_prose_span_scope_known")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_prose_span_in_order")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_prose_span_plan_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["prose.id"], name=op.f("fk_prose_span_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prose_span")),
        sa.UniqueConstraint(
            "subject_id", "scope", "valid_from", name=op.f("uq_prose_span_subject_id_scope_valid_from")
        ),
    )
    op.create_table(
        "evidence_span",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("about_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.CheckConstraint("scope IN ('working', 'shared')", name=op.f("ck_evidence_span_scope_known")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_evidence_span_in_order")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_evidence_span_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_evidence_span_plan_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["evidence.id"], name=op.f("fk_evidence_span_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_span")),
        sa.UniqueConstraint(
            "subject_id", "scope", "valid_from", name=op.f("uq_evidence_span_subject_id_scope_valid_from")
        ),
    )
    with op.batch_alter_table("evidence_span", schema=None) as batch_op:
        batch_op.create_index(
            "ix_evidence_span_read",
            ["plan_id", "scope", "item_id", "kind", "valid_from", "valid_to", "about_on", "expires_on", "subject_id"],
            unique=False,
        )

    op.create_table(
        "milestone_span",
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("is_closing", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("measured_by", sa.Text(), nullable=False),
        sa.Column("workstream_key", sa.Text(), nullable=False),
        sa.Column("step_key", sa.Text(), nullable=True),
        sa.Column("target_unit", sa.Text(), nullable=True),
        sa.Column("target_base", sa.BigInteger(), nullable=True),
        sa.Column("target_base_on", sa.Date(), nullable=True),
        sa.Column("target_value", sa.BigInteger(), nullable=True),
        sa.Column("target_source", sa.Text(), nullable=True),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("value_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("forecast_on", sa.Date(), nullable=True),
        sa.Column("actual_on", sa.Date(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("scope IN ('working', 'shared')", name=op.f("ck_milestone_span_scope_known")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_milestone_span_in_order")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_milestone_span_authority_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_milestone_span_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_milestone_span_plan_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["milestone.id"], name=op.f("fk_milestone_span_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone_span")),
        sa.UniqueConstraint(
            "subject_id", "scope", "valid_from", name=op.f("uq_milestone_span_subject_id_scope_valid_from")
        ),
    )
    with op.batch_alter_table("milestone_span", schema=None) as batch_op:
        batch_op.create_index(
            "ix_milestone_span_read",
            [
                "plan_id",
                "scope",
                "item_id",
                "valid_from",
                "valid_to",
                "is_closing",
                "is_cancelled",
                "progress",
                "start_on",
                "baseline_on",
                "forecast_on",
                "actual_on",
                "subject_id",
            ],
            unique=False,
        )

    op.create_table(
        "predecessor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("milestone_id <> predecessor_id", name=op.f("ck_predecessor_not_itself")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_predecessor_milestone_id")),
        sa.ForeignKeyConstraint(["predecessor_id"], ["milestone.id"], name=op.f("fk_predecessor_predecessor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_predecessor")),
    )
    with op.batch_alter_table("predecessor", schema=None) as batch_op:
        batch_op.create_index("ix_predecessor_milestone_id", ["milestone_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_predecessor_predecessor_id"), ["predecessor_id"], unique=False)
        batch_op.create_index(
            "uq_predecessor_active",
            ["milestone_id", "predecessor_id"],
            unique=True,
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("predecessor", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_predecessor_active",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_predecessor_predecessor_id"))
        batch_op.drop_index("ix_predecessor_milestone_id")

    op.drop_table("predecessor")
    with op.batch_alter_table("milestone_span", schema=None) as batch_op:
        batch_op.drop_index("ix_milestone_span_read")

    op.drop_table("milestone_span")
    with op.batch_alter_table("evidence_span", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_span_read")

    op.drop_table("evidence_span")
    op.drop_table("prose_span")
    with op.batch_alter_table("plan_item_span", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_item_span_read")

    op.drop_table("plan_item_span")
    with op.batch_alter_table("plan_item_authority", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_plan_item_authority_active",
            sqlite_where=sa.text("removed_at IS NULL"),
            postgresql_where=sa.text("removed_at IS NULL"),
        )

    op.drop_table("plan_item_authority")
    with op.batch_alter_table("milestone", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_milestone_closing", sqlite_where=sa.text("is_closing = 1"), postgresql_where=sa.text("is_closing")
        )
        batch_op.drop_index("ix_milestone_plan_item_id")
        batch_op.drop_index("ix_milestone_item")

    op.drop_table("milestone")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_plan_item_id"))

    op.drop_table("evidence")
    op.drop_table("role_grant_authority")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index("ix_revision_subject")
        batch_op.drop_index("ix_revision_plan_block")
        batch_op.drop_index("ix_revision_plan")

    op.drop_table("revision")
    op.drop_table("prose")
    with op.batch_alter_table("plan_release_block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_release_block_plan_block_id"))

    op.drop_table("plan_release_block")
    with op.batch_alter_table("plan_item", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_item_plan_block_id")

    op.drop_table("plan_item")
    op.drop_table("plan_touch")
    with op.batch_alter_table("plan_release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_release_plan_id"))

    op.drop_table("plan_release")
    op.drop_table("plan_block")
    with op.batch_alter_table("continuous_sharing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_continuous_sharing_plan_id"))

    op.drop_table("continuous_sharing")
    op.drop_table("authority")
    op.drop_table("plan")

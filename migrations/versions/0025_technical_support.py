"""Technical support: calls in the catalogue, requests, projects, assignments, suggestions; roles of those who give it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0025"
down_revision: str | Sequence[str] | None = "0024"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

ROLES = "role IN ('administrator', 'coordinator', 'contributor', 'reviewer', 'lead_reviewer', 'observer'{more})"
COUNTRIES = (
    "(role IN ('coordinator', 'contributor'{with_country}) AND country IS NOT NULL) OR role = 'observer'"
    " OR (role IN ('administrator', 'reviewer', 'lead_reviewer'{without}) AND country IS NULL)"
)


def upgrade() -> None:
    _roles(", 'support_officer', 'expert'", ", 'expert'", ", 'support_officer'")
    op.execute(
        "ALTER TABLE role_grant ADD COLUMN reads_working BOOLEAN DEFAULT {} NOT NULL".format(
            "0" if op.get_bind().dialect.name == "sqlite" else "false"
        )
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_role_grant_experts_end"), "role <> 'expert' OR ends_on IS NOT NULL"
        )
    _tables()


def _roles(more: str, with_country: str, without: str) -> None:
    """Which roles there are, and which have a country."""
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_role_grant_role_known"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_role_grant_country_fits_role"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_role_grant_role_known"), ROLES.format(more=more))
        batch_op.create_check_constraint(
            batch_op.f("ck_role_grant_country_fits_role"), COUNTRIES.format(with_country=with_country, without=without)
        )


def downgrade() -> None:
    op.drop_table("support_suggestion")
    op.drop_table("support_assignment")
    op.drop_table("support_area")
    op.drop_table("support_step")
    op.drop_table("support_project")
    op.drop_table("support_part")
    op.drop_table("support_link")
    op.drop_table("support_given")
    op.drop_table("support_request")
    op.drop_table("support_call")
    op.drop_table("role_grant_item")
    gone = "SELECT id FROM role_grant WHERE role IN ('support_officer', 'expert')"
    for table in ("role_grant_block", "role_grant_authority", "role_grant_desk"):
        op.execute(f"DELETE FROM {table} WHERE grant_id IN ({gone})")
    op.execute("DELETE FROM role_grant WHERE role IN ('support_officer', 'expert')")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_role_grant_experts_end"), type_="check")
        batch_op.drop_column("reads_working")
    _roles("", "", "")


def _tables() -> None:
    op.create_table(
        "role_grant_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["role_grant.id"], name=op.f("fk_role_grant_item_grant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_role_grant_item_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant_item")),
        sa.UniqueConstraint("grant_id", "item_id", name=op.f("uq_role_grant_item_grant_id_item_id")),
    )
    op.create_table(
        "support_call",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("aim_id", sa.Integer(), nullable=True),
        sa.Column("run_by", sa.Text(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("announced_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("period_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('high', 'medium', 'low', 'none')", name=op.f("ck_support_call_confidence_known")
        ),
        sa.CheckConstraint(
            "kind IN ('dedicated', 'follow_up', 'round', 'earlier')", name=op.f("ck_support_call_kind_known")
        ),
        sa.ForeignKeyConstraint(["aim_id"], ["phrase.id"], name=op.f("fk_support_call_aim_id")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_support_call_note_id")),
        sa.ForeignKeyConstraint(["period_id"], ["phrase.id"], name=op.f("fk_support_call_period_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_support_call_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["title_id"], ["phrase.id"], name=op.f("fk_support_call_title_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_call")),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_support_call_release_id_key")),
    )
    op.create_index(op.f("ix_support_call_release_id"), "support_call", ["release_id"], unique=False)
    op.create_table(
        "support_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("beneficiary_id", sa.Integer(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("expected_results", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('requested', 'declined', 'withdrawn', 'selected', 'planned', 'running', 'reported', 'followed_up', 'closed', 'ended')",
            name=op.f("ck_support_request_state_known"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_support_request_period_in_order")),
        sa.CheckConstraint("length(call_key) <= 120", name=op.f("ck_support_request_call_key_length")),
        sa.CheckConstraint("length(expected_results) <= 4000", name=op.f("ck_support_request_expected_results_length")),
        sa.CheckConstraint("length(need) <= 4000", name=op.f("ck_support_request_need_length")),
        sa.CheckConstraint("length(title) <= 300", name=op.f("ck_support_request_title_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_support_request_title_given")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_support_request_author_id")),
        sa.ForeignKeyConstraint(["beneficiary_id"], ["authority.id"], name=op.f("fk_support_request_beneficiary_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_support_request_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_request")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_support_request_plan_id_number")),
    )
    op.create_index(op.f("ix_support_request_beneficiary_id"), "support_request", ["beneficiary_id"], unique=False)
    op.create_table(
        "support_given",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=True),
        sa.Column("outputs_id", sa.Integer(), nullable=True),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("beneficiaries", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "confidence IN ('high', 'medium', 'low', 'none')", name=op.f("ck_support_given_confidence_known")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["support_call.id"], name=op.f("fk_support_given_call_id")),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_support_given_country_id")),
        sa.ForeignKeyConstraint(["focus_id"], ["phrase.id"], name=op.f("fk_support_given_focus_id")),
        sa.ForeignKeyConstraint(["note_id"], ["phrase.id"], name=op.f("fk_support_given_note_id")),
        sa.ForeignKeyConstraint(["outputs_id"], ["phrase.id"], name=op.f("fk_support_given_outputs_id")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_support_given_release_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_given")),
        sa.UniqueConstraint("call_id", "country_id", name=op.f("uq_support_given_call_id_country_id")),
    )
    op.create_index(op.f("ix_support_given_release_id"), "support_given", ["release_id"], unique=False)
    op.create_table(
        "support_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint("kind IN ('amif', 'bmvi', 'agency', 'other')", name=op.f("ck_support_link_kind_known")),
        sa.CheckConstraint("length(reference) <= 300", name=op.f("ck_support_link_reference_length")),
        sa.CheckConstraint("length(text) <= 300", name=op.f("ck_support_link_text_length")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_support_link_text_given")),
        sa.CheckConstraint("length(url) <= 1000", name=op.f("ck_support_link_url_length")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user_account.id"], name=op.f("fk_support_link_added_by_id")),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"], name=op.f("fk_support_link_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_link")),
    )
    op.create_index(op.f("ix_support_link_request_id"), "support_link", ["request_id"], unique=False)
    op.create_table(
        "support_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_support_part_items_by_number")),
        sa.CheckConstraint("kind IN ('block', 'item', 'measure', 'theme')", name=op.f("ck_support_part_kind_known")),
        sa.CheckConstraint("length(key) <= 120", name=op.f("ck_support_part_key_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_support_part_item_id")),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"], name=op.f("fk_support_part_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_part")),
        sa.UniqueConstraint("request_id", "kind", "key", name=op.f("uq_support_part_request_id_kind_key")),
    )
    op.create_table(
        "support_project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (starts_on IS NULL) AND (signed_on IS NULL) = (ends_on IS NULL)",
            name=op.f("ck_support_project_period_when_signed"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_support_project_period_in_order")),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"], name=op.f("fk_support_project_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_project")),
        sa.UniqueConstraint("request_id", name=op.f("uq_support_project_request_id")),
    )
    op.create_table(
        "support_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "deed IN ('request', 'withdraw', 'select', 'decline', 'sign', 'start', 'meet', 'report', 'follow_up', 'end')",
            name=op.f("ck_support_step_deed_known"),
        ),
        sa.CheckConstraint("side IN ('country', 'officer')", name=op.f("ck_support_step_side_known")),
        sa.CheckConstraint(
            "state IN ('requested', 'declined', 'withdrawn', 'selected', 'planned', 'running', 'reported', 'followed_up', 'closed', 'ended')",
            name=op.f("ck_support_step_state_known"),
        ),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_support_step_text_length")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_support_step_author_id")),
        sa.ForeignKeyConstraint(["request_id"], ["support_request.id"], name=op.f("fk_support_step_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_step")),
        sa.UniqueConstraint("request_id", "position", name=op.f("uq_support_step_request_id_position")),
    )
    op.create_table(
        "support_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(block_key) <= 120", name=op.f("ck_support_area_block_key_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_support_area_item_id")),
        sa.ForeignKeyConstraint(["project_id"], ["support_project.id"], name=op.f("fk_support_area_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_area")),
        sa.UniqueConstraint(
            "project_id", "block_key", "item_id", name=op.f("uq_support_area_project_id_block_key_item_id")
        ),
    )
    op.create_table(
        "support_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("grant_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("length(end_reason) <= 4000", name=op.f("ck_support_assignment_end_reason_length")),
        sa.CheckConstraint("length(task) <= 300", name=op.f("ck_support_assignment_task_length")),
        sa.ForeignKeyConstraint(["grant_id"], ["role_grant.id"], name=op.f("fk_support_assignment_grant_id")),
        sa.ForeignKeyConstraint(["project_id"], ["support_project.id"], name=op.f("fk_support_assignment_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_assignment")),
        sa.UniqueConstraint("grant_id", name=op.f("uq_support_assignment_grant_id")),
    )
    op.create_index(op.f("ix_support_assignment_project_id"), "support_assignment", ["project_id"], unique=False)
    op.create_table(
        "support_suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (decided_at IS NULL)", name=op.f("ck_support_suggestion_dated_when_decided")
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR length(answer) > 0", name=op.f("ck_support_suggestion_declined_with_reason")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'accepted', 'changed', 'declined', 'withdrawn')",
            name=op.f("ck_support_suggestion_state_known"),
        ),
        sa.CheckConstraint("length(answer) <= 4000", name=op.f("ck_support_suggestion_answer_length")),
        sa.CheckConstraint("length(done) <= 20000", name=op.f("ck_support_suggestion_done_length")),
        sa.CheckConstraint("length(reason) <= 4000", name=op.f("ck_support_suggestion_reason_length")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_support_suggestion_reason_given")),
        sa.CheckConstraint("length(wanted) <= 20000", name=op.f("ck_support_suggestion_wanted_length")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["support_assignment.id"], name=op.f("fk_support_suggestion_assignment_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_support_suggestion_author_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_support_suggestion_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_support_suggestion_milestone_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_support_suggestion_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_suggestion")),
    )
    op.create_index(op.f("ix_support_suggestion_assignment_id"), "support_suggestion", ["assignment_id"], unique=False)
    op.create_index(op.f("ix_support_suggestion_milestone_id"), "support_suggestion", ["milestone_id"], unique=False)
    op.create_index("ix_support_suggestion_plan_state", "support_suggestion", ["plan_id", "state"], unique=False)

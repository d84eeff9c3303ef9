"""Deliverables of technical support, and the two kinds of evidence that their acceptance writes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0026"
down_revision: str | Sequence[str] | None = "0025"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = "'legal_reference', 'notification', 'link', 'number', 'statement', 'file'"
OF_SUPPORT = "'product', 'deliverable'"

STAYS = "what was submitted or said of a deliverable stays as it was"
SAID = "deliverable_id, position, act, hand, state, version_number, on_day, text, taken_at"
SUBMITTED = "(SELECT submitted_at FROM support_deliverable_version WHERE id = OLD.version_id) IS NOT NULL"
REFUSE_SQLITE = (
    f"CREATE TRIGGER support_deliverable_step_no_update BEFORE UPDATE OF {SAID} ON support_deliverable_step"
    f" BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
    "CREATE TRIGGER support_deliverable_version_no_update BEFORE UPDATE ON support_deliverable_version"
    f" WHEN OLD.submitted_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
    "CREATE TRIGGER support_deliverable_file_no_update BEFORE UPDATE ON support_deliverable_file"
    f" WHEN {SUBMITTED} BEGIN SELECT RAISE(ABORT, '{STAYS}'); END",
)
REFUSE_POSTGRESQL = (
    "CREATE FUNCTION support_deliverable_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" BEGIN RAISE EXCEPTION '{STAYS}'; END $$",
    "CREATE FUNCTION support_deliverable_file_refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
    f" BEGIN IF {SUBMITTED} THEN RAISE EXCEPTION '{STAYS}'; END IF; RETURN NEW; END $$",
    f"CREATE TRIGGER support_deliverable_step_no_update BEFORE UPDATE OF {SAID} ON support_deliverable_step"
    " FOR EACH ROW EXECUTE FUNCTION support_deliverable_refuse()",
    "CREATE TRIGGER support_deliverable_version_no_update BEFORE UPDATE ON support_deliverable_version"
    " FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION support_deliverable_refuse()",
    "CREATE TRIGGER support_deliverable_file_no_update BEFORE UPDATE ON support_deliverable_file"
    " FOR EACH ROW EXECUTE FUNCTION support_deliverable_file_refuse()",
)


def upgrade() -> None:
    _known_kinds(f"{KINDS}, {OF_SUPPORT}")
    op.execute(
        "INSERT INTO closing_proof (requirement_id, group_number, evidence_kind, release_id)"
        " SELECT r.id, 0, 'product', r.release_id FROM requirement r WHERE r.closes_by_product AND NOT r.is_sensitive"
    )
    _deliverable()
    _serves()
    _versions()
    _steps()
    for statement in REFUSE_SQLITE if op.get_bind().dialect.name == "sqlite" else REFUSE_POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Deliverables go, and with them what their acceptance wrote into plans."""
    for table in ("step", "file", "version", "serves"):
        op.drop_table(f"support_deliverable_{table}")
    op.drop_table("support_deliverable")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION support_deliverable_refuse()")
        op.execute("DROP FUNCTION support_deliverable_file_refuse()")
    op.execute(f"DELETE FROM closing_proof WHERE evidence_kind IN ({OF_SUPPORT})")
    gone = f"SELECT id FROM evidence WHERE kind IN ({OF_SUPPORT})"
    op.execute(f"DELETE FROM evidence_milestone WHERE evidence_id IN ({gone})")
    op.execute(f"DELETE FROM evidence_span WHERE subject_id IN ({gone})")
    op.execute(f"DELETE FROM revision WHERE subject_kind = 'evidence' AND subject_id IN ({gone})")
    op.execute(f"DELETE FROM evidence WHERE kind IN ({OF_SUPPORT})")
    _known_kinds(KINDS)


def _known_kinds(kinds: str) -> None:
    """Say anew which kinds of evidence there are."""
    for table, column in (("evidence", "kind"), ("closing_proof", "evidence_kind")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_{column}_known"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{column}_known"), f"{column} IN ({kinds})")


def _deliverable() -> None:
    op.create_table(
        "support_deliverable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("in_use_since", sa.Date(), nullable=True),
        sa.Column("use_said_on", sa.Date(), nullable=True),
        sa.Column("is_shown", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("product_of_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('analysis', 'gap_assessment', 'recommendation', 'roadmap', 'procedure', 'training', 'tool',"
            " 'report')",
            name=op.f("ck_support_deliverable_kind_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'accepted', 'delivered', 'in_use', 'not_in_use',"
            " 'withdrawn')",
            name=op.f("ck_support_deliverable_state_known"),
        ),
        sa.CheckConstraint("length(title) <= 300", name=op.f("ck_support_deliverable_title_length")),
        sa.CheckConstraint("length(language) <= 2", name=op.f("ck_support_deliverable_language_length")),
        sa.CheckConstraint("length(summary) <= 4000", name=op.f("ck_support_deliverable_summary_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_support_deliverable_title_given")),
        sa.CheckConstraint(
            "state <> 'draft' OR submitted_at IS NULL", name=op.f("ck_support_deliverable_drafts_not_submitted")
        ),
        sa.CheckConstraint(
            "evidence_id IS NULL OR accepted_on IS NOT NULL", name=op.f("ck_support_deliverable_evidence_when_accepted")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_support_deliverable_author_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_support_deliverable_evidence_id")),
        sa.ForeignKeyConstraint(["product_of_id"], ["milestone.id"], name=op.f("fk_support_deliverable_product_of_id")),
        sa.ForeignKeyConstraint(["project_id"], ["support_project.id"], name=op.f("fk_support_deliverable_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_deliverable")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_support_deliverable_project_id_number")),
    )
    _indexes("support_deliverable", "author_id", "evidence_id", "product_of_id", "state")


def _serves() -> None:
    op.create_table(
        "support_deliverable_serves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('measure', 'item', 'milestone')", name=op.f("ck_support_deliverable_serves_kind_known")
        ),
        sa.CheckConstraint("length(key) <= 120", name=op.f("ck_support_deliverable_serves_key_length")),
        sa.CheckConstraint(
            "(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_support_deliverable_serves_items_by_number")
        ),
        sa.CheckConstraint(
            "(kind = 'milestone') = (milestone_id IS NOT NULL)",
            name=op.f("ck_support_deliverable_serves_milestones_by_number"),
        ),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["support_deliverable.id"], name=op.f("fk_support_deliverable_serves_deliverable_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_support_deliverable_serves_item_id")),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_support_deliverable_serves_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_deliverable_serves")),
        sa.UniqueConstraint(
            "deliverable_id", "kind", "key", name=op.f("uq_support_deliverable_serves_deliverable_id_kind_key")
        ),
    )
    _indexes("support_deliverable_serves", "item_id", "milestone_id")


def _versions() -> None:
    op.create_table(
        "support_deliverable_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["support_deliverable.id"], name=op.f("fk_support_deliverable_version_deliverable_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_deliverable_version")),
        sa.UniqueConstraint(
            "deliverable_id", "number", name=op.f("uq_support_deliverable_version_deliverable_id_number")
        ),
    )
    op.create_table(
        "support_deliverable_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_support_deliverable_file_file_id")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["support_deliverable_version.id"], name=op.f("fk_support_deliverable_file_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_deliverable_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_support_deliverable_file_file_id")),
    )
    _indexes("support_deliverable_file", "version_id")


def _steps() -> None:
    op.create_table(
        "support_deliverable_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("deliverable_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("hand", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "act IN ('submit', 'approve', 'accept', 'return', 'use', 'stop', 'withdraw')",
            name=op.f("ck_support_deliverable_step_act_known"),
        ),
        sa.CheckConstraint(
            "hand IN ('author', 'officer', 'beneficiary')", name=op.f("ck_support_deliverable_step_hand_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'approved', 'accepted', 'delivered', 'in_use', 'not_in_use',"
            " 'withdrawn')",
            name=op.f("ck_support_deliverable_step_state_known"),
        ),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_support_deliverable_step_text_length")),
        sa.CheckConstraint(
            "act NOT IN ('return', 'stop', 'withdraw') OR length(text) > 0",
            name=op.f("ck_support_deliverable_step_said_why"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_support_deliverable_step_author_id")),
        sa.ForeignKeyConstraint(
            ["deliverable_id"], ["support_deliverable.id"], name=op.f("fk_support_deliverable_step_deliverable_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_deliverable_step")),
        sa.UniqueConstraint(
            "deliverable_id", "position", name=op.f("uq_support_deliverable_step_deliverable_id_position")
        ),
    )
    _indexes("support_deliverable_step", "taken_at")


def _indexes(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(f"ix_{table}_{column}", [column], unique=False)

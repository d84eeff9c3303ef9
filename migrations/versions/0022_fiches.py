"""Fiches with their factual check, and later cut-offs of a round for one country."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0022"
down_revision: str | Sequence[str] | None = "0021"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'what was sent or is final stays as it is'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION fiche_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was sent or is final stays as it is'; END $$;
CREATE TRIGGER fiche_text_no_change BEFORE UPDATE OR DELETE ON fiche_text
FOR EACH ROW EXECUTE FUNCTION fiche_refuse();
CREATE TRIGGER fiche_text_no_truncate BEFORE TRUNCATE ON fiche_text
FOR EACH STATEMENT EXECUTE FUNCTION fiche_refuse();
CREATE TRIGGER fiche_no_update BEFORE UPDATE ON fiche
FOR EACH ROW WHEN (OLD.final_at IS NOT NULL) EXECUTE FUNCTION fiche_refuse();
CREATE TRIGGER fiche_no_delete BEFORE DELETE ON fiche
FOR EACH ROW EXECUTE FUNCTION fiche_refuse();
"""


def upgrade() -> None:
    _extensions()
    _fiches()
    _parts()
    if op.get_bind().dialect.name != "sqlite":
        op.execute(REFUSE_POSTGRESQL)
        return
    for table, deed, when in (
        ("fiche_text", "update", ""),
        ("fiche_text", "delete", ""),
        ("fiche", "update", "WHEN OLD.final_at IS NOT NULL"),
        ("fiche", "delete", ""),
    ):
        op.execute(REFUSE_SQLITE.format(table=table, deed=deed, when=when))


def downgrade() -> None:
    for table in ("fiche_text", "fiche_comment", "fiche_block", "fiche", "review_extension"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION fiche_refuse()")


def _extensions() -> None:
    op.create_table(
        "review_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_review_extension_reason_length")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_review_extension_reason_given")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_review_extension_round_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_review_extension_plan_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["user_account.id"], name=op.f("fk_review_extension_given_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_extension")),
    )
    op.create_index("ix_review_extension_round", "review_extension", ["round_id", "plan_id", "until_on"], unique=False)


def _fiches() -> None:
    op.create_table(
        "fiche",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("discarded_at", INSTANT, nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("check_due_on", sa.Date(), nullable=True),
        sa.Column("checked_at", INSTANT, nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("final_at", INSTANT, nullable=True),
        sa.Column("final_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(number IS NULL) = (sent_at IS NULL)", name=op.f("ck_fiche_numbered_when_sent")),
        sa.CheckConstraint("(check_due_on IS NULL) = (sent_at IS NULL)", name=op.f("ck_fiche_due_when_sent")),
        sa.CheckConstraint(
            "sent_at IS NOT NULL OR (checked_at IS NULL AND final_at IS NULL)", name=op.f("ck_fiche_sent_first")
        ),
        sa.CheckConstraint("discarded_at IS NULL OR sent_at IS NULL", name=op.f("ck_fiche_only_drafts_go")),
        sa.CheckConstraint("length(letter) <= 6000", name=op.f("ck_fiche_letter_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_fiche_plan_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_fiche_round_id")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_fiche_author_id")),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user_account.id"], name=op.f("fk_fiche_checked_by_id")),
        sa.ForeignKeyConstraint(["final_by_id"], ["user_account.id"], name=op.f("fk_fiche_final_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiche")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_fiche_plan_id_number")),
    )
    op.create_index(op.f("ix_fiche_plan_id"), "fiche", ["plan_id"], unique=False)
    op.create_index(op.f("ix_fiche_round_id"), "fiche", ["round_id"], unique=False)


def _parts() -> None:
    op.create_table(
        "fiche_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiche_id", sa.Integer(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("challenges", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(block_key) <= 120", name=op.f("ck_fiche_block_block_key_length")),
        sa.CheckConstraint("length(progress) <= 4000", name=op.f("ck_fiche_block_progress_length")),
        sa.CheckConstraint("length(challenges) <= 4000", name=op.f("ck_fiche_block_challenges_length")),
        sa.CheckConstraint("length(next_steps) <= 4000", name=op.f("ck_fiche_block_next_steps_length")),
        sa.ForeignKeyConstraint(["fiche_id"], ["fiche.id"], name=op.f("fk_fiche_block_fiche_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiche_block")),
        sa.UniqueConstraint("fiche_id", "block_key", name=op.f("uq_fiche_block_fiche_id_block_key")),
    )
    op.create_table(
        "fiche_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fiche_id", sa.Integer(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("is_position", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("outcome IN ('taken_over', 'not_because')", name=op.f("ck_fiche_comment_outcome_known")),
        sa.CheckConstraint("length(block_key) <= 120", name=op.f("ck_fiche_comment_block_key_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_fiche_comment_text_length")),
        sa.CheckConstraint("length(reply) <= 4000", name=op.f("ck_fiche_comment_reply_length")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_fiche_comment_text_given")),
        sa.CheckConstraint("outcome <> 'not_because' OR length(reply) > 0", name=op.f("ck_fiche_comment_reason_given")),
        sa.CheckConstraint(
            "(outcome IS NULL) = (settled_at IS NULL)", name=op.f("ck_fiche_comment_dated_when_settled")
        ),
        sa.ForeignKeyConstraint(["fiche_id"], ["fiche.id"], name=op.f("fk_fiche_comment_fiche_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_fiche_comment_item_id")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_fiche_comment_author_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user_account.id"], name=op.f("fk_fiche_comment_settled_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fiche_comment")),
    )
    op.create_index(op.f("ix_fiche_comment_fiche_id"), "fiche_comment", ["fiche_id"], unique=False)
    op.create_table(
        "fiche_text",
        sa.Column("fiche_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.CheckConstraint("stage IN ('sent', 'final')", name=op.f("ck_fiche_text_stage_known")),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_fiche_text_hash_length")),
        sa.ForeignKeyConstraint(["fiche_id"], ["fiche.id"], name=op.f("fk_fiche_text_fiche_id")),
        sa.PrimaryKeyConstraint("fiche_id", "stage", name=op.f("pk_fiche_text")),
    )

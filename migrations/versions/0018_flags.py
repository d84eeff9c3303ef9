"""Flags: what is asked, the steps of the exchange, messages beside it and who is mentioned in them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | Sequence[str] | None = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("gap_code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("severity_reason", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("discarded_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(number IS NULL) = (state = 'draft')", name=op.f("ck_flag_numbered_when_sent")),
        sa.CheckConstraint("(sent_at IS NULL) = (state = 'draft')", name=op.f("ck_flag_dated_when_sent")),
        sa.CheckConstraint(
            "about IN ('plan', 'block', 'item', 'applicability', 'milestone')", name=op.f("ck_flag_about_known")
        ),
        sa.CheckConstraint(
            "category IN ('legal_basis', 'timeline', 'capacity', 'funding', 'evidence', 'safeguards', 'consistency', 'translation', 'other')",
            name=op.f("ck_flag_category_known"),
        ),
        sa.CheckConstraint("discarded_at IS NULL OR state = 'draft'", name=op.f("ck_flag_only_drafts_go")),
        sa.CheckConstraint(
            "severity IN ('key_issue', 'important', 'minor', 'observation')", name=op.f("ck_flag_severity_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'acknowledged', 'answered', 'accepted', 'maintained', 'positions_differ', 'raised', 'closed', 'no_further_question', 'withdrawn')",
            name=op.f("ck_flag_state_known"),
        ),
        sa.CheckConstraint("length(asked) <= 4000", name=op.f("ck_flag_asked_length")),
        sa.CheckConstraint("length(asked) > 0", name=op.f("ck_flag_asked_given")),
        sa.CheckConstraint("length(asker) <= 2", name=op.f("ck_flag_asker_length")),
        sa.CheckConstraint("length(block_key) <= 120", name=op.f("ck_flag_block_key_length")),
        sa.CheckConstraint("length(gap_code) <= 60", name=op.f("ck_flag_gap_code_length")),
        sa.CheckConstraint("length(severity_reason) <= 300", name=op.f("ck_flag_severity_reason_length")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_flag_author_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_flag_item_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_flag_milestone_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_flag_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_flag_plan_id_number")),
    )
    with op.batch_alter_table("flag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_flag_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index("ix_flag_plan_state", ["plan_id", "state"], unique=False)

    op.create_table(
        "flag_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint("reach IN ('both', 'own')", name=op.f("ck_flag_note_reach_known")),
        sa.CheckConstraint("length(circle) <= 2", name=op.f("ck_flag_note_circle_length")),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_flag_note_text_length")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_flag_note_text_given")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_flag_note_author_id")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_note_flag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_note")),
    )
    with op.batch_alter_table("flag_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_flag_note_flag_id"), ["flag_id"], unique=False)

    op.create_table(
        "flag_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("taken_at", INSTANT, nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (deed <> 'answer')", name=op.f("ck_flag_step_answers_have_a_kind")),
        sa.CheckConstraint(
            "answer IN ('changes', 'evidence', 'explanation', 'contested')", name=op.f("ck_flag_step_answer_known")
        ),
        sa.CheckConstraint(
            "deed IN ('send', 'acknowledge', 'answer', 'accept', 'maintain', 'close', 'raise', 'withdraw')",
            name=op.f("ck_flag_step_deed_known"),
        ),
        sa.CheckConstraint("side IN ('asker', 'answerer')", name=op.f("ck_flag_step_side_known")),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'acknowledged', 'answered', 'accepted', 'maintained', 'positions_differ', 'raised', 'closed', 'no_further_question', 'withdrawn')",
            name=op.f("ck_flag_step_state_known"),
        ),
        sa.CheckConstraint("length(text) <= 4000", name=op.f("ck_flag_step_text_length")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_flag_step_author_id")),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_step_flag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_step")),
        sa.UniqueConstraint("flag_id", "position", name=op.f("uq_flag_step_flag_id_position")),
    )
    op.create_table(
        "flag_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["note_id"], ["flag_note.id"], name=op.f("fk_flag_mention_note_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_flag_mention_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_mention")),
        sa.UniqueConstraint("note_id", "user_id", name=op.f("uq_flag_mention_note_id_user_id")),
    )
    with op.batch_alter_table("flag_mention", schema=None) as batch_op:
        batch_op.create_index("ix_flag_mention_user", ["user_id", "seen_at"], unique=False)


def downgrade() -> None:
    for table in ("flag_mention", "flag_note", "flag_step", "flag"):
        op.drop_table(table)

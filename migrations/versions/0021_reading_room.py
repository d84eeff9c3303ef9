"""The reading room: marks of those who read plans, their desk, second readings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0020"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reading_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("known_at", INSTANT, nullable=True),
        sa.CheckConstraint("state IN ('read', 'come_back')", name=op.f("ck_reading_mark_state_known")),
        sa.CheckConstraint("length(line) <= 500", name=op.f("ck_reading_mark_line_length")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_reading_mark_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_reading_mark_plan_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reading_mark_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_mark")),
        sa.UniqueConstraint("user_id", "plan_id", "item_id", name=op.f("uq_reading_mark_user_id_plan_id_item_id")),
    )
    op.create_table(
        "reading_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reading_visit_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_visit")),
        sa.UniqueConstraint("user_id", name=op.f("uq_reading_visit_user_id")),
    )
    op.create_table(
        "reading_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("looked_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["review_submission.id"], name=op.f("fk_reading_look_submission_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_reading_look_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_look")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_reading_look_submission_id")),
    )
    op.create_table(
        "second_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("block_key", sa.Text(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=True),
        sa.Column("sample_size", sa.Integer(), nullable=True),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("revealed_at", INSTANT, nullable=True),
        sa.Column("is_cut_short", sa.Boolean(), nullable=False),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_second_reading_two_readers")),
        sa.CheckConstraint(
            "(seed IS NULL) = (sample_size IS NULL)", name=op.f("ck_second_reading_samples_have_a_seed")
        ),
        sa.CheckConstraint("length(block_key) <= 120", name=op.f("ck_second_reading_block_key_length")),
        sa.CheckConstraint("length(seed) <= 60", name=op.f("ck_second_reading_seed_length")),
        sa.ForeignKeyConstraint(["first_id"], ["user_account.id"], name=op.f("fk_second_reading_first_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user_account.id"], name=op.f("fk_second_reading_opened_by_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_second_reading_plan_id")),
        sa.ForeignKeyConstraint(["second_id"], ["user_account.id"], name=op.f("fk_second_reading_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading")),
    )
    with op.batch_alter_table("second_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_second_reading_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "second_reading_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "verdict IN ('confirmed', 'partly', 'not_yet_shown')", name=op.f("ck_second_reading_item_verdict_known")
        ),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_second_reading_item_reason_length")),
        sa.CheckConstraint(
            "(verdict IS NULL) = (settled_at IS NULL)", name=op.f("ck_second_reading_item_dated_when_settled")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_second_reading_item_assessment_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_second_reading_item_item_id")),
        sa.ForeignKeyConstraint(["reading_id"], ["second_reading.id"], name=op.f("fk_second_reading_item_reading_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_second_reading_item_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading_item")),
        sa.UniqueConstraint("reading_id", "item_id", name=op.f("uq_second_reading_item_reading_id_item_id")),
    )
    op.create_table(
        "second_reading_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("second_item_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "verdict IN ('confirmed', 'partly', 'not_yet_shown')", name=op.f("ck_second_reading_verdict_verdict_known")
        ),
        sa.CheckConstraint("length(reason) <= 2000", name=op.f("ck_second_reading_verdict_reason_length")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_second_reading_verdict_reason_given")),
        sa.ForeignKeyConstraint(
            ["second_item_id"], ["second_reading_item.id"], name=op.f("fk_second_reading_verdict_second_item_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_second_reading_verdict_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_reading_verdict")),
        sa.UniqueConstraint("second_item_id", "user_id", name=op.f("uq_second_reading_verdict_second_item_id_user_id")),
    )


def downgrade() -> None:
    for table in (
        "second_reading_verdict",
        "second_reading_item",
        "second_reading",
        "reading_look",
        "reading_visit",
        "reading_mark",
    ):
        op.drop_table(table)

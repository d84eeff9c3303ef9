"""Comments, mentions and consultations; causes that stay within the country."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | Sequence[str] | None = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
REACHES = "reach IN ('internal', 'commission', 'member_states')"
CONSULTATION = {"with_whom": 500, "what_changed": 4000, "url": 1000}


def upgrade() -> None:
    op.add_column("revision", sa.Column("is_internal", sa.Boolean(), server_default="0", nullable=False))
    _comments()
    _beside_comments()
    _consultations()


def downgrade() -> None:
    for table in ("consultation_text", "consultation", "comment_mention", "comment_text", "comment"):
        op.drop_table(table)
    op.drop_column("revision", "is_internal")


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _at_most(table: str, column: str, limit: int) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({column}) <= {limit}", name=op.f(f"ck_{table}_{column}_length"))


def _comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("milestone_id", "answers_id", "author_id")),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("corrected_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(REACHES, name=op.f("ck_comment_reach_known")),
        _at_most("comment", "text", 4000),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_comment_text_given")),
        _key("comment", "plan_id", "plan"),
        _key("comment", "item_id", "item"),
        _key("comment", "milestone_id", "milestone"),
        _key("comment", "answers_id", "comment"),
        _key("comment", "author_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_subject", "comment", ["plan_id", "item_id", "milestone_id"], unique=False)


def _beside_comments() -> None:
    op.create_table(
        "comment_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        _at_most("comment_text", "text", 4000),
        _key("comment_text", "comment_id", "comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_text")),
    )
    op.create_index(op.f("ix_comment_text_comment_id"), "comment_text", ["comment_id"], unique=False)
    op.create_table(
        "comment_mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=True),
        _key("comment_mention", "comment_id", "comment"),
        _key("comment_mention", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_mention")),
        sa.UniqueConstraint("comment_id", "user_id", name=op.f("uq_comment_mention_comment_id_user_id")),
    )
    op.create_index("ix_comment_mention_user", "comment_mention", ["user_id", "seen_at"], unique=False)


def _said() -> tuple[sa.Column[Any], ...]:
    """What a consultation says, as its row and the rows of before hold it."""
    return (
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("with_whom", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("what_changed", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
    )


def _consultations() -> None:
    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        *_said(),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(REACHES, name=op.f("ck_consultation_reach_known")),
        *(_at_most("consultation", name, limit) for name, limit in CONSULTATION.items()),
        _at_most("consultation", "withdraw_reason", 2000),
        sa.CheckConstraint("length(with_whom) > 0", name=op.f("ck_consultation_with_whom_given")),
        _key("consultation", "plan_id", "plan"),
        _key("consultation", "item_id", "item"),
        _key("consultation", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_plan_id"), "consultation", ["plan_id"], unique=False)
    op.create_table(
        "consultation_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        *_said(),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(REACHES, name=op.f("ck_consultation_text_reach_known")),
        *(_at_most("consultation_text", name, limit) for name, limit in CONSULTATION.items()),
        _key("consultation_text", "consultation_id", "consultation"),
        _key("consultation_text", "by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_text")),
    )
    op.create_index(
        op.f("ix_consultation_text_consultation_id"), "consultation_text", ["consultation_id"], unique=False
    )

"""What was asked of whom, and where letters to an authority go."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | Sequence[str] | None = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # With its check in the column: SQLite then needs no new table, which would lose the other checks.
    op.execute(
        "ALTER TABLE authority ADD COLUMN contact_email TEXT"
        " CONSTRAINT ck_authority_contact_email_length CHECK (length(contact_email) <= 254)"
    )
    op.create_table(
        "ask",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("close_note", sa.Text(), nullable=False),
        sa.CheckConstraint("length(subject) <= 200", name=op.f("ck_ask_subject_length")),
        sa.CheckConstraint("length(body) <= 60000", name=op.f("ck_ask_body_length")),
        sa.CheckConstraint("length(close_note) <= 2000", name=op.f("ck_ask_close_note_length")),
        sa.CheckConstraint("length(subject) > 0", name=op.f("ck_ask_subject_given")),
        sa.CheckConstraint("length(body) > 0", name=op.f("ck_ask_body_given")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_ask_plan_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_ask_authority_id")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user_account.id"], name=op.f("fk_ask_asked_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user_account.id"], name=op.f("fk_ask_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
    )
    with op.batch_alter_table("ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ask_plan_id"), ["plan_id"], unique=False)
    op.create_table(
        "ask_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_ask_milestone_ask_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_ask_milestone_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask_milestone")),
        sa.UniqueConstraint("ask_id", "milestone_id", name=op.f("uq_ask_milestone_ask_id_milestone_id")),
    )


def downgrade() -> None:
    op.drop_table("ask_milestone")
    op.drop_table("ask")
    op.execute("ALTER TABLE authority DROP COLUMN contact_email")

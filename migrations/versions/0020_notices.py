"""Notices: what people have chosen, and mails on their way."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | Sequence[str] | None = "0019"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "notice_setting",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("mailing", sa.Text(), nullable=False),
        sa.Column("muted", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("mailed_until", INSTANT, nullable=True),
        sa.CheckConstraint(
            "mailing IN ('never', 'at_once', 'daily', 'weekly')", name=op.f("ck_notice_setting_mailing_known")
        ),
        sa.CheckConstraint("length(muted) <= 200", name=op.f("ck_notice_setting_muted_length")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_setting_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notice_setting")),
    )
    op.create_table(
        "notice_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=True),
        sa.Column("tried_at", INSTANT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("set_aside_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.CheckConstraint("length(last_error) <= 300", name=op.f("ck_notice_mail_last_error_length")),
        sa.CheckConstraint("length(rights) <= 64", name=op.f("ck_notice_mail_rights_length")),
        sa.CheckConstraint(
            "next_try_at IS NULL OR (sent_at IS NULL AND set_aside_at IS NULL)",
            name=op.f("ck_notice_mail_no_try_after_the_end"),
        ),
        sa.CheckConstraint("sent_at IS NULL OR set_aside_at IS NULL", name=op.f("ck_notice_mail_sent_or_set_aside")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_mail_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_mail")),
    )
    with op.batch_alter_table("notice_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_mail_user_id"), ["user_id"], unique=False)
        batch_op.create_index("ix_notice_mail_next_try_at", ["next_try_at"], unique=False)


def downgrade() -> None:
    for table in ("notice_mail", "notice_setting"):
        op.drop_table(table)

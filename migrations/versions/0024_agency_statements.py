"""Statements of agencies on items of Member States' plans."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0024"
down_revision: str | Sequence[str] | None = "0023"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)

REFUSE_SQLITE = """
CREATE TRIGGER agency_statement_no_update BEFORE UPDATE OF {said} ON agency_statement
BEGIN SELECT RAISE(ABORT, 'what an agency stated stays as it was said'); END
"""
SAID = "plan_id, item_id, authority_id, author_id, said_at, about_on, text, reference, url"
REFUSE_POSTGRESQL = """
CREATE FUNCTION agency_statement_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what an agency stated stays as it was said'; END $$;
CREATE TRIGGER agency_statement_no_update BEFORE UPDATE OF {said} ON agency_statement
FOR EACH ROW EXECUTE FUNCTION agency_statement_refuse();
"""


def upgrade() -> None:
    op.create_table(
        "agency_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("about_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdraw_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_agency_statement_text_length")),
        sa.CheckConstraint("length(text) > 0", name=op.f("ck_agency_statement_text_given")),
        sa.CheckConstraint("length(reference) <= 300", name=op.f("ck_agency_statement_reference_length")),
        sa.CheckConstraint("length(url) <= 1000", name=op.f("ck_agency_statement_url_length")),
        sa.CheckConstraint("length(withdraw_reason) <= 2000", name=op.f("ck_agency_statement_withdraw_reason_length")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR length(withdraw_reason) > 0",
            name=op.f("ck_agency_statement_withdraw_reason_given"),
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_agency_statement_plan_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_agency_statement_item_id")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_agency_statement_authority_id")),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name=op.f("fk_agency_statement_author_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_agency_statement_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_statement")),
    )
    op.create_index("ix_agency_statement_item", "agency_statement", ["plan_id", "item_id", "id"], unique=False)
    refuse = REFUSE_SQLITE if op.get_bind().dialect.name == "sqlite" else REFUSE_POSTGRESQL
    op.execute(refuse.format(said=SAID))


def downgrade() -> None:
    op.drop_table("agency_statement")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION agency_statement_refuse()")

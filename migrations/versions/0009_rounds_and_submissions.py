"""Rounds, submissions and their seals."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | Sequence[str] | None = "0008"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = "'draft', 'plan', 'update', 'partial', 'position', 'withdrawn'"
WAITING = sa.text("submitted_at IS NULL AND set_aside_at IS NULL")

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table} {when}
BEGIN SELECT RAISE(ABORT, 'what was submitted stays as it is'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION review_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was submitted stays as it is'; END $$;
CREATE TRIGGER review_seal_no_change BEFORE UPDATE OR DELETE ON review_seal
FOR EACH ROW EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_seal_no_truncate BEFORE TRUNCATE ON review_seal
FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_submission_no_update BEFORE UPDATE ON review_submission
FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_submission_no_delete BEFORE DELETE ON review_submission
FOR EACH ROW EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_submission_no_truncate BEFORE TRUNCATE ON review_submission
FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
"""


def upgrade() -> None:
    _rounds()
    _seals()
    _submissions()
    op.create_table(
        "review_four_eyes",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_review_four_eyes_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", name=op.f("pk_review_four_eyes")),
    )
    _make_lasting()


def downgrade() -> None:
    op.drop_table("review_four_eyes")
    op.drop_table("review_submission")
    op.drop_table("review_seal")
    op.drop_table("review_round")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION review_refuse()")


def _make_lasting() -> None:
    """Seals, and submissions once they count, refuse changes in the database itself."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute(REFUSE_POSTGRESQL)
        return
    for table, deed, when in (
        ("review_seal", "update", ""),
        ("review_seal", "delete", ""),
        ("review_submission", "update", "WHEN OLD.submitted_at IS NOT NULL"),
        ("review_submission", "delete", ""),
    ):
        op.execute(REFUSE_SQLITE.format(table=table, deed=deed, when=when))


def _rounds() -> None:
    op.create_table(
        "review_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("cut_off_on", sa.Date(), nullable=False),
        sa.Column("interval_days", sa.Integer(), nullable=False),
        sa.Column("block_keys", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(title) <= 200", name=op.f("ck_review_round_title_length")),
        sa.CheckConstraint("length(asked) <= 8000", name=op.f("ck_review_round_asked_length")),
        sa.CheckConstraint("length(block_keys) <= 2000", name=op.f("ck_review_round_block_keys_length")),
        sa.CheckConstraint("length(title) > 0", name=op.f("ck_review_round_title_given")),
        sa.CheckConstraint("interval_days BETWEEN 7 AND 366", name=op.f("ck_review_round_interval_sensible")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["user_account.id"], name=op.f("fk_review_round_opened_by_id")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user_account.id"], name=op.f("fk_review_round_closed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
    )


def _seals() -> None:
    op.create_table(
        "review_seal",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_at", INSTANT, nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_review_seal_hash_length")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_review_seal_plan_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_review_seal")),
    )
    op.create_index(op.f("ix_review_seal_plan_id"), "review_seal", ["plan_id"], unique=False)


def _submissions() -> None:
    texts = {
        "block_keys": 2000,
        "note": 8000,
        "document_title": 300,
        "document_number": 200,
        "document_url": 1000,
        "document_language": 5,
    }
    people = ("prepared_by_id", "signed_by_id")
    op.create_table(
        "review_submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("document_is_public", sa.Boolean(), nullable=False),
        sa.Column("needs_signature", sa.Boolean(), nullable=False),
        sa.Column("prepared_at", INSTANT, nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("prepared_stamp", sa.Integer(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("seal_hash", sa.Text(), nullable=True),
        sa.Column("set_aside_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_review_submission_kind_known")),
        *(
            sa.CheckConstraint(f"length({name}) <= {limit}", name=op.f(f"ck_review_submission_{name}_length"))
            for name, limit in texts.items()
        ),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (seal_hash IS NULL)", name=op.f("ck_review_submission_sealed_when_submitted")
        ),
        sa.CheckConstraint(
            "submitted_at IS NULL OR set_aside_at IS NULL", name=op.f("ck_review_submission_submitted_or_set_aside")
        ),
        sa.CheckConstraint(
            "signed_by_id IS NULL OR signed_by_id <> prepared_by_id", name=op.f("ck_review_submission_four_eyes")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_review_submission_plan_id")),
        sa.ForeignKeyConstraint(["round_id"], ["review_round.id"], name=op.f("fk_review_submission_round_id")),
        sa.ForeignKeyConstraint(["seal_hash"], ["review_seal.hash"], name=op.f("fk_review_submission_seal_hash")),
        *(
            sa.ForeignKeyConstraint([name], ["user_account.id"], name=op.f(f"fk_review_submission_{name}"))
            for name in people
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_submission")),
    )
    for column in ("round_id", "seal_hash"):
        op.create_index(op.f(f"ix_review_submission_{column}"), "review_submission", [column], unique=False)
    op.create_index("ix_review_submission_plan", "review_submission", ["plan_id", "submitted_at"], unique=False)
    op.create_index(
        "uq_review_submission_waiting",
        "review_submission",
        ["plan_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )

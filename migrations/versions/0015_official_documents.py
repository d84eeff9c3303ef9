"""The official document of a submission: its day, and the file itself."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | Sequence[str] | None = "0014"
branch_labels = None
depends_on = None

REFUSE_SQLITE = """
CREATE TRIGGER review_document_no_{deed} BEFORE {deed} ON review_document
BEGIN SELECT RAISE(ABORT, 'what was submitted stays as it is'); END
"""
REFUSE_POSTGRESQL = """
CREATE TRIGGER review_document_no_change BEFORE UPDATE OR DELETE ON review_document
FOR EACH ROW EXECUTE FUNCTION review_refuse();
CREATE TRIGGER review_document_no_truncate BEFORE TRUNCATE ON review_document
FOR EACH STATEMENT EXECUTE FUNCTION review_refuse();
"""


def upgrade() -> None:
    op.add_column("review_submission", sa.Column("document_on", sa.Date(), nullable=True))
    op.create_table(
        "review_document",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["review_submission.id"], name=op.f("fk_review_document_submission_id")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_review_document_file_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_review_document")),
    )
    op.create_index(op.f("ix_review_document_file_id"), "review_document", ["file_id"], unique=False)
    if op.get_bind().dialect.name != "sqlite":
        op.execute(REFUSE_POSTGRESQL)
        return
    for deed in ("update", "delete"):
        op.execute(REFUSE_SQLITE.format(deed=deed))


def downgrade() -> None:
    op.drop_table("review_document")
    op.drop_column("review_submission", "document_on")

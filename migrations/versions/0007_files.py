"""Files: what was uploaded, the versions of evidence, the milestones that evidence is about; files show where
statements do."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | Sequence[str] | None = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = "'legal_reference', 'notification', 'link', 'number', 'statement'"
ACTIVE = sa.text("removed_at IS NULL")
HELD_BACK = sa.text("scan_state IN ('waiting', 'refused')")
READ = ["plan_id", "scope", "item_id", "kind", "valid_from", "valid_to", "about_on", "expires_on"]


def upgrade() -> None:
    _stored_file()
    _known_kinds(f"{KINDS}, 'file'")
    with op.batch_alter_table("evidence_span", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_evidence_span_file_id"), "stored_file", ["file_id"], ["id"])
        batch_op.drop_index("ix_evidence_span_read")
        batch_op.create_index("ix_evidence_span_read", [*READ, "file_id", "subject_id"], unique=False)
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_evidence_file_id"), "stored_file", ["file_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_evidence_file_of_its_kind"), "(kind = 'file') = (file_id IS NOT NULL)"
        )
    _versions_and_links()
    op.execute(
        "INSERT INTO closing_proof (requirement_id, group_number, evidence_kind, release_id)"
        " SELECT p.requirement_id, p.group_number, 'file', p.release_id FROM closing_proof p"
        " JOIN requirement r ON r.id = p.requirement_id"
        " WHERE p.evidence_kind = 'statement' AND NOT r.is_sensitive"
    )


def downgrade() -> None:
    """Evidence that is a file goes, with all that was said of it: there is no place for it any more."""
    op.execute("DELETE FROM closing_proof WHERE evidence_kind = 'file'")
    op.drop_table("evidence_milestone")
    op.drop_table("evidence_file")
    of_files = "SELECT id FROM evidence WHERE kind = 'file'"
    op.execute(f"DELETE FROM evidence_span WHERE kind = 'file' OR subject_id IN ({of_files})")
    op.execute(f"DELETE FROM revision WHERE subject_kind = 'evidence' AND subject_id IN ({of_files})")
    op.execute("DELETE FROM evidence WHERE kind = 'file'")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_evidence_file_of_its_kind"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_evidence_file_id"), type_="foreignkey")
        batch_op.drop_column("file_id")
    with op.batch_alter_table("evidence_span", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_span_read")
        batch_op.create_index("ix_evidence_span_read", [*READ, "subject_id"], unique=False)
        batch_op.drop_constraint(batch_op.f("fk_evidence_span_file_id"), type_="foreignkey")
        batch_op.drop_column("file_id")
    _known_kinds(KINDS)
    op.drop_table("stored_file")


def _known_kinds(kinds: str) -> None:
    """Say anew which kinds of evidence there are."""
    for table, column in (("evidence", "kind"), ("closing_proof", "evidence_kind")):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(batch_op.f(f"ck_{table}_{column}_known"), type_="check")
            batch_op.create_check_constraint(batch_op.f(f"ck_{table}_{column}_known"), f"{column} IN ({kinds})")


def _stored_file() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scan_state", sa.Text(), nullable=False),
        sa.Column("scanned_at", INSTANT, nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "scan_state IN ('not_scanned', 'waiting', 'clean', 'refused')",
            name=op.f("ck_stored_file_scan_state_known"),
        ),
        sa.CheckConstraint("length(country) <= 2", name=op.f("ck_stored_file_country_length")),
        sa.CheckConstraint("length(content_hash) <= 64", name=op.f("ck_stored_file_content_hash_length")),
        sa.CheckConstraint("length(media_type) <= 100", name=op.f("ck_stored_file_media_type_length")),
        sa.CheckConstraint("length(name) <= 150", name=op.f("ck_stored_file_name_length")),
        sa.CheckConstraint("size > 0", name=op.f("ck_stored_file_size_given")),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_stored_file_name_given")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user_account.id"], name=op.f("fk_stored_file_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index("ix_stored_file_country", ["country", "size"], unique=False)
        batch_op.create_index("ix_stored_file_content_hash", ["content_hash"], unique=False)
        batch_op.create_index(
            "ix_stored_file_held_back", ["id"], unique=False, sqlite_where=HELD_BACK, postgresql_where=HELD_BACK
        )


def _versions_and_links() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_file_evidence_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_evidence_file_file_id")),
    )
    with op.batch_alter_table("evidence_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_file_evidence_id"), ["evidence_id"], unique=False)
    op.create_table(
        "evidence_milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("removed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_milestone_evidence_id")),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"], name=op.f("fk_evidence_milestone_milestone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_milestone")),
    )
    with op.batch_alter_table("evidence_milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evidence_milestone_milestone_id"), ["milestone_id"], unique=False)
        batch_op.create_index(
            "uq_evidence_milestone_active",
            ["evidence_id", "milestone_id"],
            unique=True,
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        )

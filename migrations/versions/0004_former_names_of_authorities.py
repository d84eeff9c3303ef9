"""Former names of authorities, those of earlier changes taken from the audit trail."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | Sequence[str] | None = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
AUTHORITY = sa.table("authority", sa.column("id"), sa.column("plan_id"), sa.column("shared_name"))
ENTRY = sa.table(
    "audit_entry",
    sa.column("id"),
    sa.column("deed"),
    sa.column("subject_id"),
    sa.column("changes", sa.JSON()),
    sa.column("recorded_at", INSTANT),
)
RELEASE = sa.table("plan_release", sa.column("plan_id"), sa.column("released_at", INSTANT))
CONTINUOUS = sa.table(
    "continuous_sharing", sa.column("plan_id"), sa.column("started_at", INSTANT), sa.column("ended_at", INSTANT)
)


def upgrade() -> None:
    former = op.create_table(
        "authority_former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=False),
        sa.Column("shared_until", INSTANT, nullable=True),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_authority_former_name_name_length")),
        sa.CheckConstraint("length(short_name) <= 60", name=op.f("ck_authority_former_name_short_name_length")),
        sa.ForeignKeyConstraint(["authority_id"], ["authority.id"], name=op.f("fk_authority_former_name_authority_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authority_former_name")),
    )
    with op.batch_alter_table("authority_former_name", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authority_former_name_authority_id"), ["authority_id"], unique=False)
    told = _told(op.get_bind())
    if told:
        op.bulk_insert(former, told)


def downgrade() -> None:
    op.drop_table("authority_former_name")


def _told(connection: sa.Connection) -> list[dict[str, Any]]:
    """What the trail tells of names that were left, for authorities that are still there."""
    query = (
        sa.select(ENTRY.c.changes, ENTRY.c.recorded_at, AUTHORITY.c.id, AUTHORITY.c.plan_id, AUTHORITY.c.shared_name)
        .join(AUTHORITY, AUTHORITY.c.id == ENTRY.c.subject_id)
        .where(ENTRY.c.deed == "plans:authority:renamed")
        .order_by(ENTRY.c.id)
    )
    return [
        {
            "authority_id": authority_id,
            "name": changes["name"][0],
            "short_name": changes["short_name"][0],
            "ended_at": ended_at,
            "shared_until": _shared_until(connection, plan_id, ended_at, shared_name is not None),
        }
        for changes, ended_at, authority_id, plan_id, shared_name in connection.execute(query)
        if any(old != new for old, new in changes.values())
    ]


def _shared_until(connection: sa.Connection, plan_id: int, ended_at: Any, is_waiting: bool) -> Any:
    """When others were told: at once in a time of continuous sharing, else with the next release."""
    periods = sa.select(CONTINUOUS.c.plan_id).where(
        CONTINUOUS.c.plan_id == plan_id,
        CONTINUOUS.c.started_at <= ended_at,
        sa.or_(CONTINUOUS.c.ended_at.is_(None), CONTINUOUS.c.ended_at >= ended_at),
    )
    if connection.execute(periods).first() is not None:
        return ended_at
    releases = sa.select(sa.func.min(RELEASE.c.released_at)).where(
        RELEASE.c.plan_id == plan_id, RELEASE.c.released_at >= ended_at
    )
    next_release = connection.execute(releases).scalar()
    return next_release if next_release is not None or is_waiting else ended_at

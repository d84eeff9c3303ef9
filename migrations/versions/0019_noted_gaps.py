"""Gaps noted until a day; how often in a row a milestone was confirmed without a change."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | Sequence[str] | None = "0018"
branch_labels = None
depends_on = None

MILESTONES = (
    "plan_id",
    "scope",
    "item_id",
    "valid_from",
    "valid_to",
    "is_closing",
    "is_cancelled",
    "progress",
    "start_on",
    "baseline_on",
    "forecast_on",
    "actual_on",
    "highest_before",
)
ITEMS = ("plan_id", "scope", "item_id", "valid_from", "valid_to", "applicability", "lead_authority_id")
SAID = (
    "title",
    "authority_id",
    "position",
    "measured_by",
    "workstream_key",
    "step_key",
    "target_unit",
    "target_base",
    "target_base_on",
    "target_value",
    "target_source",
    "value",
    "value_on",
    "parts",
    "progress",
    "start_on",
    "baseline_on",
    "forecast_on",
    "actual_on",
    "is_cancelled",
    "cancel_reason",
    "note",
    "comes_from",
    "continued_as",
)
"""What a confirmation leaves as it was."""
SPAN = sa.table(
    "milestone_span",
    *(sa.column(name) for name in ("id", "subject_id", "scope", "valid_from", "confirmed_on", "confirmations", *SAID)),
)


def upgrade() -> None:
    op.drop_index("ix_milestone_span_read", "milestone_span")
    op.add_column("milestone_span", sa.Column("confirmations", sa.Integer(), server_default="0", nullable=False))
    counted = list(_confirmations(op.get_bind()))
    if counted:
        statement = sa.update(SPAN).where(SPAN.c.id == sa.bindparam("span"))
        op.get_bind().execute(statement.values(confirmations=sa.bindparam("number")), counted)
    op.create_index(
        "ix_milestone_span_read", "milestone_span", [*MILESTONES, "confirmations", "continued_as", "subject_id"]
    )
    op.drop_index("ix_plan_item_span_read", "plan_item_span")
    # With checks in the columns: SQLite then needs no new table.
    for name, limit in (("noted_gaps", 2000), ("noted_reasons", 30000)):
        check = f"CONSTRAINT ck_plan_item_{name}_length CHECK (length({name}) <= {limit})"
        op.execute(f"ALTER TABLE plan_item ADD COLUMN {name} TEXT {check}")
        op.execute(f"ALTER TABLE plan_item_span ADD COLUMN {name} TEXT")
    op.create_index("ix_plan_item_span_read", "plan_item_span", [*ITEMS, "noted_gaps"])


def downgrade() -> None:
    op.drop_index("ix_plan_item_span_read", "plan_item_span")
    for table in ("plan_item_span", "plan_item"):
        for name in ("noted_reasons", "noted_gaps"):
            op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
    op.create_index("ix_plan_item_span_read", "plan_item_span", [*ITEMS])
    op.drop_index("ix_milestone_span_read", "milestone_span")
    op.drop_column("milestone_span", "confirmations")
    op.create_index("ix_milestone_span_read", "milestone_span", [*MILESTONES, "continued_as", "subject_id"])


def _confirmations(connection: sa.Connection) -> Iterator[dict[str, int]]:
    """The spans that only confirm those before them, with how many in a row do."""
    said = [SPAN.c[name] for name in SAID]
    columns = (SPAN.c.id, SPAN.c.subject_id, SPAN.c.scope, SPAN.c.confirmed_on, *said)
    order = (SPAN.c.subject_id, SPAN.c.scope, SPAN.c.valid_from)
    before: tuple[object, ...] | None = None
    number = 0
    for row in connection.execute(sa.select(*columns).order_by(*order)):
        key, confirmed, now = row[1:3], row[3], tuple(row[4:])
        same = before is not None and (key, now) == before[:2] and confirmed != before[2]
        number = number + 1 if same else 0
        if number:
            yield {"span": row[0], "number": number}
        before = (key, now, confirmed)

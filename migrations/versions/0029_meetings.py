"""Presidencies of the Council; meetings, what is on their agenda, what was concluded, and who acts on it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0029"
down_revision: str | Sequence[str] | None = "0028"
branch_labels = None
depends_on = None

CONFIDENCE = "'high', 'medium', 'low', 'none'"
BODIES = "'mechanism', 'high_level', 'technical_level', 'contact_committee', 'consultation', 'other'"
REACHES = "'all', 'listed', 'country'"
LINKS = "'block', 'item', 'step', 'flag'"
STATES = "'open', 'done', 'withdrawn'"

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, 'what was said at a meeting stays as it was said'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was said at a meeting stays as it was said'; END $$;
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""
SAID = ("meeting_conclusion", "meeting_action_entry")
"""Tables whose rows are only added."""


def upgrade() -> None:
    _presidencies()
    _meetings()
    _agenda()
    _conclusions()
    _actions()
    for table in SAID:
        if op.get_bind().dialect.name == "sqlite":
            for deed in ("UPDATE", "DELETE"):
                op.execute(REFUSE_SQLITE.format(deed=deed, table=table))
        else:
            op.execute(REFUSE_POSTGRESQL.format(table=table))


def _bounded(table: str, *limits: tuple[str, int]) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint(f"length({name}) <= {limit}", name=op.f(f"ck_{table}_{name}_length"))
        for name, limit in limits
    ]


def _given(table: str, name: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"length({name}) > 0", name=op.f(f"ck_{table}_{name}_given"))


def _known(table: str, name: str, values: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{name} IN ({values})", name=op.f(f"ck_{table}_{name}_known"))


def _to(table: str, name: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [target], name=op.f(f"fk_{table}_{name}"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _create(table: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _meetings() -> None:
    table = "meeting"
    _create(
        table,
        *(_text(name) for name in ("body", "name", "title")),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        _text("place"),
        sa.Column("is_online", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), server_default=sa.false(), nullable=False),
        _number("year"),
        *(_text(name) for name in ("step_key", "chair", "reach")),
        _instant("made_at"),
        _number("author_id", nullable=True),
        _number("version"),
        _known(table, "body", BODIES),
        _known(table, "reach", REACHES),
        *_bounded(table, ("name", 300), ("title", 300), ("place", 300), ("step_key", 120), ("chair", 2)),
        _given(table, "title"),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_meeting_in_order")),
        sa.CheckConstraint("(body = 'other') = (length(name) > 0)", name=op.f("ck_meeting_other_is_named")),
        sa.CheckConstraint(
            "(body = 'consultation') = (reach = 'country')", name=op.f("ck_meeting_consultation_of_one")
        ),
        sa.CheckConstraint("chair = '' OR body = 'high_level'", name=op.f("ck_meeting_chair_of_forum")),
        _to(table, "author_id", "user_account.id"),
    )
    op.create_index("ix_meeting_starts_on", table, ["starts_on", "id"], unique=False)
    op.create_index("ix_meeting_year", table, ["year"], unique=False)
    table = "meeting_country"
    _create(
        table,
        _number("meeting_id"),
        _text("country"),
        *_bounded(table, ("country", 2)),
        _to(table, "meeting_id", "meeting.id"),
        sa.UniqueConstraint("meeting_id", "country", name=op.f("uq_meeting_country_meeting_id_country")),
    )


def _agenda() -> None:
    table = "agenda_point"
    _create(
        table,
        _number("meeting_id"),
        _number("position"),
        _text("title"),
        _text("text"),
        _instant("made_at"),
        _instant("removed_at", nullable=True),
        _number("version"),
        *_bounded(table, ("title", 300), ("text", 4000)),
        _given(table, "title"),
        sa.CheckConstraint("position >= 1 AND position <= 200", name=op.f("ck_agenda_point_position_range")),
        _to(table, "meeting_id", "meeting.id"),
    )
    op.create_index(op.f("ix_agenda_point_meeting_id"), table, ["meeting_id"], unique=False)
    table = "agenda_link"
    _create(
        table,
        _number("point_id"),
        _text("kind"),
        _text("key"),
        _number("item_id", nullable=True),
        _number("flag_id", nullable=True),
        _known(table, "kind", LINKS),
        *_bounded(table, ("key", 120)),
        sa.CheckConstraint("(kind = 'item') = (item_id IS NOT NULL)", name=op.f("ck_agenda_link_items_by_number")),
        sa.CheckConstraint("(kind = 'flag') = (flag_id IS NOT NULL)", name=op.f("ck_agenda_link_flags_by_number")),
        _to(table, "point_id", "agenda_point.id"),
        _to(table, "item_id", "item.id"),
        _to(table, "flag_id", "flag.id"),
        sa.UniqueConstraint("point_id", "kind", "key", name=op.f("uq_agenda_link_point_id_kind_key")),
    )
    for name in ("item_id", "flag_id"):
        op.create_index(op.f(f"ix_agenda_link_{name}"), table, [name], unique=False)
    op.create_index("ix_agenda_link_key", table, ["kind", "key"], unique=False)


def _conclusions() -> None:
    table = "meeting_conclusion"
    _create(
        table,
        *(_number(name) for name in ("meeting_id", "place", "follows")),
        _text("text"),
        _instant("said_at"),
        _number("author_id", nullable=True),
        *_bounded(table, ("text", 4000)),
        _given(table, "text"),
        _to(table, "meeting_id", "meeting.id"),
        _to(table, "author_id", "user_account.id"),
        sa.UniqueConstraint("meeting_id", "place", "follows", name="uq_meeting_conclusion_follows"),
    )


def _actions() -> None:
    table = "meeting_action"
    _create(
        table,
        _number("meeting_id"),
        _number("point_id", nullable=True),
        _number("number"),
        _text("owner"),
        _instant("given_at"),
        _number("given_by_id", nullable=True),
        *_bounded(table, ("owner", 40)),
        _given(table, "owner"),
        sa.CheckConstraint("number >= 1 AND number <= 200", name=op.f("ck_meeting_action_number_range")),
        _to(table, "meeting_id", "meeting.id"),
        _to(table, "point_id", "agenda_point.id"),
        _to(table, "given_by_id", "user_account.id"),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_action_meeting_id_number")),
    )
    op.create_index(op.f("ix_meeting_action_point_id"), table, ["point_id"], unique=False)
    op.create_index("ix_meeting_action_owner", table, ["owner"], unique=False)
    op.create_index("ix_meeting_action_given_at", table, ["given_at"], unique=False)
    table = "meeting_action_entry"
    _create(
        table,
        _number("action_id"),
        _number("follows"),
        _text("what"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _text("state"),
        sa.Column("ended_on", sa.Date(), nullable=True),
        _text("note"),
        _instant("said_at"),
        _number("author_id", nullable=True),
        _known(table, "state", STATES),
        *_bounded(table, ("what", 4000), ("note", 4000)),
        _given(table, "what"),
        sa.CheckConstraint(
            "(state = 'open') = (ended_on IS NULL)", name=op.f("ck_meeting_action_entry_dated_when_ended")
        ),
        _to(table, "action_id", "meeting_action.id"),
        _to(table, "author_id", "user_account.id"),
        sa.UniqueConstraint("action_id", "follows", name="uq_meeting_action_entry_follows"),
    )


def _presidencies() -> None:
    op.create_table(
        "presidency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("country_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        sa.CheckConstraint(f"confidence IN ({CONFIDENCE})", name=op.f("ck_presidency_confidence_known")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_presidency_in_order")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f("fk_presidency_release_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["country_id"], ["country.id"], name=op.f("fk_presidency_country_id")),
        sa.ForeignKeyConstraint(["source_id"], ["catalogue_source.id"], name=op.f("fk_presidency_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presidency")),
    )
    op.create_index(op.f("ix_presidency_release_id"), "presidency", ["release_id"], unique=False)


def downgrade() -> None:
    for table in SAID:
        op.drop_table(table)
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {table}_refuse()")
    for table in ("meeting_action", "agenda_link", "agenda_point", "meeting_country", "meeting", "presidency"):
        op.drop_table(table)

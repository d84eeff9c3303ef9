"""Questions on the acts, answers in versions, and which plan items rely on them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0031"
down_revision: str | Sequence[str] | None = "0030"
branch_labels = None
depends_on = None

STATES = "'open', 'answered', 'taken_back', 'merged', 'withdrawn'"
ACTS = "'ask', 'withdraw', 'answer', 'revise', 'take_back', 'merge', 'offer', 'widen', 'decline', 'name', 'hide'"

GUIDANCE = "'plan', 'questions', 'guide', 'standards', 'tool', 'training', 'workshop', 'template', 'operations'"

REFUSE_SQLITE = """
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{what} stays as it was said'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{what} stays as it was said'; END $$;
CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
"""
APPENDED = ("guidance_use", "question_act", "answer_version")


def upgrade() -> None:
    _questions()
    _answers()
    _reliance()
    _guidance()
    _use()


def _check(table: str, name: str, said: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(said, name=op.f(f"ck_{table}_{name}"))


def _length(table: str, name: str, limit: int) -> sa.CheckConstraint:
    return _check(table, f"{name}_length", f"length({name}) <= {limit}")


def _key(table: str, name: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{other}.id"], name=op.f(f"fk_{table}_{name}"))


def _make(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def _questions() -> None:
    name = "question"
    _make(
        name,
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("shows_asker", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answer_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(name, "reach_known", "reach IN ('commission', 'member_states')"),
        _check(name, "state_known", f"state IN ({STATES})"),
        _length(name, "title", 300),
        _length(name, "text", 8000),
        _check(name, "words_given", "length(title) > 0 AND length(text) > 0"),
        _check(name, "merged_into_one", "(state = 'merged') = (merged_into_id IS NOT NULL)"),
        _check(name, "not_itself", "merged_into_id <> id AND follows_id <> id"),
        _check(name, "answered_by_a_version", "state NOT IN ('answered', 'taken_back') OR answer_number > 0"),
        _check(name, "offered_to_widen", "NOT is_offered OR reach = 'commission'"),
        _key(name, "plan_id", "plan"),
        _key(name, "authority_id", "authority"),
        _key(name, "follows_id", "question"),
        _key(name, "merged_into_id", "question"),
        _key(name, "author_id", "user_account"),
    )
    for column in ("plan_id", "follows_id", "merged_into_id"):
        op.create_index(op.f(f"ix_question_{column}"), name, [column], unique=False)
    op.create_index("ix_question_state", name, ["state"], unique=False)
    name = "question_part"
    _make(
        name,
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        _check(name, "kind_known", "kind IN ('block', 'item', 'article')"),
        _length(name, "key", 120),
        _check(name, "items_by_number", "(kind = 'item') = (item_id IS NOT NULL)"),
        _key(name, "question_id", "question"),
        _key(name, "item_id", "item"),
        sa.UniqueConstraint("question_id", "kind", "key", name=op.f("uq_question_part_question_id_kind_key")),
    )
    op.create_index(op.f("ix_question_part_item_id"), name, ["item_id"], unique=False)
    op.create_index("ix_question_part_key", name, ["kind", "key"], unique=False)


def _answers() -> None:
    name = "answer_draft"
    _make(
        name,
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _length(name, "text", 20000),
        _length(name, "reason", 2000),
        _key(name, "question_id", "question"),
        _key(name, "author_id", "user_account"),
        sa.UniqueConstraint("question_id", name=op.f("uq_answer_draft_question_id")),
    )
    name = "answer_version"
    _make(
        name,
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        _check(name, "signed_known", "signed IN ('reviewer', 'lead_reviewer', 'system')"),
        _length(name, "text", 20000),
        _length(name, "reason", 2000),
        _check(name, "says_something", "is_withdrawal = (text = '')"),
        _check(name, "reason_given", "number = 1 OR reason <> ''"),
        _key(name, "question_id", "question"),
        _key(name, "author_id", "user_account"),
        sa.UniqueConstraint("question_id", "number", name=op.f("uq_answer_version_question_id_number")),
    )
    op.create_index("ix_answer_version_said_at", name, ["said_at"], unique=False)
    _refuse(name, "a version of an answer")
    name = "question_act"
    _make(
        name,
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        _check(name, "act_known", f"act IN ({ACTS})"),
        _check(name, "side_known", "side IN ('asker', 'commission')"),
        _length(name, "text", 2000),
        _key(name, "question_id", "question"),
        _key(name, "author_id", "user_account"),
    )
    op.create_index(op.f("ix_question_act_question_id"), name, ["question_id"], unique=False)
    op.create_index("ix_question_act_taken_at", name, ["taken_at"], unique=False)
    _refuse(name, "an act on a question")


def _reliance() -> None:
    name = "answer_reliance"
    _make(
        name,
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(name, "of_a_version", "number > 0"),
        _key(name, "question_id", "question"),
        _key(name, "plan_id", "plan"),
        _key(name, "item_id", "item"),
        _key(name, "begun_by_id", "user_account"),
        _key(name, "ended_by_id", "user_account"),
    )
    op.create_index(op.f("ix_answer_reliance_plan_id"), name, ["plan_id"], unique=False)
    op.create_index(
        "uq_answer_reliance_standing",
        name,
        ["question_id", "plan_id", "item_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _guidance() -> None:
    name = "guidance_entry"
    _make(
        name,
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=True),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Text(), nullable=False),
        _check(name, "kind_known", f"kind IN ({GUIDANCE})"),
        _check(name, "confidence_known", "confidence IN ('high', 'medium', 'low', 'none')"),
        _key(name, "title_id", "phrase"),
        _key(name, "note_id", "phrase"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["catalogue_release.id"], name=op.f(f"fk_{name}_release_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("release_id", "key", name=op.f("uq_guidance_entry_release_id_key")),
    )
    op.create_index(op.f("ix_guidance_entry_release_id"), name, ["release_id"], unique=False)


def _use() -> None:
    name = "guidance_use"
    _make(
        name,
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Integer(), nullable=False),
        sa.Column("entry_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("as_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("is_nothing", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        _check(name, "kind_known", "kind IN ('training', 'trained', 'adapted', 'in_use')"),
        _check(name, "reach_known", "reach IN ('internal', 'commission')"),
        _length(name, "entry_key", 120),
        _length(name, "note", 1000),
        _check(name, "number_range", "number >= 0 AND number <= 1000000"),
        _check(name, "counted_by_kind", "kind NOT IN ('adapted', 'in_use') OR number IS NULL"),
        _check(name, "people_counted", "kind <> 'trained' OR number IS NOT NULL"),
        _check(name, "error_of_one", "NOT is_nothing OR corrects_id IS NOT NULL"),
        _key(name, "plan_id", "plan"),
        _key(name, "authority_id", "authority"),
        _key(name, "corrects_id", "guidance_use"),
        _key(name, "author_id", "user_account"),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_guidance_use_corrects_id")),
    )
    op.create_index(op.f("ix_guidance_use_plan_id"), name, ["plan_id"], unique=False)
    _refuse(name, "what was recorded of the use of guidance")


def _refuse(table: str, what: str) -> None:
    """The database itself changes nothing of what was said; rows go where a demonstration's plan is made anew."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute((REFUSE_SQLITE if is_sqlite else REFUSE_POSTGRESQL).format(table=table, what=what))


def downgrade() -> None:
    op.drop_table("guidance_entry")
    for name in (
        "guidance_use",
        "answer_reliance",
        "question_act",
        "answer_version",
        "answer_draft",
        "question_part",
        "question",
    ):
        op.drop_table(name)
        if name in APPENDED and op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP FUNCTION {name}_refuse()")

"""The migrations: models equal them, they are one line, and each goes up, down and up again with rows in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError

from app.accounts.actor import SYSTEM
from app.accounts.services import Scope, create_user, grant_role
from app.accounts.states import Role
from app.audit.services import commit
from app.core import schema
from app.core.engine import Database
from app.core.whole import lay_in, script_of
from app.plans.services.authorities import add_authority, rename_authority
from app.plans.services.evidence import attach_evidence
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.plans import open_plans
from app.plans.services.releases import share
from tests.conftest import Fresh
from tests.factories.catalogue import load_tiny_catalogue

Shape = Mapping[str, Any]
Rows = list[dict[str, Any]]
UNVERSIONED = "alembic_version"


def shape(engine: Engine) -> Shape:
    """The schema as the database tells it, in a form that compares; asked of all tables at once."""
    seen = inspect(engine)
    columns, keys, foreign = seen.get_multi_columns(), seen.get_multi_pk_constraint(), seen.get_multi_foreign_keys()
    indexes, unique = seen.get_multi_indexes(), seen.get_multi_unique_constraints()
    checks = seen.get_multi_check_constraints()

    def listed(found: Sequence[Any], *names: str) -> list[str]:
        return sorted(str([(name, entry.get(name)) for name in names]) for entry in found)

    return {
        table: {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], str(column["default"]))
                for column in columns[None, table]
            ],
            "key": keys[None, table]["constrained_columns"],
            "foreign keys": listed(
                foreign[None, table], "constrained_columns", "referred_table", "referred_columns", "options"
            ),
            "indexes": listed(indexes[None, table], "name", "column_names", "unique"),
            "unique": listed(unique[None, table], "name", "column_names"),
            "checks": listed(checks[None, table], "name", "sqltext"),
        }
        for table in sorted(seen.get_table_names())
    }


def rows(engine: Engine) -> dict[str, Rows]:
    """All rows of all tables."""
    with engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()]
            for table in inspect(connection).get_table_names()
            if table != UNVERSIONED
        }


def is_in(some: Rows, others: Rows) -> bool:
    """Whether these are the others, in the columns that these have."""
    names = sorted(some[0]) if some else []
    one, other = (sorted(str([row[name] for name in names]) for row in found) for found in (some, others))
    return one == other


BROUGHT = {
    "0007": ("closing_proof", "evidence_kind", "file"),
    "0026": ("closing_proof", "evidence_kind", "product"),
}
"""Rows that a revision brings into a table that stays, and takes away again: the table, a column and its value."""


def without_brought(found: dict[str, Rows], revision: str) -> dict[str, Rows]:
    """The rows without those that the revision itself brings."""
    table, column, value = BROUGHT.get(revision, ("", "", ""))
    return {name: [row for row in held if name != table or row[column] != value] for name, held in found.items()}


def fill(database: Database, folder: Path) -> None:
    """People, a catalogue, plans with milestones and a release."""
    with database.writing() as session:
        person = create_user(session, actor=SYSTEM, email="person@ministry.example.org", name="Åsa")
        grant_role(session, person, Role.COORDINATOR, Scope(country="IE"), actor=SYSTEM)
        view = load_tiny_catalogue(session, folder)
        open_plans(session, view, actor=SYSTEM)
        key = next(view.items_of("IE")).key
        add_milestone(session, view, "IE", key, {"title": "Draft sent to parliament"}, actor=SYSTEM)
        share(session, "IE", actor=SYSTEM)
        commit(session, None)


def revisions() -> list[tuple[str, str]]:
    """Each revision with the one below it (`base` for the first), the newest first."""
    script = ScriptDirectory(str(schema.MIGRATIONS))
    return [(found.revision, str(found.down_revision or "base")) for found in script.walk_revisions()]


def test_there_is_one_line_of_revisions() -> None:
    script = ScriptDirectory(str(schema.MIGRATIONS))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
    assert all(not found.is_branch_point and not found.is_merge_point for found in script.walk_revisions())


def test_files_are_readable_in_order() -> None:
    names = sorted(path.name for path in (schema.MIGRATIONS / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert [revision for revision, _ in reversed(revisions())] == [name[:4] for name in names]


def test_models_equal_migrations(committed: Database) -> None:
    schema.check(committed.engine)


def test_an_empty_database_comes_to_the_head(empty: Database, committed: Database) -> None:
    schema.upgrade(empty.engine)
    assert schema.current_revision(empty.engine) == schema.head_revision()
    assert shape(empty.engine) == shape(committed.engine)


def test_the_schema_in_one_piece_is_what_the_migrations_make(fresh: Fresh) -> None:
    migrated, whole = fresh("sqlite", False).engine, fresh("sqlite", False).engine
    script = schema.made_whole(migrated)
    kept = schema.kept_whole()
    assert kept == script, "the schema has changed: run `flask --app wsgi db whole`"
    assert lay_in(whole, kept)
    assert shape(whole) == shape(migrated)
    assert script_of(whole, "0000").splitlines()[3:] == script.splitlines()[3:], "every definition and row"
    assert rows(whole) == rows(migrated)
    assert schema.current_revision(whole) == schema.head_revision()


def test_an_empty_database_is_set_up_in_one_piece_or_by_its_migrations(
    fresh: Fresh, empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone_through: list[str] = []
    upgrade = schema.upgrade
    monkeypatch.setattr(schema, "upgrade", lambda engine, to="head": (gone_through.append(to), upgrade(engine, to)))
    schema.create(empty.engine)
    assert gone_through == ([] if empty.is_sqlite else ["head"])
    schema.create(empty.engine)
    assert gone_through[-1:] == ["head"], "what is not empty is migrated"
    assert schema.current_revision(empty.engine) == schema.head_revision()
    older = fresh("sqlite", False).engine
    schema.create(older, "0003")
    assert (gone_through[-1], schema.current_revision(older)) == ("0003", "0003"), "there is no piece of it"


def test_a_piece_that_breaks_leaves_an_empty_database(fresh: Fresh) -> None:
    database = fresh("sqlite", False)
    with pytest.raises(DBAPIError):
        lay_in(database.engine, "CREATE TABLE one (id INTEGER);\n\nINSERT INTO another VALUES (1);\n")
    assert schema.is_empty(database.engine)
    assert lay_in(database.engine, "CREATE TABLE one (id INTEGER);\n")
    assert not lay_in(database.engine, "CREATE TABLE two (id INTEGER);\n"), "it is empty no more"


def test_every_revision_goes_up_down_and_up_with_rows_in_place(committed: Database, tmp_path: Path) -> None:
    engine = committed.engine
    fill(committed, tmp_path / "tiny")
    for revision, below in revisions():
        shape_here, before = shape(engine), without_brought(rows(engine), revision)
        schema.downgrade(engine, below)
        kept = rows(engine)
        assert all(is_in(kept[table], before[table]) for table in kept), f"{revision} loses rows on its way down"
        shape_below = shape(engine)
        schema.upgrade(engine, revision)
        assert shape(engine) == shape_here, f"{revision} does not come back as it was"
        back = without_brought(rows(engine), revision)
        assert all(is_in(before[table], back[table]) for table in kept), f"{revision} fills its columns otherwise"
        schema.downgrade(engine, below)
        assert shape(engine) == shape_below, f"{revision} leaves something behind"
    assert [table for table in inspect(engine).get_table_names() if table != UNVERSIONED] == []


def test_the_highest_progress_before_comes_from_the_spans(committed: Database, tmp_path: Path) -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as clock_at, committed.writing() as session:
        view = load_tiny_catalogue(session, tmp_path / "tiny")
        open_plans(session, view, actor=SYSTEM)
        key = next(view.items_of("IE")).key
        made = add_milestone(session, view, "IE", key, {"title": "Draft sent to parliament"}, actor=SYSTEM)
        low, high = (step.key for step in view.workstreams[made.workstream_key].ladder[:2])
        for step in (high, low, high):
            clock_at.shift(timedelta(days=1))
            given = {"step_key": step}
            update_milestone(session, view, "IE", made.reference, given, actor=SYSTEM, expected_version=None)
        commit(session, None)
    before = rows(committed.engine)["milestone_span"]
    spans = sorted((row["valid_from"], row["progress"], row["highest_before"]) for row in before if row["progress"])
    figures = [(progress, highest) for _, progress, highest in spans]
    top = max(progress for progress, _ in figures)
    assert [highest for _, highest in figures] == [0, top, top]
    schema.downgrade(committed.engine, "0004")
    schema.upgrade(committed.engine, "0005")
    assert is_in(rows(committed.engine)["milestone_span"], before)


def test_names_that_authorities_had_come_from_the_trail(committed: Database, tmp_path: Path) -> None:
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    with time_machine.travel(noon, tick=False) as clock_at, committed.writing() as session:
        open_plans(session, load_tiny_catalogue(session, tmp_path / "tiny"), actor=SYSTEM)
        held = add_authority(session, "IE", "Ministry of Old", actor=SYSTEM)
        rename_authority(session, "IE", held.authority_id, "Ministry of Now", actor=SYSTEM, expected_version=None)
        commit(session, None)
        clock_at.shift(timedelta(days=1))
        share(session, "IE", actor=SYSTEM)
        commit(session, None)
        clock_at.shift(timedelta(days=1))
        rename_authority(session, "IE", held.authority_id, "Ministry to be", actor=SYSTEM, expected_version=None)
        commit(session, None)
    former = "authority_former_name"
    before = rows(committed.engine)[former]
    assert len(before) == 2
    schema.downgrade(committed.engine, "0003")
    schema.upgrade(committed.engine)
    assert rows(committed.engine)[former] == before


def test_tables_are_named_by_their_models(fresh: Fresh) -> None:
    engine = fresh("sqlite", True).engine
    found = MetaData()
    found.reflect(engine)
    unnamed = [
        f"{table.name}: {constraint}"
        for table in found.tables.values()
        if table.name != UNVERSIONED
        for constraint in inspect(engine).get_check_constraints(table.name)
        if not constraint["name"]
    ]
    assert unnamed == [], "every CHECK has a name"


def test_files_show_where_statements_do_also_in_catalogues_that_were_there(committed: Database, tmp_path: Path) -> None:
    engine = committed.engine
    fill(committed, tmp_path / "tiny")
    query = text("SELECT requirement_id, group_number, evidence_kind FROM closing_proof ORDER BY 1, 2, 3")
    with engine.connect() as connection:
        before = connection.execute(query).all()
    schema.downgrade(engine, "0004")
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(query).all() == before
    assert any(kind == "file" for _, _, kind in before)


def test_evidence_stays_when_files_come_and_go(committed: Database, tmp_path: Path) -> None:
    engine = committed.engine
    with committed.writing() as session:
        view = load_tiny_catalogue(session, tmp_path / "tiny")
        open_plans(session, view, actor=SYSTEM)
        key = next(view.items_of("IE")).key
        attach_evidence(session, view, "IE", key, {"kind": "statement", "title": "Held"}, actor=SYSTEM)
        commit(session, None)
    before = rows(engine)
    schema.downgrade(engine, "0004")
    stay = set(rows(engine))
    schema.upgrade(engine)
    again = rows(engine)
    assert {table: len(again[table]) for table in stay} == {table: len(before[table]) for table in stay}
    assert is_in(again["revision"], before["revision"])
    assert is_in(again["evidence"], before["evidence"])

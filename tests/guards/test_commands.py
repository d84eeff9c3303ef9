"""What every command keeps: what changes something can be tried first, what prints data prints JSON too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from flask import Flask

from app.core import schema
from app.http.context import services
from tests.guards.house import OWN, House

CHANGES = {
    "access",
    "accounts correct",
    "accounts disable",
    "accounts grant",
    "accounts invite",
    "accounts link",
    "accounts pseudonymise",
    "accounts revoke",
    "backup",
    "catalogue export",
    "catalogue load",
    "db downgrade",
    "db upgrade",
    "db whole",
    "demo load",
    "files scan",
    "files sweep",
    "mail send",
    "plans document",
    "plans export-workbook",
    "plans import-workbook",
    "restore",
    "setup",
    "support assign",
    "support end",
}
"""They write, into the database or into files."""

PRINTS = {
    "access",
    "accounts list",
    "audit verify",
    "catalogue check",
    "catalogue list",
    "catalogue load",
    "catalogue schema",
    "db check",
    "demo load",
    "files check",
    "mail list",
    "plans import-workbook",
    "plans show",
    "plans verify",
    "readiness show",
    "support list",
}
"""They print data, which somebody's script may read."""


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command below a group by its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def flags(command: click.Command) -> set[str]:
    return {spelling for parameter in command.params for spelling in parameter.opts}


def test_every_command_is_known_to_change_or_to_print(app_of_house: Flask) -> None:
    assert {name for name, _ in commands(app_of_house.cli)} == CHANGES | PRINTS


def test_what_changes_something_can_be_tried_and_what_prints_data_prints_json(app_of_house: Flask) -> None:
    for name, command in commands(app_of_house.cli):
        assert ("--dry-run" in flags(command)) == (name in CHANGES), name
        assert ("--json" in flags(command)) == (name in PRINTS), name
        assert command.help, name


def test_bad_input_is_1_and_wrong_usage_2_on_standard_error(house: House, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("")
    bad = {
        "accounts grant": ["nobody@demo.example", "observer"],
        "accounts invite": ["no address", "N", "--role", "observer"],
        "accounts link": ["nobody@demo.example"],
        "accounts revoke": ["999999"],
        "backup": [str(tmp_path / "full")],
        "catalogue check": [str(tmp_path / "full")],
        "catalogue export": [str(tmp_path / "full")],
        "catalogue load": [str(tmp_path / "full")],
        "db downgrade": ["nonsense"],
        "files scan": [],
        "mail send": [],
        "plans export-workbook": ["XX", str(tmp_path / "new.xlsx")],
        "plans import-workbook": ["IE", str(tmp_path / "full" / "file")],
        "plans show": ["XX"],
        "plans verify": ["0" * 64],
        "readiness show": ["XX"],
        "support assign": ["999999", "x@x.eu", "--task", "x", *SPAN],
        "support end": ["999999", "1", "--reason", "x"],
        "restore": [str(tmp_path / "full"), "--to", str(tmp_path / "new")],
    }
    runner = house.app.test_cli_runner()
    for name, arguments in bad.items():
        result = runner.invoke(args=[*name.split(), *arguments])
        assert (result.exit_code, result.stdout) == (1, ""), (name, result.output)
        assert result.stderr, name
    for name, _ in commands(house.app.cli):
        result = runner.invoke(args=[*name.split(), "--no-such-option"])
        assert (result.exit_code, result.stdout) == (2, ""), name


def test_a_database_file_that_is_damaged_ends_in_a_sentence(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "tracker.sqlite3").write_bytes(b"no database " * 1000)
    urls = (f"sqlite:///{tmp_path / name}.sqlite3" for name in ("tracker", "volatile"))
    runner = make_app(*urls).test_cli_runner()
    for command in (["setup"], ["audit", "verify"]):
        result = runner.invoke(args=command)
        assert (result.exit_code, result.stderr) == (1, "The database cannot be read: file is not a database.\n")


@pytest.fixture
def app_of_house(house: House) -> Flask:
    return house.app


SPAN = ("--from", "2026-11-22", "--until", "2026-12-31")

TRIED = {
    "accounts grant": ["guest@demo.example", "observer"],
    "accounts invite": ["n@ministry.example.org", "N", "--role", "observer"],
    "accounts link": ["guest@demo.example"],
    "accounts revoke": ["{grant_id}"],
    "backup": ["{new}"],
    "catalogue export": ["{new}"],
    "db downgrade": ["base"],
    "db upgrade": [],
    "files sweep": [],
    "plans export-workbook": ["IE", "{new}"],
    "setup": [],
    "support assign": ["{project_id}", "guest@demo.example", "--task", "x", *SPAN, "--block", "reception"],
    "support end": ["{project_id}", "{assignment_id}", "--reason", "x"],
}
"""How to try each command on the house; the others that change something have tests of their own."""


@pytest.mark.parametrize("name", TRIED)
def test_what_is_tried_changes_nothing(house: House, tmp_path: Path, name: str) -> None:
    before = state(house)
    values = {**house.names, **house.told["own"].values(), "new": str(tmp_path / "new")}
    result = house.app.test_cli_runner().invoke(
        args=[*name.split(), *(word.format(**values) for word in TRIED[name]), "--dry-run"]
    )
    assert result.exit_code == 0, result.output
    assert "Dry run: nothing was " in result.stderr
    assert state(house) == before
    assert not (tmp_path / "new").exists()


def state(house: House) -> list[object]:
    """Every row of the database, as text."""
    with services(house.app).database.engine.connect() as connection:
        names = services(house.app).database.engine.dialect.get_table_names(connection)
        return [
            (name, sorted(map(str, connection.exec_driver_sql(f'SELECT * FROM "{name}"'))))
            for name in sorted(names)
            if not name.startswith("volatile_")
        ]


def test_a_restore_is_tried_before_anything_is_made(house: House, tmp_path: Path) -> None:
    runner = house.app.test_cli_runner()
    assert runner.invoke(args=["backup", str(tmp_path / "kept")]).exit_code == 0
    arguments = ["restore", str(tmp_path / "kept"), "--to", str(tmp_path / "new"), "--dry-run"]
    tried = runner.invoke(args=arguments)
    assert tried.exit_code == 0, tried.output
    assert " to restore: " in tried.stdout
    assert not (tmp_path / "new").exists()
    next((tmp_path / "kept" / "database").iterdir()).write_bytes(b"")
    assert runner.invoke(args=arguments).exit_code == 1


def test_the_schema_is_compared_in_json_too(house: House) -> None:
    runner = house.app.test_cli_runner()
    assert json.loads(runner.invoke(args=["db", "check", "--json"]).stdout)["agree"] is True
    assert json.loads(runner.invoke(args=["catalogue", "schema", "--json"]).stdout)
    assert OWN in runner.invoke(args=["plans", "show", OWN]).stdout


def test_a_stale_piece_of_the_schema_is_told_and_written_anew(
    make_app: Callable[..., Flask], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = make_app(*(f"sqlite:///{tmp_path / name}.sqlite3" for name in ("tracker", "volatile"))).test_cli_runner()
    kept, place = schema.kept_whole(), tmp_path / "whole" / "sqlite.sql"
    monkeypatch.setattr(schema, "WHOLE", place)
    checked = runner.invoke(args=["db", "check"])
    assert (checked.exit_code, "db whole" in checked.stderr) == (1, True)
    tried = runner.invoke(args=["db", "whole", "--dry-run"])
    assert "would change" in tried.stdout
    assert not place.exists()
    assert runner.invoke(args=["db", "whole"]).exit_code == 0
    assert place.read_text(encoding="utf-8") == kept

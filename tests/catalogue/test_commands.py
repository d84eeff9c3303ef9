"""`flask catalogue …`: what it says, where it says it, and with which status it ends."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from app import create_app
from app.http.context import services
from config import Config
from tests.factories.catalogue import tiny_catalogue_folder


@pytest.fixture
def app(tmp_path: Path, sqlite_template: Path, request: pytest.FixtureRequest) -> Flask:
    shutil.copy(sqlite_template, tmp_path / "tracker.sqlite3")
    config = Config(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'tracker.sqlite3'}",
        volatile_url=f"sqlite:///{tmp_path / 'volatile.sqlite3'}",
        secret_key="x" * 40,
        is_testing=True,
        demonstration=getattr(request, "param", False),
    )
    return create_app(config)


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["catalogue", *arguments])


def test_check_says_that_nothing_is_wrong(app: Flask, tmp_path: Path) -> None:
    result = run(app, "check", str(tiny_catalogue_folder(tmp_path)))
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "tiny 1: no faults, 3 blocks.\n"


def test_check_names_all_faults_on_standard_error_and_ends_with_1(app: Flask, tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(
        tmp_path,
        ("blocks/01-reception.yaml", "{on: 2026-06-12", "{on: 2026-02-30"),
        ("acts.yaml", "parent: AMMR", "parent: AMM"),
    )
    result = run(app, "check", str(folder))
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert lines[0] == "acts.yaml:8:13: acts.0.parent: unknown act 'AMM': expected one of acts.yaml"
    assert lines[1].startswith("blocks/01-reception.yaml:32:19: blocks.0.children.1.due.on: '2026-02-30'")
    assert lines[2] == "2 faults; nothing was changed."


def test_check_prints_faults_as_json(app: Flask, tmp_path: Path) -> None:
    folder = tiny_catalogue_folder(tmp_path, ("acts.yaml", "parent: AMMR", "parent: AMM"))
    result = run(app, "check", str(folder), "--json")
    assert result.exit_code == 1
    (fault,) = json.loads(result.stdout)["faults"]
    assert (fault["file"], fault["line"], fault["column"]) == ("acts.yaml", 8, 13)


@pytest.mark.parametrize("arguments", [("check",), ("check", "nowhere"), ("load", "nowhere"), ("burn",)])
def test_wrong_usage_ends_with_2(app: Flask, arguments: tuple[str, ...]) -> None:
    assert run(app, *arguments).exit_code == 2


def test_load_says_what_it_did_and_a_second_time_that_nothing_changed(app: Flask, tmp_path: Path) -> None:
    folder = str(tiny_catalogue_folder(tmp_path))
    first = run(app, "load", folder)
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("tiny 1 loaded: ")
    assert run(app, "load", folder).stdout == "tiny 1 is loaded already: nothing changed.\n"
    assert json.loads(run(app, "load", folder, "--json").stdout)["created"] is False
    assert "tiny 1  in force from 2024-06-12" in run(app, "list").stdout
    assert len(json.loads(run(app, "list", "--json").stdout)) == 1


def test_a_dry_run_changes_nothing(app: Flask, tmp_path: Path) -> None:
    result = run(app, "load", str(tiny_catalogue_folder(tmp_path)), "--dry-run")
    assert result.exit_code == 0
    assert "nothing was changed" in result.stderr
    assert run(app, "list").stdout == ""


def test_other_content_under_the_same_version_is_refused_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    run(app, "load", str(tiny_catalogue_folder(tmp_path / "a")))
    other = tiny_catalogue_folder(tmp_path / "b", ("terms.yaml", "fr: medium", "fr: low"))
    result = run(app, "load", str(other))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "give it a new version" in result.stderr


@pytest.mark.parametrize("app", [True], indirect=True)
def test_a_demonstration_is_rebuilt_after_saying_so(app: Flask, tmp_path: Path) -> None:
    run(app, "load", str(tiny_catalogue_folder(tmp_path / "a")))
    other = tiny_catalogue_folder(tmp_path / "b", ("terms.yaml", "fr: medium", "fr: low"))
    result = run(app, "load", str(other))
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0].startswith("The database is a demonstration")


def test_export_writes_files_that_load_again(app: Flask, tmp_path: Path) -> None:
    run(app, "load", str(tiny_catalogue_folder(tmp_path)))
    exported = tmp_path / "exported"
    result = run(app, "export", str(exported))
    assert result.exit_code == 0, result.output
    assert run(app, "load", str(exported)).stdout == "tiny 1 is loaded already: nothing changed.\n"
    again = run(app, "export", str(exported))
    assert (again.exit_code, again.stdout) == (1, "")


def test_a_dry_export_names_the_files_and_writes_none(app: Flask, tmp_path: Path) -> None:
    run(app, "load", str(tiny_catalogue_folder(tmp_path)))
    exported = tmp_path / "exported"
    result = run(app, "export", str(exported), "--dry-run")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == str(exported / "catalogue.yaml")
    assert "nothing was written" in result.stderr
    assert not exported.exists()


@pytest.mark.parametrize("arguments", [("load", "tiny"), ("list",), ("export", "out")])
def test_a_database_without_tables_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    tiny_catalogue_folder(tmp_path)
    monkeypatch.chdir(tmp_path)
    empty = create_app(dataclasses.replace(services(app).config, database_url="sqlite:///empty.sqlite3"))
    result = run(empty, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "The database is not up to date. First run: .venv/bin/flask --app wsgi setup\n"


def test_export_without_a_release_is_refused_in_a_sentence(app: Flask, tmp_path: Path) -> None:
    result = run(app, "export", str(tmp_path / "exported"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert run(app, "export", str(tmp_path / "exported"), "--release", "99").exit_code == 1


def test_schema_is_json(app: Flask) -> None:
    assert json.loads(run(app, "schema").stdout)["$defs"]

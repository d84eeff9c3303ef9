"""`flask demo load` and what `flask setup` does with it."""

from __future__ import annotations

import json
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.models import User
from app.accounts.passwords import Passwords
from app.cli.demonstration import PASSWORD_FILE, set_up_demonstration
from app.core.engine import Database
from app.http.context import services
from app.plans.models import Milestone, Revision
from config import Config
from tests.factories.catalogue import load_tiny_catalogue

UNTIL = "2024-12-31"


@pytest.fixture
def config(tmp_path: Path, sqlite_template: Path) -> Config:
    shutil.copy(sqlite_template, tmp_path / "tracker.sqlite3")
    url = f"sqlite:///{tmp_path / 'tracker.sqlite3'}"
    database = Database(url)
    with database.writing() as session:
        load_tiny_catalogue(session, tmp_path)
        session.commit()
    database.dispose()
    return Config(
        data_dir=tmp_path,
        database_url=url,
        volatile_url=f"sqlite:///{tmp_path / 'volatile.sqlite3'}",
        secret_key="x" * 40,
        is_testing=True,
        demonstration=True,
        argon2_memory_kib=64,
        argon2_rounds=1,
    )


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", *arguments])


def _count(app: Flask, mapped: type[Milestone] | type[Revision] | type[User]) -> int:
    with services(app).database.reading() as session:
        return session.scalar(select(func.count()).select_from(mapped)) or 0


def test_load_says_what_it_does_and_what_every_plan_got(config: Config) -> None:
    app = create_app(config)
    result = run(app, "load", "--until", UNTIL)
    assert result.exit_code == 0, result.stderr
    assert "deeds in 5 plans" in result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["plan", "milestones", "revisions", "releases"]
    assert [line.split()[0] for line in lines[1:-1]] == ["EU", "BE", "DK", "IE", "FR", "all"]
    assert lines[-1].startswith(f"Invented data up to {UNTIL}, in ")
    assert int(lines[-2].split()[1]) == _count(app, Milestone) > 0


def test_load_prints_counts_as_json_and_says_that_it_replaces(config: Config) -> None:
    app = create_app(config)
    run(app, "load", "--until", UNTIL)
    result = run(app, "load", "--until", UNTIL, "--json")
    counts = json.loads(result.stdout)
    assert counts["until"] == UNTIL
    assert counts["replaced"] is True
    assert sum(plan["revisions"] for plan in counts["plans"].values()) == _count(app, Revision)
    assert "a demonstration is there already and is replaced" in result.stderr


def test_a_dry_run_changes_nothing(config: Config) -> None:
    app = create_app(config)
    result = run(app, "load", "--until", UNTIL, "--dry-run")
    assert result.exit_code == 0
    assert "Dry run: nothing was changed." in result.stderr
    assert _count(app, Milestone) == 0


def test_a_day_in_the_future_is_refused_in_a_sentence(config: Config) -> None:
    result = run(create_app(config), "load", "--until", "2099-01-01")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "up to a day in the future" in result.stderr


def test_production_refuses_invented_data(config: Config) -> None:
    app = create_app(replace(config, environment="production"))
    result = run(app, "load", "--until", UNTIL)
    assert result.exit_code == 1
    assert "production" in result.stderr
    assert _count(app, Milestone) == 0


def test_set_up_keeps_a_random_password_for_its_owner_alone(config: Config, capsys: pytest.CaptureFixture[str]) -> None:
    app = create_app(config)
    with app.app_context():
        set_up_demonstration()
        said = capsys.readouterr().out
        milestones = _count(app, Milestone)
        set_up_demonstration()
        said_again = capsys.readouterr().out
    path = config.data_dir / PASSWORD_FILE
    password = path.read_text(encoding="utf-8").splitlines()[1].removeprefix("password: ")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert password in said
    assert said_again == ""
    assert _count(app, Milestone) == milestones > 0
    with services(app).database.reading() as session:
        users = list(session.scalars(select(User)))
    assert len(users) == 4 + 2 + 1 + 1 + 9, "of agencies, the tiny catalogue knows one"
    assert Passwords(64, 1).fits(password, users[0].password_hash)


def test_set_up_follows_a_new_password_of_the_settings(config: Config) -> None:
    for password in ("the first of two sentences", "the second of two sentences"):
        app = create_app(replace(config, demonstration_password=password))
        with app.app_context():
            set_up_demonstration()
        with services(app).database.reading() as session:
            users = list(session.scalars(select(User)))
        assert all(Passwords(64, 1).fits(password, user.password_hash) for user in users)
    assert not (config.data_dir / PASSWORD_FILE).exists()

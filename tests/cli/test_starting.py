"""The server brings database and catalogue up to date itself where `make run` has set them up before."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app.catalogue.queries import list_releases
from app.http.context import services
from config import Bucket
from tools.commands import has_been_set_up

ROOT = Path(__file__).parents[2]


def starting(app: Flask) -> None:
    """What gunicorn does once it holds the application."""
    settings: dict[str, Any] = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    begin: Callable[[Any], None] = settings["on_starting"]
    begin(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: app)))


def test_what_is_due_is_done_before_anything_is_served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = services(app).config.data_dir
    starting(app)
    with services(app).database.reading() as session:
        assert list_releases(session) == [], "nobody asked for it"
    assert not has_been_set_up({"DATA_DIR": str(folder)})
    monkeypatch.setenv("SETUP", "1")
    starting(app)
    with services(app).database.reading() as session:
        assert [release.version for release in list_releases(session)] != []
    assert has_been_set_up({"DATA_DIR": str(folder)})


def test_with_a_bucket_it_is_done_in_a_process_of_its_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    held, asked = services(app), list[list[str]]()
    held.config = replace(held.config, bucket=Bucket("https://store.example.eu", "files", "", "eu", "a", "b"))
    statuses = iter((0, 1))

    def run(command: list[str], **_: Any) -> SimpleNamespace:
        asked.append(command[1:])
        return SimpleNamespace(returncode=next(statuses))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("SETUP", "1")
    starting(app)
    with pytest.raises(SystemExit):
        starting(app)
    assert asked == [["-m", "flask", "--app", "wsgi", "setup"]] * 2
    with held.database.reading() as session:
        assert list_releases(session) == []


def test_a_database_that_cannot_be_read_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "tracker.sqlite3").write_text("This is no database.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"],
        env={**os.environ, "DATA_DIR": str(tmp_path), "SETUP": "1", "PORT": "8977"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "The database cannot be read: file is not a database." in done.stderr
    assert "What to do: mend it, then: make run" in done.stdout
    assert "Traceback" not in done.stderr

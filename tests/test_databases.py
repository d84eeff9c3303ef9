"""The tests' own PostgreSQL: answers, leaves the checkout's folders as they were, and goes without trace."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import postgres_server


@pytest.fixture
def folder() -> Iterator[Path]:
    made = postgres_server.make_folder()
    yield made
    postgres_server.stop(made)


def modes_above(*paths: Path) -> dict[Path, int]:
    return {folder: folder.stat().st_mode for path in paths for folder in (path, *path.parents)}


def wait_until_gone(folder: Path) -> None:
    end = time.monotonic() + 20
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.1)


def test_the_modes_of_the_folders_above_stay_as_they_are(folder: Path) -> None:
    package = postgres_server._server_files()
    before = modes_above(postgres_server.ROOT, package / "bin", package / "lib", folder.parent)
    url = postgres_server.start(folder, os.getpid())
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert modes_above(postgres_server.ROOT, package / "bin", package / "lib", folder.parent) == before
    assert folder.stat().st_mode & 0o077 == 0
    postgres_server.stop(folder)
    assert not folder.exists()
    assert modes_above(postgres_server.ROOT, package / "bin", package / "lib", folder.parent) == before


def test_the_server_goes_when_the_test_run_is_killed(folder: Path) -> None:
    run = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    url = postgres_server.start(folder, run.pid)
    run.kill()
    run.wait()
    wait_until_gone(folder)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=5)


def test_each_worker_has_an_empty_database_of_its_own(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchone() or (None,)
        (encoding,) = connection.execute("SHOW server_encoding").fetchone() or (None,)
    assert encoding == "UTF8"
    assert count is not None


def test_addresses_of_all_spellings_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.databases import _plain

    assert _plain("postgres://u@h/d") == "postgresql://u@h/d"
    assert _plain("postgresql+psycopg://u@h/d") == "postgresql://u@h/d"
    assert _plain("postgresql://u@h/d") == "postgresql://u@h/d"

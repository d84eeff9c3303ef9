"""What a server does not use is imported by what uses it: every start would pay for it, and every worker."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SPARED = (
    "app.cli.",
    "app.demo",
    "alembic",
    "email_validator",
    "psycopg",
    "pydantic",
    "python_calamine",
    "xlsxwriter",
    "yaml",
)


def test_a_server_starts_without_what_only_commands_and_single_pages_use(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, wsgi; print(*sys.modules)"],
        env={**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "ENV": "", "DEMO": "0"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert [name for name in done.stdout.split() if name.startswith(SPARED)] == []


def test_an_empty_database_is_set_up_without_the_migrations_and_left_as_one_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "flask", "--app", "wsgi", "setup"],
        env={**os.environ, "DATA_DIR": str(tmp_path), "DATABASE_URL": "", "ENV": "", "DEMO": "0"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "app.core.schema" in done.stderr
    assert "alembic" not in done.stderr
    assert sorted(path.name for path in tmp_path.glob("*.sqlite3*")) == ["tracker.sqlite3", "volatile.sqlite3"]

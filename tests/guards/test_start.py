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

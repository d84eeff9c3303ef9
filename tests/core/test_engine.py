"""The engine: what its errors tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core import engine as engines
from app.core.engine import make_engine
from tests.conftest import DURABLE


def test_an_error_tells_no_values() -> None:
    engine = make_engine("sqlite://")
    with pytest.raises(OperationalError) as error, engine.connect() as connection:
        connection.execute(text("SELECT :said FROM nowhere"), {"said": "a secret of somebody"})
    assert "a secret of somebody" not in str(error.value)
    engine.dispose()


def test_what_is_committed_to_a_file_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "SYNCHRONOUS", DURABLE)
    engine = make_engine(f"sqlite:///{tmp_path / 'tracker.sqlite3'}")
    with engine.connect() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("journal_mode", "synchronous")]
    engine.dispose()
    assert told == ["wal", 2], "2 is FULL"

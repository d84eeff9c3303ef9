"""The engine: what its errors tell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core import engine as engines
from app.core.engine import make_engine
from tests.conftest import DURABLE

LET_GO = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


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


def test_a_connection_that_the_server_let_go_is_replaced_unseen_or_fails_once(
    new_postgres_database: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = new_postgres_database("let_go")
    engine, other = make_engine(url), make_engine(url)

    def ask() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT 1")).scalar_one())

    def let_go() -> None:
        with other.connect() as connection:
            connection.execute(LET_GO)
            connection.commit()

    assert ask() == 1
    let_go()
    with monkeypatch.context() as patch:
        patch.setattr(engines, "monotonic", lambda: monotonic() + engines.TRUSTED_SECONDS)
        assert ask() == 1, "after a pause it is asked first"
    assert ask() == 1
    let_go()
    with pytest.raises(OperationalError):
        ask()
    assert ask() == 1, "and no connection of before is used again"
    engine.dispose()
    other.dispose()

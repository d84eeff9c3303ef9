"""Backup and restore, drilled: what comes back is what was there, or nothing comes back."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from app.accounts import services as accounts
from app.accounts.actor import SYSTEM
from app.accounts.services import Scope
from app.accounts.states import Role
from app.audit.services import commit, verify
from app.core.backups import make_backup, restore_backup
from app.core.engine import Database
from app.core.errors import Invalid, WrongState
from app.core.storage import LocalStore, StoreAway, place_of
from tests.conftest import Fresh
from tests.factories.catalogue import load_tiny_catalogue

FILES = {place_of(hashlib.sha256(content).hexdigest()): content for content in (b"\x00bytes\xff", "Ελλάδα".encode())}


def fill(committed: Database, tmp_path: Path) -> Database:
    with committed.writing() as session:
        for number in range(3):
            user = accounts.create_user(
                session, actor=SYSTEM, email=f"person{number}@ministry.example.org", name=f"Åsa {number}"
            )
            accounts.grant_role(session, user, Role.COORDINATOR, Scope(country="IE"), actor=SYSTEM)
        commit(session, tmp_path / "head")
    for name, content in FILES.items():
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return committed


@pytest.fixture
def filled(committed: Database, tmp_path: Path) -> Database:
    """A database with people and an audit trail, and files beside it."""
    return fill(committed, tmp_path)


def fingerprint(database: Database) -> dict[str, list[str]]:
    with database.reading() as session:
        connection = session.connection()
        names = [name for name in inspect(connection).get_table_names() if not name.startswith("volatile_")]
        return {
            name: sorted(str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{name}"')))
            for name in sorted(names)
        }


def test_what_comes_back_is_what_was_there(filled: Database, empty: Database, tmp_path: Path) -> None:
    make_backup(filled, LocalStore(tmp_path / "files"), tmp_path / "backup")
    restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    assert fingerprint(empty) == fingerprint(filled)
    for name, content in FILES.items():
        assert (tmp_path / "new" / "files" / name).read_bytes() == content
    with empty.reading() as session:
        assert verify(session, tmp_path / "new" / "audit-head.log").is_whole
    with empty.writing() as session:
        accounts.create_user(session, actor=SYSTEM, email="next@ministry.example.org", name="Next")
        commit(session, None)


def test_a_backup_of_sqlite_can_be_restored_into_postgresql(fresh: Fresh, tmp_path: Path) -> None:
    target = fresh("postgresql", False)
    make_backup(fill(fresh("sqlite", True), tmp_path), LocalStore(tmp_path / "files"), tmp_path / "backup")
    restore_backup(tmp_path / "backup", target, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with target.reading() as session:
        assert verify(session, tmp_path / "new" / "audit-head.log").is_whole


def test_what_stands_before_its_parent_is_restored_into_postgresql(fresh: Fresh, tmp_path: Path) -> None:
    source, target = fresh("sqlite", True), fresh("postgresql", False)
    with source.writing() as session:
        load_tiny_catalogue(session, tmp_path)
        commit(session, None)
        before = session.execute(
            text("SELECT count(*) FROM act JOIN act AS p ON p.id = act.parent_id WHERE p.id > act.id")
        )
        assert before.scalar_one() > 0
    make_backup(source, LocalStore(tmp_path / "files"), tmp_path / "backup")
    restore_backup(tmp_path / "backup", target, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    assert len(fingerprint(target)["act"]) == len(fingerprint(source)["act"])


FORGED = {
    "no archive": b"not packed at all",
    "half an archive": gzip.compress(b"[1]\n" * 5000)[:40],
    "rows of another table": gzip.compress(b"[1, 2]\n"),
    "a row of nobody's": gzip.compress(b'{"a": 1}\n'),
}


def damaged(backup: Path, how: str) -> None:
    victim = next(path for path in sorted((backup / "database").iterdir()) if path.name.startswith("user_account"))
    if how == "flipped byte":
        content = bytearray(victim.read_bytes())
        content[len(content) // 2] ^= 1
        victim.write_bytes(bytes(content))
    elif how == "missing file":
        victim.unlink()
    elif how == "foreign file":
        (backup / "database" / "extra.jsonl.gz").write_bytes(gzip.compress(b"[]"))
    elif how == "no manifest":
        (backup / "manifest.json").unlink()
    elif how in FORGED:
        victim.write_bytes(FORGED[how])
        manifest = json.loads((backup / "manifest.json").read_text())
        manifest["contents"][str(victim.relative_to(backup))] = hashlib.sha256(FORGED[how]).hexdigest()
        (backup / "manifest.json").write_text(json.dumps(manifest))
    else:
        manifest = json.loads((backup / "manifest.json").read_text())
        manifest["revision"] = "9999"
        (backup / "manifest.json").write_text(json.dumps(manifest))


def test_a_store_that_breaks_off_leaves_nothing_restored(
    filled: Database, empty: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_backup(filled, LocalStore(tmp_path / "files"), tmp_path / "backup")
    target, put = LocalStore(tmp_path / "new/files"), LocalStore.put
    monkeypatch.setattr(LocalStore, "put", lambda *_: put(*_) if not list(target.list_keys()) else _away())
    with pytest.raises(StoreAway):
        restore_backup(tmp_path / "backup", empty, target, tmp_path / "new")
    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == []
    assert list(target.list_keys()) == []


def _away() -> str:
    raise StoreAway


@pytest.mark.parametrize(
    "how", ["flipped byte", "missing file", "foreign file", "no manifest", "newer revision", *FORGED]
)
def test_a_damaged_or_newer_backup_is_refused_and_nothing_is_made(
    filled: Database, empty: Database, tmp_path: Path, how: str
) -> None:
    make_backup(filled, LocalStore(tmp_path / "files"), tmp_path / "backup")
    damaged(tmp_path / "backup", how)
    with pytest.raises((Invalid, WrongState)):
        restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with empty.reading() as session:
        assert inspect(session.connection()).get_table_names() == []
    assert not (tmp_path / "new").exists()


def test_a_target_that_is_not_empty_is_refused(filled: Database, tmp_path: Path) -> None:
    make_backup(filled, LocalStore(tmp_path / "files"), tmp_path / "backup")
    before = fingerprint(filled)
    with pytest.raises(WrongState):
        restore_backup(tmp_path / "backup", filled, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    with pytest.raises(WrongState):
        make_backup(filled, LocalStore(tmp_path / "files"), tmp_path / "backup")
    assert fingerprint(filled) == before


def test_a_database_with_tables_of_somebody_else_is_not_empty(
    filled: Database, empty: Database, tmp_path: Path
) -> None:
    make_backup(filled, LocalStore(tmp_path / "files"), tmp_path / "backup")
    with empty.writing() as session:
        session.execute(text("CREATE TABLE somebody_elses (id INTEGER)"))
        session.commit()
    with pytest.raises(WrongState, match="not empty"):
        restore_backup(tmp_path / "backup", empty, LocalStore(tmp_path / "new/files"), tmp_path / "new")
    assert list(fingerprint(empty)) == ["somebody_elses"]

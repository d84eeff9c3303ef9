"""Bytes under the hash of their content: kept once, found again, swept when nobody wants them."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.storage import INCOMING, LocalStore

CONTENT = b"Adopted text"
KEY = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "files")


def test_bytes_lie_below_the_first_digits_of_their_hash(store: LocalStore) -> None:
    assert store.put(io.BytesIO(CONTENT)) == KEY
    assert (store.folder / KEY[:2] / KEY).read_bytes() == CONTENT
    assert store.exists(KEY)
    assert store.size(KEY) == len(CONTENT)
    with store.open(KEY) as stream:
        assert stream.read() == CONTENT


def test_the_same_bytes_are_kept_once(store: LocalStore) -> None:
    assert store.put(io.BytesIO(CONTENT)) == store.put(io.BytesIO(CONTENT))
    store.put(io.BytesIO(b"other"))
    assert list(store.list_keys()) == sorted([KEY, hashlib.sha256(b"other").hexdigest()])
    assert list((store.folder / INCOMING).iterdir()) == []


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store: LocalStore) -> None:
    store.put(io.BytesIO(CONTENT))
    store.delete(KEY)
    store.delete(KEY)
    assert not store.exists(KEY)
    with pytest.raises(FileNotFoundError):
        store.open(KEY)


def test_a_store_that_was_never_used_is_empty(store: LocalStore) -> None:
    assert list(store.list_keys()) == []
    assert store.sweep_incoming(datetime.now(UTC)) == 0


class Breaking(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(28, "No space left on device")


def test_a_writing_that_fails_leaves_nothing(store: LocalStore) -> None:
    with pytest.raises(OSError, match="No space"):
        store.put(Breaking())
    assert list(store.list_keys()) == []
    assert list((store.folder / INCOMING).iterdir()) == []


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, f"{KEY}/x", f"{KEY}\n"])
def test_no_name_from_outside_becomes_a_path(store: LocalStore, key: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        store.open(key)

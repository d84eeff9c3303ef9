"""Bytes under the hash of their content: kept once, found again, swept when nobody wants them; in both stores."""

from __future__ import annotations

import hashlib
import io
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.errors import Busy
from app.core.storage import AWAY, INCOMING, NO_ROOM, FileStore, LocalStore, StoreAway, copy_in, copy_out, on_disk
from tests.factories.buckets import Buckets
from tests.factories.disks import STEPS, fill_store

CONTENT = b"Adopted text"
KEY = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


@pytest.fixture
def local(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "files")


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest) -> Iterator[FileStore]:
    if request.param == "folder":
        yield request.getfixturevalue("local")
    else:
        yield request.getfixturevalue("buckets").fresh()


def test_bytes_lie_below_the_first_digits_of_their_hash(local: LocalStore) -> None:
    assert local.put(io.BytesIO(CONTENT)) == KEY
    assert (local.folder / KEY[:2] / KEY).read_bytes() == CONTENT
    assert list((local.folder / INCOMING).iterdir()) == []


def test_what_is_put_is_found_once_and_forgotten_when_asked(store: FileStore) -> None:
    assert (list(store.list_keys()), store.exists(KEY), store.is_healthy()) == ([], False, True)
    assert store.sweep_incoming(datetime.now(UTC)) == 0
    assert store.put(io.BytesIO(CONTENT)) == store.put(io.BytesIO(CONTENT)) == KEY
    begun = io.BytesIO(b"not of it" + b"other")
    begun.seek(len(b"not of it"))
    assert store.put(begun) == OTHER
    assert (store.exists(KEY), store.size(KEY)) == (True, len(CONTENT))
    with store.open(KEY) as stream:
        assert (stream.read(3), stream.read(), stream.read()) == (CONTENT[:3], CONTENT[3:], b"")
    with store.open(OTHER) as stream, on_disk(stream) as placed:
        assert (placed.fileno() > 0, placed.read()) == (True, b"other")
    kept = list(store.list_kept())
    assert [(one.key, one.size) for one in kept] == sorted([(KEY, len(CONTENT)), (OTHER, 5)])
    assert all(abs((datetime.now(UTC) - one.put_at).total_seconds()) < 60 for one in kept)
    store.delete(KEY)
    store.delete(KEY)
    assert list(store.list_keys()) == [OTHER]
    for asked in (store.open, store.size):
        with pytest.raises(FileNotFoundError):
            asked(KEY)


def test_a_large_file_goes_in_parts_and_comes_back_whole(store: FileStore) -> None:
    large = bytes(range(256)) * (9 * 4096)
    key = store.put(io.BytesIO(large))
    assert key == hashlib.sha256(large).hexdigest()
    with store.open(key) as stream:
        assert hashlib.sha256(stream.read()).hexdigest() == key


class Waiting(io.BytesIO):
    """Gives nothing until another is as far."""

    def __init__(self, content: bytes, other: threading.Barrier) -> None:
        super().__init__(content)
        self.other = other

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        if not piece:
            self.other.wait(60)
        return piece


def test_two_at_the_same_moment_keep_the_same_bytes_once(store: FileStore) -> None:
    both = threading.Barrier(2)
    with ThreadPoolExecutor(2) as people:
        keys = list(people.map(lambda _: store.put(Waiting(CONTENT, both)), range(2)))
    assert keys == [KEY, KEY]
    assert [(one.key, one.size) for one in store.list_kept()] == [(KEY, len(CONTENT))]
    with store.open(KEY) as stream:
        assert stream.read() == CONTENT


class Ending(io.BytesIO):
    """Breaks when nine tenths were read, the second time over: while it is sent."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.given, self.most = 0, len(content) * 19 // 10

    def read(self, size: int | None = -1) -> bytes:
        piece = super().read(size)
        self.given += len(piece)
        if self.given > self.most:
            raise OSError(5, "Input/output error")
        return piece


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_without_room_leaves_nothing(local: LocalStore, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    local.put(io.BytesIO(b"other"))
    fill_store(monkeypatch, step)
    with pytest.raises(Busy, match=NO_ROOM):
        local.put(io.BytesIO(CONTENT))
    assert list(local.list_keys()) == [OTHER]
    assert list((local.folder / INCOMING).iterdir()) == []


def test_a_writing_that_breaks_at_nine_tenths_leaves_nothing(store: FileStore) -> None:
    large = Ending(b"a" * (10 * 1024 * 1024))
    if isinstance(store, LocalStore):
        large.most //= 2
    with pytest.raises(StoreAway):
        store.put(large)
    assert list(store.list_keys()) == []


def test_a_store_that_is_down_is_said_in_words(buckets: Buckets) -> None:
    for store in (buckets.away(), buckets.without_bucket()):
        assert not store.is_healthy()
        with pytest.raises(StoreAway, match=AWAY):
            store.put(io.BytesIO(CONTENT))
        with pytest.raises(StoreAway, match=AWAY):
            list(store.list_keys())
        with pytest.raises(StoreAway, match=AWAY):
            store.open(KEY)
    for asked in (buckets.away().exists, buckets.away().delete):
        with pytest.raises(StoreAway, match=AWAY):
            asked(KEY)


def test_a_folder_that_cannot_be_read_is_a_store_that_is_away(local: LocalStore) -> None:
    local.put(io.BytesIO(CONTENT))
    (local.folder / KEY[:2] / KEY).unlink()
    (local.folder / KEY[:2]).rmdir()
    (local.folder / KEY[:2]).write_bytes(b"no folder")
    with pytest.raises(StoreAway, match=AWAY):
        local.open(KEY)


def test_all_goes_over_from_one_store_to_the_other_or_nothing(
    local: LocalStore, buckets: Buckets, tmp_path: Path
) -> None:
    for content in (CONTENT, b"other"):
        local.put(io.BytesIO(content))
    bucket = buckets.fresh()
    copy_in(local.folder, bucket)
    copy_out(bucket, tmp_path / "copy")
    assert (tmp_path / "copy" / KEY[:2] / KEY).read_bytes() == CONTENT
    assert list(LocalStore(tmp_path / "copy").list_keys()) == list(bucket.list_keys()) == sorted([KEY, OTHER])
    last = max(KEY, OTHER)
    (local.folder / last[:2] / last).unlink()
    (local.folder / last[:2] / last).mkdir()
    third = buckets.fresh()
    with pytest.raises(OSError, match="directory"):
        copy_in(local.folder, third)
    assert list(third.list_keys()) == []


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", "a" * 63, "A" * 64, "g" * 64, f"{KEY}/x", f"{KEY}\n"])
def test_no_name_from_outside_becomes_a_path(local: LocalStore, key: str) -> None:
    with pytest.raises(ValueError, match="not the key"):
        local.open(key)

"""A bucket over a line that is slow, breaks off, or says nothing."""

from __future__ import annotations

import io
import os

import pytest

from app.core.storage import AWAY, CHUNK, StoreAway
from tests.factories.buckets import Buckets
from tests.factories.slow_store import silent_store, slow_store

KEY = "a" * 64
CONTENT = bytes(range(256)) * (16 * 1024)


def test_a_file_is_read_while_it_comes() -> None:
    with slow_store(CONTENT, first=2 * CHUNK) as served, served.store.open(KEY) as stream:
        first = stream.read(CHUNK)
        was_given = served.has_given_all
        served.go_on.set()
        assert first + stream.read() == CONTENT
    assert not was_given


def test_a_line_that_breaks_is_gone_on_with_where_it_broke() -> None:
    with slow_store(CONTENT, first=len(CONTENT) * 4 // 10, breaks=2) as served:
        served.go_on.set()
        with served.store.open(KEY) as stream:
            assert stream.read() == CONTENT
        assert served.breaks == 0


def test_a_line_that_stays_broken_is_said() -> None:
    with slow_store(CONTENT, first=CHUNK, breaks=100) as served, served.store.open(KEY) as stream:
        assert stream.read(1000) == CONTENT[:1000]
        with pytest.raises(StoreAway, match=AWAY):
            stream.read()


def test_a_store_that_says_nothing_counts_as_away() -> None:
    with silent_store() as store:
        assert not store.is_healthy()
        for asked in (
            lambda: store.put(io.BytesIO(CONTENT)),
            lambda: store.open(KEY),
            lambda: list(store.list_keys()),
            lambda: store.delete(KEY),
        ):
            with pytest.raises(StoreAway, match=AWAY):
                asked()


def test_a_process_made_from_one_that_asked_is_refused_and_not_ended(
    buckets: Buckets, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = buckets.fresh()
    key = store.put(io.BytesIO(CONTENT))
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: -1)
        assert not store.is_healthy()
        with pytest.raises(StoreAway, match=AWAY):
            store.open(key)
    assert store.is_healthy()

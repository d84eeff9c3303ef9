"""Files in an object store that speaks S3, for installations of several machines: the same keys, the same places.

Loaded only where one is configured (`STORE_URL`).
"""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, BinaryIO, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from app.core.storage import CHUNK, Kept, StoreAway, hash_of, place_of

if TYPE_CHECKING:
    from obstore.store import ClientConfig

log = logging.getLogger(__name__)

PART = 8 * 1024 * 1024
"""What is larger is sent in parts of this size, four at a time; it is there once all are."""
TRIES = 3
PATIENCE = 5.0
"""Seconds: how long the store may say nothing, and for how long what fails at once is tried again."""
SENDING = timedelta(minutes=1)
"""For a part on its way; whether the store answers at all is asked before."""
READING = timedelta(hours=1)
"""For all of a file: it goes on no faster than the line of the person who saves it."""
AFTER_ALL_KEYS = "g"
"""Sorts behind every key: a list from there is empty, and asks whether the store answers at the least cost."""


@dataclass(frozen=True)
class Bucket:
    """Where the store is: `endpoint` is its address, `prefix` what all keys begin with, may be empty."""

    endpoint: str
    name: str
    prefix: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)


class ObjectStore:
    """`FileStore` in a bucket. Unfinished parts of a process that died are removed by the bucket's own rule."""

    def __init__(self, bucket: Bucket, *, patience: float = PATIENCE) -> None:
        """Nothing is asked of the store yet. `patience`: seconds that it may say nothing before it counts as away."""
        self._store = _connected(bucket, patience, lasting=READING, answering=timedelta(seconds=patience))
        self._sending = _connected(bucket, patience, lasting=SENDING)

    def put(self, stream: BinaryIO) -> str:
        """As `FileStore.put`: read once for its hash and once to be sent; the store compares a sum of each part.

        A store that says nothing is noticed before anything is sent: others may wait for this deed.
        """
        begin = stream.tell()
        key = hash_of(stream)
        stream.seek(begin)
        try:
            with _asking():
                self._ask()
                obstore.put(self._sending, place_of(key), stream, chunk_size=PART, max_concurrency=4)
        except OSError as error:
            log.exception("a file cannot be kept")
            raise StoreAway from error
        return key

    def open(self, key: str) -> BinaryIO:
        place = place_of(key)
        with _asking():
            pieces = iter(obstore.get(self._store, place).stream(min_chunk_size=CHUNK))
        return cast(BinaryIO, io.BufferedReader(_Pieces(pieces), CHUNK))

    def exists(self, key: str) -> bool:
        try:
            self.size(key)
        except FileNotFoundError:
            return False
        return True

    def size(self, key: str) -> int:
        with _asking():
            return int(obstore.head(self._store, place_of(key))["size"])

    def delete(self, key: str) -> None:
        try:
            with _asking():
                obstore.delete(self._store, place_of(key))
        except FileNotFoundError:
            return

    def list_kept(self) -> Iterator[Kept]:
        with _asking():
            for page in obstore.list(self._store):
                for one in page:
                    branch, _, key = one["path"].rpartition("/")
                    if _is_place(branch, key):
                        yield Kept(key, one["size"], one["last_modified"])

    def list_keys(self) -> Iterator[str]:
        return (one.key for one in self.list_kept())

    def is_healthy(self) -> bool:
        try:
            with _asking():
                self._ask()
        except (StoreAway, FileNotFoundError):
            return False
        return True

    def _ask(self) -> None:
        for _page in obstore.list(self._store, offset=AFTER_ALL_KEYS):
            break

    def sweep_incoming(self, before: datetime) -> int:
        """Nothing is left behind that can be seen: a content is there once it is whole."""
        return 0


class _Pieces(io.RawIOBase):
    """Pieces as they come from the store, read as one stream. Raises StoreAway when it breaks off."""

    def __init__(self, pieces: Iterator[object]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            with _asking():
                piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(cast(bytes, piece))
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def _connected(bucket: Bucket, patience: float, *, lasting: timedelta, answering: timedelta | None = None) -> S3Store:
    """A way to the bucket. `lasting`: for a request with all that is sent or read; `answering`: for each silence."""
    options: ClientConfig = {
        "allow_http": bucket.endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=patience),
        "timeout": lasting,
    }
    if answering:
        options["read_timeout"] = answering
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        endpoint=bucket.endpoint,
        region=bucket.region,
        access_key_id=bucket.access_key,
        secret_access_key=bucket.secret_key,
        virtual_hosted_style_request=False,
        checksum_algorithm="SHA256",
        client_options=options,
        retry_config={"max_retries": TRIES, "retry_timeout": timedelta(seconds=patience)},
    )


@contextmanager
def _asking() -> Iterator[None]:
    """What the store's library raises, as `FileStore` says it; FileNotFoundError is of the key, never of the bucket."""
    _keep_to_one_process()
    try:
        yield
    except FileNotFoundError as error:
        if "NoSuchBucket" not in str(error):
            raise
        log.error("the store of files has no such bucket")
        raise StoreAway from error
    except BaseError as error:
        log.error("the store of files does not do as asked: %s", _first_line(error))
        raise StoreAway from error


@cache
def _first_process() -> int:
    return os.getpid()


def _keep_to_one_process() -> None:
    """The library's threads are lost where a process is divided, and it ends the one that asks again without them."""
    if _first_process() != os.getpid():
        log.error("the store of files was asked before this process was made from another one: start anew")
        raise StoreAway


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0]


def _is_place(branch: str, key: str) -> bool:
    try:
        return place_of(key) == f"{branch}/{key}"
    except ValueError:
        return False

"""Where files' bytes are kept: under the hash of their content, whatever they are called and whoever sent them."""

from __future__ import annotations

import errno
import hashlib
import io
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from app.core.errors import Busy
from app.core.labels import message

log = logging.getLogger(__name__)

CHUNK = 256 * 1024
INCOMING = "incoming"
"""The folder of what is still being written; it lies in the file system of the files, and in no backup."""
_KEY = re.compile(r"[0-9a-f]{64}")
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
"""What the system says where a disk, or somebody's share of it, has no room left."""

NO_ROOM = message("There is no room to keep the file at the moment. Nothing was changed.")
AWAY = message("The store of files cannot be reached at the moment. Nothing was changed; please try again later.")


class StoreAway(Busy):
    """The store does not answer, or not as a store does; what was asked of it may be asked again later."""

    def __init__(self) -> None:
        super().__init__(AWAY)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a store says of one content: its key, its size in bytes, and when it was last put."""

    key: str
    size: int
    put_at: datetime


class FileStore(Protocol):
    """Bytes by key: the SHA-256 of the content (64 hexadecimal digits), so that the same bytes are kept once.

    Every method may raise StoreAway; a key that is none is a ValueError.
    """

    def put(self, stream: BinaryIO) -> str:
        """Keep what the stream holds from where it stands; it is safe when the key comes back, and whole or not there
        at any time. The stream can be rewound. Raises Busy where there is no room."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes, to read once from their beginning; `on_disk` for those who need more. Raises FileNotFoundError."""
        ...

    def exists(self, key: str) -> bool:
        """Whether the key's bytes are there."""
        ...

    def size(self, key: str) -> int:
        """How many bytes there are. Raises FileNotFoundError."""
        ...

    def delete(self, key: str) -> None:
        """Forget the bytes; nothing happens where there are none."""
        ...

    def list_kept(self) -> Iterator[Kept]:
        """All that is kept, in the order of the keys."""
        ...

    def list_keys(self) -> Iterator[str]:
        """All keys, in order."""
        ...

    def is_healthy(self) -> bool:
        """Whether the store answers, and would take something; asked without writing, and never for long."""
        ...

    def sweep_incoming(self, before: datetime) -> int:
        """Forget what a put left unfinished before an instant; returns how many."""
        ...


class LocalStore:
    """Files in a folder, `ab/abcd…` by the first two digits of the key."""

    def __init__(self, folder: Path) -> None:
        """The folder is made when something is first put."""
        self.folder = folder

    def put(self, stream: BinaryIO) -> str:
        """As `FileStore.put`: written beside, synced, renamed, and the folders synced."""
        try:
            return self._put(stream)
        except OSError as error:
            log.exception("a file cannot be kept")
            if error.errno in FULL:
                raise Busy(NO_ROOM) from error
            raise StoreAway from error

    def _put(self, stream: BinaryIO) -> str:
        incoming = self.folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                key = _copied(stream, file)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(key)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            # Also over bytes that are there: what was just put is new again, and no sweep takes it.
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        # All of the way, though another may have made a part of it: who has done so need not have synced it yet.
        for folder in (target.parent, self.folder, self.folder.parent):
            _sync_folder(folder)
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise
        except OSError as error:
            log.exception("a file cannot be read")
            raise StoreAway from error

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def size(self, key: str) -> int:
        return self._path(key).stat().st_size

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def list_kept(self) -> Iterator[Kept]:
        for path in self._paths():
            found = path.stat()
            yield Kept(path.name, found.st_size, datetime.fromtimestamp(found.st_mtime, UTC))

    def list_keys(self) -> Iterator[str]:
        return (path.name for path in self._paths())

    def is_healthy(self) -> bool:
        return not self.folder.exists() or os.access(self.folder, os.R_OK | os.W_OK | os.X_OK)

    def _paths(self) -> Iterator[Path]:
        if self.folder.is_dir():
            for branch in sorted(self.folder.iterdir()):
                if branch.is_dir() and branch.name != INCOMING:
                    yield from sorted(path for path in branch.iterdir() if _KEY.fullmatch(path.name))

    def sweep_incoming(self, before: datetime) -> int:
        incoming = self.folder / INCOMING
        left = [path for path in incoming.iterdir() if _written_at(path) < before] if incoming.is_dir() else []
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _path(self, key: str) -> Path:
        return self.folder / place_of(key)


def place_of(key: str) -> str:
    """`ab/abcd…`, where a key's bytes lie below the head of any store.

    Raises ValueError for what is no key: no name from outside becomes a path.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("not the key of a file")
    return f"{key[:2]}/{key}"


@contextmanager
def on_disk(stream: BinaryIO) -> Iterator[BinaryIO]:
    """The same bytes with a place in the system, for processes and whoever reads twice: as they are or a copy of them
    that nobody else sees and that ends with the block. Raises StoreAway, Busy where there is no room."""
    try:
        stream.fileno()
    except io.UnsupportedOperation:
        with tempfile.TemporaryFile() as copy:
            with says_no_room():
                shutil.copyfileobj(stream, copy, CHUNK)
                copy.flush()
            copy.seek(0)
            yield copy
    else:
        yield stream


@contextmanager
def says_no_room() -> Iterator[None]:
    """Raise Busy, with the sentence for the person, where a disk is full meanwhile."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        log.exception("the disk is full")
        raise Busy(NO_ROOM) from error


def copy_out(store: FileStore, folder: Path) -> None:
    """Copy all that is kept into a folder, as `LocalStore` lays it. Raises OSError, StoreAway.

    What a sweep takes meanwhile is left out: no row wants it.
    """
    for key in store.list_keys():
        target = folder / place_of(key)
        try:
            source = store.open(key)
        except FileNotFoundError:
            continue
        with source:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                shutil.copyfileobj(source, copy, CHUNK)


def copy_in(folder: Path, store: FileStore) -> None:
    """Put all that lies in a folder, as `LocalStore` lays it, into a store that is empty; all of it, or nothing.

    Raises OSError, StoreAway, Busy.
    """
    put: list[str] = []
    try:
        for key in LocalStore(folder).list_keys():
            with (folder / place_of(key)).open("rb") as source:
                put.append(store.put(source))
    except (OSError, Busy):
        for key in put:
            _forget(store, key)
        raise


def _forget(store: FileStore, key: str) -> None:
    try:
        store.delete(key)
    except (OSError, Busy):
        log.exception("what was put cannot be taken out again: flask files sweep will do it")


def hash_of(stream: BinaryIO) -> str:
    """The key that the rest of a stream would be kept under."""
    digest = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _copied(source: BinaryIO, target: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Where files' bytes are kept: under the hash of their content, whatever they are called and whoever sent them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 256 * 1024
INCOMING = "incoming"
"""The folder of what is still being written; it lies in the file system of the files, and in no backup."""
_KEY = re.compile(r"[0-9a-f]{64}")


class FileStore(Protocol):
    """Bytes by key: the SHA-256 of the content (64 hexadecimal digits), so that the same bytes are kept once."""

    def put(self, stream: BinaryIO) -> str:
        """Keep what the stream holds from where it stands; it is safe on the disk when the key comes back."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes, to read. Raises FileNotFoundError."""
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

    def list_keys(self) -> Iterator[str]:
        """All keys, in order."""
        ...

    def put_at(self, key: str) -> datetime:
        """When the key's bytes were last put. Raises FileNotFoundError."""
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
        """As `FileStore.put`: written beside, synced, renamed, and the folders synced. Raises OSError."""
        incoming = self.folder / INCOMING
        incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, name = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                key = _copied(stream, file)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(key)
            is_new = not target.parent.exists()
            target.parent.mkdir(exist_ok=True, mode=0o700)
            # Also over bytes that are there: what was just put is new again, and no sweep takes it.
            os.replace(name, target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        if is_new:
            _sync_folder(self.folder)
        return key

    def open(self, key: str) -> BinaryIO:
        return self._path(key).open("rb")

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def size(self, key: str) -> int:
        return self._path(key).stat().st_size

    def delete(self, key: str) -> None:
        self._path(key).unlink(missing_ok=True)

    def list_keys(self) -> Iterator[str]:
        if self.folder.is_dir():
            for branch in sorted(self.folder.iterdir()):
                if branch.is_dir() and branch.name != INCOMING:
                    yield from sorted(path.name for path in branch.iterdir() if _KEY.fullmatch(path.name))

    def put_at(self, key: str) -> datetime:
        return _written_at(self._path(key))

    def sweep_incoming(self, before: datetime) -> int:
        incoming = self.folder / INCOMING
        left = [path for path in incoming.iterdir() if _written_at(path) < before] if incoming.is_dir() else []
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _path(self, key: str) -> Path:
        """Raises ValueError for what is no key: no name from outside becomes a path."""
        if not _KEY.fullmatch(key):
            raise ValueError("not the key of a file")
        return self.folder / key[:2] / key


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

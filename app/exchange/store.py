"""Where the bytes of imported files are kept: by the hash of their content, never by a name that somebody chose."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol


class KeepsBytes(Protocol):
    """A store of files by their content."""

    def keep(self, content: bytes, /) -> str:
        """Keep the bytes; returns their SHA-256. To keep the same again changes nothing."""
        ...


class Folder:
    """Files in a folder: `<first two characters>/<hash>`, each whole or not there at all."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path_of(self, digest: str) -> Path:
        """Where a file with this hash is kept."""
        return self.root / digest[:2] / digest

    def keep(self, content: bytes) -> str:
        """Keep the bytes; returns their SHA-256. Raises OSError where they cannot be written."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path_of(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        return digest


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

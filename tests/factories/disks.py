"""A disk that is full, as those who write to it are told."""

from __future__ import annotations

import errno
import io
import os
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest

STEPS = ("write", "fsync")


class _FullFile(io.FileIO):
    """Takes half of what is written first, then nothing."""

    def write(self, content: Any, /) -> int:
        super().write(bytes(content)[: len(content) // 2])
        no_room()


def no_room(*_: object, **__: object) -> NoReturn:
    """Say that the disk is full."""
    raise OSError(errno.ENOSPC, "No space left on device")


def fill_store(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """From now on no store in a folder can write, or sync, what it is given."""
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", no_room)
    else:
        monkeypatch.setattr("app.core.storage.os.fdopen", lambda descriptor, _mode: _FullFile(descriptor, "wb"))


def fill_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing can be laid down of what a request brings."""
    monkeypatch.setattr("werkzeug.wrappers.Request._get_file_stream", no_room)


def fill_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on no copy of a file fits that is made before it is examined."""
    real = tempfile.TemporaryFile

    def full() -> Any:
        with real() as file:
            return _FullFile(os.dup(file.fileno()), "r+")

    monkeypatch.setattr("app.files.services.receiving.tempfile.TemporaryFile", full)


def fill_pieces(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """From now on no piece of an upload can be written, or synced, beside those that are there."""
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", no_room)
        return
    real = Path.open

    def full(path: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        return _FullFile(path, mode) if mode == "r+b" else real(path, mode, *rest, **options)

    monkeypatch.setattr(Path, "open", full)

"""Processes of our own that look at what comes from outside: as much is read of their answer as it may be long."""

from __future__ import annotations

import os
import select
import subprocess
import time
from pathlib import Path
from typing import BinaryIO

from app.core.storage import CHUNK


def answer_of(
    command: list[str], stream: BinaryIO, *, most: int, patience: float, folder: Path, held: tuple[int, ...] = ()
) -> tuple[int, bytes]:
    """The status of a process and what it says, at most one piece longer than the `most` bytes that it may say.

    `stream` is its standard input and must have a place in the system, as files on disk have; `held` are further
    descriptors that it keeps open. It ends with this call. Raises subprocess.TimeoutExpired after `patience` seconds,
    OSError.
    """
    until = time.monotonic() + patience
    with subprocess.Popen(  # noqa: S603 - the commands are ours
        command,
        stdin=stream,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={},
        pass_fds=held,
    ) as process:
        assert process.stdout is not None
        try:
            said = _read_until(until, process.stdout.fileno(), command, most)
            if len(said) <= most:
                process.wait(max(0, until - time.monotonic()))
        finally:
            process.kill()
    return process.returncode, said


def _read_until(until: float, descriptor: int, command: list[str], most: int) -> bytes:
    said, ready = bytearray(), select.poll()
    ready.register(descriptor, select.POLLIN)
    while len(said) <= most:
        left = until - time.monotonic()
        if left <= 0 or not ready.poll(left * 1000):
            raise subprocess.TimeoutExpired(command, left)
        piece = os.read(descriptor, CHUNK)
        if not piece:
            break
        said += piece
    return bytes(said)

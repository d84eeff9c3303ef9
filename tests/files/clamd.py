"""A virus scanner to test with: it answers as told, over a real socket."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class FakeClamd:
    """`answer`: what it says of every file; None: nothing, until the other side gives up. `seen`: what it was sent."""

    def __init__(self, listening: socket.socket) -> None:
        self.answer: bytes | None = b"stream: OK\0"
        self.seen: list[bytes] = []
        self._listening = listening
        self._done = threading.Event()

    def serve(self) -> None:
        """Answer one connection after the other until the socket is closed."""
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection:
                try:
                    self._talk(connection)
                except OSError:
                    continue

    def _talk(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(length)
        self.seen.append(content)
        if self.answer is None:
            self._done.wait(10)
        else:
            connection.sendall(self.answer)

    def stop(self) -> None:
        """No longer answer anybody."""
        self._done.set()


@contextmanager
def clamd_at(path: Path) -> Iterator[FakeClamd]:
    """A scanner that listens at a path."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen()
        fake = FakeClamd(listening)
        thread = threading.Thread(target=fake.serve, daemon=True)
        thread.start()
        try:
            yield fake
        finally:
            fake.stop()
            listening.shutdown(socket.SHUT_RDWR)
    path.unlink(missing_ok=True)
    thread.join(5)

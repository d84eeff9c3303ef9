"""Asks ClamAV's daemon about a file over its socket, by the command INSTREAM (clamd(8))."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

CHUNK = 64 * 1024
MOST_OF_AN_ANSWER = 4096


class ScannerAway(Exception):
    """The scanner cannot be reached, does not answer in time, or says that it could not scan."""


@dataclass(frozen=True)
class Scanner:
    """Where the daemon listens: the path of a Unix socket, or `host:port`. `patience` in seconds, for each step."""

    address: str
    patience: float = 30.0

    def finds(self, stream: BinaryIO) -> str | None:
        """The name of what was found, None for a clean file, read from its beginning. Raises ScannerAway."""
        stream.seek(0)
        try:
            with self._connected() as connection:
                connection.sendall(b"zINSTREAM\0")
                while chunk := stream.read(CHUNK):
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
                answer = _answer(connection)
        except (OSError, ValueError) as error:
            raise ScannerAway(str(error)) from error
        finally:
            stream.seek(0)
        said = answer.removeprefix("stream: ")
        if said == "OK":
            return None
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        raise ScannerAway(said or "no answer")

    def _connected(self) -> socket.socket:
        if self.address.startswith("/") or Path(self.address).exists():
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self.patience)
            connection.connect(self.address)
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=self.patience)


def _answer(connection: socket.socket) -> str:
    held = b""
    while not held.endswith(b"\0") and len(held) < MOST_OF_AN_ANSWER:
        more = connection.recv(MOST_OF_AN_ANSWER)
        if not more:
            break
        held += more
    return held.rstrip(b"\0\n").decode("utf-8", "replace")

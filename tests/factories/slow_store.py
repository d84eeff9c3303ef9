"""A store that speaks S3 and hands out one content as slowly, or as badly, as a test wants."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.core.object_store import Bucket, ObjectStore

PATIENCE = 5.0
"""Seconds, long enough for a busy machine: here lines break off, nobody is silent."""
SHORT_PATIENCE = 0.3


class SlowStore(ThreadingHTTPServer):
    """Gives `first` bytes of the content; then the rest once `go_on` is set, or nothing more where the line breaks:
    `breaks` says how often. `has_given_all`: whether the last byte has left."""

    daemon_threads = True

    def __init__(self, content: bytes, first: int, breaks: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.content, self.first, self.breaks = content, first, breaks
        self.go_on = threading.Event()
        self.has_given_all = False

    @property
    def store(self) -> ObjectStore:
        """The tracker's way to it."""
        return _store_at(self.server_port, PATIENCE)


class _Handler(BaseHTTPRequestHandler):
    server: SlowStore

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said of requests."""

    def do_GET(self) -> None:
        held, asked = self.server, re.fullmatch(r"bytes=(\d+)-.*", self.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        self.send_response(206 if asked else 200)
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{len(held.content) - 1}/{len(held.content)}")
        self.send_header("Content-Length", str(len(held.content) - start))
        self.send_header("ETag", '"one"')
        self.send_header("Last-Modified", "Sun, 22 Nov 2026 10:00:00 GMT")
        self.end_headers()
        breaks = held.breaks > 0
        if breaks:
            held.breaks -= 1
        self.wfile.write(held.content[start : start + held.first])
        if breaks:
            return
        held.go_on.wait(60)
        self.wfile.write(held.content[start + held.first :])
        held.has_given_all = True


@contextmanager
def slow_store(content: bytes, first: int, breaks: int = 0) -> Iterator[SlowStore]:
    """The store, on a free port of this machine."""
    with SlowStore(content, first, breaks) as served:
        thread = threading.Thread(target=served.serve_forever, daemon=True)
        thread.start()
        try:
            yield served
        finally:
            served.go_on.set()
            served.shutdown()
            thread.join()


def _store_at(port: int, patience: float) -> ObjectStore:
    bucket = Bucket(f"http://127.0.0.1:{port}", "files", "", "eu", "tests", "no secret")
    return ObjectStore(bucket, patience=patience)


@contextmanager
def silent_store() -> Iterator[ObjectStore]:
    """A store that takes every call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield _store_at(listening.getsockname()[1], SHORT_PATIENCE)

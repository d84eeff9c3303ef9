"""Buckets of a store that speaks S3, on a server of this machine that is started by the tests that ask for it."""

from __future__ import annotations

import logging
import secrets
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import obstore

from app.core.object_store import Bucket, ObjectStore
from app.core.storage import place_of


class Buckets:
    """A server, and stores in buckets of it."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def bucket(self) -> Bucket:
        """An empty bucket of its own, below a prefix."""
        name = f"files-{secrets.token_hex(6)}"
        asked = urllib.request.Request(f"{self.endpoint}/{name}", method="PUT")
        with urllib.request.urlopen(asked) as answer:
            assert answer.status == 200
        return Bucket(self.endpoint, name, "tracker/files", "eu", "tests", "no secret")

    def overwrite(self, bucket: Bucket, key: str, content: bytes) -> None:
        """Put other bytes in the place of a key, as no tracker does."""
        obstore.put(ObjectStore(bucket)._sending, place_of(key), content)

    def fresh(self) -> ObjectStore:
        """An empty store."""
        return ObjectStore(self.bucket())

    def away(self) -> ObjectStore:
        """A store at an address where nobody listens."""
        return ObjectStore(Bucket("http://127.0.0.1:9", "files", "", "eu", "tests", "no secret"))

    def without_bucket(self) -> ObjectStore:
        """A store that answers, and has no such bucket."""
        return ObjectStore(Bucket(self.endpoint, "none-of-this-name", "", "eu", "tests", "no secret"))


@contextmanager
def served_buckets() -> Iterator[Buckets]:
    """The server, on a free port of this machine."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield Buckets(f"http://{host}:{port}")
    finally:
        server.stop()

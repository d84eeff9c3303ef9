"""The guard itself: it lets this machine be and nothing else."""

from __future__ import annotations

import socket
import urllib.request

import pytest

from tests.security.conftest import ReachedOut


def test_no_connection_leaves_this_machine() -> None:
    with pytest.raises(ReachedOut):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(ReachedOut):
        urllib.request.urlopen("http://elsewhere.example/", timeout=1)
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        here.listen()
        socket.create_connection(here.getsockname(), timeout=1).close()

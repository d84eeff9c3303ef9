"""One estate a module, on SQLite; and a guard: nothing in these tests may reach out of this machine."""

from __future__ import annotations

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app.http.context import services
from app.http.volatile import VolatileStore
from tests.security.estate import NOW, Estate, build_estate, make_application


class ReachedOut(AssertionError):
    """A test made the application ask another machine for something."""


def refuse_others(address: object) -> None:
    """Let sockets of this machine be; raise ReachedOut for anything else, names included."""
    if not isinstance(address, tuple):
        return
    host = str(address[0])
    try:
        is_here = host in ("", "localhost") or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise ReachedOut(f"a connection to {host} was tried")


@pytest.fixture(autouse=True)
def no_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every connection of Python's own sockets, and every look-up of a name, stays on this machine."""
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        refuse_others(address)
        connect(self, address)

    def guarded_ex(self: socket.socket, address: Any) -> int:
        refuse_others(address)
        return connect_ex(self, address)

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:
        refuse_others((host or "localhost",))
        return look_up(host, *rest, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


def standing(folder: Path, template: Path) -> tuple[str, str]:
    """A migrated, empty SQLite database in a folder, and the store beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(template, folder / "tracker.sqlite3")
    volatile = f"sqlite:///{folder / 'volatile.sqlite3'}"
    store = VolatileStore(volatile)
    store.create()
    store.dispose()
    return f"sqlite:///{folder / 'tracker.sqlite3'}", volatile


@pytest.fixture(scope="module")
def built(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Estate]:
    """The estate of a module; what its tests change stays for those after them."""
    folder = tmp_path_factory.mktemp("estate")
    app = make_application(*standing(folder, sqlite_template), folder)
    with time_machine.travel(NOW, tick=True):
        estate = build_estate(app, folder)
    yield estate
    services(app).database.dispose()
    services(app).volatile.dispose()


@pytest.fixture
def estate(built: Estate) -> Iterator[Estate]:
    """The estate, on 23 November 2026."""
    with time_machine.travel(NOW, tick=True):
        yield built

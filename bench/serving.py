"""Servers to measure: gunicorn as the tracker is served, its processor time and memory read from /proc."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import places

TICK = os.sysconf("SC_CLK_TCK")
SECONDS_TO_START = 60.0


class ServerFailure(RuntimeError):
    """A server did not start; the message holds the end of its log."""


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port, the process that leads it, and how long it took to its first answer."""

    port: int
    leader: int
    seconds_to_first_answer: float
    log: Path

    def processes(self) -> list[int]:
        """The leader and its workers."""
        return [self.leader, *self.workers()]

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.leader}/task/{self.leader}/children").read_text().split()
        return [int(child) for child in children]

    def processor_seconds(self) -> float:
        """Processor time of all workers since they began, in seconds; from the scheduler's nanoseconds."""
        return sum(_nanoseconds(worker) for worker in self.workers()) / 1e9

    def start_seconds(self) -> float:
        """Processor time of the leader and its workers until the first answer, if asked at once."""
        return sum(_nanoseconds(process) for process in self.processes()) / 1e9

    def memory_mib(self) -> float:
        """Proportional set size of the biggest worker, in MiB."""
        return max(_pss_kib(worker) for worker in self.workers()) / 1024

    def begun_mib(self) -> float:
        """Resident set size of the leader, in MiB: everything imported and mapped, nothing answered but one page."""
        for line in Path(f"/proc/{self.leader}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0


def _nanoseconds(process: int) -> int:
    """Time on a processor of all threads of a process: /proc counts them one by one, to the nanosecond."""
    total = 0
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            total += int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:  # the thread has ended
            continue
    return total


def _pss_kib(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def free_port() -> int:
    """A port of this machine that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    application: str, settings: Mapping[str, str], *, first: str, workers: int = 2, threads: int = 4
) -> Iterator[Server]:
    """Serve an application with the tracker's gunicorn settings; ended with the block. Raises ServerFailure.

    `first` is the path whose first 200 says that it serves.
    """
    port = free_port()
    values = places.environment(
        **settings, PORT=str(port), WEB_CONCURRENCY=str(workers), WEB_THREADS=str(threads), LOG_LEVEL="error"
    )
    values.pop("BIND", None)
    with tempfile.NamedTemporaryFile(prefix="bench-server-", suffix=".log") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [places.BIN / "gunicorn", "-c", "gunicorn.conf.py", application],
            env=values,
            cwd=places.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(process, port, first, Path(log.name))
            yield Server(port, process.pid, time.monotonic() - began, Path(log.name))
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        if process.poll() is not None:
            raise ServerFailure(f"gunicorn ended with status {process.returncode}:\n{log.read_text()[-3000:]}")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                connection.close()
                return
        except OSError:
            pass
        time.sleep(0.01)
    raise ServerFailure(f"no answer from {path} within {SECONDS_TO_START:.0f} s:\n{log.read_text()[-3000:]}")

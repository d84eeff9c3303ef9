"""Steps of the set-up: each is skipped while its inputs are unchanged, and fails in words."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import places

LAST_LINES = 15
"""How much of a failed program's output is repeated on the terminal."""


class Failure(Exception):
    """A step could not be done: what failed, and what to type."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


@dataclass(frozen=True)
class Step:
    """One step of the set-up.

    `inputs` are files whose content decides whether the step is due again, `facts` whatever else does;
    `outputs` must exist for the step to count as done. A step without a `stamp` is always done.
    """

    title: str
    action: Callable[[], None]
    stamp: str = ""
    inputs: Sequence[Path] = ()
    facts: Sequence[str] = ()
    outputs: Sequence[Path] = ()
    is_talkative: bool = field(default=False)
    """Whether it writes to the terminal itself, so that no clock may run on its line."""

    def fingerprint(self) -> str:
        return fingerprint(self.inputs, [self.title, *self.facts])

    def is_done(self) -> bool:
        if not self.stamp or any(not output.exists() for output in self.outputs):
            return False
        try:
            return (places.STAMPS / self.stamp).read_text() == self.fingerprint()
        except OSError:
            return False

    def mark_done(self) -> None:
        if self.stamp:
            places.STAMPS.mkdir(parents=True, exist_ok=True)
            (places.STAMPS / self.stamp).write_text(self.fingerprint())


def fingerprint(files: Iterable[Path], facts: Iterable[str] = ()) -> str:
    """A hash over the names and contents of files, and over facts given as text."""
    total = hashlib.sha256()
    for fact in facts:
        total.update(b"fact\0" + fact.encode() + b"\0")
    for file in sorted(files):
        total.update(b"file\0" + str(file).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b"absent")
    return total.hexdigest()


def files_under(folder: Path, *endings: str) -> list[Path]:
    """All files below a folder whose names end so (all files when no ending is named), sorted."""
    if not folder.is_dir():
        return []
    found = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return sorted(file for file in found if not endings or file.name.endswith(endings))


def take(steps: Sequence[Step]) -> None:
    """Do what is due, one step after the other, telling how long each took. Raises Failure."""
    for number, step in enumerate(steps, start=1):
        with _Progress(f"[{number}/{len(steps)}] {step.title}", talkative=step.is_talkative) as progress:
            if step.is_done():
                progress.result = "up to date"
                continue
            step.action()
            step.mark_done()


class _Progress:
    """One line a step. On a terminal its seconds run; elsewhere the line is written once, at the end."""

    def __init__(self, label: str, *, talkative: bool) -> None:
        self.label = label.ljust(52, ".") if not talkative else label
        self.result = ""
        self._is_live = sys.stdout.isatty() and not talkative
        self._is_talkative = talkative
        self._over = threading.Event()
        self._clock = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> _Progress:
        self._start = time.monotonic()
        if self._is_live:
            self._clock.start()
        elif self._is_talkative:
            print(self.label, flush=True)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._is_live:
            self._over.set()
            self._clock.join()
            print("\r", end="")
        result = self.result or f"{self._elapsed():.1f} s"
        if kind is not None:
            ended = "stopped" if issubclass(kind, KeyboardInterrupt) else "FAILED"
            result = f"{ended} after {self._elapsed():.1f} s"
        if self._is_talkative:
            print(f"      {result}", flush=True)
        else:
            print(f"{self.label} {result}   ", flush=True)

    def _elapsed(self) -> float:
        return time.monotonic() - self._start

    def _run(self) -> None:
        while not self._over.wait(0.25):
            print(f"\r{self.label} {self._elapsed():.0f} s ", end="", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    log: str,
    remedy: str,
    extra: Mapping[str, str] | None = None,
    cwd: Path = places.ROOT,
) -> str:
    """Run a program quietly and return what it wrote; its output is kept in `.venv/.logs/<log>.log`.

    Raises Failure with the last lines when it ends with another status than 0.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=cwd,
            env=places.environment(**(extra or {})),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise Failure(f"{command[0]} could not be started: {error.strerror}", remedy) from error
    if places.VENV.is_dir():
        places.LOGS.mkdir(parents=True, exist_ok=True)
        (places.LOGS / f"{log}.log").write_text(done.stdout)
    if done.returncode != 0:
        last = "\n".join("    " + line for line in done.stdout.rstrip().splitlines()[-LAST_LINES:])
        raise Failure(f"{Path(command[0]).name} ended with status {done.returncode}:\n{last}", remedy)
    return done.stdout

"""Has a document printed by a process of its own, and keeps the file for a day: the next who asks has it at once.

The process holds two locks while it runs: one of the few places there are, and one of what it makes. It goes on when
whoever asked has waited long enough, so that a long plan is there when it is asked for again.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from app.core import clock
from app.core.errors import Busy
from app.core.labels import message
from app.core.locks import PLACE, lock_file, lock_place
from app.reports.page import fingerprint, page_of
from app.reports.parts import Document

log = logging.getLogger(__name__)

MIMETYPE = "application/pdf"
MODULE = "app.reports.press"
ROOT = Path(__file__).resolve().parents[2]
AGE = timedelta(days=1)
LOOKING = 0.2
"""Seconds between two looks at what another request has under way."""
NO_PANGO = 3
BY_THE_CLOCK = 4
"""So many times its seconds of the processor may the process run by the clock: others are served first."""

UNDER_WAY = message("The file is being made. It is a long one: please ask for it again in a minute.")
ALL_TAKEN = message("Other files are being made at the moment. Please ask for this one again in a minute.")
NOT_MADE = message("The file could not be made. Please take the Word file, and tell the operator.")
NOTHING_TO_MAKE_IT = message(
    "PDF files need a library that is not on this machine. The operator installs it: %(command)s"
)
COMMAND = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True)
class Printer:
    """Where printed files lie, and what one may cost: memory, seconds of the processor, seconds that a door waits.

    `places`: how many are printed at a time on this machine.
    """

    folder: Path
    mebibytes: int = 1536
    seconds: int = 180
    patience: float = 20.0
    places: int = 2


def patient(printer: Printer) -> Printer:
    """A printer that is waited for as long as its process may run: for a command."""
    return replace(printer, patience=float(printer.seconds * BY_THE_CLOCK))


def print_apart(document: Document, printer: Printer) -> bytes:
    """The document as PDF. Raises Busy when it takes longer than the printer's patience, or cannot be made."""
    printer.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _forget_old(printer.folder)
    key = fingerprint(document)
    made = printer.folder / f"{key}.pdf"
    if not made.exists():
        _make(page_of(document), made, printer)
    return made.read_bytes()


def _forget_old(folder: Path) -> None:
    before = (clock.now() - AGE).timestamp()
    for path in folder.iterdir():
        if path.is_file() and path.stat().st_mtime < before and not path.name.startswith(PLACE):
            path.unlink(missing_ok=True)


def _make(html: str, made: Path, printer: Printer) -> None:
    until = time.monotonic() + printer.patience
    own = lock_file(made.with_suffix(".lock"))
    if own is None:
        _await_other(made, until)
        return
    place = None
    try:
        if made.exists():  # another has finished it between the look and the lock
            return
        place = _free_place(printer)
        process = _start(html, made, printer, (own, place))
    finally:
        os.close(own)
        if place is not None:
            os.close(place)
    try:
        status = process.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, daemon=True).start()
        raise Busy(UNDER_WAY) from None
    if status == NO_PANGO:
        raise Busy(NOTHING_TO_MAKE_IT, command=COMMAND)
    if status != 0:
        log.error("a document was not printed: status %s", status)
        raise Busy(NOT_MADE)


def _free_place(printer: Printer) -> int:
    place = lock_place(printer.folder, printer.places)
    if place is None:
        raise Busy(ALL_TAKEN)
    return place


def _await_other(made: Path, until: float) -> None:
    while time.monotonic() < until:
        if made.exists():
            return
        time.sleep(LOOKING)
    raise Busy(UNDER_WAY)


def _start(html: str, made: Path, printer: Printer, locks: tuple[int, int]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-E", "-m", MODULE]
    command += [str(printer.mebibytes), str(printer.seconds), str(BY_THE_CLOCK * printer.seconds), str(made.resolve())]
    # fontconfig keeps what it knows of the machine's fonts; without a place for it every print begins by finding them.
    surroundings = {"XDG_CACHE_HOME": str(printer.folder.resolve())}
    with tempfile.TemporaryFile() as page:
        page.write(html.encode())
        page.seek(0)
        try:
            return subprocess.Popen(  # noqa: S603 - the command is ours, and nothing in it comes from a person
                command,
                stdin=page,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=surroundings,
                pass_fds=locks,
                start_new_session=True,
            )
        except OSError as error:
            raise Busy(NOT_MADE) from error

"""Start the process that reads a workbook, and take what it says for what it is: something from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import Busy, Invalid
from app.core.labels import message
from app.exchange.reading import limits

PACKAGE = Path(__file__).resolve().parents[2]
START = (
    "import sys, types; app = types.ModuleType('app'); app.__path__ = [sys.argv[1]]; sys.modules['app'] = app; "
    "from app.exchange.reading.child import main; main()"
)
"""The package without its factory of applications: the process that reads has nothing of them, and starts at once."""
AT_ONCE = 2
"""So many files are read at once by one worker."""
_PLACES = threading.BoundedSemaphore(AT_ONCE)
LONGEST_ANSWER = 64 * limits.MEBIBYTE


@dataclass(frozen=True)
class Sheet:
    """A sheet as read: cells by row and column from 0, where formulas stand and what is merged, counted from 1."""

    name: str
    rows: list[list[Any]]
    formulas: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an uploaded workbook (.xlsx or .ods). Raises Invalid saying why it cannot be read, Busy."""
    if len(content) > limits.LARGEST_FILE:
        raise Invalid(limits.TOO_LARGE, field="file", limit=limits.LARGEST_FILE // limits.MEBIBYTE)
    if not content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Invalid(limits.NOT_A_WORKBOOK, field="file")
    if not _PLACES.acquire(timeout=limits.SECONDS):
        raise Busy(message("Many files are being read at once. Please try again in a moment."))
    try:
        answer = _answer(content)
    finally:
        _PLACES.release()
    if "refused" in answer:
        reason = answer["refused"] if answer["refused"] in limits.EVERY_REASON else limits.NOT_A_WORKBOOK
        raise Invalid(reason, field="file", **answer.get("values", {}))
    return [
        Sheet(
            sheet["name"],
            sheet["rows"],
            frozenset((row, column) for row, column in sheet["formulas"]),
            tuple((top, left, bottom, right) for top, left, bottom, right in sheet["merged"]),
            bool(sheet["hidden"]),
        )
        for sheet in answer["sheets"]
    ]


def _answer(content: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", "-B", "-c", START, str(PACKAGE)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, the file goes in as bytes
            command,
            input=content,
            capture_output=True,
            timeout=limits.SECONDS,
            cwd="/",
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"refused": limits.TOO_SLOW, "values": {}}
    if done.returncode != 0 or len(done.stdout) > LONGEST_ANSWER:
        return {"refused": limits.TOO_SLOW, "values": {}}
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"refused": limits.NOT_A_WORKBOOK, "values": {}}
    return answer

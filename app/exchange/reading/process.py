"""Start the process that reads a workbook, and take what it says for what it is: something from outside."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.children import answer_of
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
        raise Invalid(reason, field="file", **_values(answer.get("values")))
    try:
        return [_sheet(sheet) for sheet in answer["sheets"]]
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid(limits.NOT_A_WORKBOOK, field="file") from error


def _sheet(said: dict[str, Any]) -> Sheet:
    return Sheet(
        str(said["name"]),
        [list(row) for row in said["rows"]],
        frozenset((int(row), int(column)) for row, column in said["formulas"]),
        tuple((int(top), int(left), int(bottom), int(right)) for top, left, bottom, right in said["merged"]),
        bool(said["hidden"]),
    )


def _values(said: Any) -> dict[str, str | int]:
    """What fills a sentence, as far as it can."""
    held = said.items() if isinstance(said, dict) else ()
    return {name: value for name, value in held if isinstance(value, str | int)}


def _answer(content: bytes) -> dict[str, Any]:
    command = [sys.executable, "-I", "-B", "-c", START, str(PACKAGE)]
    try:
        with tempfile.TemporaryFile() as file:
            file.write(content)
            file.seek(0)
            status, said = answer_of(command, file, most=LONGEST_ANSWER, patience=limits.SECONDS, folder=Path("/"))
    except subprocess.TimeoutExpired:
        return {"refused": limits.TOO_SLOW, "values": {}}
    if status != 0 or len(said) > LONGEST_ANSWER:
        return {"refused": limits.TOO_SLOW, "values": {}}
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        answer = None
    return answer if isinstance(answer, dict) else {"refused": limits.NOT_A_WORKBOOK, "values": {}}

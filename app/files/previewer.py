"""Asks a process of its own what a file shows, and takes its answer for what it is: something from outside."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.core.children import answer_of
from app.core.errors import Busy
from app.core.labels import message
from app.core.locks import lock_place
from app.files.checks.kinds import KINDS
from app.files.previews.reasons import BROKEN, TOO_COSTLY

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
LONGEST_ANSWER = 4 * 1024 * 1024
LOOKING = 0.1
"""Seconds between two looks for a place."""
_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
"""What ends the process when a machine stops or has no memory left, whatever the file."""
_PNG = KINDS["png"].mark

_UNLIKE_OURS = re.compile(r"%(?!\(\w+\)s)")
"""A place of a sentence that is none of ours: a width could make a text of any length."""

ALL_TAKEN = message("Other previews are being made at the moment. Please ask for this one again in a minute.")
NOT_NOW = message("The preview takes too long to make at the moment. Please ask for it again in a minute.")


@dataclass(frozen=True)
class Previewer:
    """Where previews lie, and what one may cost: memory, seconds of the processor, and seconds by the clock.

    `places`: how many are made at a time on this machine; `waiting`: seconds that a door waits for one of them.
    """

    folder: Path
    mebibytes: int = 768
    seconds: int = 10
    patience: float = 15.0
    places: int = 2
    waiting: float = 3.0


@dataclass(frozen=True)
class Preview:
    """What a file shows: a picture (PNG) of so many pixels, rows of cells, or a text; or `why` it shows nothing.

    `why` is a message id, `values` fill it after translation. Texts are plain, and not escaped.
    """

    picture: bytes = b""
    width: int = 0
    height: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""
    why: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


def ask_apart(extension: str, stream: BinaryIO, previewer: Previewer) -> dict[str, Any]:
    """What the process says of a file, to be read by `preview_from`. Raises Busy.

    The stream must have a place in the system, as files on disk have.
    """
    previewer.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = _place(previewer)
    command = [sys.executable, "-E", "-m", "app.files.previews", extension]
    command += [str(previewer.mebibytes), str(previewer.seconds)]
    try:
        status, said = answer_of(
            command, stream, most=LONGEST_ANSWER, patience=previewer.patience, folder=ROOT, held=(place,)
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise Busy(NOT_NOW) from error
    finally:
        os.close(place)
    if len(said) > LONGEST_ANSWER:
        return {"message": TOO_COSTLY, "values": {}}
    if status > 0 or -status in _FROM_OUTSIDE:  # no file makes it end so
        log.error("the process that makes previews ended with status %s", status)
        raise Busy(NOT_NOW)
    if status < 0:
        return {"message": TOO_COSTLY, "values": {}}
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        answer = None
    return answer if isinstance(answer, dict) else {"message": BROKEN, "values": {}}


def _place(previewer: Previewer) -> int:
    until = time.monotonic() + previewer.waiting
    while True:
        place = lock_place(previewer.folder, previewer.places)
        if place is not None:
            return place
        if time.monotonic() >= until:
            raise Busy(ALL_TAKEN)
        time.sleep(LOOKING)


def preview_from(said: Mapping[str, Any]) -> Preview:
    """The preview that the process has made; one that says nothing of use is none."""
    try:
        return _read(said)
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
        return Preview(why=BROKEN)


def _read(said: Mapping[str, Any]) -> Preview:
    """Raises what Python raises where the answer has another form."""
    if "picture" in said:
        picture = base64.b64decode(said["picture"], validate=True)
        is_ours = picture.startswith(_PNG)
        return Preview(picture, int(said["width"]), int(said["height"])) if is_ours else Preview(why=BROKEN)
    if "rows" in said:
        return Preview(rows=tuple(tuple(plain(cell) for cell in row) for row in said["rows"]))
    if "text" in said:
        return Preview(text=plain(said["text"]))
    why, values = plain(said["message"]), {str(name): _word(value) for name, value in said["values"].items()}
    is_ours = not _UNLIKE_OURS.search(why) and bool(why % values)
    return Preview(why=why, values=values) if is_ours else Preview(why=BROKEN)


def _word(value: Any) -> str | int:
    return value if isinstance(value, int) else plain(value)


def plain(text: str) -> str:
    """A text without controls, but for ends of lines and tabs, and without halves of signs."""
    whole = str(text).encode("utf-8", "replace").decode()
    return "".join(sign for sign in whole if sign in "\n\t" or unicodedata.category(sign) != "Cc")

"""Asks a process of its own about a file: what breaks there breaks nothing here."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.core.errors import Busy, Invalid
from app.core.labels import message
from app.files.checks.refusal import TOO_COSTLY

ROOT = Path(__file__).resolve().parents[2]
FIELD = "file"


@dataclass(frozen=True)
class Limits:
    """What a file may cost to be read: memory, seconds of the processor, and seconds by the clock."""

    mebibytes: int = 512
    seconds: int = 10
    patience: int = 20


def examine_apart(extension: str, stream: BinaryIO, limits: Limits) -> str:
    """The media type of a file that may stay, examined from its beginning. Raises Invalid, Busy.

    The stream must have a place in the system, as files and spooled files on disk have.
    """
    stream.seek(0)
    # Without site-packages: the checks are of the standard library alone, and the process starts in a moment.
    command = [sys.executable, "-E", "-S", "-m", "app.files.checks", extension]
    command += [str(limits.mebibytes), str(limits.seconds)]
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours; of the person it holds a known extension
            command, stdin=stream, capture_output=True, cwd=ROOT, env={}, timeout=limits.patience, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise Invalid(TOO_COSTLY, field=FIELD) from late
    except OSError as error:
        raise Busy(message("The file cannot be examined at the moment. Please try again.")) from error
    finally:
        stream.seek(0)
    if done.returncode != 0:
        raise Invalid(TOO_COSTLY, field=FIELD)
    said = json.loads(done.stdout)
    if "media_type" in said:
        return str(said["media_type"])
    raise Invalid(said["message"], field=FIELD, **said["values"])

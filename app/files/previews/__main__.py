"""The process that makes one preview: `python -m app.files.previews EXTENSION MEBIBYTES SECONDS < file`.

Prints one line of JSON: what the file shows, or the sentence that says why there is nothing.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import sys
from typing import Any, BinaryIO

from app.files.checks.refusal import Refused
from app.files.previews.reasons import BROKEN, TOO_COSTLY
from app.files.previews.showing import show


def main(extension: str, mebibytes: int, seconds: int) -> dict[str, Any]:
    """Look at standard input within limits of memory and time; pages are served before it."""
    memory = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)
    logging.disable()
    return said_of(extension, sys.stdin.buffer)


def said_of(extension: str, stream: BinaryIO) -> dict[str, Any]:
    """What a file shows, or why nothing."""
    try:
        return show(extension, stream)
    except Refused as refused:
        return {"message": refused.message, "values": refused.values}
    except MemoryError:
        return {"message": TOO_COSTLY, "values": {}}
    except BaseException:  # whatever a reader stumbles over is a fault of the file; what panics in Rust is no Exception
        return {"message": BROKEN, "values": {}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))

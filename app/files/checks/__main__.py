"""The process that examines one file: `python -m app.files.checks EXTENSION MEBIBYTES SECONDS < file`.

Prints one line of JSON: the media type, or the sentence of the refusal.
"""

from __future__ import annotations

import json
import resource
import sys

from app.files.checks.examining import examine
from app.files.checks.refusal import DAMAGED, TOO_COSTLY, Refused


def main(extension: str, mebibytes: int, seconds: int) -> dict[str, object]:
    """Examine standard input within limits of memory and time."""
    memory = mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return {"media_type": examine(extension, sys.stdin.buffer)}
    except Refused as refused:
        return {"message": refused.message, "values": refused.values}
    except MemoryError:
        return {"message": TOO_COSTLY, "values": {}}
    except Exception:  # whatever a reader stumbles over is a fault of the file, and the file is refused
        return {"message": DAMAGED, "values": {}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))

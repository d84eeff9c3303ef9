"""Locks of files: they hold between all processes of a machine, and end with whoever holds them."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

PLACE = "place-"


def lock_file(path: Path) -> int | None:
    """A lock that lasts as long as somebody has the descriptor open; None while another holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def lock_place(folder: Path, places: int) -> int | None:
    """One of so many places in a folder, locked; None while others have them all."""
    for number in range(places):
        place = lock_file(folder / f"{PLACE}{number}")
        if place is not None:
            return place
    return None

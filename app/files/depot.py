"""What taking a file needs from outside: the store, the scanner, the limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.storage import FileStore
from app.files.clamd import Scanner
from app.files.examiner import Limits

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Depot:
    """`scanner`: None where none is configured. The two limits in bytes: of one file, and of all of a country."""

    store: FileStore
    scanner: Scanner | None = None
    file_limit: int = 20 * MEBIBYTE
    country_limit: int = 2048 * MEBIBYTE
    reading: Limits = field(default_factory=Limits)

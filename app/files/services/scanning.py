"""Ask the scanner again about what it has not looked at yet."""

from __future__ import annotations

from app.core.storage import FileStore, on_disk
from app.files.clamd import Scanner
from app.files.states import ScanState


def scan_again(store: FileStore, scanner: Scanner, content_hash: str) -> ScanState:
    """Clean, or refused. Raises ScannerAway, StoreAway, and FileNotFoundError where the bytes are gone."""
    with store.open(content_hash) as kept, on_disk(kept) as stream:
        return ScanState.REFUSED if scanner.finds(stream) else ScanState.CLEAN

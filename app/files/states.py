"""Vocabularies of files."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message


class ScanState(LabelledEnum):
    """What the virus scanner has said of a file."""

    NOT_SCANNED = "not_scanned", message("not scanned for viruses")
    WAITING = "waiting", message("waiting for the virus scan")
    CLEAN = "clean", message("scanned for viruses, none found")
    REFUSED = "refused", message("refused by the virus scan")


HELD_BACK = (ScanState.WAITING, ScanState.REFUSED)
"""Files in these states are handed out to nobody and show nothing."""

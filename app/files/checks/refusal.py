"""The refusal of a file."""

from __future__ import annotations

from app.core.labels import message


class Refused(Exception):
    """`message` is a message id with %(name)s places, `values` fill them after translation."""

    def __init__(self, message: str, **values: str | int) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


DAMAGED = message("The file is damaged: it cannot be read to its end.")
OTHER_CONTENT = message("What the file holds is not what its name says: it is no %(kind)s file.")
PROTECTED = message("The file is protected by a password. Take the protection away and upload it again.")
HAS_PROGRAM = message("The file holds a macro or another program. Save it without and upload it again.")
EXPANDS = message("The file holds more than it says, or expands too far when it is opened.")
TOO_COSTLY = message("The file takes too much memory or time to be read. Save it in a simpler form.")
HAS_FILES = message("The file holds other files within. Upload each of them by itself.")
"""Sentences that more than one kind of file can be answered with."""

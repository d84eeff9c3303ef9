"""How much an uploaded file may hold, and why one is refused before any parser sees it."""

from __future__ import annotations

from app.core.labels import message

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
MOST_MEMBERS = 2_000
LARGEST_INFLATED = 100 * MEBIBYTE
HIGHEST_RATIO = 100
FREE_OF_RATIO = MEBIBYTE
"""So much may come out of any file: small parts of a workbook repeat themselves a lot."""
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_SHEETS = 60
MOST_TEXT = 16 * MEBIBYTE
"""Characters of all cells together."""
SECONDS = 20
CPU_SECONDS = 10
MEMORY = 640 * MEBIBYTE
"""Address space of the process that reads; what it really uses is far less."""

NOT_A_WORKBOOK = message("This is no workbook that can be read. Save it as .xlsx and upload it again.")
OLD_OR_LOCKED = message("This is an old .xls file, or one with a password. Save it as .xlsx without a password.")
TOO_LARGE = message("The file is larger than %(limit)s MiB.")
BOMB = message("The file holds far more than a plan can: it is not unpacked.")
HAS_MACROS = message("The workbook holds macros. Save it as .xlsx, without macros.")
HAS_LINKS = message("The workbook has links to other files or data connections. Remove them and upload it again.")
HAS_OBJECTS = message("The workbook holds embedded objects. Remove them and upload it again.")
BAD_NAMES = message("The file holds parts whose names lead out of it. It is not read.")
HAS_ENTITIES = message("The file holds declarations (DTD) that no spreadsheet program writes. It is not read.")
TOO_MANY_ROWS = message("Sheet “%(sheet)s” has more than %(limit)s rows.")
TOO_MANY_COLUMNS = message("Sheet “%(sheet)s” has more than %(limit)s columns.")
TOO_MANY_SHEETS = message("The workbook has more than %(limit)s sheets.")
TOO_SLOW = message("The file could not be read within the limits of time and memory.")
EVERY_REASON = (
    NOT_A_WORKBOOK,
    OLD_OR_LOCKED,
    TOO_LARGE,
    BOMB,
    HAS_MACROS,
    HAS_LINKS,
    HAS_OBJECTS,
    BAD_NAMES,
    HAS_ENTITIES,
    TOO_MANY_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_SHEETS,
    TOO_SLOW,
)
"""What the process that reads may answer; anything else it says is not passed on."""

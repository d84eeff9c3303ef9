"""How much a workbook may hold beyond the bounds of any file, and why one is refused before a parser sees it."""

from __future__ import annotations

from app.core.labels import message
from app.files.checks.archives import STRAYS
from app.files.checks.markup import HAS_TYPE
from app.files.checks.refusal import DAMAGED, EXPANDS, HAS_PROGRAM, PROTECTED

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
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
HAS_LINKS = message("The workbook has links to other files or data connections. Remove them and upload it again.")
HAS_OBJECTS = message("The workbook holds embedded objects. Remove them and upload it again.")
TOO_MANY_ROWS = message("Sheet “%(sheet)s” has more than %(limit)s rows.")
TOO_MANY_COLUMNS = message("Sheet “%(sheet)s” has more than %(limit)s columns.")
TOO_MANY_SHEETS = message("The workbook has more than %(limit)s sheets.")
TOO_SLOW = message("The file could not be read within the limits of time and memory.")
EVERY_REASON = (
    DAMAGED,
    EXPANDS,
    HAS_PROGRAM,
    HAS_TYPE,
    PROTECTED,
    STRAYS,
    NOT_A_WORKBOOK,
    OLD_OR_LOCKED,
    TOO_LARGE,
    HAS_LINKS,
    HAS_OBJECTS,
    TOO_MANY_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_SHEETS,
    TOO_SLOW,
)
"""What the process that reads may answer; anything else it says is not passed on."""

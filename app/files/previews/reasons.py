"""Why there is no preview, and how much of a file one shows."""

from __future__ import annotations

from app.core.labels import message

TOO_COSTLY = message("The preview would take too much memory or time to make.")
BROKEN = message("The file cannot be read far enough to show anything of it.")
NO_TEXT = message("The first page has no text to show: it is probably scanned, a picture of a page.")
LONG_CELL = message(
    "A cell is longer than %(most)s characters. Perhaps a quotation mark before it is not closed, and the rest of the"
    " file is read as one cell."
)
NOTHING = message("Nothing stands at its beginning that can be shown.")

SIDE = 480
"""The longer side of a picture, in pixels."""
MOST_SIGNS, MOST_LINES = 6_000, 80
MOST_ROWS, MOST_COLUMNS, MOST_OF_A_CELL = 25, 12, 120

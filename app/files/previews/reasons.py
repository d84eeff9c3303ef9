"""Why there is no preview, and how much of a file one shows."""

from __future__ import annotations

from app.core.labels import message

TOO_COSTLY = message("The preview would take too much memory or time to make.")
BROKEN = message("The file cannot be read far enough to show anything of it.")
NO_TEXT = message("The first page holds no text that can be read: it may be a picture.")
NOTHING = message("Nothing stands at its beginning that can be shown.")

SIDE = 480
"""The longer side of a picture, in pixels."""
MOST_SIGNS, MOST_LINES = 6_000, 80
MOST_ROWS, MOST_COLUMNS, MOST_OF_A_CELL = 25, 12, 120

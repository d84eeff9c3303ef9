"""Vocabularies of readings."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

LINE_LIMIT = 500
"""Characters that a line to a mark can have."""


REASON_LIMIT = 2000
"""Characters that a reason for a verdict can have."""

SEED_LIMIT = 60
"""Characters that the seed of a sample can have."""

MOST_ITEMS = 200
"""Items that a second reading can have."""


class MarkState(LabelledEnum):
    """What a reviewer has marked of an item."""

    READ = "read", message("read")
    COME_BACK = "come_back", message("come back to it")

"""The area's views, one family a module; importing them hangs them on the area."""

from __future__ import annotations

from app.web.fiches import checking, listing, reading, writing  # noqa: F401 - hang their views on the area
from app.web.fiches.area import area

__all__ = ["area"]

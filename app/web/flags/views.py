"""The area's views, one family a module; importing them hangs them on the area."""

from __future__ import annotations

from app.web.flags import exchanging, reading, recording, writing  # noqa: F401 - hang their views on the area
from app.web.flags.area import area

__all__ = ["area"]

"""The area's views, one family a module; importing them hangs them on the area."""

from __future__ import annotations

from app.web.comments import consultations, mentions, threads  # noqa: F401 - hang their views on the area
from app.web.comments.area import area

__all__ = ["area"]

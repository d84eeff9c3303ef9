"""Fields of a milestone that an expert can suggest to change, and how they are kept as text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.core.labels import message

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "title": message("Title"),
        "note": message("Note"),
        "start_on": message("Start"),
        "forecast_on": message("Forecast"),
        "step_key": message("Step"),
        "target_value": message("Target value"),
        "value": message("Value"),
    }
)
"""Field → what it is called, in the order of forms and lists. The closing milestone has only days and a note."""

DAYS = frozenset({"start_on", "forecast_on"})
NUMBERS = frozenset({"target_value", "value"})


def to_text(value: Any) -> Any:
    """A value as JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value


def from_text(name: str, value: Any) -> Any:
    """The value of a field as it was."""
    return date.fromisoformat(value) if name in DAYS and isinstance(value, str) else value

"""The canonical text of an audit entry, alike on both databases, and its hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

NO_HASH = "0" * 64
"""The hash before the first entry."""

HASHED = (
    "id",
    "recorded_at",
    "actor_id",
    "deed",
    "subject_kind",
    "subject_id",
    "country",
    "changes",
    "reason",
    "request_id",
    "previous_hash",
)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: days and instants (UTC) in ISO 8601, enumerations as their value."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    return value


def _plainer(value: Any) -> Any:
    """What the encoder asks for a value it cannot write itself. Raises TypeError when there is no plain form."""
    form = plain(value)
    if form is value:
        raise TypeError(f"{type(value).__name__} has no canonical form")
    return form


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plainer)
"""Made once: a walk over the trail encodes every entry."""


def entry_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over all columns but the hash itself, as canonical JSON.

    Changes are taken as `plain` gives them, or as the database holds them: they are not walked through again.
    """
    text = _ENCODER.encode({name: values[name] for name in HASHED})
    return hashlib.sha256(text.encode()).hexdigest()

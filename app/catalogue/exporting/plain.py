"""Values as they stand in a file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import Any

from app.catalogue import views as v
from app.catalogue.states import Confidence


def said(**values: Any) -> dict[str, Any]:
    """A mapping without what is left at its default, in plain values; a name may end in _ where Python wants it to."""
    return {key.rstrip("_"): _plain(value) for key, value in values.items() if value not in (None, (), [], {})}


def _plain(value: Any) -> Any:
    if isinstance(value, v.Text):
        rest = sorted(language for language in value.by_language if language != "en")
        return {language: value.by_language[language] for language in ["en", *rest]}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(entry) for entry in value]
    return value


def legal(references: Iterable[v.LegalView]) -> list[dict[str, str]]:
    return [{"act": reference.act, "article": reference.article} for reference in references]


def unless_high(confidence: Confidence) -> Confidence | None:
    return None if confidence is Confidence.HIGH else confidence


def euro(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"

"""A text of the catalogue in all its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One text in as many languages as it has."""

    by_language: Mapping[str, str]

    def in_(self, language: str) -> str:
        """In a language; in English where it has none of it."""
        found = self.by_language.get(language)
        return found if found is not None else self.by_language["en"]

    def __str__(self) -> str:
        return self.by_language["en"]

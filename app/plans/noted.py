"""Gaps of an item that were noted: known, and accepted until a day. Pure, the same for services, replay and pages.

An item holds them as one short text, `slipped:2026-12-01:3f2a9c01b7de:2026-11-02;…`: the code of the rule, the day on
which the gap returns, what it was then (its substance), the day it was noted. The reasons stand in a text of their own,
`{"slipped": "…"}`: sums over all plans read the first, and the second only where something was noted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LIMIT = 2000
"""Characters of the text that holds all notes of an item."""
REASONS_LIMIT = 30000


@dataclass(frozen=True, slots=True)
class NotedGap:
    """A gap that was noted. It is out of the main list before `until_on`, as long as its substance stays."""

    code: str
    until_on: date
    substance: str
    noted_on: date
    reason: str = ""

    def holds(self, day: date, substance: str) -> bool:
        """Whether a gap of this substance is noted on a day."""
        return self.noted_on <= day < self.until_on and self.substance == substance


def noted_of(text: str | None, reasons: str | None) -> tuple[NotedGap, ...]:
    """The notes that the two texts say."""
    if not text:
        return ()
    why = json.loads(reasons) if reasons else {}
    found = []
    for piece in text.split(";"):
        code, until, substance, noted = piece.split(":")
        day, said = date.fromisoformat(until), date.fromisoformat(noted)
        found.append(NotedGap(code, day, substance, said, why.get(code, "")))
    return tuple(found)


def written(notes: Iterable[NotedGap]) -> tuple[str | None, str | None]:
    """Notes as the two texts, in the order of their codes; None twice for no notes."""
    listed = sorted(notes, key=lambda note: note.code)
    if not listed:
        return None, None
    text = ";".join(f"{one.code}:{one.until_on}:{one.substance}:{one.noted_on}" for one in listed)
    return text, json.dumps({one.code: one.reason for one in listed}, ensure_ascii=False)


def without(notes: Iterable[NotedGap], code: str) -> tuple[NotedGap, ...]:
    """The notes but for that of a rule."""
    return tuple(note for note in notes if note.code != code)

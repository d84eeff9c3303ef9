"""Dates that were written as text: read where they can mean one day only."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

LANGUAGES = (
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"),
    *("hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
)
"""The official languages of the Union."""

_YEAR_FIRST = re.compile(r"^(\d{4})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})\s*\.?$")
_DOTTED = re.compile(r"^(\d{1,2})\s*\.\s*(\d{1,2})\s*\.\s*(\d{4})\s*\.?$")
_SLASHED = re.compile(r"^(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{4})$")
_WORDED = re.compile(
    r"^(\d{1,2})(?:\.|er|º|ª)?\s+(?:de\s+)?([^\W\d_][^\d]*?)\.?,?\s+(?:de\s+)?(\d{4})(?:\s*(?:\.|г\.?))?$"
)
_YEAR_AND_DAY = re.compile(r"^(\d{4})\.?\s+(\d{1,2})\.\s+([^\W\d_]+)$")
_SMALL_WORDS = re.compile(r"\bgada\s+|\bta[’']\s*")
_YEAR_AND_WORD = re.compile(r"^(\d{4})\.?(?:\s*m\.)?\s+([^\W\d_][^\d]*?)\s+(\d{1,2})\s*(?:\.|d\.|-i)?$")


def read_day(text: str) -> date | None:
    """The day that a text means, or None where it means none or could mean two.

    31.12.2026, 31. 12. 2026, 2026-12-31, 31/12/2026, 31-12-2026 and 12/31/2026 are read, and 31 December 2026 in the
    official languages of the Union. 3/4/2026 is not: some write the month first.
    """
    plain = _SMALL_WORDS.sub("", " ".join(unicodedata.normalize("NFC", text).split()))
    if match := _YEAR_FIRST.match(plain):
        return _day(match[1], match[2], match[3])
    if match := _DOTTED.match(plain):
        return _day(match[3], match[2], match[1])
    if match := _SLASHED.match(plain):
        first, second = int(match[1]), int(match[2])
        if second > 12:
            return _day(match[3], match[1], match[2])
        return _day(match[3], match[2], match[1]) if first > 12 or first == second else None
    if match := _WORDED.match(plain):
        return _worded(match[3], match[2], match[1])
    if match := _YEAR_AND_WORD.match(plain):
        return _worded(match[1], match[2], match[3])
    if match := _YEAR_AND_DAY.match(plain):
        return _worded(match[1], match[3], match[2])
    return None


def can_be_two_days(text: str) -> bool:
    """Whether numbers alone leave open which of them is the month, as in 3/4/2026."""
    match = _SLASHED.match(text.strip())
    return match is not None and max(int(match[1]), int(match[2])) <= 12


def _worded(year: str, word: str, day: str) -> date | None:
    found = _months().get(_plain(word), frozenset())
    return _day(year, str(*found), day) if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _plain(word: str) -> str:
    return word.casefold().replace(".", "").strip()


@cache
def _months() -> dict[str, frozenset[int]]:
    """Names of months in all languages → the months they can mean: listopad is October in one and November in two."""
    from babel.dates import get_month_names

    found: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, locale=language).items():
                    found.setdefault(_plain(name), set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items() if not name.isdigit()}

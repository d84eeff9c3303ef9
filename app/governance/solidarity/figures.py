"""What in a text looks like a figure of money or of persons, so that none is written down by mistake. Pure.

It does not understand a text: it warns, and a person who has looked again may confirm. Dates, years, times, articles
and numbers of acts are no figures; small numbers without a unit neither, unless they follow a word of giving.
"""

from __future__ import annotations

import re

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_MONEY = (
    r"(?:€|euros?\b|eur\b|cents?\b|mio\b|mrd\b|bn\b|m€|k€|millions?\b|billions?\b|millionen\b|milliarden\b|milliards?\b"
    r"|millones\b|milioni\b|thousands?\b|hundreds?\b)"
)
_PERSONS = (
    r"(?:persons?\b|people\b|personen\b|personnes?\b|personas?\b|persone\b|pessoas\b|personer\b|osób\b|relocations?\b"
    r"|relocalisations?\b|offsets?\b|applicants?\b|applications?\b|refugees?\b|beneficiar(?:y|ies)\b|places\b|heads\b)"
)
_UNIT = rf"(?:{_MONEY}|{_PERSONS})"
_PARTS = (
    r"(?:[%‰]|(?:per\s?cents?|pct|percentage\s+points?|prozent|pour\s?cent|por\s?ciento|por\s?cento|per\s?cento"
    r"|procent)\b)"
)
_NO_NUMBER = r"(?!(?:a|as|by|few|how|in|many|no|of|some|the|what|which)\b)"
_GIVING = r"(?:relocat|pledg|contribut)(?:e|es|ed|ing)"
_ABOUT = (
    r"(?:up\s+to|about|around|roughly|approximately|nearly|almost|some|another|a\s+further|only|perhaps|between"
    r"|at\s+(?:least|most)|(?:no|not)\s+more\s+than|less\s+than|more\s+than|over|circa|ca\.?)"
)
_TIME = r"(?:(?:working\s+)?days?|weeks?|months?|years?|hours?|minutes?)"
_NUMBER = r"\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
_PARAGRAPHS = r"(?:\((?:\d{1,3}|[a-z]{1,3})\))*"

_HARMLESS = re.compile(
    rf"""
      \b\d{{4}}-\d{{2}}-\d{{2}}\b
    | \b\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?(?:19|20)\d\d\b
    | \b\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\s*(?:-|–|to|and|or)\s*\d{{1,2}})?\s+(?:{_MONTHS})\b\.?(?:,?\s+(?:19|20)\d\d\b)?
    | \b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d\d\b)?
    | \b(?:{_MONTHS})\s+(?:19|20)\d\d\b
    | (?:\b(?:articles?|arts?|annex|recitals?|paragraphs?|paras?|points?|sections?|chapters?|no)\b\.?|§+)\s*
      \d{{1,3}}[a-z]?{_PARAGRAPHS}(?!\d)(?!\s+{_UNIT})(?!\s*{_PARTS})
      (?:\s*(?:,|and|or|to|-|–)\s*\d{{1,3}}[a-jln-z]?{_PARAGRAPHS}(?![\dkm])(?!\s+{_UNIT})(?!\s*{_PARTS}))*
    | \b(?:COM|SWD|JOIN|C)\s?\(\d{{4}}\)\s*\d+
    | \b\d{{2,4}}/\d{{2,4}}\b
    | \b\d{{1,2}}[:h]\d{{2}}\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WITH_UNIT = re.compile(
    rf"(?:€|\beur\b|\beuros?\b)\s*(?:{_NUMBER})|(?:{_NUMBER})\s*(?:{_UNIT}|(?:[^\W\d]+\s+){{1,2}}?{_UNIT})",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"\b(?:hundreds?|thousands?|millions?|billions?|millionen|milliarden)\b(?:\s+\w+){{0,2}}?\s+{_UNIT}", re.IGNORECASE
)
_PART = re.compile(rf"(?:{_NUMBER}|\b{_NO_NUMBER}[a-z]+)\s*{_PARTS}", re.IGNORECASE)
_SHORT = re.compile(rf"(?<![\w.,])(?:{_NUMBER})\s?[km]\b", re.IGNORECASE)
_GIVEN = re.compile(rf"\b{_GIVING}[\s:=]+(?:{_ABOUT}\s+)?(?:{_NUMBER})(?!\d)(?![\s-]*{_TIME}\b)", re.IGNORECASE)
_PATTERNS = (_WITH_UNIT, _IN_WORDS, _PART, _SHORT, _GIVEN)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LARGE = re.compile(rf"(?<![\w.])(?:{_NUMBER})")

LEAST = 100
"""A number without a unit from here on is taken for a figure."""


def figures_in(text: str) -> tuple[str, ...]:
    """What looks like a figure, as it is written, each once and in order; nothing for a text in words."""
    plain = _HARMLESS.sub(" § ", text)
    found = [match.group().strip() for pattern in _PATTERNS for match in pattern.finditer(plain)]
    rest = _YEAR.sub(" ", _WITH_UNIT.sub(" ", plain))
    for match in _LARGE.finditer(rest):
        digits = re.sub(r"[^\d]", "", re.sub(r"[.,]\d{1,2}$", "", match.group()))
        if digits and int(digits) >= LEAST:
            found.append(match.group().strip())
    return tuple(dict.fromkeys(found))

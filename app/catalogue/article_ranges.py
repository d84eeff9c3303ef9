"""Article references compared: whether `35(1)` lies within `16-55`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_NUMBER = re.compile(r"([0-9]+)([a-z]*)")


class Cover(Enum):
    """How far a list of articles covers a reference."""

    WHOLE = "whole"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Span:
    """From an article to an article, inclusive; `rest` is the paragraph of a single one (`(1)(a)`)."""

    first: tuple[int, str]
    last: tuple[int, str]
    rest: str = ""


@lru_cache(maxsize=4096)
def span_of(reference: str) -> Span | None:
    """The span of a reference; None for an annex. Expects the form that the shapes allow."""
    if reference.startswith("Annex"):
        return None
    first, dash, last = reference.partition("-")
    if dash:
        return Span(_number(first), _number(last))
    head, bracket, rest = reference.partition("(")
    number = _number(head)
    return Span(number, number, bracket + rest)


def number_of(reference: str) -> str | None:
    """The article itself: `35` of `35(1)(a)`, `Annex I`; None for several."""
    if reference.startswith("Annex"):
        return reference
    return None if "-" in reference else reference.partition("(")[0]


def numbers_of(reference: str) -> tuple[str, ...]:
    """The articles a reference begins and ends with."""
    return (
        (reference,)
        if reference.startswith("Annex")
        else tuple(part.partition("(")[0] for part in reference.split("-"))
    )


def in_order(reference: str) -> bool:
    """Whether a range rises."""
    span = span_of(reference)
    return span is None or span.first < span.last or "-" not in reference


def cover(reference: str, articles: Iterable[str]) -> Cover:
    """How far the articles cover a reference: wholly, in part, or not at all."""
    found = [_cover_of(reference, article) for article in articles]
    if Cover.WHOLE in found:
        return Cover.WHOLE
    return Cover.PART if Cover.PART in found else Cover.NONE


def _cover_of(reference: str, article: str) -> Cover:
    asked, given = span_of(reference), span_of(article)
    if asked is None or given is None:
        return Cover.WHOLE if reference == article else Cover.NONE
    if asked.last < given.first or given.last < asked.first:
        return Cover.NONE
    if given.first <= asked.first and asked.last <= given.last and asked.rest.startswith(given.rest):
        return Cover.WHOLE
    if asked.rest and given.rest and not given.rest.startswith(asked.rest):
        return Cover.NONE
    return Cover.PART


def _number(text: str) -> tuple[int, str]:
    found = _NUMBER.match(text)
    return (int(found[1]), found[2]) if found else (0, text)

"""How near two texts are: the words they have in common, and names that differ by little. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

STEM = 6
"""So many letters of a word count: its endings differ by case and number."""
SHORTEST = 4
NEAR = 0.85
"""From this ratio on two names are proposed as one."""
GOOD = 0.5
"""From this likeness on a proposal is chosen beforehand."""


def plain(text: str) -> str:
    """A text without case, accents and signs, its words with one blank between them."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in parts if not unicodedata.combining(c))
    return " ".join(kept.split())


def stems(text: str) -> frozenset[str]:
    """The beginnings of the longer words of a text."""
    return frozenset(word[:STEM] for word in plain(text).split() if len(word) >= SHORTEST)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets of stems have in common, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def ranked(text: str, stems_by_key: Mapping[str, Iterable[frozenset[str]]], most: int) -> list[tuple[str, float]]:
    """Keys with their likeness to a text, the best first; those without a word in common are left out."""
    own = stems(text)
    scores = [(max((likeness(own, one) for one in found), default=0.0), key) for key, found in stems_by_key.items()]
    best = sorted((pair for pair in scores if pair[0] > 0), key=lambda pair: -pair[0])
    return [(key, score) for score, key in best[:most]]


def nearest(name: str, others: Iterable[str]) -> str | None:
    """The one of other names that differs by so little that it is probably the same."""
    matcher = SequenceMatcher(None, b=plain(name))
    best, best_ratio = None, NEAR
    for other in others:
        matcher.set_seq1(plain(other))
        if matcher.real_quick_ratio() >= best_ratio and matcher.quick_ratio() >= best_ratio:
            ratio = matcher.ratio()
            best, best_ratio = (other, ratio) if ratio >= best_ratio else (best, best_ratio)
    return best

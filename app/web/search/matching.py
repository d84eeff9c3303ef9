"""Whether words are found in a text, how well, and where: without accents, without case, in any order.

A question may also name a legal reference, as people write it: `RCD 35`, `Art. 35(1) RCD`, `2024/1346`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.catalogue.article_ranges import Cover, cover
from app.catalogue.views import ActView, CatalogueView, ItemView, Text
from app.guidance.records import Entry

LONGEST: Final = 200
MOST_WORDS: Final = 12

_ARTICLE = re.compile(r"[0-9]{1,3}[a-z]?(\([0-9a-z]{1,4}\))*")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_ARTICLE_WORDS = frozenset({"art", "arts", "article", "articles"})
_AROUND = "\"'“”‘’«».,;:!?"

TITLE, KEY, LEGAL, ACTS, DESCRIPTION = 8, 6, 5, 3, 2
"""What a word counts by the place where it is found; half of it inside a word."""


def fold(text: str) -> str:
    """A text for comparing: without case and accents."""
    if text.isascii():
        return text.casefold()
    parted = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).casefold()


@dataclass(frozen=True)
class SearchText:
    """What is searched of a thing, folded, by place; `references` are pairs of act and article."""

    places: tuple[tuple[int, str], ...]
    references: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Term:
    """One thing asked for: a word, or an act, or an article of an act (of any act without one)."""

    word: str
    acts: frozenset[str] = frozenset()
    article: str = ""

    def score(self, text: SearchText) -> int:
        """How well the term fits; 0: not at all."""
        by_reference = LEGAL if self._in_references(text.references) else 0
        return max(by_reference, self._in_words(text.places))

    def _in_references(self, references: Iterable[tuple[str, str]]) -> bool:
        if not self.acts and not self.article:
            return False
        return any(
            (not self.acts or act in self.acts)
            and (not self.article or cover(self.article, [article]) is not Cover.NONE)
            for act, article in references
        )

    def _in_words(self, places: Iterable[tuple[int, str]]) -> int:
        return max((value * _fits(self.word, words) // 2 for value, words in places), default=0) if self.word else 0


@dataclass(frozen=True)
class Question:
    """What somebody typed, as terms that must all fit."""

    text: str
    terms: tuple[Term, ...]

    @classmethod
    def of(cls, text: str, view: CatalogueView | None = None) -> Question:
        """Read what was typed; with a catalogue its acts are known by code, number and CELEX number."""
        acts = _acts_by_name(view.acts.values() if view else ())
        return cls(text.strip(), tuple(_terms(words_typed(text), acts)))

    @property
    def words(self) -> tuple[str, ...]:
        """The words to be marked where they stand."""
        return tuple(term.word for term in self.terms if term.word)

    @property
    def acts(self) -> frozenset[str]:
        """The acts named, by code."""
        return frozenset[str]().union(*(term.acts for term in self.terms))

    def score(self, text: SearchText) -> int:
        """How well all terms fit together; 0 when one of them does not."""
        scores = [term.score(text) for term in self.terms]
        return sum(scores) if scores and all(scores) else 0


def words_typed(text: str) -> list[str]:
    """The words of what somebody typed, as they were typed."""
    return [word for word in (part.strip(_AROUND) for part in text[:LONGEST].split()) if word][:MOST_WORDS]


def text_of(item: ItemView, view: CatalogueView) -> SearchText:
    """What is searched of an item: title, key, references, the names of its acts, description; in all languages."""
    acts = [view.acts[reference.act] for reference in item.legal]
    return SearchText(
        (
            (TITLE, _joined([item.title])),
            (KEY, f"{item.key} {item.origin or ''}".casefold()),
            (LEGAL, fold(" ".join(reference.label for reference in item.legal))),
            (ACTS, fold(" ".join(f"{act.number} {act.title}" for act in acts))),
            (DESCRIPTION, _joined([item.description, item.closing_text])),
        ),
        tuple((reference.act, reference.article) for reference in item.legal),
    )


def text_of_act(act: ActView) -> SearchText:
    """What is searched of an act: its names, code and numbers, and what it is about."""
    return SearchText(
        (
            (TITLE, _joined([act.title])),
            (KEY, fold(f"{act.code} {act.number} {act.celex or ''}")),
            (DESCRIPTION, _joined([act.subject])),
        )
    )


def text_of_entry(entry: Entry, view: CatalogueView) -> SearchText:
    """What is searched of a publication: title, by whom, reference, what it is for, for whom, its items."""
    makers = [view.actors[code].title for code in entry.by if code in view.actors]
    recorded = entry.recorded
    names = f"{entry.key} {recorded.reference} {recorded.audience}" if recorded else entry.key
    return SearchText(
        (
            (TITLE, _joined([entry.title])),
            (KEY, fold(names)),
            (ACTS, _joined(makers)),
            (DESCRIPTION, _joined([entry.note, *(view.items[key].title for key in entry.items if key in view.items)])),
        )
    )


def marked(text: str, words: Sequence[str]) -> list[tuple[str, bool]]:
    """A text cut into pieces, each with whether it is one of the (folded) words; joined they are the text."""
    if not words or not text:
        return [(text, False)]
    folded, origin = _folded_with_origin(text)
    hits = [False] * len(text)
    for word in words:
        at = folded.find(word)
        while at >= 0:
            for place in range(origin[at], origin[at + len(word) - 1] + 1):
                hits[place] = True
            at = folded.find(word, at + len(word))
    pieces: list[tuple[str, bool]] = []
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or hits[place] != hits[start]:
            pieces.append((text[start:place], hits[start]))
            start = place
    return pieces


def piece_around(text: str, words: Sequence[str], length: int) -> str:
    """At most so many characters of a text, and the signs that more stands before or after: where a word is first."""
    if len(text) <= length:
        return text
    folded, origin = _folded_with_origin(text)
    found = [origin[at] for at in (folded.find(word) for word in words) if at >= 0]
    start = max(0, min(min(found, default=0) - length // 4, len(text) - length))
    end = start + length
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _folded_with_origin(text: str) -> tuple[str, list[int]]:
    folded: list[str] = []
    origin: list[int] = []
    for place, sign in enumerate(text):
        for part in fold(sign):
            folded.append(part)
            origin.append(place)
    return "".join(folded), origin


def _joined(texts: Iterable[Text | None]) -> str:
    return fold(" ".join(words for text in texts if text is not None for words in text.by_language.values()))


def _fits(word: str, words: str) -> int:
    """2: at the beginning of a word; 1: inside one; 0: nowhere."""
    at = words.find(word)
    inside = at >= 0
    while at >= 0:
        if at == 0 or not words[at - 1].isalnum():
            return 2
        at = words.find(word, at + 1)
    return 1 if inside else 0


def _acts_by_name(acts: Iterable[ActView]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for act in acts:
        bare = act.number.rpartition(" ")[2]
        for name in (act.code, act.celex or "", bare if "/" in bare else ""):
            if name:
                found[fold(name)] = found.get(fold(name), frozenset()) | {act.code}
    return found


def _terms(words: Sequence[str], acts: dict[str, frozenset[str]]) -> Iterable[Term]:
    """One term a word, but what speaks of one reference becomes one: an act and an article beside it."""
    folded = [fold(word) for word in words]
    articles, rest = _articles(folded, has_act=any(word in acts for word in folded))
    named = [word for word in rest if word in acts]
    for word in rest:
        if word not in acts:
            yield Term(word)
    if articles:
        codes = frozenset[str]().union(*(acts[word] for word in named))
        for article in articles:
            yield Term("", codes, article)
    else:
        for word in named:
            yield Term(word, acts[word])


def _articles(words: Sequence[str], *, has_act: bool) -> tuple[list[str], list[str]]:
    """The articles named and the words that are left; a bare number is an article only where an act is named."""
    articles: list[str] = []
    rest: list[str] = []
    previous = ""
    for number, word in enumerate(words):
        following = words[number + 1] if number + 1 < len(words) else ""
        if word in _ARTICLE_WORDS and _ARTICLE.fullmatch(following):
            previous = word
        elif previous == "annex":
            articles.append(f"Annex {word.upper()}")
            previous = ""
        elif word == "annex" and has_act and _ROMAN.fullmatch(following):
            previous = word
        elif _ARTICLE.fullmatch(word) and (has_act or previous in _ARTICLE_WORDS):
            articles.append(word)
            previous = ""
        else:
            rest.append(word)
            previous = ""
    return articles, rest

"""What is read of publications and of their use: plain records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from app.catalogue.states import Confidence, GuidanceKind
from app.catalogue.views import GuidanceView, Text
from app.guidance.states import PublicationSide, UseKind, UseReach

_KEY = re.compile(r"G([1-9][0-9]{0,8})")


@dataclass(frozen=True)
class PublicationRecord:
    """A version of a publication, the last one where nothing else is said; see `PublicationVersion`. `maker`: code of
    an actor; `recorded_at` and `recorded_side`: when, and as what, it was first
    recorded."""

    publication_id: int
    maker: str
    recorded_at: datetime
    recorded_side: PublicationSide
    number: int
    is_withdrawal: bool
    kind: GuidanceKind
    title: str
    said_on: date
    languages: tuple[str, ...]
    reference: str
    url: str
    purpose: str
    blocks: tuple[str, ...]
    items: tuple[str, ...]
    length: str
    audience: str
    reason: str
    side: PublicationSide
    said_at: datetime
    author: str | None

    @property
    def key(self) -> str:
        """What it is called: `G12`. No key of the catalogue is written so."""
        return f"G{self.publication_id}"


@dataclass(frozen=True)
class Entry:
    """A publication as pages name it: of the catalogue, or `recorded` here. See `GuidanceView`.

    `confidence`: of the catalogue alone. `also`: keys of recorded ones in whose place the catalogue has it; uses of
    those are uses of it.
    """

    key: str
    kind: GuidanceKind
    title: Text
    by: tuple[str, ...]
    said_on: date | None
    period: str | None
    url: str | None
    blocks: tuple[str, ...]
    items: tuple[str, ...]
    note: Text | None
    sources: tuple[str, ...] = ()
    confidence: Confidence | None = None
    recorded: PublicationRecord | None = None
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All under which uses of it are recorded."""
        return (self.key, *self.also)


def key_of(name: str) -> int | None:
    """The key of a recorded publication by what it is called; None for what can be none."""
    found = _KEY.fullmatch(name)
    return int(found[1]) if found else None


def entry_of(one: GuidanceView, also: tuple[str, ...] = ()) -> Entry:
    """A publication of the catalogue."""
    words = (one.key, one.kind, one.title, one.by, one.said_on, one.period, one.url, one.blocks, one.items, one.note)
    return Entry(*words, one.sources, one.confidence, None, also)


def recorded_entry(one: PublicationRecord) -> Entry:
    """A publication that was recorded."""
    title, note = Text({"en": one.title}), Text({"en": one.purpose})
    words = (one.key, one.kind, title, (one.maker,), one.said_on, None, one.url, one.blocks, one.items, note)
    return Entry(*words, recorded=one)


def short_name(title: str) -> str:
    """How an actor is called for short: what stands in brackets at the end of its name; else the name."""
    return title.rpartition("(")[2][:-1] if title.endswith(")") else title


def same_place(url: str) -> str:
    """What two addresses have in common that lead to the same place; empty for none."""
    if not url:
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' if parts.query else ''}{parts.query}"


@dataclass(frozen=True)
class UseRecord:
    """A use as it holds now: the last record of a chain of corrections. `authority`: empty outside its country."""

    use_id: int
    owner: str
    authority_id: int
    authority: str
    entry_key: str
    kind: UseKind
    number: int | None
    as_on: date
    note: str
    reach: UseReach
    corrects_id: int | None
    said_at: datetime


@dataclass(frozen=True)
class Total:
    """What the records of one publication and kind add up to. `number`: None where nothing is counted.

    Whoever was trained twice is counted twice. `countries`: of how many.
    """

    kind: UseKind
    number: int | None
    records: int
    countries: int


def totals_of(records: list[UseRecord]) -> list[Total]:
    """By kind, in the order of the vocabulary."""
    found = []
    for kind in UseKind:
        of_kind = [one for one in records if one.kind is kind]
        if of_kind:
            numbers = [one.number for one in of_kind if one.number is not None]
            countries = len({one.owner for one in of_kind})
            found.append(Total(kind, sum(numbers) if numbers else None, len(of_kind), countries))
    return found

"""What is kept so that it need not be made again: readings in the volatile store, pieces of pages in the process."""

from __future__ import annotations

import hashlib
import logging
import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from flask import current_app, render_template, request
from flask_babel import get_locale
from markupsafe import Markup
from sqlalchemy import Insert
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.upserts import upsert
from app.http.caching import is_demonstration
from app.http.context import SAFE_METHODS, services, viewpoint
from app.http.volatile import VolatileStore, kept_reading
from app.readiness.cache import ReadingCache, Recent

KEPT_FOR = timedelta(days=45)
KEYS_A_STATEMENT = 400
FRAGMENTS_KEPT = 3_000_000
"""Bytes a process keeps in pieces of pages: those of about ten people's pages, so that the one does not push out the
other's. Bytes, because one sign beyond Latin-1 makes Python hold the whole text in twice as many."""

T = TypeVar("T")

_log = logging.getLogger(__name__)


class KeptReadings:
    """Readiness' store beside the process. When the store is away or busy, everything is simply computed again."""

    def __init__(self, volatile: VolatileStore) -> None:
        self._volatile = volatile

    def get_many(self, keys: Iterable[str], /) -> dict[str, str]:
        """The texts that are kept, by key."""
        by_hash = {_hashed(key): key for key in keys}
        found: dict[str, str] = {}
        try:
            with self._volatile.reading() as connection:
                for some in _pieces(list(by_hash)):
                    wanted = kept_reading.select().where(kept_reading.c.key.in_(some))
                    for row in connection.execute(wanted):
                        found[by_hash[row.key]] = zlib.decompress(row.content).decode()
        except (DBAPIError, zlib.error, UnicodeDecodeError):
            _log.warning("kept readings could not be read", exc_info=True)
        return found

    def put_many(self, values: Mapping[str, str], /) -> None:
        """Keep texts, and let go of what has been kept long enough."""
        now = clock.now()
        rows = [
            {"key": _hashed(key), "content": zlib.compress(text.encode(), 6), "kept_at": now}
            for key, text in values.items()
        ]
        if not rows:
            return
        try:
            with self._volatile.writing() as connection:
                for some in _pieces(rows):
                    connection.execute(_keeping(connection.dialect.name), some)
                connection.execute(kept_reading.delete().where(kept_reading.c.kept_at < now - KEPT_FOR))
        except DBAPIError:
            _log.warning("readings could not be kept", exc_info=True)


def reading_cache() -> ReadingCache:
    """The process's cache of readings.

    A request that writes gets one of its own: what it reads before its commit may never come true, and the next
    change would take the same stamp.
    """
    if request.method not in SAFE_METHODS:
        return ReadingCache()
    held: ReadingCache | None = current_app.extensions.get("reading_cache")
    if held is None:
        held = current_app.extensions["reading_cache"] = ReadingCache(KeptReadings(services().volatile))
    return held


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _pieces(listed: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(listed), KEYS_A_STATEMENT):
        yield listed[start : start + KEYS_A_STATEMENT]


@cache
def _keeping(dialect: str) -> Insert:
    return upsert(kept_reading, dialect, keys=("key",), changed=("content", "kept_at"))


class _Made(NamedTuple):
    sources: tuple[object, ...]
    value: Any


class Remembered(Generic[T]):
    """What was made of some objects, as long as they are the very same ones: readings that have not changed are.

    The objects are held with what was made of them, so that the identity of one cannot pass to another.
    """

    def __init__(self, size: int, weigh: Callable[[T], int] | None = None) -> None:
        """`size`: how many values, or what they may weigh together, as for `Recent`."""
        self._made: Recent[_Made] = Recent(size, (lambda made: weigh(made.value)) if weigh else None)

    def of(self, sources: tuple[object, ...], key: Hashable, make: Callable[[], T]) -> T:
        """What was made of them under a key, made when it is not there."""
        full_key = (key, *map(id, sources))
        held = self._made.get(full_key)
        if held is not None and all(a is b for a, b in zip(held.sources, sources, strict=True)):
            value: T = held.value
            return value
        made = make()
        self._made.put(full_key, _Made(sources, made))
        return made


_fragments: Remembered[bytes] = Remembered(FRAGMENTS_KEPT, len)


def fragment(
    template: str, sources: tuple[object, ...], rights: Hashable, context: Callable[[], Mapping[str, Any]]
) -> Markup:
    """A piece of a page, made again only when what it shows has changed.

    `sources`: all readings it rests on. `rights`: what else of the reader decides what it shows; it must show
    nothing that belongs to one person, and no form token.
    """
    key = (template, request.full_path, str(get_locale()), is_demonstration(), viewpoint(), rights)
    rendered = _fragments.of(sources, key, lambda: render_template(template, **context()).encode())
    return Markup(rendered.decode())  # noqa: S704 - rendered

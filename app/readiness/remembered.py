"""What follows from a release alone is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from app.readiness.requirements import CatalogueLike

T = TypeVar("T")

AT_MOST = 512


class OfRelease(Generic[T]):
    """What was made of a release, as long as it is the very same object: it is held, so that no other can be."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, Hashable], tuple[CatalogueLike, T]] = {}

    def get_or_make(self, view: CatalogueLike, key: Hashable, make: Callable[[], T]) -> T:
        """What was made of the release under a key, made when it is not there."""
        held = self._made.get((id(view), key))
        if held is not None and held[0] is view:
            return held[1]
        if len(self._made) >= AT_MOST:
            self._made.clear()
        made = make()
        self._made[id(view), key] = (view, made)
        return made

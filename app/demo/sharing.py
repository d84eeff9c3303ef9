"""When a country shares: quarterly or so, whole plan or some blocks; a few little, three nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from app.demo.chance import at_work, days, happens, lot, one
from app.demo.deeds import Deed, Share, ShareRow
from app.demo.profiles import Profile, Sharing
from app.demo.words import FIRST_RELEASE, RELEASE_NOTES
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_ROW_SHARED_ON = date(2025, 6, 10)
_FIRST_OF_COUNTRIES = date(2024, 12, 9)
_EVERY: dict[Sharing, tuple[int, int]] = {Sharing.OFTEN: (42, 105), Sharing.SELDOM: (170, 300)}
_LITTLE_RELEASES = 2
_LITTLE_BLOCKS = 4


def releases_of(seed: int, view: CatalogueView, owner: str, profile: Profile, last_day: date) -> Iterator[Deed]:
    """What a country shares up to a day, in the order of time."""
    chance = lot(seed, owner, "sharing")
    if profile.shares_row:
        yield ShareRow(at_work(chance, _ROW_SHARED_ON + days(chance.uniform(0, 60))), owner)
    if profile.sharing is Sharing.NOTHING:
        return
    if owner == EU:
        yield from _of_union(chance, last_day)
    elif profile.sharing is Sharing.LITTLE:
        yield from _of_reluctant(chance, view, owner)
    else:
        yield from _of_country(chance, view, owner, profile, last_day)


def _of_union(chance: Random, last_day: date) -> Iterator[Deed]:
    day = date(2024, 7, 8)
    while day <= last_day:
        yield Share(at_work(chance, day), EU, (), one(chance, RELEASE_NOTES))
        day += days(chance.uniform(20, 30))


def _of_reluctant(chance: Random, view: CatalogueView, owner: str) -> Iterator[Deed]:
    day = _FIRST_OF_COUNTRIES + days(chance.uniform(60, 240))
    blocks = chance.sample(list(view.blocks), k=min(_LITTLE_BLOCKS, len(view.blocks)))
    for _ in range(_LITTLE_RELEASES):
        yield Share(at_work(chance, day), owner, tuple(sorted(blocks)), one(chance, RELEASE_NOTES))
        day += days(chance.uniform(200, 320))


def _of_country(chance: Random, view: CatalogueView, owner: str, profile: Profile, last_day: date) -> Iterator[Deed]:
    day = _FIRST_OF_COUNTRIES + days(chance.triangular(-20, 110, 5))
    at = at_work(chance, day)
    yield Share(at, owner, (), FIRST_RELEASE)
    shortest, longest = _EVERY[profile.sharing]
    while True:
        day = at.date() + days(chance.uniform(shortest, longest))
        if day > last_day + timedelta(days=7):
            return
        at = at_work(chance, day)
        some = () if happens(chance, 0.72) else _some(chance, view)
        yield Share(at, owner, some, one(chance, RELEASE_NOTES))


def _some(chance: Random, view: CatalogueView) -> tuple[str, ...]:
    keys = list(view.blocks)
    return tuple(sorted(chance.sample(keys, k=min(len(keys), chance.randint(2, 5)))))

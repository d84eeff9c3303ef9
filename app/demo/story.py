"""The whole story: a pure function of the catalogue, the seed, the moment up to which it is told, and the owners.

Every subject draws from its own generator, and what happens later never changes what happened before: a story told up
to a day is the beginning of every longer one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

from app.core.clock import day_of
from app.demo.chance import SEED, at_work, days, happens, lot, one
from app.demo.courses import ItemCourse, PlanCourses
from app.demo.deeds import Deed, NameAuthority, WriteProse
from app.demo.items import ItemReports
from app.demo.names import bodies_of
from app.demo.profiles import Profile, deal_profiles
from app.demo.sharing import releases_of
from app.demo.words import INVENTED, PROSE, PROSE_OTHERWISE
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_FIRST_HOUR = time(6)
"""On the programme's first day, before anything else is written, the authorities are named."""


def owners_of(view: CatalogueView) -> tuple[str, ...]:
    """The EU-level plan, then the countries in protocol order."""
    return (EU, *view.countries)


def begins_at(view: CatalogueView) -> datetime:
    """The instant of the first deed."""
    return datetime.combine(view.starts_on, _FIRST_HOUR, tzinfo=UTC)


class Story:
    """The story of one catalogue and seed."""

    def __init__(self, view: CatalogueView, seed: int = SEED) -> None:
        self.view = view
        self.seed = seed
        self.profiles = deal_profiles(seed, tuple(view.countries))
        self._union = self._courses(EU, {})

    def _courses(self, owner: str, union: dict[str, ItemCourse]) -> dict[str, ItemCourse]:
        bodies = bodies_of(self.seed, self.view, owner)
        return PlanCourses(self.seed, self.view, owner, self.profiles[owner], bodies, union).all()

    def deeds(self, until: datetime, owners: Collection[str] | None = None) -> list[Deed]:
        """Everything recorded up to an instant, in the order of time, in the plans of these owners (by default all)."""
        told = [
            deed
            for owner in owners_of(self.view)
            if owners is None or owner in owners
            for deed in self.of(owner, until)
            if owners is None or EU in owners or getattr(deed, "before_owner", owner) == owner
        ]
        told.sort(key=attrgetter("at"))
        return told

    def of(self, owner: str, until: datetime) -> list[Deed]:
        """The deeds in one plan up to an instant, in the order of time."""
        profile = self.profiles[owner]
        courses = self._union if owner == EU else self._courses(owner, self._union)
        deeds = [*self._authorities(owner), *self._prose(owner, profile)]
        for course in courses.values():
            reports = ItemReports(self.seed, self.view, profile, course)
            deeds += reports.deeds(courses, {} if owner == EU else self._union)
        deeds += releases_of(self.seed, self.view, owner, profile, day_of(until))
        return sorted((deed for deed in deeds if deed.at <= until), key=attrgetter("at"))

    def _authorities(self, owner: str) -> Iterator[Deed]:
        at = begins_at(self.view)
        for number, body in enumerate(bodies_of(self.seed, self.view, owner)):
            yield NameAuthority(at + timedelta(seconds=10 * number), owner, body.code, body.name, body.short_name)

    def _prose(self, owner: str, profile: Profile) -> Iterator[Deed]:
        if owner == EU:
            return
        for block in self.view.blocks:
            chance = lot(self.seed, owner, block, "prose")
            if not happens(chance, 0.5 * profile.coverage):
                continue
            for section in self.view.plan_sections:
                if happens(chance, 0.4):
                    at = at_work(chance, profile.begins_on + days(chance.uniform(10, 400)))
                    text = f"{one(chance, PROSE.get(section.key, PROSE_OTHERWISE))} {INVENTED}"
                    yield WriteProse(at, owner, block, section.key, text, at.date())

"""What really happens, before anybody writes it down: when items and milestones are planned, begun and finished."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from app.catalogue.states import Holds, Obligation, Standing
from app.demo.chance import at_work, between, days, happens, lot, one
from app.demo.names import Body, leads_of
from app.demo.profiles import Profile
from app.demo.templates import Template, templates_of
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

_USUAL_SLIP = (0.58, 90)
_SLIP: Mapping[str, tuple[float, float]] = {
    "legal": (0.78, 140),
    "procurement": (0.78, 145),
    "it": (0.7, 120),
    "infrastructure": (0.7, 125),
    "staffing": (0.65, 115),
    "training": (0.6, 100),
    "funding": (0.58, 90),
}
"""By workstream: the probability of a delay, and its mean in days: legislation and procurement slip most."""
_LONGEST_SLIP = 700
_HASTE_OF_KEY = 0.35
"""Key items are watched more closely and slip less."""
_NEVER = 0.015
_NEVER_OF_SLOW = 0.03
_SLOW = frozenset({"legal", "procurement", "it"})
_PACES_OF_BLOCKS = (0.3, 0.7, 1.0, 1.4, 1.9)
_MINIMUM_WORK = 21


@dataclass(frozen=True)
class MilestoneCourse:
    """A milestone: `finish` is None when it gets stuck. `added_at`: entered into the plan."""

    number: int
    title: str
    template: Template
    lead: str | None
    added_at: datetime
    start: date
    baseline: date
    finish: date | None


@dataclass(frozen=True)
class ItemCourse:
    """An item: entered at `opened_at`, planned for `baseline`, in place on `finish` (None: not within the story)."""

    item: ItemView
    owner: str
    opened_at: datetime
    leads: tuple[str, ...]
    baseline: date
    finish: date | None
    milestones: tuple[MilestoneCourse, ...]

    @property
    def opened_on(self) -> date:
        return self.opened_at.date()


@dataclass
class PlanCourses:
    """Draws the courses of a plan's items, each after those it waits for."""

    seed: int
    view: CatalogueView
    owner: str
    profile: Profile
    bodies: tuple[Body, ...]
    union: Mapping[str, ItemCourse]
    items: dict[str, ItemCourse | None] = field(default_factory=dict)

    def all(self) -> dict[str, ItemCourse]:
        """Courses by item, in the catalogue's order; items that the plan leaves out are missing."""
        found = {item.key: self.of(item) for item in self.view.items_of(self.owner)}
        return {key: course for key, course in found.items() if course is not None}

    def of(self, item: ItemView) -> ItemCourse | None:
        """The course of an item, drawn once."""
        if item.key not in self.items:
            is_taken = happens(lot(self.seed, self.owner, item.key, "taken"), self._coverage(item))
            self.items[item.key] = self._course(item) if is_taken else None
        return self.items[item.key]

    def _coverage(self, item: ItemView) -> float:
        """The probability that the plan says something of an item."""
        duty = self.view.duty(self.owner, item.item_id)
        if duty is None or duty.standing is Standing.NOT_BOUND:
            return 0
        if item.condition is not None and self.owner != EU:
            holds = self.view.condition_holds(item.condition, self.owner, self.view.applies_from)
            if holds is Holds.FALSE:
                return 0
            if holds is Holds.TO_BE_CONFIRMED:
                return 0.5 * self.profile.coverage
        if duty.standing is Standing.TO_BE_CONFIRMED or item.is_later_duty:
            return 0.5 * self.profile.coverage
        share = {Obligation.MAY: 0.4, Obligation.RECOMMENDED: 0.8}.get(item.obligation, 1)
        return share * self.profile.coverage

    def _before(self, item: ItemView) -> Iterator[ItemCourse]:
        for key in item.depends_on:
            other = self.view.items[key]
            course = self.of(other) if other.level is item.level else self.union.get(key)
            if course is not None:
                yield course

    def _course(self, item: ItemView) -> ItemCourse:
        chance = lot(self.seed, self.owner, item.key, "course")
        opened_at = self._opened_at(item, chance)
        start, baseline = self._window(item, chance, opened_at.date())
        leads = leads_of(item, self.bodies)
        before = tuple(self._before(item))
        milestones = tuple(self._milestones(item, chance, opened_at, (start, baseline), leads))
        if milestones:
            milestones = (*milestones[:-1], _after_others(milestones[-1], before, chance))
        return ItemCourse(
            item=item,
            owner=self.owner,
            opened_at=opened_at,
            leads=leads,
            baseline=baseline,
            finish=self._finish(item, chance, milestones),
            milestones=milestones,
        )

    def _opened_at(self, item: ItemView, chance: Random) -> datetime:
        opened = self.profile.begins_on + days(chance.triangular(0, 130, 40))
        if happens(chance, 0.08):
            opened += days(chance.uniform(120, 380))
        if item.outcome and item.outcome.on:
            opened = max(self.view.starts_on + timedelta(days=1), min(opened, item.outcome.on - timedelta(days=7)))
        return at_work(chance, opened)

    def _window(self, item: ItemView, chance: Random, opened: date) -> tuple[date, date]:
        start = max(self.view.starts_on, opened + days(chance.uniform(-30, 75)))
        baseline = item.needed_by - days(chance.triangular(-20, 170, 60))
        if baseline < start + timedelta(days=45):
            baseline = start + days(chance.uniform(45, 150))
        return start, baseline

    def _milestones(
        self,
        item: ItemView,
        chance: Random,
        opened_at: datetime,
        window: tuple[date, date],
        leads: tuple[str, ...],
    ) -> Iterator[MilestoneCourse]:
        drawn = templates_of(self.view, item, chance)
        if happens(chance, 0.015):
            drawn = []
        length = (window[1] - window[0]).days
        for index, (title, template) in enumerate(drawn):
            begun = window[0] + days(length * 0.4 * index / len(drawn))
            planned = window[0] + days(length * min(1.0, chance.uniform(0.55, 0.8) + 0.4 * (index + 1) / len(drawn)))
            planned = max(planned, begun + timedelta(days=_MINIMUM_WORK))
            lead = leads[0] if happens(chance, 0.8) else leads[chance.randrange(len(leads))]
            finish = self._finished(item, template, chance, begun, planned)
            later = timedelta(days=between(chance, 40, 200)) if happens(chance, 0.1) else timedelta()
            added_at = at_work(chance, opened_at.date() + later) if later else opened_at
            yield MilestoneCourse(
                number=index + 1,
                title=title,
                template=template,
                lead=None if happens(chance, 0.03) else lead,
                added_at=added_at + timedelta(minutes=3 * (index + 1)),
                start=begun,
                baseline=planned,
                finish=finish,
            )

    def _pace(self, item: ItemView) -> float:
        """How delays of an item are stretched: by its country, by the block there, and less for key items."""
        of_block = one(lot(self.seed, self.owner, item.block_key, "pace"), _PACES_OF_BLOCKS)
        return self.profile.pace * (of_block if self.owner != EU else 1) * (_HASTE_OF_KEY if item.is_key else 1)

    def _finished(self, item: ItemView, template: Template, chance: Random, begun: date, planned: date) -> date | None:
        """When a milestone is really done: early, on time, late by its workstream's chance, or never."""
        is_late, luck, delay = chance.random(), chance.random(), chance.expovariate(1)
        if item.outcome and item.outcome.on:
            return min(planned, item.outcome.on)
        pace = self._pace(item)
        if luck < (_NEVER_OF_SLOW if template.workstream in _SLOW else _NEVER) * pace:
            return None
        probability, mean = _SLIP.get(template.workstream, _USUAL_SLIP)
        late = is_late < probability * min(1.2, 0.5 + pace / 2)
        slip = min(_LONGEST_SLIP, delay * mean * pace) if late else -20 * delay + 8
        return max(planned + days(slip), begun + timedelta(days=_MINIMUM_WORK))

    def _finish(self, item: ItemView, chance: Random, milestones: tuple[MilestoneCourse, ...]) -> date | None:
        """When the item is in place, some days after its last milestone; some are never reported."""
        wait, luck = days(chance.triangular(0, 45, 6)), chance.random()
        if item.outcome and item.outcome.on:
            return item.outcome.on
        finishes = [milestone.finish for milestone in milestones if milestone.finish is not None]
        if not finishes or len(finishes) < len(milestones) or luck < 0.05:
            return None
        return max(finishes) + wait


def _after_others(last: MilestoneCourse, before: tuple[ItemCourse, ...], chance: Random) -> MilestoneCourse:
    """The last milestone of an item mostly ends only after what the item waits for."""
    finish = last.finish
    for course in before:
        heeds, wait = chance.random(), days(chance.uniform(5, 55))
        if finish is None or heeds >= (0.55 if course.owner == EU else 0.4):
            continue
        if course.finish is not None:
            finish = max(finish, course.finish + wait)
        elif heeds < 0.1:
            finish = None
    return MilestoneCourse(
        last.number, last.title, last.template, last.lead, last.added_at, last.start, last.baseline, finish
    )

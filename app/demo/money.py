"""What milestones of the demonstration cost and who pays: drawn alike for every country, invented throughout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from app.demo.chance import at_work, days, happens, lot
from app.demo.courses import ItemCourse, MilestoneCourse
from app.demo.deeds import Deed, UpdateMilestone
from app.demo.profiles import Profile
from app.plans.funding import OtherInstrument
from app.plans.rules.funding import field_of

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_THOUSANDS: Mapping[str, tuple[float, int, int]] = {
    "it": (0.6, 300, 6000),
    "procurement": (0.6, 150, 4000),
    "infrastructure": (0.7, 500, 12000),
    "staffing": (0.5, 200, 3000),
    "training": (0.4, 20, 300),
    "funding": (0.5, 100, 2000),
}
"""By workstream: how many of its milestones have a budget, and between which thousands of euro it lies."""
_WITHOUT, _IN_PART, _NAMED_LATER = 0.12, 0.15, 0.25
"""Of what costs, so much names nobody who pays, or less than it costs, or names it only later."""
_NATIONAL_ALONE = 0.3
_THOUSAND = 100_000
"""Cents."""


@dataclass(frozen=True)
class Costs:
    """What a milestone costs: what is said when it is added, and what later and when. Empty where it costs nothing."""

    first: Mapping[str, Any]
    later: Sequence[tuple[date, Mapping[str, Any]]] = ()

    def deeds(
        self, item: ItemCourse, course: MilestoneCourse, ends_at: datetime | None, chance: Random
    ) -> Iterator[Deed]:
        """What is said later, as long as the milestone is not given up."""
        for day, values in self.later:
            at = max(at_work(chance, day), course.added_at + timedelta(hours=2))
            if ends_at is None or at < ends_at:
                yield UpdateMilestone(at, item.owner, item.item.key, course.number, values, at.date())


def costs_of(seed: int, view: CatalogueView, profile: Profile, item: ItemCourse, course: MilestoneCourse) -> Costs:
    """The costs of a milestone, drawn for it alone."""
    chance = lot(seed, item.owner, item.item.key, course.number, "money")
    share, low, high = _THOUSANDS.get(course.template.workstream, (0.0, 0, 0))
    if not happens(chance, share):
        return Costs({})
    thousands = max(5, round(chance.triangular(low, high, low) * profile.size))
    budget = thousands * _THOUSAND
    if happens(chance, _WITHOUT):
        return Costs({"budget": budget})
    covered = round(budget * chance.uniform(0.3, 0.85)) if happens(chance, _IN_PART) else budget
    planned = _divided(chance, covered - covered % _THOUSAND, view.blocks[item.item.block_key].funds)
    said = {field_of(key, "planned"): cents for key, cents in planned.items()}
    first: dict[str, Any] = {"budget": budget}
    later: list[tuple[date, Mapping[str, Any]]] = []
    added = course.added_at.date()
    if happens(chance, _NAMED_LATER):
        later.append((added + days(chance.uniform(20, 120)), said))
        added += timedelta(days=121)
    else:
        first |= said
    finish = course.finish or course.baseline + timedelta(days=90)
    committed_on = max(added, course.start) + days(max(5, (finish - course.start).days) * chance.uniform(0.2, 0.5))
    later.append((committed_on, {field_of(key, "committed"): cents for key, cents in planned.items()}))
    if course.finish is not None:
        spent = {field_of(key, "spent"): round(cents * chance.uniform(0.7, 1)) for key, cents in planned.items()}
        later.append((max(course.finish, committed_on) + days(chance.uniform(5, 60)), spent))
    return Costs(first, later)


def _divided(chance: Random, covered: int, funds: Sequence[str]) -> dict[str, int]:
    """What each instrument pays: the national budget alone, or with a fund of the block before it."""
    national = OtherInstrument.NATIONAL.value
    if not covered:
        return {}
    if not funds or happens(chance, _NATIONAL_ALONE):
        return {national: covered}
    fund = funds[0] if len(funds) == 1 or happens(chance, 0.7) else funds[1]
    of_fund = covered * 3 // 4
    return {fund: of_fund, national: covered - of_fund}

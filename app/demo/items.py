"""The deeds on one item: entered, described, its milestones kept, put off, reported in place, shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.demo.chance import at_work, days, happens, lot, one
from app.demo.courses import ItemCourse
from app.demo.deeds import CLOSING, Deed, DescribeItem, Link, StateApplicability, UpdateMilestone
from app.demo.evidence import evidence_of
from app.demo.forecasts import moves_of
from app.demo.profiles import Profile
from app.demo.reports import MilestoneReports
from app.demo.words import CURRENT_STATES, INVENTED, MISSING, PLANNED, SITUATIONS
from app.plans.states import EU, Applicability

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

Courses = Mapping[str, ItemCourse]

_UNTIL_SHARED = timedelta(days=45)
"""A milestone of the EU level is named once it has been shared; that plan is shared every month."""


class ItemReports:
    """Everything that is written about one item of a plan."""

    def __init__(self, seed: int, view: CatalogueView, profile: Profile, course: ItemCourse) -> None:
        self._seed = seed
        self._view = view
        self._profile = profile
        self._course = course
        self._chance = lot(seed, course.owner, course.item.key, "reports")

    def deeds(self, own: Courses, union: Courses) -> Iterator[Deed]:
        """Not in the order of time. `own` and `union`: the courses of this plan and of the EU-level plan."""
        yield self._described()
        if self._course.owner != EU and happens(self._chance, 0.02):
            yield self._left_out()
            return
        for milestone in self._course.milestones:
            yield from MilestoneReports(self._seed, self._view, self._profile, self._course, milestone).deeds()
        yield from self._closing()
        yield from evidence_of(self._seed, self._profile, self._course)
        yield from self._links(own, union)

    def _described(self) -> DescribeItem:
        chance, course = self._chance, self._course
        values: dict[str, Any] = {}
        if course.leads and not happens(chance, 0.04):
            values["authority"] = course.leads[0]
        if len(course.leads) > 1 and happens(chance, 0.35):
            values["contributing"] = course.leads[1:3]
        if happens(chance, 0.25) and course.owner != EU:
            values["current_state"] = f"{one(chance, CURRENT_STATES)} {INVENTED}"
            values["missing"] = f"{one(chance, MISSING)} {INVENTED}"
        if happens(chance, 0.2) and course.owner != EU:
            values["change_planned"] = f"{one(chance, PLANNED)} {INVENTED}"
        return DescribeItem(course.opened_at, course.owner, course.item.key, values, course.opened_on)

    def _left_out(self) -> StateApplicability:
        chance, course = self._chance, self._course
        at = at_work(chance, course.opened_on + days(chance.uniform(1, 300)))
        reason = f"{one(chance, SITUATIONS)} {INVENTED}"
        return StateApplicability(at, course.owner, course.item.key, Applicability.NOT_APPLICABLE, reason, at.date())

    def _closing(self) -> Iterator[Deed]:
        """The closing milestone: planned, put off, and reported when everything is there."""
        chance, course = self._chance, self._course
        at = course.opened_at + timedelta(minutes=1)
        planned = {"baseline_on": course.baseline}
        yield UpdateMilestone(at, course.owner, course.item.key, CLOSING, planned, at.date())
        reported_at = None
        if course.finish is not None:
            reported_at = at_work(chance, course.finish + days(chance.triangular(0, 20, 2)))
            reported_at = max(reported_at, course.opened_at + timedelta(minutes=40))
        for move in moves_of(
            chance, course.item.workstream, course.baseline, course.finish, course.opened_on + timedelta(days=20)
        ):
            told = at_work(chance, move.told)
            if reported_at is None or told < reported_at:
                values = {"forecast_on": move.forecast}
                yield UpdateMilestone(
                    told, course.owner, course.item.key, CLOSING, values, told.date(), move.reason, move.cause
                )
        if reported_at is not None and course.finish is not None:
            done_on = max(min(course.finish, reported_at.date()), self._view.starts_on)
            done = {"actual_on": done_on}
            yield UpdateMilestone(reported_at, course.owner, course.item.key, CLOSING, done, done_on)

    def _links(self, own: Courses, union: Courses) -> Iterator[Link]:
        course, chance = self._course, self._chance
        if not course.milestones:
            return
        first, last = course.milestones[0], course.milestones[-1]
        for earlier, later in zip(course.milestones, course.milestones[1:], strict=False):
            if self._is_linked(earlier.baseline, later.start):
                at = max(earlier.added_at, later.added_at) + timedelta(minutes=20)
                yield self._link(at, later.number, course.owner, course.item.key, earlier.number)
        for key in course.item.depends_on:
            if key in own and self._is_linked(own[key].baseline, first.start):
                at = max(first.added_at, own[key].opened_at) + timedelta(minutes=45)
                yield self._link(at, first.number, course.owner, key, CLOSING)
            elif key in union and course.owner != EU and happens(chance, 0.3):
                at = at_work(chance, max(last.added_at, union[key].opened_at).date() + _UNTIL_SHARED)
                yield self._link(at, last.number, EU, key, CLOSING)

    def _is_linked(self, ends: date, starts: date) -> bool:
        """Mostly what ends before the other starts is named as its predecessor; some overlap all the same."""
        return happens(self._chance, 0.6 if ends <= starts + timedelta(days=20) else 0.12)

    def _link(self, at: datetime, number: int, before_owner: str, before_item: str, before_number: int) -> Link:
        course = self._course
        return Link(at, course.owner, course.item.key, number, before_owner, before_item, before_number)

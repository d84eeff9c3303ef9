"""How a milestone's course is written down, month by month: steps, values, forecasts, confirmations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.catalogue.states import Measure
from app.demo.chance import at_work, between, days, happens, lot, one
from app.demo.courses import ItemCourse, MilestoneCourse
from app.demo.deeds import AddMilestone, CancelMilestone, ConfirmMilestone, Deed, ReportParts, UpdateMilestone
from app.demo.forecasts import moves_of
from app.demo.money import costs_of
from app.demo.parts import Division, divided
from app.demo.profiles import Profile
from app.demo.words import CANCELLED, FALLS, NOTES
from app.plans.states import EU, Cause

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_ORDER_STEP, _ORDER_FORECAST = 0, 1
_QUIET = 60
_STUCK, _MONTHS = 0.15, 24
"""Of what is never done so much stands still, and is confirmed in so many months."""


@dataclass(frozen=True)
class _Entry:
    """Something to be written on `day`; `holds_from` is an earlier day that it is true from, if any."""

    day: date
    order: int
    values: dict[str, Any]
    holds_from: date | None = None
    reason: str = ""
    cause: Cause | None = None


class MilestoneReports:
    """The deeds by which one milestone is kept, in the order of their instants."""

    def __init__(
        self, seed: int, view: CatalogueView, profile: Profile, item: ItemCourse, course: MilestoneCourse
    ) -> None:
        self._seed = seed
        self._chance = lot(seed, item.owner, item.item.key, course.number, "reports")
        self._view = view
        self._profile = profile
        self._item = item
        self._course = course
        workstream = view.workstreams[course.template.workstream]
        self._has_target = bool(course.template.unit) and workstream.measured_by is Measure.TARGET
        self._ladder = workstream.ladder
        self._goal = 0
        self._division: Division | None = None
        self._costs = costs_of(seed, view, profile, item, course)

    def deeds(self) -> Iterator[Deed]:
        """From its entry to its completion, and beside it what is said of its money; not in the order of time."""
        ends_at = None
        for deed in self._kept():
            ends_at = deed.at if isinstance(deed, CancelMilestone) else ends_at
            yield deed
        chance = lot(self._seed, self._item.owner, self._item.item.key, self._course.number, "payments")
        yield from self._costs.deeds(self._item, self._course, ends_at, chance)

    def _kept(self) -> Iterator[Deed]:
        yield self._added()
        yield from self._divided()
        entries = sorted((*self._progress(), *self._forecasts()), key=lambda entry: (entry.day, entry.order))
        done = next((n for n, entry in enumerate(entries) if "actual_on" in entry.values), len(entries))
        if done == len(entries) and self._is_stuck():
            yield from self._repeated()
            return
        yield from self._told(entries[: done + 1], is_done=done < len(entries))

    def _is_stuck(self) -> bool:
        """Some of what is never done stands still from the beginning."""
        chance = lot(self._seed, self._item.owner, self._item.item.key, self._course.number, "stuck")
        return happens(chance, _STUCK)

    def _repeated(self) -> Iterator[Deed]:
        """Month after month somebody says that it is still true."""
        item, at = self._item, self._course.added_at
        for _month in range(_MONTHS):
            at = max(at_work(self._chance, at.date() + days(self._chance.uniform(28, 45))), at + timedelta(days=1))
            yield ConfirmMilestone(at, item.owner, item.item.key, self._course.number, at.date())

    def _added(self) -> AddMilestone:
        chance, course = self._chance, self._course
        values: dict[str, Any] = {
            "title": course.title,
            "workstream_key": course.template.workstream,
            "measured_by": (Measure.TARGET if self._has_target else Measure.STEPS).value,
            "position": course.number,
            "start_on": course.start,
        }
        if not happens(chance, 0.02):
            values["baseline_on"] = course.baseline
        if course.lead is not None:
            values["authority"] = course.lead
        if self._has_target:
            self._goal = max(2, round(chance.uniform(course.template.low, course.template.high) * self._profile.size))
            values |= {
                "target_unit": course.template.unit,
                "target_base": 0,
                "target_base_on": course.added_at.date(),
                "target_value": self._goal,
                "target_source": "Estimate of needs (invented)",
            }
        values |= self._costs.first
        return AddMilestone(
            course.added_at, self._item.owner, self._item.item.key, course.number, values, course.added_at.date()
        )

    def _divided(self) -> Iterator[ReportParts]:
        """Some targets are of several authorities from the beginning."""
        item, course = self._item, self._course
        if not self._has_target or item.owner == EU:
            return
        chance = lot(self._seed, item.owner, item.item.key, course.number, "parts")
        division = divided(chance, self._goal, item.leads)
        if division.is_there:
            self._division = division
            at = course.added_at + timedelta(minutes=1)
            yield ReportParts(at, item.owner, item.item.key, course.number, dict(division.parts), at.date())

    # --- progress ------------------------------------------------------------------------------------------------

    def _progress(self) -> Iterator[_Entry]:
        written = held = self._course.added_at.date()
        for day, values in self._reached():
            lag, is_dated_back = self._lag()
            day = max(day, held)
            written = max(written, day + lag)
            is_last = "actual_on" in values
            if is_last:
                values["actual_on"] = day
            held = day if is_last or is_dated_back else written
            if self._has_target:
                values["value_on"] = day
            if not is_last and happens(self._chance, 0.5 * (1 - self._profile.diligence)):
                continue
            yield _Entry(written, _ORDER_STEP, self._with_note(values), held)
            if not is_last and not self._has_target and happens(self._chance, 0.015):
                yield from self._fall(written + timedelta(days=18), values)

    def _lag(self) -> tuple[timedelta, bool]:
        luck = self._chance.random()
        longest = 12 if luck < self._profile.diligence else 40
        return days(self._chance.triangular(0, longest, 2)), happens(self._chance, 0.15)

    def _reached(self) -> Iterator[tuple[date, dict[str, Any]]]:
        """The day on which each step or value was really reached."""
        course = self._course
        finish = course.finish or course.baseline + timedelta(days=90)
        start = max(course.start, min(course.added_at.date(), finish - timedelta(days=7)))
        bend = self._chance.uniform(0.9, 1.9)
        for share, values in list(self._stages()):
            if course.finish is None and share > 0.62:
                return
            day = start + days((finish - start).days * share**bend)
            yield (finish if share == 1 else day), values

    def _stages(self) -> Iterator[tuple[float, dict[str, Any]]]:
        if not self._has_target:
            for step in self._ladder:
                done = {"actual_on": None} if step.value == 100 else {}
                yield step.value / 100, {"step_key": step.key, **done}
            return
        reports = between(self._chance, 3, 5)
        for number in range(1, reports + 1):
            share = number / reports
            value = self._goal if number == reports else round(self._goal * share * self._chance.uniform(0.75, 1))
            yield share, {"value": value, **({"actual_on": None} if number == reports else {})}

    def _fall(self, day: date, values: dict[str, Any]) -> Iterator[_Entry]:
        position = next(n for n, step in enumerate(self._ladder) if step.key == values["step_key"])
        if position:
            lower = {"step_key": self._ladder[position - 1].key}
            yield _Entry(day, _ORDER_STEP, lower, None, one(self._chance, FALLS))

    def _with_note(self, values: dict[str, Any]) -> dict[str, Any]:
        return {**values, "note": one(self._chance, NOTES)} if happens(self._chance, 0.06) else values

    # --- forecasts -----------------------------------------------------------------------------------------------

    def _forecasts(self) -> Iterator[_Entry]:
        course, chance = (
            self._course,
            lot(self._seed, self._item.owner, self._item.item.key, self._course.number, "moves"),
        )
        earliest = course.added_at.date() + timedelta(days=10)
        for move in moves_of(chance, course.template.workstream, course.baseline, course.finish, earliest):
            values: dict[str, Any] = {"forecast_on": max(move.forecast, course.start)}
            if happens(chance, 0.02):
                values["baseline_on"] = values["forecast_on"]
            yield _Entry(move.told, _ORDER_FORECAST, values, None, move.reason, move.cause)

    # --- writing -------------------------------------------------------------------------------------------------

    def _told(self, entries: list[_Entry], *, is_done: bool) -> Iterator[Deed]:
        chance, item, number = self._chance, self._item, self._course.number
        ends_on = self._cancelled_on()
        last = self._course.added_at
        if is_done and ends_on is not None and entries[-1].day < ends_on:
            ends_on = None
        for entry in entries:
            if ends_on is not None and entry.day >= ends_on:
                break
            yield from self._confirmed(last, entry.day)
            last = max(at_work(chance, entry.day), last + timedelta(minutes=2))
            yield from self._written(entry, last)
        if ends_on is not None:
            at = max(at_work(chance, ends_on), last + timedelta(minutes=2))
            yield CancelMilestone(at, item.owner, item.item.key, number, one(chance, CANCELLED), at.date())
        elif not is_done:
            yield from self._confirmed(last, last.date() + timedelta(days=400))

    def _written(self, entry: _Entry, at: datetime) -> Iterator[Deed]:
        """An entry as it is written down: what is reached of a divided target by its parts, and the rest behind it."""
        owner, key, number = self._item.owner, self._item.item.key, self._course.number
        values, day = entry.values, entry.holds_from or at.date()
        if self._division and "value" in values:
            parts = self._division.reports(values["value"], values["value_on"])
            if parts:
                yield ReportParts(at, owner, key, number, parts, at.date())
            values = {name: value for name, value in values.items() if name not in ("value", "value_on")}
            at, day = at + timedelta(minutes=1), at.date()
        if values:
            yield UpdateMilestone(at, owner, key, number, values, day, entry.reason, entry.cause)

    def _confirmed(self, last: datetime, until: date) -> Iterator[Deed]:
        """In quiet times somebody says now and then that it is still true."""
        item, day = self._item, last.date()
        while (until - day).days > _QUIET:
            day += days(self._chance.uniform(50, 95))
            if day < until and day > self._course.start and happens(self._chance, 0.7 * self._profile.diligence):
                at = at_work(self._chance, day)
                if at.date() < until:
                    yield ConfirmMilestone(at, item.owner, item.item.key, self._course.number, at.date())

    def _cancelled_on(self) -> date | None:
        if self._course.number > 1 and happens(self._chance, 0.03):
            return self._course.added_at.date() + days(self._chance.uniform(60, 500))
        return None

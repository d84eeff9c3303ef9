"""A cycle as one reads it on a day: public record, what was recorded over it, and the dates that follow. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from app.catalogue.states import Confidence
from app.catalogue.views import CatalogueView, CycleRecordView, CycleStepView
from app.governance.owing import national_steps, owners
from app.governance.queries import latest
from app.governance.records import EntryRecord
from app.governance.standing import standing_of
from app.governance.states import Standing
from app.governance.year import UNION, Known, Occurrence, Year

Place = tuple[str, int, str]
"""Step, turn and owner of an occurrence."""


@dataclass(frozen=True, slots=True)
class Told:
    """Where what is known of an occurrence stands: in the tracker's own record, or in the catalogue's public one."""

    entry: EntryRecord | None = None
    record: CycleRecordView | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An occurrence with where it stands on the day, and what is told of it."""

    occurrence: Occurrence
    standing: Standing
    told: Told

    @property
    def step(self) -> CycleStepView:
        """The step it is an occurrence of."""
        return self.occurrence.step

    @property
    def place(self) -> Place:
        """Which of the year it is."""
        one = self.occurrence
        return one.step.key, one.turn, one.owner


class Cycle:
    """The cycle of a year as it is read on a day, as known now or at an instant."""

    def __init__(
        self,
        view: CatalogueView,
        year: int,
        entries: Iterable[EntryRecord],
        day: date,
        known: datetime | None = None,
    ) -> None:
        """`entries`: those of this year that the reader may read, in the order in which they were said."""
        self.view = view
        self.year = year
        self.day = day
        self.entries = latest((entry for entry in entries if entry.year == year), known)
        self.records = {
            (record.step, record.turn, record.country or UNION): record
            for record in view.cycle_record
            if record.year == year and record.confidence not in (Confidence.LOW, Confidence.NONE)
        }

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All occurrences in the order of the steps."""
        year = Year(
            self.view.cycle, self.year, self._known(), owners=owners(self.view), national=national_steps(self.view)
        )
        return tuple(
            Line(one, standing_of(one, self.day), self._told(one.step.key, one.turn, one.owner))
            for one in year.occurrences
        )

    @cached_property
    def by_step(self) -> Mapping[str, tuple[Line, ...]]:
        """Every step of the year with its occurrences; none where an event did not happen."""
        found: dict[str, list[Line]] = {step.key: [] for step in self.view.cycle if step.from_year <= self.year}
        for line in self.lines:
            found[line.step.key].append(line)
        return {key: tuple(lines) for key, lines in found.items()}

    def line(self, place: Place) -> Line | None:
        """One occurrence, or None."""
        return next((line for line in self.by_step.get(place[0], ()) if line.place == place), None)

    def _told(self, step: str, turn: int, owner: str) -> Told:
        entry = self.entries.get((step, turn, owner))
        if entry is not None and not entry.says_nothing:
            return Told(entry=entry) if self._has_come(entry.happened_on) else Told()
        record = self.records.get((step, turn, owner)) or self.records.get((step, turn, UNION))
        return Told(record=record) if record is not None and self._has_come(record.happened_on) else Told()

    def _known(self) -> Iterable[Known]:
        """What was recorded before what the catalogue says; what happened after the day looked at had not then."""
        said: dict[Place, CycleRecordView | EntryRecord] = dict(self.records)
        said |= {place: entry for place, entry in self.entries.items() if not entry.says_nothing}
        for (step, turn, owner), one in said.items():
            happened_on = one.happened_on if self._has_come(one.happened_on) else None
            if happened_on or one.planned_on or one.is_nothing_found:
                yield Known(step, turn, owner, happened_on, one.planned_on, one.is_nothing_found)

    def _has_come(self, day: date | None) -> bool:
        return day is None or day <= self.day

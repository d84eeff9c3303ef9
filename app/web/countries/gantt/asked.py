"""Which days the address asks for: `?zoom=month|quarter|year`, `&from=` and `&to=` as year-month-day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.core.labels import message
from app.http.days import WRITTEN
from app.web.countries.gantt import scale
from app.web.countries.gantt.scale import EARLIEST, LATEST, LONGEST_DAYS, Scale, Unit

UNITS = {unit.value: unit for unit in Unit}


@dataclass(frozen=True)
class Asked:
    """What was typed, as it was typed; `errors` by field are message ids."""

    zoom: str
    first: str
    last: str
    unit: Unit | None
    from_day: date | None
    to_day: date | None
    errors: Mapping[str, str] = field(default_factory=dict)

    def scale(self, days: Iterable[date], today: date) -> Scale:
        """The days to show: those asked for, else those of the zoom around today, else all of `days` and today."""
        if not self.errors and (self.from_day or self.to_day):
            return self._between()
        near = scale.around(self.unit, today) if self.unit else None
        return near or scale.holding([*days, today], self.unit)

    def _between(self) -> Scale:
        usual = timedelta(days=3 * 365 if self.unit is not Unit.MONTH else 365)
        if self.from_day and self.to_day:
            return scale.fitting(self.from_day, self.to_day, self.unit)
        if self.from_day:
            return scale.fitting(self.from_day, min(LATEST, self.from_day + usual), self.unit)
        last = self.to_day or LATEST
        return scale.fitting(max(EARLIEST, last - usual), last, self.unit)


def read(args: Mapping[str, str]) -> Asked:
    """The address's own; what is no zoom and no day is an error beside its field."""
    typed = {name: args.get(name, "").strip()[:40] for name in ("zoom", "from", "to")}
    errors: dict[str, str] = {}
    if typed["zoom"] and typed["zoom"] not in UNITS:
        errors["zoom"] = message("Choose months, quarters or years.")
    found = {name: _day(typed[name], name, errors) for name in ("from", "to")}
    first, last = found["from"], found["to"]
    if first and last and last < first:
        errors["to"] = message("The last day is before the first.")
    elif first and last and (last - first).days >= LONGEST_DAYS:
        errors["to"] = message("At most thirty years can be shown.")
    return Asked(typed["zoom"], typed["from"], typed["to"], UNITS.get(typed["zoom"]), first, last, errors)


def _day(text: str, name: str, errors: dict[str, str]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text) if WRITTEN.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        errors[name] = message("“%(text)s” is not a day. Write it as year-month-day, for example 2026-06-12.")
    elif not EARLIEST <= day <= LATEST:
        errors[name] = message("Choose a day from 2000 to 2099.")
        return None
    return day

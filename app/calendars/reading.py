"""The calendars: the institutions' from our own file, the Member States' from the library `holidays`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.calendars.countries import CODES
from app.calendars.working_days import Calendar
from app.core.errors import Busy
from app.core.labels import message

EU = "EU"
INSTITUTIONS = Path(__file__).parents[2] / "checklists" / "calendars" / "institutions.yaml"
COUNTRIES = Path(__file__).with_name("countries.py")
SPAN, PATIENCE = 8, 60
"""Years that are read at once; seconds that may take."""


@cache
def calendar_of(owner: str) -> Calendar:
    """The calendar of a Member State, or of the institutions (`EU`). Raises KeyError for a code without one."""
    if owner == EU:
        return Calendar(owner, lambda day: day in institutions_in(day.year))
    if owner not in CODES:
        raise KeyError(owner)
    return Calendar(owner, lambda day: day in _country_in(owner, day.year))


@cache
def institutions_in(year: int) -> frozenset[date]:
    """The public holidays of the institutions in a year."""
    said = _said()
    easter = easter_of(year)
    fixed = {date(year, *map(int, one["day"].split("-"))) for one in said["every_year"]}
    moving = {easter + timedelta(days=one["days"]) for one in said["from_easter"]}
    named = {one["day"] for one in said["years"].get(year, ())}
    return frozenset(fixed | moving | named)


def easter_of(year: int) -> date:
    """Easter Sunday of the western churches in a year."""
    from dateutil.easter import easter

    found: date = easter(year)
    return found


@cache
def _said() -> dict[str, Any]:
    import yaml  # a server starts sooner without

    with INSTITUTIONS.open("rb") as file:
        said: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return said


def _country_in(owner: str, year: int) -> frozenset[date]:
    return _countries_in(year - year % SPAN)[owner]


@cache
def _countries_in(first: int) -> Mapping[str, frozenset[date]]:
    """The public holidays of all Member States in a span of years, read in a process of its own, once. Raises Busy."""
    command = [sys.executable, str(COUNTRIES), str(first), str(first + SPAN - 1)]
    try:
        done = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)  # noqa: S603 - it is ours
    except (OSError, subprocess.SubprocessError) as error:
        raise Busy(message("The public holidays cannot be read at the moment. Please try again.")) from error
    told = json.loads(done.stdout)
    return {owner: frozenset(map(date.fromisoformat, days)) for owner, days in told.items()}

"""The calendars: the institutions' from our own file, the Member States' from the library `holidays`."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.calendars.working_days import Calendar

EU = "EU"
INSTITUTIONS = Path(__file__).parents[2] / "checklists" / "calendars" / "institutions.yaml"
_ELSEWHERE = {"EL": "GR"}
"""Codes that the library writes as ISO 3166 does."""


@cache
def calendar_of(owner: str) -> Calendar:
    """The calendar of a Member State, or of the institutions (`EU`). Raises KeyError for a code without one."""
    if owner == EU:
        return Calendar(owner, lambda day: day in institutions_in(day.year))
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


@cache
def _country_in(owner: str, year: int) -> frozenset[date]:
    import holidays  # slow, and only few pages ask for it

    try:
        found = holidays.country_holidays(_ELSEWHERE.get(owner, owner), years=year)
    except NotImplementedError:
        raise KeyError(owner) from None
    return frozenset(found)

"""The yearly cycle in the demonstration: what countries did for themselves is recorded, sometimes late or not at all.

What concerns all is not invented: the catalogue has what is public of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.core import clock
from app.demo.chance import lot
from app.demo.words import INVENTED
from app.governance.cycle import Cycle
from app.governance.queries import list_entries
from app.governance.services import Place, first_year, record_step

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

SILENT = 0.15
"""The share of what was due of which nothing was recorded."""

EARLY, LATE = 12, 20
"""So many days before its day, or after it, something was done."""

NOTED = f"Sent through the usual channel. {INVENTED}"


def play_cycle(session: Session, view: CatalogueView, coordinators: Mapping[str, Actor], seed: int) -> int:
    """Record it for the cycles up to now where nothing is recorded yet; returns how many times."""
    today, first = clock.today(), first_year(view)
    years = range(first, today.year + 1) if first is not None else range(0)
    if list_entries(session, SYSTEM, years):
        return 0
    number = 0
    for year in years:
        for line in Cycle(view, year, (), today).lines:
            owner, due = line.occurrence.owner, line.occurrence.day
            actor = coordinators.get(owner)
            if actor is None or not line.step.is_by_each or due is None or due >= today:
                continue
            chance = lot(seed, "cycle", str(year), line.step.key, owner)
            if chance.random() < SILENT:
                continue
            day = min(today, due + timedelta(days=chance.randint(-EARLY, LATE)))
            values = {"happened_on": day, "reference": f"{owner} {year}/{chance.randint(10, 99)}", "note": NOTED}
            place = Place(year, line.step.key, country=owner)
            record_step(session, view, place, values, actor=actor, seen=None)
            number += 1
    return number

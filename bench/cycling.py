"""A world with years of the yearly cycle behind it: what was recorded of steps and pools, in bulk (SQLite)."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.accounts.models import User
from app.catalogue.queries import view_in_force
from app.catalogue.states import Solidarity
from app.catalogue.views import CatalogueView
from app.core.engine import Database
from app.governance.models import CycleEntry, PoolEntry
from app.governance.owing import owners
from app.governance.states import LedgerKind
from bench.worlds import DAY, World, say

TODAY = date.fromisoformat(DAY)
KEEPER = "coordinator.eu@demo.example"
CORRECTIONS = 3
"""So many times each thing was said."""

KINDS = (LedgerKind.PLEDGE, LedgerKind.DEDUCTION, LedgerKind.DELIVERED, LedgerKind.CONFIRMED)


def live_through(world: World, years: int, seed: int = 7) -> None:
    """Write what was recorded in so many years, the last of which is the cycle whose pool runs, into a copy."""
    database = Database(world.address)
    try:
        with database.writing() as session:
            view = view_in_force(session, TODAY)
            author = session.scalars(select(User.id).where(User.email == KEEPER)).one()
            last = max(view.pools) - 1
            chance = random.Random(seed)
            entries = [row for year in range(last - years + 1, last + 1) for row in _year(view, year, author, chance)]
            lines = [row for year in range(last - years + 1, last + 1) for row in _pool(view, year + 1, author, chance)]
            session.execute(insert(CycleEntry), entries)
            session.execute(insert(PoolEntry), lines)
            session.commit()
    finally:
        database.dispose()
    say(f"{years} years of the cycle: {len(entries):,} entries, {len(lines):,} lines of pools")


def _year(view: CatalogueView, year: int, author: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    own = owners(view)
    for step in view.cycle:
        for owner in own.get(step.key, ("",)):
            place = {
                "year": year,
                "step_key": step.key,
                "turn": 1,
                "country": owner if owner in view.countries else "",
                "body": owner if owner in view.actors else "",
                "is_own": step.is_by_each,
            }
            day = TODAY - timedelta(days=chance.randrange(1, 300))
            said = {"planned_on": None, "is_nothing_found": False, "url": "", "note": "What the letter said."}
            for number in range(1, CORRECTIONS + 1):
                entry = {**place, **said, "happened_on": day, "reference": f"Ares {year}/{number}"}
                yield {**entry, "follows": -number, "said_at": _at(day), "author_id": author}


def _pool(view: CatalogueView, pool: int, author: int, chance: random.Random) -> Iterable[dict[str, Any]]:
    for country in view.countries:
        for kind in KINDS:
            for type_ in Solidarity:
                for number in range(1, CORRECTIONS + 1):
                    yield {
                        "year": pool,
                        "kind": kind.value,
                        "type": type_.value,
                        "country": country,
                        "amount": chance.randrange(1, 10**9),
                        "as_at": TODAY - timedelta(days=number),
                        "follows": -number,
                        "reference": f"Council document {pool}/{number}",
                        "url": "",
                        "note": "",
                        "said_at": _at(TODAY),
                        "author_id": author,
                    }


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)

"""The tiny catalogue on 23 November 2026, and people who read and record its cycle; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor, Held
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.governance.cycle import Cycle, Line
from app.governance.queries import last_entry_id, list_entries
from app.governance.services import Place, record_step
from app.plans.states import EU
from tests.comments.people import somebody
from tests.factories.catalogue import HANGS_ON_PRESSURE, load_tiny_catalogue

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class World:
    """Who there is."""

    session: Session
    view: CatalogueView
    keeper: Actor
    ireland: Actor
    contributor: Actor
    france: Actor
    reviewer: Actor
    desk_reviewer: Actor
    observer: Actor
    administrator: Actor

    def record(self, place: Place, actor: Actor | None = None, **values: Any) -> int:
        """Record something after what stands there."""
        who = actor or self.keeper
        seen = last_entry_id(self.session, place.year, place.step, place.turn, place.country, place.body)
        return record_step(self.session, self.view, place, values, actor=who, seen=seen)

    def cycle(
        self, actor: Actor | None = None, year: int = 2026, day: date = TODAY, known: datetime | None = None
    ) -> Cycle:
        """The cycle as somebody reads it."""
        entries = list_entries(self.session, actor or self.keeper, [year])
        return Cycle(self.view, year, entries, day, known)

    def line(self, step: str, owner: str = "", turn: int = 1, **options: Any) -> Line:
        """One occurrence as somebody reads it."""
        found = self.cycle(**options).line((step, turn, owner))
        assert found is not None
        return found


@pytest.fixture
def moment() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(session: Session, tmp_path: Path, moment: time_machine.Coordinates) -> World:
    view = load_tiny_catalogue(session, tmp_path, HANGS_ON_PRESSURE)
    return World(
        session,
        view,
        somebody(session, "keeper", Role.COORDINATOR, country=EU),
        somebody(session, "ireland", Role.COORDINATOR, country="IE"),
        Actor(None, "contributor", held=(Held(Role.CONTRIBUTOR, country="IE"),)),
        somebody(session, "france", Role.COORDINATOR, country="FR"),
        somebody(session, "reviewer", Role.REVIEWER),
        somebody(session, "desk", Role.REVIEWER, desk=frozenset({"IE"})),
        somebody(session, "observer", Role.OBSERVER),
        somebody(session, "administrator", Role.ADMINISTRATOR),
    )

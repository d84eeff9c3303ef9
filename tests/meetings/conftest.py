"""The tiny catalogue on 23 November 2026, under Ireland's Presidency, and people who meet; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.meetings.services.acting import give_action
from app.meetings.services.agenda import add_point
from app.meetings.services.keeping import make_meeting
from app.plans.services.plans import open_plans
from app.plans.states import EU
from tests.comments.people import somebody
from tests.factories import plans as factory
from tests.factories.catalogue import load_tiny_catalogue

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class World:
    """Who there is; `agency` writes for eu-LISA at the EU level."""

    session: Session
    view: CatalogueView
    people: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        return self.people[name]

    def meet(self, by: str = "keeper", **differing: Any) -> int:
        """A meeting of today, for all unless something else is said."""
        values = {
            "body": "mechanism",
            "title": "Meeting",
            "starts_on": TODAY,
            "year": 2026,
            "reach": "all",
            **differing,
        }
        return make_meeting(self.session, self.view, values, actor=self.people[by])

    def point(self, meeting_id: int, by: str = "keeper", **differing: Any) -> int:
        """A point of its agenda."""
        return add_point(self.session, self.view, meeting_id, {"title": "Point", **differing}, actor=self.people[by])

    def give(self, meeting_id: int, owner: str, by: str = "keeper", **differing: Any) -> int:
        """Something to do by 1 December."""
        values = {"what": "Send a table", "owner": owner, "due_on": date(2026, 12, 1), **differing}
        return give_action(self.session, self.view, meeting_id, values, actor=self.people[by])


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(session: Session, tmp_path: Path, moment: time_machine.Traveller) -> World:
    view = load_tiny_catalogue(session, tmp_path)
    open_plans(session, view, actor=SYSTEM)
    lisa = factory.authority(session, EU, "eu-LISA", actor_code="EULISA")
    scopes: dict[str, tuple[Role, dict[str, Any]]] = {
        "keeper": (Role.COORDINATOR, {"country": EU}),
        "agency": (Role.CONTRIBUTOR, {"country": EU, "authorities": frozenset({lisa})}),
        "ireland": (Role.COORDINATOR, {"country": "IE"}),
        "france": (Role.COORDINATOR, {"country": "FR"}),
        "belgium": (Role.COORDINATOR, {"country": "BE"}),
        "reviewer": (Role.REVIEWER, {}),
        "desk": (Role.REVIEWER, {"desk": frozenset({"FR"})}),
        "observer": (Role.OBSERVER, {}),
        "officer": (Role.SUPPORT_OFFICER, {}),
        "administrator": (Role.ADMINISTRATOR, {}),
    }
    return World(session, view, {name: somebody(session, name, role, **of) for name, (role, of) in scopes.items()})

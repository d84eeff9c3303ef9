"""The tiny catalogue on 23 November 2026, and people of countries, of the EU level and of the Commission."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.states import Role
from app.answers.queries.questions import get_question
from app.answers.records import QuestionRecord
from app.answers.services.answering import publish
from app.answers.services.asking import ask
from app.catalogue.views import CatalogueView
from app.plans.services.items import update_item
from app.plans.services.plans import open_plans
from app.plans.states import EU
from tests.comments.people import somebody
from tests.factories import plans as factory
from tests.factories.catalogue import load_tiny_catalogue

ITEM = "borders.screening"


@dataclass
class World:
    """Who there is."""

    session: Session
    view: CatalogueView
    people: dict[str, Actor] = field(default_factory=dict)

    def who(self, name: str) -> Actor:
        return SYSTEM if name == "system" else self.people[name]

    def ask(self, name: str = "ireland", owner: str = "IE", **differing: Any) -> int:
        """A question on one item and one article."""
        values = {"title": "Counting the days", "text": "From which day?", "reach": "commission", **differing}
        if not {"blocks", "items", "articles"} & set(differing):
            values |= {"items": [self.item_id], "articles": [("RCD", "35(1)")]}
        return ask(self.session, self.view, owner, values, actor=self.who(name))

    def answer(self, key: int, text: str = "From the day of lodging.", reason: str = "", name: str = "desk") -> int:
        """Publish an answer, or a revision."""
        return publish(self.session, key, text, reason, actor=self.who(name), expected_version=None)

    def read(self, key: int, name: str = "system") -> QuestionRecord:
        return get_question(self.session, key, self.who(name))

    def leads(self, name: str, owner: str, key: str) -> None:
        """Somebody's authority leads an item of a plan."""
        (authority,) = next(held.authorities for held in self.who(name).held)
        values = {"lead_authority_id": authority}
        update_item(self.session, self.view, owner, key, values, actor=SYSTEM, expected_version=None)

    @property
    def item_id(self) -> int:
        return self.view.items[ITEM].item_id


@pytest.fixture
def moment() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 23, 11, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(session: Session, tmp_path: Path, moment: time_machine.Traveller) -> World:
    made = World(session, load_tiny_catalogue(session, tmp_path))
    open_plans(session, made.view, actor=SYSTEM)
    agency = factory.authority(session, "IE", "Agency")
    union, border = factory.authority(session, EU, "EUAA"), factory.authority(session, EU, "Frontex")
    for name, role, scope in (
        ("ireland", Role.COORDINATOR, {"country": "IE"}),
        ("helper", Role.CONTRIBUTOR, {"country": "IE", "authorities": frozenset({agency})}),
        ("france", Role.COORDINATOR, {"country": "FR"}),
        ("keeper", Role.COORDINATOR, {"country": EU}),
        ("body", Role.CONTRIBUTOR, {"country": EU, "authorities": frozenset({union})}),
        ("border", Role.CONTRIBUTOR, {"country": EU, "authorities": frozenset({border})}),
        ("both", Role.CONTRIBUTOR, {"country": EU, "authorities": frozenset({union, border})}),
        ("lead", Role.LEAD_REVIEWER, {}),
        ("desk", Role.REVIEWER, {"desk": frozenset({"IE"})}),
        ("elsewhere", Role.REVIEWER, {"desk": frozenset({"FR"})}),
        ("observer", Role.OBSERVER, {"country": "IE"}),
        ("officer", Role.SUPPORT_OFFICER, {}),
        ("admin", Role.ADMINISTRATOR, {}),
    ):
        made.people[name] = somebody(session, name, role, **scope)
    return made

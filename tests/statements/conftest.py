"""Statements at a frozen noon on both databases: two agencies, of which one acts in two items, the other in one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.states import Role
from app.catalogue.states import ActorGroup
from app.catalogue.views import ActorView, CatalogueView
from app.plans.services.authorities import add_authority
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from app.plans.states import EU
from app.statements.policy import acted_in
from app.statements.queries import list_bodies, list_statements
from app.statements.records import StatementRecord
from app.statements.services import state
from tests.comments.people import somebody
from tests.factories import plans as factory
from tests.plans.conftest import clock_at, view

__all__ = ["clock_at", "view"]

ACTORS = {"alpha.law": ("EUAA", "MS_INT"), "beta.law": ("EUAA", "FRONTEX"), "alpha.training": ("COM",)}
GROUPS = {"EUAA": ActorGroup.AGENCY, "FRONTEX": ActorGroup.AGENCY, "COM": ActorGroup.EU, "MS_INT": ActorGroup.NATIONAL}
VALUES = {"text": "Test campaign passed", "about_on": date(2025, 3, 3), "reference": "TC-4", "url": "https://x.eu/4"}


def with_actors(view: CatalogueView) -> CatalogueView:
    """The small catalogue, whose items have actors."""
    items = {key: replace(item, actors=ACTORS.get(key, ())) for key, item in view.items.items()}
    actors = {code: ActorView(code, factory.text(code), group, None) for code, group in GROUPS.items()}
    return replace(view, items=items, actors=actors)


@dataclass(frozen=True)
class World:
    """Ireland has shared a milestone and keeps another; people of two agencies, and readers."""

    session: Session
    view: CatalogueView
    euaa: Actor
    frontex: Actor
    ireland: Actor
    france: Actor
    reviewer: Actor
    observer: Actor

    def say(self, actor: Actor | None = None, owner: str = "IE", key: str = "alpha.law", **values: object) -> int:
        """State something."""
        return state(self.session, self.view, owner, key, {**VALUES, **values}, actor=actor or self.euaa)

    def read(self, actor: Actor, **options: object) -> list[StatementRecord]:
        """What somebody reads."""
        acting = acted_in(actor, self.view, list_bodies(self.session))
        return list_statements(self.session, actor, acting, **options)  # type: ignore[arg-type]


def world_of(session: Session, view: CatalogueView) -> World:
    """The world in a database with plans."""
    view = with_actors(view)
    ireland = somebody(session, "ireland", Role.COORDINATOR, country="IE")
    for title in ("Bill adopted", "Talks"):
        add_milestone(session, view, "IE", "alpha.law", {"title": title}, actor=ireland)
        if title == "Bill adopted":
            share(session, "IE", actor=ireland)
    keys = {
        code: add_authority(session, EU, code, actor=SYSTEM, short_name=code, actor_code=code).authority_id
        for code in ("EUAA", "FRONTEX")
    }
    people = {
        name: somebody(session, name, Role.CONTRIBUTOR, country=EU, authorities=frozenset({keys[name.upper()]}))
        for name in ("euaa", "frontex")
    }
    return World(
        session,
        view,
        people["euaa"],
        people["frontex"],
        ireland,
        somebody(session, "france", Role.COORDINATOR, country="FR"),
        somebody(session, "reviewer", Role.REVIEWER, desk=frozenset({"IE"})),
        somebody(session, "observer", Role.OBSERVER, country="IE"),
    )


@pytest.fixture
def world(session: Session, view: CatalogueView) -> World:
    return world_of(session, view)

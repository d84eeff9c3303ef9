"""People who hold their roles in the database too, so that they can be mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import load_actor
from app.accounts.services import Scope, create_user, grant_role
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.comments.queries.places import item_place, milestone_place
from app.comments.queries.records import Place
from app.comments.queries.threads import list_threads
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from tests.factories import plans as factory


def somebody(session: Session, name: str, role: Role, **scope: Any) -> Actor:
    """A person with a role."""
    user = create_user(session, actor=SYSTEM, email=f"{name}@demo.example", name=name)
    grant_role(session, user, role, Scope(**scope), actor=SYSTEM)
    session.expire_all()
    found = load_actor(session, user.id)
    assert found is not None
    return found


@dataclass(frozen=True)
class Talk:
    """Ireland has shared a milestone of a law (`reference`) and keeps another one for itself (`kept`)."""

    session: Session
    view: CatalogueView
    reference: str
    kept: str
    ireland: Actor
    helper: Actor
    france: Actor
    reviewer: Actor
    elsewhere: Actor
    observer: Actor

    def place(self, actor: Actor, reference: str = "") -> Place:
        """The shared milestone, or another one, as the actor comes to it."""
        return milestone_place(self.session, "IE", reference or self.reference, actor)

    def item(self, actor: Actor, key: str = "alpha.law") -> Place:
        """An item as the actor comes to it."""
        return item_place(self.session, self.view, "IE", key, actor)

    def read(self, actor: Actor) -> list[str]:
        """The texts on the shared milestone that the actor reads, the latest comment first, answers behind it."""
        threads = list_threads(self.session, self.place(actor), actor)
        return [one.text for thread in threads for one in (thread.comment, *thread.answers)]


def talk_of(session: Session, view: CatalogueView) -> Talk:
    """Ireland's people, a reviewer of Ireland and one of France, France's coordinator, an observer of Ireland."""
    ireland = somebody(session, "ireland", Role.COORDINATOR, country="IE")
    agency = factory.authority(session, "IE", "Agency")
    values = {"title": "Bill adopted", "baseline_on": date(2025, 9, 1)}
    told = add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)
    share(session, "IE", actor=ireland)
    kept = add_milestone(session, view, "IE", "alpha.law", {"title": "Talks"}, actor=ireland)
    return Talk(
        session,
        view,
        told.reference,
        kept.reference,
        ireland,
        somebody(session, "helper", Role.CONTRIBUTOR, country="IE", authorities=frozenset({agency})),
        somebody(session, "france", Role.COORDINATOR, country="FR"),
        somebody(session, "reviewer", Role.REVIEWER, desk=frozenset({"IE"})),
        somebody(session, "elsewhere", Role.REVIEWER, desk=frozenset({"FR"})),
        somebody(session, "observer", Role.OBSERVER, country="IE"),
    )

"""What an agency states in the house: something of an item of both countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask

from app.accounts.actor import SYSTEM
from app.accounts.queries import load_actor
from app.accounts.states import Role
from app.catalogue.states import Level
from app.catalogue.views import CatalogueView, ItemView
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from app.statements.services import state
from tests.web.browsing import keep, make_person, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

AGENCY = "EUAA"
EMAIL = "agency@demo.example"


def stated_item(view: CatalogueView) -> ItemView:
    """The item that something is stated of: the first that the agency is an actor of."""
    acted = (item for item in view.items.values() if AGENCY in item.actors and item.level is not Level.EU)
    return min(acted, key=lambda item: item.item_id)


def tell_statements(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, with the key of a statement in each country."""
    session = writing(app)
    key = add_authority(session, EU, AGENCY, actor=SYSTEM, short_name=AGENCY, actor_code=AGENCY).authority_id
    keep(app, session)
    person = make_person(app, EMAIL, Role.CONTRIBUTOR, country=EU, authorities=frozenset({key}))
    session = writing(app)
    agency = load_actor(session, person)
    assert agency is not None
    item = stated_item(view)
    values = {"text": "The training was held", "about_on": date(2026, 11, 2), "reference": "T-1"}
    keys = {
        place: state(session, view, one.code, item.key, values, actor=agency) if one.code != EU else 0
        for place, one in told.items()
    }
    keep(app, session)
    return {place: replace(one, statement_id=keys[place]) for place, one in told.items()}

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
from app.catalogue.views import CatalogueView
from app.plans.services.authorities import add_authority
from app.plans.states import EU
from app.statements.policy import acted_in
from app.statements.queries import list_bodies
from app.statements.services import state
from tests.web.browsing import keep, make_person, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

AGENCY = "EUAA"


def tell_statements(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, with the key of a statement in each country."""
    session = writing(app)
    key = add_authority(session, EU, AGENCY, actor=SYSTEM, short_name=AGENCY, actor_code=AGENCY).authority_id
    keep(app, session)
    person = make_person(app, "agency@demo.example", Role.CONTRIBUTOR, country=EU, authorities=frozenset({key}))
    session = writing(app)
    agency = load_actor(session, person)
    assert agency is not None
    item = view.items_by_id[min(acted_in(agency, view, list_bodies(session)))]
    values = {"text": "The training was held", "about_on": date(2026, 11, 2), "reference": "T-1"}
    keys = {
        place: state(session, view, one.code, item.key, values, actor=agency) if one.code != EU else 0
        for place, one in told.items()
    }
    keep(app, session)
    return {place: replace(one, statement_id=keys[place]) for place, one in told.items()}

"""The small world of country pages, with somebody who writes for an agency."""

from __future__ import annotations

from datetime import date

import pytest

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.catalogue.queries import get_view, list_releases
from app.plans.services.authorities import add_authority
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from app.plans.states import EU
from tests.web.browsing import keep, make_person, writing
from tests.web.countries.conftest import ITEM, World
from tests.web.countries.conftest import world as world

AGENCYS_ITEM = "reception.staff-trained"


@pytest.fixture
def agencies(world: World) -> World:
    """Ireland has shared something of the agency's item and of another one beside it, and keeps something of both."""
    with world.app.app_context():
        session = writing(world.app)
        view = get_view(session, list_releases(session)[0].release_id)
        values = {"measured_by": "target", "target_value": 50, "target_unit": "persons", "start_on": date(2025, 1, 1)}
        for word in ("shared", "kept"):
            add_milestone(session, view, "IE", AGENCYS_ITEM, {**values, "title": f"Courses {word}"}, actor=SYSTEM)
            add_milestone(session, view, "IE", ITEM, {"title": f"Bill {word}"}, actor=SYSTEM)
            if word == "shared":
                share(session, "IE", actor=SYSTEM)
        keys = {
            code: add_authority(session, EU, code, actor=SYSTEM, actor_code=code).authority_id
            for code in ("EULISA", "COM")
        }
        keep(world.app, session)
    for name, code in (("agency", "EULISA"), ("other", "COM")):
        scope = {"country": EU, "authorities": frozenset({keys[code]})}
        make_person(world.app, f"{name}@ministry.example.org", Role.CONTRIBUTOR, **scope)
    return world

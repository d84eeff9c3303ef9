"""Ireland and France on the web, with a deliverable that Ireland accepted, an officer, and Belgium."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import find_user_by_email, load_actor
from app.accounts.states import Role
from app.catalogue.queries import get_view, list_releases
from app.core import clock
from app.http.context import services as services_of
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from app.support import services
from app.support.deliverables.services.steps import take_step
from app.support.deliverables.services.writing import add_file, create_deliverable
from app.support.deliverables.states import Act
from app.support.queries.requests import get_request
from app.support.states import Deed
from tests.factories.files import sent
from tests.support.conftest import with_calls
from tests.web.browsing import Browser, keep, make_person, writing
from tests.web.countries.conftest import ITEM, World
from tests.web.countries.conftest import world as world

CANARY = "Zaunkönig"
"""A word that stands in what is shared, and nowhere else."""


@dataclass
class Sharing:
    """`deliverable_id`: accepted by Ireland; its file holds the canary."""

    world: World
    deliverable_id: int
    item_id: int

    def sign_in(self, name: str) -> Browser:
        return self.world.sign_in(name)

    def propose(self, browser: Browser, code: str = "IE", query: str = "", **differing: str) -> str:
        """The address of a practice that was proposed."""
        place = f"/practices/new/{code}{query}"
        browser.get(place)
        values = {
            "title": f"Shifts {CANARY}",
            "what_done": f"One roster {CANARY}",
            "needed": f"An agreement {CANARY}",
            "came_of_it": f"Nobody waits {CANARY}",
            "language": "en",
            "contact_role": f"Unit {CANARY}",
            "item_ids": str(self.item_id),
            "measures": "situational-analysis",
            "themes": "asylum-procedures",
            "tells_author": "y",
            **differing,
        }
        answer = browser.post(place, values)
        assert answer.status_code == 303, answer.text
        browser.get(answer.location)
        return str(answer.location).partition("#")[0]

    def consent(self, browser: Browser, address: str, *countries: str, **said: str) -> int:
        """Consent for these countries, or for all."""
        values = {"reach": "listed" if countries else "all", "version": version_on(browser, address), **said}
        return browser.post(f"{address}/consent", {**values, "countries": list(countries)}).status_code

    def withdraw(self, browser: Browser, address: str) -> int:
        said = {"version": version_on(browser, address), "text": "Tried anew"}
        return browser.post(f"{address}/withdraw", said).status_code


def version_on(browser: Browser, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', browser.get(address).text)
    assert found
    return found[1]


@pytest.fixture
def sharing(world: World) -> Sharing:
    today = clock.today()
    period = {"starts_on": today - timedelta(days=5), "ends_on": today + timedelta(days=60)}
    make_person(world.app, "officer@ministry.example.org", Role.SUPPORT_OFFICER)
    make_person(world.app, "belgium@ministry.example.org", Role.COORDINATOR, country="BE")
    with world.app.app_context():
        session, depot = writing(world.app), services_of().depot
        view = get_view(session, list_releases(session)[0].release_id)
        item = view.items[ITEM]
        values = {"title": "Procedure adopted", "baseline_on": date(2026, 9, 1)}
        add_milestone(session, view, "IE", ITEM, values, actor=SYSTEM)
        share(session, "IE", actor=SYSTEM)
        asked = {"call_key": "call", "title": "Help", "beneficiary_id": world.ministry, "expected_results": "Staff"}
        asked |= {"blocks": [item.block_key], "measures": ["legal"], **period}
        key = services.make_request(session, with_calls(view), "IE", asked, actor=SYSTEM).id
        for deed in (Deed.SELECT, Deed.SIGN, Deed.START):
            said = {"on_day": today, **({**period, "blocks": [item.block_key]} if deed is Deed.SIGN else {})}
            services.take_step(
                session, view, get_request(session, key, SYSTEM), deed, said, actor=SYSTEM, expected_version=None
            )
        project = get_request(session, key, SYSTEM).project_id or 0
        officer, ireland = (_actor(session, name) for name in ("officer", "ireland"))
        made = {"kind": "procedure", "title": f"Procedure {CANARY}", "language": "en", "items": [item.item_id]}
        made |= {"measures": ["situational-analysis"], "summary": f"First steps {CANARY}"}
        deliverable = create_deliverable(session, view, project, made, actor=officer)
        with sent(depot, "procedure.txt", f"In a file: {CANARY}".encode()) as file:
            add_file(session, deliverable, file, actor=officer)
        take_step(session, view, deliverable, Act.SUBMIT, actor=officer, expected_version=None)
        take_step(session, view, deliverable, Act.ACCEPT, actor=ireland, expected_version=None)
        keep(world.app, session)
    return Sharing(world, deliverable, item.item_id)


def _actor(session: Session, name: str) -> Actor:
    user = find_user_by_email(session, f"{name}@ministry.example.org")
    assert user is not None
    found = load_actor(session, user.id)
    assert found is not None
    return found

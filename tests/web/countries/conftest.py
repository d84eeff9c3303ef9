"""A small world: the tiny catalogue, its plans, and people of every role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.plans.services.authorities import add_authority
from app.plans.services.plans import open_plans
from tests.factories.catalogue import load_tiny_catalogue
from tests.standing import Standing
from tests.web.browsing import Browser, keep, make_person, writing

ITEM = "reception.directive-transposed"
CELL = "/countries/IE/blocks/1"


@dataclass(frozen=True)
class World:
    """An application with plans; `sign_in` gives a browser of a person by the part of the address before the @."""

    app: Flask
    ministry: int
    agency: int

    def sign_in(self, name: str) -> Browser:
        browser = Browser(self.app)
        answer = browser.sign_in(f"{name}@ministry.example.org")
        assert answer.status_code == 303, answer.text
        return browser


PEOPLE: tuple[tuple[str, Role, str | None], ...] = (
    ("ireland", Role.COORDINATOR, "IE"),
    ("second", Role.COORDINATOR, "IE"),
    ("france", Role.COORDINATOR, "FR"),
    ("reviewer", Role.REVIEWER, None),
    ("lead", Role.LEAD_REVIEWER, None),
    ("observer", Role.OBSERVER, None),
    ("watcher", Role.OBSERVER, "IE"),
    ("admin", Role.ADMINISTRATOR, None),
)


def build(app: Flask, folder: Path, *changes: tuple[str, str, str]) -> tuple[int, int]:
    """Ireland, France and others, nothing said yet, and people; returns the keys of the ministry and the agency.

    `changes`: of the tiny catalogue.
    """
    with app.app_context():
        session = writing(app)
        view = load_tiny_catalogue(session, folder, *changes)
        open_plans(session, view, actor=SYSTEM)
        ministry = add_authority(session, "IE", "Department of Justice", actor=SYSTEM).authority_id
        agency = add_authority(session, "IE", "Reception Agency", actor=SYSTEM).authority_id
        keep(app, session)
    for name, role, country in PEOPLE:
        make_person(app, f"{name}@ministry.example.org", role, country=country)
    make_person(
        app,
        "contributor@ministry.example.org",
        Role.CONTRIBUTOR,
        country="IE",
        authorities=frozenset({agency}),
    )
    return ministry, agency


@pytest.fixture
def world(app: Flask, standing: Standing, tmp_path: Path) -> World:
    """Ireland, France and others, nothing said yet."""
    return World(app, *standing.build("countries", app, lambda: build(app, tmp_path / "tiny")))


@pytest.fixture
def add(world: World) -> Callable[..., str]:
    """Adds a milestone as Ireland's coordinator and returns its reference."""

    def made(browser: Browser, title: str = "Bill drafted", **fields: str) -> str:
        answer = browser.post(
            f"/countries/IE/items/{ITEM}/milestones/add",
            {
                "title": title,
                "workstream_key": "legal",
                "measured_by": "steps",
                "step_key": "analysed",
                "start_on": "2025-01-01",
                "baseline_on": "2026-02-28",
                "forecast_on": "2026-09-30",
                **fields,
            },
        )
        assert answer.status_code == 303, answer.text
        page = browser.get(CELL).text
        found = [part.split('"')[0] for part in page.split('id="IE-')[1:]]
        return "IE-" + max(found)

    return made

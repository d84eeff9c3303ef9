"""Nine countries with a tiny catalogue, of which eight shared something, on 23 November 2026; people to look at it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.catalogue.queries import get_view
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.views import CatalogueView
from app.plans.models import MilestoneSpan, Plan, PlanTouch
from app.plans.services.plans import open_plans
from tests.factories.catalogue import tiny_catalogue_folder
from tests.standing import Standing
from tests.web.browsing import Browser, keep, make_person, writing
from tests.web.world import Step, Teller

TODAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOLD_ON = date(2025, 3, 3)
SHARED_AT = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)

FURTHER = ("BG", 2, "Bulgaria"), ("CZ", 3, "Czechia"), ("DE", 5, "Germany"), ("EE", 6, "Estonia"), ("IT", 12, "Italy")
COUNTRIES = ("BE", "BG", "CZ", "DK", "DE", "EE", "IE", "FR", "IT")
SILENT = "IT"
"""The country that shared nothing."""

LAW = "reception.directive-transposed"
PROGRESS = {code: 1000 + 700 * number for number, code in enumerate(COUNTRIES)}
"""Progress of the one step of the law, in 1/100 %: another in each country."""

_TOKEN = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')


def _country(code: str, order: int, name: str) -> str:
    borders = "{external_land: false, sea: true, air: true}"
    line = f"code: {code}, iso2: {code}, iso3: {code}X, order: {order}, title: {{en: {name}}}, native: [{name}]"
    return f"  - {{{line}, borders: {borders}}}\n"


@dataclass(frozen=True)
class World:
    """The application. `sign_in` gives a browser of a person by the part of the address before the @."""

    app: Flask
    view: CatalogueView

    def sign_in(self, name: str) -> Browser:
        browser = Browser(self.app)
        answer = browser.sign_in(f"{name}@ministry.example.org")
        assert answer.status_code == 303, answer.text
        return browser

    def share_rows(self, *owners: str) -> None:
        """Let these countries, and no others, share their row with other Member States."""
        with self.app.app_context():
            session = writing(self.app)
            session.execute(update(Plan).values(shares_row=False))
            session.execute(update(Plan).where(Plan.owner.in_(owners)).values(shares_row=True))
            keep(self.app, session)

    def change(self, owner: str, progress: int) -> None:
        """All milestones of a plan get another progress, in both states."""
        with self.app.app_context():
            session = writing(self.app)
            plan_id = _plan_id(session, owner)
            session.execute(
                update(MilestoneSpan)
                .where(MilestoneSpan.plan_id == plan_id, MilestoneSpan.is_closing.is_(False))
                .values(progress=progress, step_key="by-government")
            )
            _raise_stamps(session, plan_id)
            keep(self.app, session)

    def tell(self, owner: str, key: str, *steps: Step, **told: date) -> None:
        """Say something of an item on which nothing was said."""
        with self.app.app_context():
            session = writing(self.app)
            teller = Teller(session, self.view, TOLD_ON)
            teller.numbers[teller.plans[owner]] = 500
            teller.tell(owner, self.view.items[key], *steps, **told)  # type: ignore[arg-type]
            _raise_stamps(session, teller.plans[owner])
            keep(self.app, session)


def _plan_id(session: Session, owner: str) -> int:
    return session.scalars(select(Plan.id).where(Plan.owner == owner)).one()


def _raise_stamps(session: Session, plan_id: int) -> None:
    raised = {"working_stamp": Plan.working_stamp + 1, "shared_stamp": Plan.shared_stamp + 1}
    session.execute(update(Plan).where(Plan.id == plan_id).values(**raised))
    session.execute(update(PlanTouch).where(PlanTouch.plan_id == plan_id).values(stamp=PlanTouch.stamp + 1))


def cleaned(text: str) -> str:
    """A page without what differs from visit to visit: the form token."""
    return _TOKEN.sub(r"\1", text)


def tell_all(teller: Teller) -> None:
    """Every country but one says something: the law under way, staff trained; Belgium's law is in place."""
    items = teller.view.items
    for owner in COUNTRIES:
        if owner == SILENT:
            continue
        law = Step(PROGRESS[owner], date(2026, 5, 1), date(2026, 12, 20), "analysed", "Bill drafted")
        if owner == "BE":
            teller.tell(
                owner, items[LAW], Step(10_000, date(2026, 3, 1), step="notified"), in_place_on=date(2026, 4, 1)
            )
        elif owner != "DK":
            teller.tell(owner, items[LAW], law, closing_on=date(2026, 12, 20))
        teller.tell(owner, items["strategy.national-plan"], in_place_on=date(2025, 1, 15))
        teller.tell(owner, items["borders.agency-experts"], Step(2500, date(2026, 9, 1)))
    teller.tell("EU", items["strategy.template"], in_place_on=date(2024, 6, 12))
    teller.tell("EU", items["borders.it-system"], Step(6000, date(2026, 12, 1), step="specified", title="=cmd|calc"))
    teller.stamp()
    teller.share("IE", 12, SHARED_AT, "reception")
    teller.share("FR", 3, SHARED_AT)
    teller.share("DE", 5, datetime(2026, 1, 10, 9, 0, tzinfo=UTC))


PEOPLE: tuple[tuple[str, Role, str | None], ...] = (
    ("ireland", Role.COORDINATOR, "IE"),
    ("reviewer", Role.REVIEWER, None),
    ("observer", Role.OBSERVER, None),
    ("admin", Role.ADMINISTRATOR, None),
)


def build(app: Flask, folder: Path) -> CatalogueView:
    """Nine countries, the EU level, people; returns their catalogue."""
    further = "".join(_country(*country) for country in FURTHER)
    tiny = tiny_catalogue_folder(folder, ("countries.yaml", "countries:\n", f"countries:\n{further}"))
    with app.app_context():
        session = writing(app)
        loaded = load_release(session, read_catalogue(tiny), actor=SYSTEM)
        view = get_view(session, loaded.release_id)
        open_plans(session, view, actor=SYSTEM, is_demonstration=True)
        tell_all(Teller(session, view, TOLD_ON))
        keep(app, session)
    for name, role, country in PEOPLE:
        make_person(app, f"{name}@ministry.example.org", role, country=country)
    make_person(app, "desk@ministry.example.org", Role.REVIEWER, desk=frozenset({"IE", "FR"}))
    return view


@pytest.fixture
def world(app: Flask, standing: Standing, tmp_path: Path) -> Iterator[World]:
    """Nine countries, the EU level, four people."""
    with time_machine.travel(TODAY, tick=True):
        yield World(app, standing.build("matrix", app, lambda: build(app, tmp_path / "files")))


__all__ = ["SHARED_AT", "World", "cleaned", "world"]

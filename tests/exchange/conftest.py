"""A plan with milestones of two ministries, and what takes it away and brings it back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.exchange.book.content import Selection
from app.exchange.book.csv import csv_of
from app.exchange.book.xlsx import xlsx_of
from app.exchange.proposal import Proposal
from app.exchange.services import importing, looking
from app.exchange.services.exporting import Tongue, make_book
from app.exchange.states import Choice
from app.plans.queries.heads import get_plan
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import MilestoneRecord
from app.plans.queries.state import list_milestones
from app.plans.services.milestones import add_milestone, update_milestone
from app.readiness.cache import ReadingCache
from tests.exchange.copies import Copy
from tests.factories import plans
from tests.factories.files import depot_in

SECRET = "a secret that seals the workbooks of tests"
NOON = plans.NOON
LIBREOFFICE = shutil.which("soffice")

collect_ignore = [] if LIBREOFFICE else ["test_libreoffice.py"]


@dataclass
class Desk:
    """Ireland's plan on a coordinator's desk."""

    session: Session
    view: CatalogueView
    folder: Path
    coordinator: Actor
    second: Actor
    justice: int
    housing: int
    secrets: list[str] = field(default_factory=lambda: [SECRET])

    def add(self, title: str, item: str = "alpha.law", owner: str = "IE", **values: Any) -> str:
        """A milestone; returns its reference."""
        given = {"title": title, "authority_id": self.justice if owner == "IE" else None, **values}
        actor = self.coordinator if owner == "IE" else plans.SYSTEM
        return add_milestone(self.session, self.view, owner, item, given, actor=actor).reference

    def change(self, reference: str, actor: Actor | None = None, **values: Any) -> None:
        """A change on the page."""
        update_milestone(
            self.session, self.view, "IE", reference, values, actor=actor or self.second, expected_version=None
        )

    def stands(self, reference: str) -> MilestoneRecord:
        """A milestone as it stands."""
        return get_milestone(self.session, "IE", reference, self.coordinator)[1]

    def all(self) -> list[MilestoneRecord]:
        """All milestones of the plan."""
        plan = get_plan(self.session, "IE", self.coordinator)
        return list_milestones(self.session, plan.plan_id, plan.scope, NOON.date())

    def download(self, actor: Actor | None = None, selection: Selection | None = None, owner: str = "IE") -> bytes:
        """The plan as a workbook."""
        return xlsx_of(self._book(actor, selection, owner), SECRET, say=str, owner_name="Ireland")

    def download_csv(self) -> bytes:
        """The plan as CSV."""
        return csv_of(self._book(None, None, "IE"), SECRET, say=str)

    def _book(self, actor: Actor | None, selection: Selection | None, owner: str) -> Any:
        return make_book(
            self.session,
            self.view,
            owner,
            selection or Selection(),
            actor=actor or self.coordinator,
            tongue=Tongue(),
            cache=ReadingCache(),
        )

    def copy(self, actor: Actor | None = None, selection: Selection | None = None) -> Copy:
        """The workbook opened in another program."""
        return Copy(self.download(actor, selection))

    def upload(self, content: bytes, name: str = "plan.xlsx", actor: Actor | None = None) -> int:
        """Bring a file back; returns the import's key."""
        file = importing.read_file(importing.Received(name, content))
        who = actor or self.coordinator
        with importing.examined_file(file, depot_in(self.folder)) as found:
            return importing.receive(self.session, self.view, "IE", file, actor=who, secrets=self.secrets, found=found)

    def look(self, key: int) -> Proposal:
        """What an import would change."""
        return looking.preview(self.session, "IE", key, actor=self.coordinator)[1]

    def look_again(self, key: int, actor: Actor | None = None) -> Proposal:
        """What an import would change as the plan stands now."""
        looking.look_again(self.session, self.view, "IE", key, actor=actor or self.coordinator)
        return self.look(key)

    def propose(self, content: bytes, name: str = "plan.xlsx", actor: Actor | None = None) -> Proposal:
        """Bring a file back and look at it."""
        return self.look(self.upload(content, name, actor))

    def apply(self, key: int, actor: Actor | None = None, **columns: Choice) -> importing.Result:
        """Bring an import in."""
        return importing.apply(
            self.session, self.view, "IE", key, actor=actor or self.coordinator, choices={}, for_columns=columns
        )


@pytest.fixture
def desk(session: Session, tmp_path: Path) -> Iterator[Desk]:
    with time_machine.travel(NOON, tick=True):
        view = plans.opened(session)
        yield Desk(
            session,
            view,
            tmp_path,
            plans.coordinator(session, "IE"),
            plans.person(session, "second", plans.Held(plans.Role.COORDINATOR, "IE")),
            plans.authority(session, "IE", "Department of Justice"),
            plans.authority(session, "IE", "Department of Housing"),
        )


@pytest.fixture
def bill(desk: Desk) -> str:
    """A milestone of the Department of Justice, at its first step."""
    return desk.add("Bill drafted", step_key="analysed", start_on=date(2025, 1, 1), forecast_on=date(2025, 9, 1))


@pytest.fixture
def beds(desk: Desk) -> str:
    """A milestone of the Department of Housing, measured by a target."""
    return desk.add(
        "Staff trained",
        item="alpha.training",
        authority_id=desk.housing,
        measured_by="target",
        target_unit="persons",
        target_value=400,
        value=120,
        value_on=date(2025, 2, 1),
        note="first line\nsecond line",
    )

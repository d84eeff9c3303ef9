"""Technical support at a frozen noon on both databases: what Ireland asks for, and who is assigned to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import find_user_by_email, load_actor
from app.accounts.states import Role
from app.catalogue.states import CallKind, Confidence
from app.catalogue.views import CallView, CatalogueView, MeasureView, ThemeView
from app.plans.services.authorities import add_authority
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from app.support import services
from app.support.queries.requests import get_request
from app.support.records import RequestRecord
from app.support.states import Deed, State
from tests.comments.people import somebody
from tests.factories.plans import text
from tests.plans.conftest import clock_at, view

__all__ = ["clock_at", "view"]

TODAY = date(2025, 3, 10)
PERIOD = {"starts_on": date(2025, 3, 1), "ends_on": date(2025, 6, 30)}


def with_calls(view: CatalogueView) -> CatalogueView:
    """The small catalogue with a call, a measure and a theme."""
    blank = dict.fromkeys(("aim", "run_by", "opens_on", "closes_on", "announced_on", "starts_on", "ends_on"))
    call = CallView(
        "call", 1, CallKind.DEDICATED, text("Call"), period=None, note=None, confidence=Confidence.HIGH,
        sources=(), given=(), **blank,
    )  # fmt: skip
    measures = tuple(MeasureView(key, number, text(key), None) for number, key in enumerate(("legal", "digital"), 1))
    return replace(view, calls=(call,), measures=measures, themes=(ThemeView("screening", 1, text("Screening")),))


@dataclass
class World:
    """`bill`: a milestone of alpha.law that is shared; `kept`: one that is not; `other`: one of block beta, shared."""

    session: Session
    view: CatalogueView
    ireland: Actor
    france: Actor
    officer: Actor
    reviewer: Actor
    contributor: Actor
    authority_id: int
    bill: str
    kept: str
    other: str

    def ask(self, **differing: Any) -> RequestRecord:
        """Ireland's request, as it reads it."""
        values = {
            "call_key": "call",
            "title": "Help with the bill",
            "beneficiary_id": self.authority_id,
            "expected_results": "A bill",
            "blocks": ["alpha"],
            "measures": ["legal"],
            "themes": ["screening"],
            **PERIOD,
            **differing,
        }
        made = services.make_request(self.session, self.view, "IE", values, actor=self.ireland)
        return get_request(self.session, made.id, self.ireland)

    def step(self, request: RequestRecord, deed: Deed, actor: Actor | None = None, **values: Any) -> State:
        """A step, by default of the officer."""
        by = actor or self.officer
        found = get_request(self.session, request.request_id, by)
        return services.take_step(self.session, self.view, found, deed, values, actor=by, expected_version=None)

    def running(self, **areas: Any) -> RequestRecord:
        """A project that has begun."""
        request = self.ask()
        self.step(request, Deed.SELECT)
        covered = areas or {"blocks": ["alpha"]}
        self.step(request, Deed.SIGN, on_day=TODAY, **PERIOD, **covered)
        self.step(request, Deed.START, on_day=TODAY)
        return get_request(self.session, request.request_id, self.officer)

    def assign(self, request: RequestRecord, **differing: Any) -> Actor:
        """An expert on it, as they are now."""
        values = {"email": "expert@demo.example", "name": "Expert", "task": "Analysis", "blocks": ["alpha"], **PERIOD}
        said = {**values, **differing}
        services.assign_expert(self.session, self.view, request, said, actor=self.officer, is_demonstration=True)
        return self.again(str(said["email"]))

    def again(self, email: str = "expert@demo.example") -> Actor:
        """The person with the rights of this moment."""
        self.session.expire_all()
        user = find_user_by_email(self.session, email)
        assert user is not None
        found = load_actor(self.session, user.id)
        assert found is not None
        return found


@pytest.fixture
def world(session: Session, view: CatalogueView) -> World:
    view = with_calls(view)
    ireland = somebody(session, "ireland", Role.COORDINATOR, country="IE")
    authority = add_authority(session, "IE", "Ministry", actor=ireland).authority_id
    made = {
        title: add_milestone(session, view, "IE", key, {"title": title, "forecast_on": date(2025, 9, 1)}, actor=ireland)
        for title, key in (("Bill adopted", "alpha.law"), ("Other law", "beta.law"))
    }
    share(session, "IE", actor=ireland)
    kept = add_milestone(session, view, "IE", "alpha.law", {"title": "Talks with the unions"}, actor=ireland)
    return World(
        session,
        view,
        ireland,
        somebody(session, "france", Role.COORDINATOR, country="FR"),
        somebody(session, "officer", Role.SUPPORT_OFFICER),
        somebody(session, "reviewer", Role.REVIEWER, desk=frozenset({"IE"})),
        somebody(session, "contributor", Role.CONTRIBUTOR, country="IE", authorities=frozenset({authority})),
        authority,
        made["Bill adopted"].reference,
        kept.reference,
        made["Other law"].reference,
    )

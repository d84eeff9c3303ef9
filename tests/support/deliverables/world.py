"""A project of Ireland under way: an expert of `alpha`, another of `beta`, the officer, people of both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import find_user_by_email, load_actor
from app.accounts.states import Role
from app.catalogue.states import CallKind, ClosingKind, Confidence, EvidenceKind, proofs_of
from app.catalogue.views import CallView, CatalogueView, ItemView, MeasureView
from app.core import clock
from app.files.depot import Depot
from app.plans.queries.files import kinds_received
from app.plans.queries.heads import get_plan
from app.plans.services.milestones import add_milestone
from app.plans.services.releases import share
from app.support import services as support
from app.support.deliverables.queries.deliverables import get_deliverable
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.services.steps import take_step
from app.support.deliverables.services.writing import add_file, create_deliverable
from app.support.deliverables.states import Act, Standing
from app.support.queries.requests import get_request
from app.support.states import Deed
from tests.comments.people import somebody
from tests.factories import plans as factory
from tests.factories.files import depot_in, sent

CALL = CallView(
    "call", 1, CallKind.DEDICATED, factory.text("Call"), None, None, None, None, None, None, None, None, None,
    Confidence.HIGH, (), (),
)  # fmt: skip
MEASURES = (
    MeasureView("planning", 1, factory.text("Planning"), None),
    MeasureView("training", 2, factory.text("Training"), None),
)


def with_support(view: CatalogueView) -> CatalogueView:
    """The small catalogue with a call and two measures; a product closes `alpha.law`."""

    def closed(item: ItemView) -> ItemView:
        if item.key != "alpha.law":
            return item
        kind = ClosingKind.ADOPTED_DOCUMENT
        proofs = proofs_of(kind, sensitive=False, product=True)
        return replace(item, closing_kind=kind, closes_by_product=True, proofs=proofs)

    items = {key: closed(item) for key, item in view.items.items()}
    return replace(
        view,
        calls=(CALL,),
        measures=MEASURES,
        items=items,
    )


@dataclass
class World:
    """Who is there, and what they have."""

    session: Session
    view: CatalogueView
    depot: Depot
    project_id: int
    request_id: int
    milestone: str
    people: dict[str, Actor]
    assignments: dict[str, int]

    def who(self, name: str) -> Actor:
        """A person with the grants of this moment, as a request finds them."""
        held = self.people[name]
        assert held.user_id is not None
        found = load_actor(self.session, held.user_id)
        assert found is not None
        return found

    def item(self, key: str) -> int:
        return self.view.items[key].item_id

    def values(self, **differing: Any) -> Mapping[str, Any]:
        """A standard operating procedure that is the product of the shared milestone of `alpha.law`."""
        return {
            "kind": "procedure",
            "title": "Procedure",
            "language": "en",
            "measures": ["planning"],
            "items": [self.item("alpha.law")],
            "milestones": [self.milestone],
            "product_of": self.milestone,
            **differing,
        }

    def begin(self, author: str = "expert", content: bytes = b"text", **differing: Any) -> int:
        """A draft with a file."""
        actor = self.who(author)
        key = create_deliverable(self.session, self.view, self.project_id, self.values(**differing), actor=actor)
        with sent(self.depot, "procedure.txt", content) as file:
            add_file(self.session, key, file, actor=actor)
        return key

    def take(self, key: int, act: Act, name: str, text: str = "", on_day: date | None = None) -> Standing:
        return take_step(
            self.session, self.view, key, act, actor=self.who(name), expected_version=None, text=text, on_day=on_day
        )

    def submitted(self, **differing: Any) -> int:
        key = self.begin(**differing)
        self.take(key, Act.SUBMIT, "expert")
        return key

    def read(self, key: int, name: str | None = None) -> DeliverableRecord:
        return get_deliverable(self.session, key, self.who(name) if name else SYSTEM)

    def counting(self, day: date | None = None) -> frozenset[EvidenceKind]:
        """The kinds of evidence that `alpha.law` has on a day, as Ireland reads its plan."""
        plan = get_plan(self.session, "IE", self.who("ireland"))
        return kinds_received(self.session, plan, self.item("alpha.law"), day or clock.today())


def world_of(session: Session, view: CatalogueView, folder: Path) -> World:
    """Everything is there from 10 March 2025 on; the project and the experts until 30 June."""
    view = with_support(view)
    people = {
        "ireland": somebody(session, "ireland", Role.COORDINATOR, country="IE"),
        "officer": somebody(session, "officer", Role.SUPPORT_OFFICER),
        "france": somebody(session, "france", Role.COORDINATOR, country="FR"),
        "reviewer": somebody(session, "reviewer", Role.REVIEWER, desk=frozenset({"IE"})),
        "elsewhere": somebody(session, "elsewhere", Role.REVIEWER, desk=frozenset({"FR"})),
        "observer": somebody(session, "observer", Role.OBSERVER, country="IE"),
        "administrator": somebody(session, "administrator", Role.ADMINISTRATOR),
    }
    ireland, officer = people["ireland"], people["officer"]
    authority = factory.authority(session, "IE", "Agency")
    people["helper"] = somebody(session, "helper", Role.CONTRIBUTOR, country="IE", authorities=frozenset({authority}))
    values = {"title": "Procedure adopted", "baseline_on": date(2025, 9, 1)}
    told = add_milestone(session, view, "IE", "alpha.law", values, actor=ireland)
    share(session, "IE", actor=ireland)
    period = {"starts_on": date(2025, 3, 10), "ends_on": date(2025, 6, 30)}
    made = support.make_request(
        session,
        view,
        "IE",
        {
            "call_key": "call",
            "title": "Support",
            "beneficiary_id": authority,
            "expected_results": "Procedures",
            "blocks": ["alpha", "beta"],
            "measures": ["planning"],
            **period,
        },
        actor=ireland,
    )
    areas = {"blocks": ["alpha", "beta"], **period}
    for deed in (Deed.SELECT, Deed.SIGN, Deed.START):
        given = {"text": "", "on_day": clock.today(), **(areas if deed is Deed.SIGN else {})}
        request = get_request(session, made.id, officer)
        support.take_step(session, view, request, deed, given, actor=officer, expected_version=None)
    assignments = {}
    for name, block in (("expert", "alpha"), ("other", "beta")):
        request = get_request(session, made.id, officer)
        about = {"email": f"{name}@demo.example", "name": name, "task": "Write", "blocks": [block], **period}
        assignment, _ = support.assign_expert(session, view, request, about, actor=officer, is_demonstration=True)
        assignments[name] = assignment.id
        session.expire_all()
        user = find_user_by_email(session, f"{name}@demo.example")
        found = load_actor(session, user.id) if user else None
        assert found is not None
        people[name] = found
    project_id = get_request(session, made.id, officer).project_id
    assert project_id is not None
    return World(session, view, depot_in(folder), project_id, made.id, told.reference, people, assignments)

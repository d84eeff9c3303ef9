"""A whole application with people of every role and plans of several owners, for tests that walk through all of it.

Ireland is the *own* country, France the *other* one; both have shared something and written something since, the EU
level too; Germany has shared nothing. Ireland lets the other Member States see its row of the matrix, France does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.actor import SYSTEM
from app.accounts.states import Role
from app.catalogue.queries import get_view
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.views import CatalogueView
from app.comments.queries.places import milestone_place
from app.comments.services.comments import write_comment
from app.comments.services.consultations import record_consultation
from app.desk.services import asking
from app.files.depot import Depot
from app.http.context import services
from app.plans.services import authorities, evidence, items, milestones, predecessors, releases
from app.plans.services.plans import open_plans
from app.plans.states import EU
from app.review.queries.submissions import get_submission
from app.review.services import rounds, submissions
from config import Config
from tests.factories.files import sent
from tests.files.samples import drawn
from tests.guards.told_deliverables import tell_deliverables
from tests.guards.told_fiches import tell_fiches
from tests.guards.told_flags import tell_flags
from tests.guards.told_meetings import tell_meetings
from tests.guards.told_practices import tell_practices
from tests.guards.told_questions import tell_questions
from tests.guards.told_statements import tell_statements
from tests.guards.told_support import EXPERT, tell_support
from tests.remembered import with_templates
from tests.web.browsing import Browser, keep, make_person, person, writing

CATALOGUE = Path(__file__).resolve().parents[2] / "checklists" / "cip-2024"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OWN, OTHER, SILENT = "IE", "FR", "DE"
PLACES = {"own": OWN, "other": OTHER, "eu": EU}
ITEM = {OWN: "reception.directive-transposed", OTHER: "reception.directive-transposed"}
SHARED, UNSHARED = "shared words of", "unshared words of"


@dataclass(frozen=True)
class Told:
    """What was written into one plan, as addresses and forms name it."""

    code: str
    key: str
    item_id: int
    number: str
    reference: str
    second: str
    third: str
    waited_for: int
    evidence_id: int
    file_id: int
    authority_id: int
    ask_id: int
    comment_id: int
    consultation_id: int
    section: str
    submission_id: int
    seal: str
    draft_id: int = 0
    fiche_draft: int = 0
    statement_id: int = 0
    request_id: int = 0
    link_id: int = 0
    project_id: int = 0
    assignment_id: int = 0
    suggestion_id: int = 0
    deliverable_id: int = 0
    deliverable_file: int = 0
    begun_id: int = 0
    begun_file: int = 0
    practice_id: int = 0
    practice_file: int = 0
    waiting_practice: int = 0
    adoption_id: int = 0
    meeting_id: int = 0
    point_id: int = 0
    bare_point: int = 0
    action_id: int = 0
    action_entry: int = 0
    question_id: int = 0
    waiting_question: int = 0
    reliance_id: int = 0

    def values(self) -> dict[str, str]:
        """What stands in the places of an address or a form."""
        return {name: str(value) for name, value in vars(self).items()}


@dataclass
class House:
    """The application, its catalogue, its people by role, what its plans were told.

    `names` fill the places of an address that is of no plan: somebody beside the people, and a role of theirs; the
    role of a reviewer beside them.
    """

    app: Flask
    view: CatalogueView
    people: Mapping[str, str]
    told: Mapping[str, Told]
    names: Mapping[str, str]
    browsers: dict[str, Browser] = field(default_factory=dict)

    def browser(self, role: str, *, is_new: bool = False) -> Browser:
        """A browser signed in as a role; as nobody for `nobody`. Kept for the next time unless it shall be new:
        what is done with that one may end the other."""
        if is_new:
            self.browsers.pop(role, None)
        if role in self.browsers:
            return self.browsers[role]
        made = Browser(self.app)
        if role in self.people:
            assert made.sign_in(self.people[role]).status_code == 303
        else:
            made.get("/login")
        if not is_new:
            self.browsers[role] = made
        return made


def build_house(database_url: str, volatile_url: str, folder: Path) -> House:
    """Everything, into migrated, empty databases; the clock should stand still at `NOON` or tick from it."""
    app = create_app(
        Config(
            data_dir=folder,
            database_url=database_url,
            volatile_url=volatile_url,
            secret_key="not a secret, only for tests of 32+",
            audit_head_file=folder / "audit-head.log",
            argon2_memory_kib=8,
            argon2_rounds=1,
            is_testing=True,
        )
    )
    with_templates(app)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    session = writing(app)
    loaded = load_release(session, read_catalogue(CATALOGUE), actor=SYSTEM)
    view = get_view(session, loaded.release_id)
    open_plans(session, view, actor=SYSTEM)
    depot = services(app).depot
    asked = {"title": "First plans", "asked": "Send your plan", "cut_off_on": date(2026, 11, 30)}
    round_id = rounds.open_round(session, view, asked, actor=SYSTEM)
    told = {place: _tell(session, view, code, depot, round_id) for place, code in PLACES.items()}
    releases.set_row_sharing(session, OWN, True, actor=SYSTEM)
    keep(app, session)
    somebody = make_person(app, "somebody@demo.example", Role.OBSERVER)
    names = {"round_id": str(round_id), "user_id": str(somebody), "grant_id": str(person(app, somebody).grants[0].id)}
    elsewhere = make_person(app, "elsewhere@demo.example", Role.REVIEWER)
    names["desk_id"] = str(person(app, elsewhere).grants[0].id)
    people = _people(app, told["own"].authority_id)
    told = tell_statements(app, view, tell_fiches(app, view, tell_flags(app, view, told)))
    told = tell_practices(app, view, tell_deliverables(app, view, tell_support(app, view, told)))
    told = tell_meetings(app, view, told)
    told = tell_questions(app, view, told)
    people["expert"] = EXPERT
    return House(app, view, people, told, names)


def _tell(session: Session, view: CatalogueView, code: str, depot: Depot, round_id: int) -> Told:
    """Three milestones, the first waits for the second, and evidence, all shared; then a milestone that is not."""
    key = ITEM.get(code) or next(view.items_of(code)).key
    block = view.blocks[view.items[key].block_key]
    authority = authorities.add_authority(session, code, f"Ministry of {code}", actor=SYSTEM)
    steps = [step.key for step in view.workstreams["legal"].ladder[1:3]] if code == OWN else []
    add = [
        milestones.add_milestone(
            session,
            view,
            code,
            key,
            {
                "title": f"{words} {code}",
                "authority_id": authority.authority_id,
                "baseline_on": date(2026, 12, 1),
                **({"step_key": step} if step else {}),
            },
            actor=SYSTEM,
        )
        for words, step in zip_longest((SHARED, f"also {SHARED}", f"once more {SHARED}"), steps)
    ]
    predecessors.add_predecessor(session, view, code, add[0].reference, add[1].reference, actor=SYSTEM)
    items.update_item(
        session, view, code, key, {"lead_authority_id": authority.authority_id}, actor=SYSTEM, expected_version=None
    )
    proof = evidence.attach_evidence(
        session,
        view,
        code,
        key,
        {"kind": "statement", "title": f"Statement of {code}", "about_on": date(2026, 1, 9)},
        actor=SYSTEM,
    )
    with sent(depot, f"{SHARED} {code}.txt", f"{SHARED} {code}".encode()) as file:
        values = {"kind": "file", "title": f"File of {code}"}
        kept = evidence.attach_evidence(session, view, code, key, values, actor=SYSTEM, file=file)
    values = {"kind": "plan", "round_id": round_id, "note": f"Note of {SHARED} {code}", "document_language": "en"}
    with sent(depot, f"{SHARED} {code}.png", drawn(900, 600)) as document:
        submission_id = submissions.submit(session, view, code, values, actor=SYSTEM, file=document)
    receipt = get_submission(session, code, submission_id, SYSTEM)
    milestones.add_milestone(session, view, code, key, {"title": f"{UNSHARED} {code}"}, actor=SYSTEM)
    ask = asking.ask_authority(
        session,
        code,
        authority.authority_id,
        actor=SYSTEM,
        references=[add[0].reference],
        subject=f"{UNSHARED} a letter of {code}",
        body="What stands?",
        reply_by=date(2026, 12, 2),
    )
    place = milestone_place(session, code, add[0].reference, SYSTEM)
    comment_id = write_comment(session, place, f"{UNSHARED} a comment of {code}", "internal", actor=SYSTEM)
    consulted: dict[str, Any] = {
        "with_whom": f"{UNSHARED} UNHCR of {code}",
        "held_on": date(2026, 10, 1),
        "what_changed": "Nothing",
        "reach": "internal",
    }
    consultation_id = record_consultation(session, view, code, key, consulted, actor=SYSTEM)
    return Told(
        code=code,
        key=key,
        item_id=view.items[key].item_id,
        number=block.code,
        reference=add[0].reference,
        second=add[1].reference,
        third=add[2].reference,
        waited_for=add[1].milestone_id,
        evidence_id=proof.evidence_id,
        file_id=kept.file_id or 0,
        authority_id=authority.authority_id,
        ask_id=ask.ask_id,
        comment_id=comment_id,
        consultation_id=consultation_id,
        section=view.plan_sections[0].key,
        submission_id=submission_id,
        seal=receipt.seal_hash or "",
    )


def _people(app: Flask, authority_id: int) -> dict[str, str]:
    roles: dict[str, tuple[Role | None, dict[str, Any]]] = {
        "guest": (None, {}),
        "administrator": (Role.ADMINISTRATOR, {}),
        "coordinator": (Role.COORDINATOR, {"country": OWN}),
        "contributor": (Role.CONTRIBUTOR, {"country": OWN, "authorities": frozenset({authority_id})}),
        "reviewer": (Role.REVIEWER, {}),
        "desk reviewer": (Role.REVIEWER, {"desk": frozenset({OWN})}),
        "lead reviewer": (Role.LEAD_REVIEWER, {}),
        "observer": (Role.OBSERVER, {}),
        "national observer": (Role.OBSERVER, {"country": OWN}),
        "support officer": (Role.SUPPORT_OFFICER, {}),
    }
    people = {name: f"{name.replace(' ', '.')}@demo.example" for name in roles}
    for name, (role, scope) in roles.items():
        make_person(app, people[name], role, **scope)
    return people

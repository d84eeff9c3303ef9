"""A small application whose plans hold a mark of their own in every text: what is read somewhere can be traced.

Belgium, Ireland, France and the EU level each told something, shared it, and told something else since; Denmark told
nothing. Every text holds a mark such as `canary-IE-told-note` (shared) or `canary-IE-kept-note` (not yet shared).
Belgium lets other Member States see its row of the matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import load_actor
from app.accounts.states import Role
from app.catalogue.queries import get_view
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.views import CatalogueView
from app.comments.queries.places import item_place, milestone_place
from app.comments.services.comments import write_comment
from app.comments.services.consultations import record_consultation
from app.desk.services import asking
from app.fiches.services.checking import write_comment as write_fiche_comment
from app.fiches.services.writing import begin_fiche, send_fiche, write_block
from app.files.depot import Depot
from app.flags.queries.flags import get_draft, get_flag
from app.flags.services.drafting import send_flags, write_flag
from app.flags.services.exchange import take_step
from app.flags.services.notes import write_note
from app.flags.states import Deed
from app.governance.services import Place, record_step
from app.http.context import services
from app.plans.services import authorities, evidence, items, milestone_status, milestones, prose, releases
from app.plans.services.plans import open_plans
from app.plans.states import EU
from app.review.services import submissions
from app.statements.services import state, withdraw
from config import Config
from tests.factories.catalogue import tiny_catalogue_folder
from tests.factories.files import sent
from tests.remembered import with_templates
from tests.security.convening import tell_meetings
from tests.security.pledging import tell_pledge
from tests.security.practising import tell_practices
from tests.security.questioning import tell_questions
from tests.security.supporting import CALL, EXPERTS, tell_border, tell_support
from tests.web.browsing import Browser, keep, make_person, writing

TOLD_AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
SHARED_AT = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
KEPT_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWNERS = ("BE", "IE", "FR", EU)
SILENT = "DK"

TOLD, KEPT = "told", "kept"
WITH_CALL = ("support.yaml", "measures:", f"{CALL}measures:")
Write = Callable[[str, str, str], str]
"""What is written into a text: of (owner, told or kept, name of the text)."""

TARGET_ITEM = {EU: "reception.template"}, "reception.staff-trained"
LAW_ITEM = {EU: "borders.it-system"}, "reception.directive-transposed"
OTHER_ITEM = {EU: "strategy.template"}, "strategy.national-plan"


def canary(owner: str, stage: str, name: str) -> str:
    """The mark of a text."""
    return f"canary-{owner}-{stage}-{name}"


def of(items_of: tuple[Mapping[str, str], str], owner: str) -> str:
    """An item of an owner's level."""
    return items_of[0].get(owner, items_of[1])


PEOPLE: Mapping[str, tuple[Role | None, dict[str, Any]]] = {
    "guest": (None, {}),
    "ireland": (Role.COORDINATOR, {"country": "IE"}),
    "second": (Role.COORDINATOR, {"country": "IE"}),
    "france": (Role.COORDINATOR, {"country": "FR"}),
    "belgium": (Role.COORDINATOR, {"country": "BE"}),
    "denmark": (Role.COORDINATOR, {"country": "DK"}),
    "contributor": (Role.CONTRIBUTOR, {"country": "IE"}),
    "reviewer": (Role.REVIEWER, {}),
    "desk": (Role.REVIEWER, {"desk": frozenset({"IE"})}),
    "agency": (Role.CONTRIBUTOR, {"country": EU}),
    "lead": (Role.LEAD_REVIEWER, {}),
    "observer": (Role.OBSERVER, {}),
    "watcher": (Role.OBSERVER, {"country": "FR"}),
    "administrator": (Role.ADMINISTRATOR, {}),
    "officer": (Role.SUPPORT_OFFICER, {}),
    **dict.fromkeys(EXPERTS, (None, {})),
}
NOBODY = "nobody"
ALIKE = frozenset({"second", "belgium", "lead"})
"""People whose rights are those of another."""

ROLES = tuple(role for role in (NOBODY, *PEOPLE) if role not in ALIKE)

READS: Mapping[str, Mapping[str, frozenset[str]]] = {
    NOBODY: {TOLD: frozenset(), KEPT: frozenset()},
    "guest": {TOLD: frozenset(), KEPT: frozenset()},
    "administrator": {TOLD: frozenset(), KEPT: frozenset()},
    "ireland": {TOLD: frozenset({"IE", EU}), KEPT: frozenset({"IE"})},
    "contributor": {TOLD: frozenset({"IE", EU}), KEPT: frozenset({"IE"})},
    "france": {TOLD: frozenset({"FR", EU}), KEPT: frozenset({"FR"})},
    "denmark": {TOLD: frozenset({EU}), KEPT: frozenset()},
    "reviewer": {TOLD: frozenset(OWNERS), KEPT: frozenset()},
    "desk": {TOLD: frozenset({"IE", EU}), KEPT: frozenset()},
    "agency": {TOLD: frozenset({EU}), KEPT: frozenset({EU})},
    "observer": {TOLD: frozenset({EU}), KEPT: frozenset()},
    "watcher": {TOLD: frozenset({"FR", EU}), KEPT: frozenset()},
    **{role: {TOLD: frozenset(), KEPT: frozenset()} for role in ("officer", *EXPERTS)},
}
"""Whose texts a role may read, shared and not yet shared: product.md section 2, written down once more."""


AGENCY, AGENCYS_ITEM = "EULISA", "reception.staff-trained"
ITEM_TEXTS = frozenset(
    {
        *("title", "note", "unit", "authority-short", "evidence", "reference", "link", "counted"),
        *("file-title", "current-state", "missing", "change-planned"),
    }
)
READS_OF_ITEMS: Mapping[str, frozenset[str]] = {"agency": ITEM_TEXTS}
"""Of the one item that an agency acts in, what it reads of the shared state of every country."""

STATED = "stated"
"""What the agency states of that item of each country: read by who reads the plan, and by the agency."""

_STATED: frozenset[str] = frozenset({"BE", "IE", "FR"})
READS_STATED: Mapping[str, frozenset[str]] = {
    **{role: reads[TOLD] & _STATED for role, reads in READS.items()},
    "agency": _STATED,
}

OWED = "owed"
"""What each country recorded of a step of the yearly cycle that it does for itself: read by those who work on its plan,
and by the Commission; not by observers, nor by agencies."""

READS_OWED: Mapping[str, frozenset[str]] = {
    role: frozenset() if role in ("agency", "watcher") else owners for role, owners in READS_STATED.items()
}

ASKED, INSIDE = "asked", "inside"
"""Stages of flags: what both sides read, and what the Commission keeps for itself. What a country keeps is KEPT."""

_FLAGGED: frozenset[str] = frozenset({"BE", "IE", "FR"})
READS_FLAGS: Mapping[str, Mapping[str, frozenset[str]]] = {
    **{role: {ASKED: frozenset(), INSIDE: frozenset()} for role in READS},
    "ireland": {ASKED: frozenset({"IE"}), INSIDE: frozenset()},
    "contributor": {ASKED: frozenset({"IE"}), INSIDE: frozenset()},
    "france": {ASKED: frozenset({"FR"}), INSIDE: frozenset()},
    "reviewer": {ASKED: _FLAGGED, INSIDE: _FLAGGED},
    "desk": {ASKED: frozenset({"IE"}), INSIDE: frozenset({"IE"})},
}
"""Whose flags a role reads."""


@dataclass
class Told:
    """What was made in one plan, as addresses name it."""

    references: list[str] = field(default_factory=list)
    evidence_ids: list[int] = field(default_factory=list)
    file_ids: list[int] = field(default_factory=list)
    authority_ids: list[int] = field(default_factory=list)
    ask_ids: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    border: str = ""


@dataclass
class Estate:
    """The application, its catalogue, what each plan was told, and deliverables, each with its file."""

    app: Flask
    view: CatalogueView
    told: dict[str, Told]
    handed: tuple[tuple[int, int], ...] = ()

    def sign_in(self, name: str) -> Browser:
        """A browser of a person; `nobody` is not signed in."""
        browser = Browser(self.app)
        if name == NOBODY:
            browser.get("/login")
            return browser
        answer = browser.sign_in(f"{name}@ministry.example.org")
        assert answer.status_code == 303, answer.text
        return browser


def make_application(database_url: str, volatile_url: str, folder: Path) -> Flask:
    """The application on migrated databases."""
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
    return app


def build_estate(app: Flask, folder: Path, write: Write = canary, person_name: str = "") -> Estate:
    """Everything, into migrated, empty databases. `write` gives the texts, `person_name` the names of people."""
    with app.app_context():
        with time_machine.travel(TOLD_AT):
            session = writing(app)
            loaded = load_release(session, read_catalogue(tiny_catalogue_folder(folder, WITH_CALL)), actor=SYSTEM)
            view = get_view(session, loaded.release_id)
            open_plans(session, view, actor=SYSTEM)
            told = {owner: Told() for owner in OWNERS}
            for owner in OWNERS:
                _add_authority(session, told[owner], owner, TOLD, write)
            made = authorities.add_authority(session, EU, AGENCY, actor=SYSTEM, short_name=AGENCY, actor_code=AGENCY)
            agency_key = made.authority_id
            keep(app, session)
        names = {}
        for name, (role, scope) in PEOPLE.items():
            if name == "contributor":
                scope = {**scope, "authorities": frozenset(told["IE"].authority_ids)}
            if name == "agency":
                scope = {**scope, "authorities": frozenset({agency_key})}
            names[name] = make_person(app, f"{name}@ministry.example.org", role, name=person_name, **scope)
        writers = {"IE": "ireland", "FR": "france", "BE": "belgium"}
        session = writing(app)
        actors = {owner: load_actor(session, names[who]) or SYSTEM for owner, who in writers.items()}
        for owner in OWNERS:
            _tell(session, view, owner, told[owner], write, actors.get(owner, SYSTEM), services(app).depot)
        releases.set_row_sharing(session, "BE", True, actor=actors["BE"])
        reviewer = load_actor(session, names["reviewer"]) or SYSTEM
        for owner, actor in actors.items():
            _flag(session, view, owner, told[owner].keys[0], write, (reviewer, actor))
            _fiche(session, view, owner, write, (reviewer, actor))
            _state(session, view, owner, write, load_actor(session, names["agency"]) or SYSTEM)
            _owe(session, view, owner, write, actor)
            tell_pledge(session, view, owner, write, actor)
        actors["agency"] = load_actor(session, names["agency"]) or SYSTEM
        actors["officer"] = load_actor(session, names["officer"]) or SYSTEM
        places = {owner: (one.references[0], one.border) for owner, one in told.items()}
        depot = services(app).depot
        handed = tell_support(session, view, write, actors, names, places, depot, KEPT_AT)
        tell_practices(session, view, write, actors, handed[0][0], KEPT_AT)
        tell_meetings(session, view, write, actors, KEPT_AT)
        tell_questions(session, view, write, actors, reviewer, told["IE"].authority_ids[0], KEPT_AT)
        keep(app, session)
    return Estate(app, view, told, tuple(handed))


def _add_authority(session: Session, told: Told, owner: str, stage: str, write: Write) -> int:
    names = write(owner, stage, "authority"), write(owner, stage, "authority-short")
    made = authorities.add_authority(session, owner, names[0][:200], actor=SYSTEM, short_name=names[1][:60])
    told.authority_ids.append(made.authority_id)
    return made.authority_id


def _ask(session: Session, told: Told, owner: str, write: Write, actor: Actor) -> None:
    """A letter to an authority and where it went: for the coordinators of the country alone."""
    contact = f"canary-{owner.lower()}-kept-contact@ministry.example.org"
    authority_id = told.authority_ids[0]
    authorities.set_contact(session, owner, authority_id, contact, actor=SYSTEM, expected_version=None)
    ask = asking.ask_authority(
        session,
        owner,
        authority_id,
        actor=actor,
        references=told.references[:1],
        subject=write(owner, KEPT, "letter-subject")[:200],
        body=write(owner, KEPT, "letter"),
        reply_by=date(2026, 12, 24),
    )
    asking.close_ask(session, owner, ask.ask_id, actor=actor, note=write(owner, KEPT, "letter-closed"))
    told.ask_ids.append(ask.ask_id)


def _flag(
    session: Session, view: CatalogueView, owner: str, key: str, write: Write, people: tuple[Actor, Actor]
) -> None:
    """A flag that is answered, with a message of each side for itself, and a draft."""
    reviewer, home = people
    values = {"about": "item", "item_key": key, "severity": "minor", "category": "timeline"}
    for stage in (ASKED, INSIDE):
        said = {"asked": write(owner, stage, "flag"), "severity_reason": write(owner, stage, "flag-reason")[:300]}
        drafted = write_flag(session, view, owner, {**values, **said}, actor=reviewer)
        if stage == ASKED:
            send_flags(session, [drafted], actor=reviewer)
        else:
            write_note(
                session,
                get_draft(session, drafted, reviewer),
                write(owner, INSIDE, "draft-note"),
                "own",
                actor=reviewer,
            )
    answer = {"text": write(owner, ASKED, "flag-answer"), "answer": "contested"}
    take_step(session, owner, 1, Deed.ANSWER, actor=home, expected_version=None, **answer)
    flag = get_flag(session, owner, 1, reviewer)
    write_note(session, flag, write(owner, INSIDE, "flag-note"), "own", actor=reviewer)
    write_note(session, flag, write(owner, KEPT, "flag-note"), "own", actor=home)


def _fiche(session: Session, view: CatalogueView, owner: str, write: Write, people: tuple[Actor, Actor]) -> None:
    """A fiche at its factual check, with a comment that is not yet returned, and a draft."""
    reviewer, home = people
    for stage in (ASKED, INSIDE):
        name = begin_fiche(session, view, owner, actor=reviewer, day=None)
        said = {"challenges": write(owner, stage, "fiche")}
        write_block(session, view, name, next(iter(view.blocks)), said, actor=reviewer, expected_version=0)
        if stage == ASKED:
            sent = send_fiche(session, view, name, actor=reviewer, expected_version=None)
            write_fiche_comment(session, view, sent.name, write(owner, KEPT, "fiche-comment"), actor=home)


def _state(session: Session, view: CatalogueView, owner: str, write: Write, agency: Actor) -> None:
    """A statement of the agency that stands, and one that it withdrew."""
    for name in ("statement", "taken-back"):
        said = {
            "text": write(owner, STATED, name),
            "reference": write(owner, STATED, f"{name}-reference")[:300],
            "url": f"https://example.europa.eu/?{write(owner, STATED, f'{name}-link')}".replace(" ", "%20"),
            "about_on": date(2026, 11, 2),
        }
        made = state(session, view, owner, AGENCYS_ITEM, said, actor=agency)
    withdraw(session, view, owner, made, write(owner, STATED, "withdrawn"), actor=agency, expected_version=None)


def _owe(session: Session, view: CatalogueView, owner: str, write: Write, home: Actor) -> None:
    """Two entries of a country on a step that it does for itself, the first of which was corrected."""
    place, last = Place(2026, "information-sent", country=owner), None
    for name in ("first-entry", "entry"):
        said = {
            "happened_on": date(2026, 6, 3),
            "reference": write(owner, OWED, f"{name}-reference")[:300],
            "url": f"https://example.europa.eu/?{write(owner, OWED, f'{name}-link')}".replace(" ", "%20"),
            "note": write(owner, OWED, name),
        }
        last = record_step(session, view, place, said, actor=home, seen=last)


def _tell(
    session: Session, view: CatalogueView, owner: str, told: Told, write: Write, actor: Actor, depot: Depot
) -> None:
    keys = [of(TARGET_ITEM, owner), of(LAW_ITEM, owner), of(OTHER_ITEM, owner)]
    told.keys = keys

    def text(stage: str, name: str) -> str:
        return write(owner, stage, name)

    def milestone_values(stage: str, authority_id: int) -> dict[str, Any]:
        return {
            "title": text(stage, "title"),
            "note": text(stage, "note"),
            "authority_id": authority_id,
            "measured_by": "target",
            "target_value": 100,
            "target_unit": text(stage, "unit")[:60],
            "target_source": text(stage, "source"),
            "value": 10,
        }

    def evidence_values(stage: str) -> dict[str, Any]:
        return {
            "kind": "number",
            "title": text(stage, "evidence"),
            "reference": text(stage, "reference"),
            "url": f"https://example.europa.eu/?{text(stage, 'link')}".replace(" ", "%20"),
            "number": 7,
            "unit": text(stage, "counted")[:60],
            "about_on": date(2026, 10, 1),
        }

    def item_values(stage: str) -> dict[str, Any]:
        return {name: text(stage, name.replace("_", "-")) for name in ("current_state", "missing", "change_planned")}

    who = {"actor": actor}
    with time_machine.travel(TOLD_AT):
        first = milestones.add_milestone(
            session,
            view,
            owner,
            keys[0],
            milestone_values(TOLD, told.authority_ids[0]),
            reason=text(TOLD, "reason"),
            **who,
        )
        milestones.update_milestone(
            session,
            view,
            owner,
            first.reference,
            {"value": 11},
            reason=text(KEPT, "internal-reason"),
            cause="tender_challenged",
            keeps_cause=True,
            expected_version=None,
            **who,
        )
        second = milestones.add_milestone(
            session, view, owner, keys[1], {"title": text(TOLD, "second-title"), "budget": 500}, **who
        )
        third = milestones.add_milestone(session, view, owner, keys[1], {"title": text(TOLD, "third-title")}, **who)
        milestone_status.cancel_milestone(
            session, owner, third.reference, expected_version=None, reason=text(TOLD, "cancelled"), **who
        )
        proof = evidence.attach_evidence(session, view, owner, keys[0], evidence_values(TOLD), **who)
        values = {"kind": "file", "title": text(TOLD, "file-title")}
        with sent(depot, f"{text(TOLD, 'file-name')}.txt", f"Text: {text(TOLD, 'file-content')}".encode()) as file:
            papers = evidence.attach_evidence(session, view, owner, keys[0], values, file=file, **who)
        told.file_ids.append(papers.file_id or 0)
        items.update_item(
            session,
            view,
            owner,
            keys[0],
            {**item_values(TOLD), "lead_authority_id": told.authority_ids[0]},
            expected_version=None,
            **who,
        )
        items.set_applicability(
            session,
            view,
            owner,
            keys[2],
            "not_applicable",
            reason=text(TOLD, "applicability"),
            expected_version=None,
            **who,
        )
        section = view.plan_sections[0].key
        block = view.items[keys[0]].block_key
        written = prose.update_prose(
            session, view, owner, block, section, text(TOLD, "prose"), "en", expected_version=None, **who
        )
        if owner != EU:
            told.border = tell_border(session, view, owner, actor, lambda name: text(TOLD, name))
    with time_machine.travel(SHARED_AT):
        releases.share(session, owner, note=text(TOLD, "release"), **who)
        position = {"kind": "position", "note": text(TOLD, "submission"), "document_title": text(TOLD, "document")}
        submissions.submit(session, view, owner, position, **who)
    with time_machine.travel(KEPT_AT):
        authority_id = _add_authority(session, told, owner, KEPT, write)
        milestones.update_milestone(
            session,
            view,
            owner,
            first.reference,
            milestone_values(KEPT, authority_id),
            reason=text(KEPT, "reason"),
            expected_version=None,
            **who,
        )
        fourth = milestones.add_milestone(
            session, view, owner, keys[1], {"title": text(KEPT, "fourth-title"), "budget": 700}, **who
        )
        if told.border:
            values = {"title": text(KEPT, "border-title"), "note": text(KEPT, "border-note")}
            milestones.update_milestone(session, view, owner, told.border, values, expected_version=None, **who)
        milestone_status.cancel_milestone(
            session, owner, second.reference, expected_version=None, reason=text(KEPT, "cancelled"), **who
        )
        evidence.update_evidence(
            session, view, owner, proof.evidence_id, evidence_values(KEPT), expected_version=None, **who
        )
        with sent(depot, f"{text(KEPT, 'file-name')}.txt", f"Text: {text(KEPT, 'file-content')}".encode()) as file:
            papers = evidence.update_evidence(
                session, view, owner, papers.evidence_id, {}, file=file, expected_version=None, **who
            )
        told.file_ids.append(papers.file_id or 0)
        later = evidence.attach_evidence(
            session, view, owner, keys[1], {"kind": "statement", "title": text(KEPT, "later-evidence")}, **who
        )
        items.update_item(session, view, owner, keys[0], item_values(KEPT), expected_version=None, **who)
        items.set_applicability(
            session, view, owner, keys[2], "applies", reason=text(KEPT, "applicability"), expected_version=None, **who
        )
        prose.update_prose(
            session, view, owner, block, section, text(KEPT, "prose"), "en", expected_version=written.version, **who
        )
        submissions.set_four_eyes(session, owner, True, **who)
        submissions.submit(session, view, owner, {"kind": "position", "note": text(KEPT, "submission")}, **who)
    told.references = [first.reference, second.reference, third.reference, fourth.reference]
    with time_machine.travel(KEPT_AT):
        for place in (
            milestone_place(session, owner, first.reference, actor),
            item_place(session, view, owner, keys[1], actor),
        ):
            name = "milestone" if place.reference else "item"
            write_comment(session, place, text(KEPT, f"comment-{name}"), "internal", actor=actor)
        consulted = {
            name: text(KEPT, f"consultation-{name.replace('_', '-')}") for name in ("with_whom", "what_changed")
        }
        for key in (None, keys[1]):
            values = {**consulted, "held_on": date(2026, 11, 1), "reach": "internal"}
            record_consultation(session, view, owner, key, values, actor=actor)
        _ask(session, told, owner, write, actor)
    told.evidence_ids = [proof.evidence_id, later.evidence_id]

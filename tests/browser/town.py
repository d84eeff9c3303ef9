"""A lively small world for the browser: the real catalogue, plans of seven owners in every state, people of all roles.

Made once a run; a module that writes takes a copy of its folder.
"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.actor import SYSTEM
from app.accounts.queries import find_user_by_email, load_actor
from app.accounts.states import Role
from app.catalogue.views import CatalogueView, ItemView
from app.comments.queries.places import milestone_place
from app.comments.services.comments import correct_comment, withdraw_comment, write_comment
from app.core import schema
from app.core.engine import Database
from app.http.context import services
from app.http.volatile import VolatileStore
from app.plans.models import Milestone, Plan
from app.plans.services import authorities, closing, evidence, items, milestone_status, milestones, prose, releases
from app.reading.services import second
from config import Config
from tests.guards.house import build_house
from tests.guards.told_statements import EMAIL
from tests.guards.told_support import EXPERT
from tests.remembered import with_templates
from tests.web.browsing import keep, make_person, writing

PEOPLE = {
    "administrator": "administrator@demo.example",
    "coordinator": "coordinator@demo.example",
    "second": "second@demo.example",
    "contributor": "contributor@demo.example",
    "reviewer": "reviewer@demo.example",
    "other reviewer": "elsewhere@demo.example",
    "lead reviewer": "lead.reviewer@demo.example",
    "observer": "observer@demo.example",
    "national observer": "national.observer@demo.example",
    "guest": "guest@demo.example",
    "agency": EMAIL,
    "support officer": "support.officer@demo.example",
    "expert": EXPERT,
}
OTHERS = ("BE", "BG", "DK", "ES", "IT")
READ_TWICE = "BE"
"""The country of which two second readings stand: the first is shown to all, the second is being read."""
NUMBER = "3"
CELL = f"/countries/IE/blocks/{NUMBER}"
TRANSPOSED = "reception.directive-transposed"


def build_town(folder: Path) -> None:
    """Databases in a folder, with everything in them."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(f"sqlite:///{folder / 'tracker.sqlite3'}")
    schema.upgrade(database.engine)
    database.dispose()
    store = VolatileStore(f"sqlite:///{folder / 'volatile.sqlite3'}")
    store.create()
    store.dispose()
    house = build_house(f"sqlite:///{folder / 'tracker.sqlite3'}", f"sqlite:///{folder / 'volatile.sqlite3'}", folder)
    make_person(house.app, PEOPLE["second"], Role.COORDINATOR, country="IE")
    with house.app.app_context():
        session = writing(house.app)
        tell_ireland(session, house.view)
        talk_in_ireland(session)
        for number, owner in enumerate(OTHERS):
            tell_another(session, house.view, owner, number)
        read_twice(session, house.view)
        session.execute(update(Plan).values(is_demonstration=True))
        keep(house.app, session)
    services(house.app).database.dispose()
    services(house.app).volatile.dispose()


def talk_in_ireland(session: Session) -> None:
    """The coordinator says something of a milestone, and is answered with a mention that they have not yet seen."""
    people = [find_user_by_email(session, PEOPLE[name]) for name in ("coordinator", "second")]
    first, other = (load_actor(session, person.id) or SYSTEM for person in people if person is not None)
    milestone = session.scalars(select(Milestone).where(Milestone.title == "Places in use")).one()
    place = milestone_place(session, "IE", milestone.reference, first)
    said = write_comment(session, place, "Are the places of the west in it?", "commission", actor=first)
    text, mentioned = "They are, since June.\nThe count of July follows.", [first.user_id or 0]
    write_comment(session, place, text, "internal", actor=other, answers=said, mentions=mentioned)
    gone = write_comment(session, place, "Said by mistake", "internal", actor=other)
    withdraw_comment(session, "IE", gone, actor=other, expected_version=None)
    correct_comment(session, "IE", said, "Are the places in the west in it?", actor=first, expected_version=None)


def copy_of(town: Path, folder: Path) -> Flask:
    """An application on a copy of the town."""
    shutil.copytree(town, folder, dirs_exist_ok=True)
    app = create_app(
        Config(
            data_dir=folder,
            database_url=f"sqlite:///{folder / 'tracker.sqlite3'}",
            volatile_url=f"sqlite:///{folder / 'volatile.sqlite3'}",
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


def owed(view: CatalogueView, owner: str) -> list[ItemView]:
    """The items of the block that count for a country."""
    block = view.block_by_code(NUMBER)
    assert block is not None
    return [item for item in block.items if view.counts(owner, item.item_id, date(2026, 11, 22))]


def tell_ireland(session: Session, view: CatalogueView) -> None:
    """Milestones by steps and by target, passed, cancelled; evidence of every kind; texts; what does not apply."""
    who: dict[str, Any] = {"actor": SYSTEM}
    agency = authorities.add_authority(session, "IE", "Reception Agency", short_name="RA", **who).authority_id
    first, shown, third, fourth, *rest = [item for item in owed(view, "IE") if item.key != TRANSPOSED]
    passed = {"start_on": date(2025, 1, 1), "baseline_on": date(2026, 3, 1), "authority_id": agency}
    paid = {"budget": 1_250_000_00, "funding-AMIF-planned": 600_000_00, "funding-national-spent": 250_000_50}
    contracted = {"measured_by": "steps", "title": "Places contracted", **passed, **paid}
    milestones.add_milestone(session, view, "IE", first.key, contracted, **who)
    target = {"measured_by": "target", "target_value": 5000, "target_unit": "places", "value": 4200}
    milestones.add_milestone(
        session,
        view,
        "IE",
        first.key,
        {"measured_by": "steps", "title": "Places in use", "value_on": date(2026, 10, 31), **target},
        **who,
    )
    gone = milestones.add_milestone(
        session, view, "IE", first.key, {"measured_by": "steps", "title": "A hotel converted"}, **who
    )
    milestone_status.cancel_milestone(
        session, "IE", gone.reference, expected_version=None, reason="the building was sold", **who
    )
    closing.report_in_place(session, view, "IE", shown.key, day=date(2026, 5, 5), **who, expected_version=None)
    pieces: list[dict[str, Any]] = [
        {"kind": "legal_reference", "title": "Act of 2026", "reference": "No 12 of 2026"},
        {"kind": "notification", "title": "Notification", "reference": "MNE(2026) 1"},
        {"kind": "number", "title": "Places counted", "number": 4200, "unit": "places"},
        {"kind": "statement", "title": "Held by the ministry", "expires_on": date(2026, 6, 30)},
    ]
    for values in pieces:
        evidence.attach_evidence(session, view, "IE", shown.key, {"about_on": date(2026, 5, 5), **values}, **who)
    texts = dict.fromkeys(("current_state", "missing"), "A few words on what stands and what is missing.")
    items.update_item(
        session, view, "IE", third.key, {**texts, "contributing": (agency,)}, expected_version=None, **who
    )
    items.set_applicability(
        session, view, "IE", fourth.key, "not_applicable", reason="No such place here", expected_version=None, **who
    )
    sections = view.plan_sections
    prose.update_prose(
        session,
        view,
        "IE",
        first.block_key,
        sections[0].key,
        "What stands.\n\nAnd a second paragraph.",
        "en",
        expected_version=None,
        **who,
    )
    releases.share(session, "IE", note="The second release", **who)
    milestones.add_milestone(
        session, view, "IE", rest[0].key, {"measured_by": "steps", "title": "Staff recruited", **passed}, **who
    )


def tell_another(session: Session, view: CatalogueView, owner: str, number: int) -> None:
    """Something in every block, further along in one country than in the other."""
    mine = [item for item in view.items_of(owner) if view.counts(owner, item.item_id, date(2026, 11, 22))]
    for position, item in enumerate(mine[:: 6 + number]):
        if (position + number) % 3 == 0:
            closing.report_in_place(
                session, view, owner, item.key, actor=SYSTEM, day=date(2026, 6, 1), expected_version=None
            )
        else:
            day = date(2026, 12, 20) if position % 2 else date(2026, 4, 1)
            values = {
                "measured_by": "steps",
                "title": f"Step {position}",
                "start_on": date(2025, 1, 1),
                "baseline_on": day,
            }
            milestones.add_milestone(session, view, owner, item.key, values, actor=SYSTEM)
    releases.share(session, owner, actor=SYSTEM)


def in_place(view: CatalogueView, owner: str) -> list[str]:
    """Items that one of the other countries reported in place and shared (`tell_another`)."""
    number = OTHERS.index(owner)
    mine = [item for item in view.items_of(owner) if view.counts(owner, item.item_id, date(2026, 11, 22))]
    return [item.key for position, item in enumerate(mine[:: 6 + number]) if (position + number) % 3 == 0]


def read_twice(session: Session, view: CatalogueView) -> None:
    """Of one country two items are read by two who differ on the first; one is settled; others are being read."""
    people = [find_user_by_email(session, PEOPLE[name]) for name in ("lead reviewer", "reviewer", "other reviewer")]
    lead, *readers = (load_actor(session, person.id) or SYSTEM for person in people if person is not None)
    keys, who = in_place(view, READ_TWICE), [one.user_id or 0 for one in readers]
    shown = second.open_second(session, view, READ_TWICE, who, item_keys=keys[:2], actor=lead)
    said = (("partly", "not_yet_shown"), ("confirmed", "confirmed"))
    for key, pair in zip(keys, said, strict=False):
        for reader, verdict in zip(readers, pair, strict=True):
            item_id = view.items[key].item_id
            second.give_verdict(session, shown, item_id, verdict, f"What {verdict} rests on.", actor=reader)
    agreed = view.items[keys[1]].item_id
    second.settle_item(session, shown, agreed, "confirmed", "Both have seen it.", actor=lead)
    second.open_second(session, view, READ_TWICE, who, item_keys=keys[2:5], actor=lead)

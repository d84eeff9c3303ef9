"""Flags of the house: one sent and one drafted on each plan, with words of each side that the other one never reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import actor_of, find_user_by_email
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.flags.queries.flags import get_flag
from app.flags.services.drafting import send_flags, write_flag
from app.flags.services.exchange import take_step
from app.flags.services.notes import write_note
from app.flags.states import Deed
from app.plans.states import EU
from tests.web.browsing import keep, make_person, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

REVIEWER, OWN, OTHER = "reviewer@demo.example", "coordinator@demo.example", "coordinator.fr@demo.example"
COORDINATORS = {"IE": OWN, "FR": OTHER, EU: OWN}
"""Who answers; about the EU level, the coordinator of Ireland asks."""

_ALL, _UNTIED, _HOME = {"reviewer", "desk reviewer", "lead reviewer"}, {"reviewer", "lead reviewer"}, {"coordinator"}
_WORK = _HOME | {"contributor"}
WORDS: Mapping[str, set[str]] = {
    "flagged words of IE": _ALL | _WORK,
    "flagged words of FR": _UNTIED,
    "flagged words of EU": _ALL | _WORK,
    "answered words of FR": _UNTIED,
    "drafted words of IE": _ALL,
    "drafted words of FR": _UNTIED,
    "drafted words of EU": _HOME,
    "words among reviewers of IE": _ALL,
    "words among reviewers of FR": _UNTIED,
    "words among reviewers of EU": _ALL,
    "words at home of IE": _WORK,
    "words at home of FR": set(),
    "words at home of EU": _WORK,
}
"""What was written, and which roles may read it anywhere."""


def tell_flags(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """Write them, with a coordinator of France; returns what was told, with the keys of the flags."""
    make_person(app, OTHER, Role.COORDINATOR, country="FR")
    session = writing(app)
    reviewer = _person(session, REVIEWER)
    found = {}
    for place, one in told.items():
        home = _person(session, COORDINATORS[one.code])
        asker, asks = ("IE", home) if one.code == EU else ("", reviewer)
        draft = _draft(session, view, one, f"drafted words of {one.code}", asks, asker)
        sent = _draft(session, view, one, f"flagged words of {one.code}", asks, asker)
        send_flags(session, [sent], actor=asks)
        flag = get_flag(session, one.code, 1, reviewer)
        write_note(session, flag, f"words among reviewers of {one.code}", "own", actor=reviewer)
        write_note(session, flag, f"words at home of {one.code}", "own", actor=home)
        if one.code == "FR":
            said = {"text": f"answered words of {one.code}", "answer": "contested"}
            take_step(session, one.code, 1, Deed.ANSWER, actor=home, expected_version=None, **said)
        found[place] = replace(one, draft_id=draft)
    keep(app, session)
    return found


def _draft(session: Session, view: CatalogueView, told: Told, asked: str, actor: Actor, asker: str) -> int:
    values = {
        "about": "item",
        "item_key": told.key,
        "severity": "important",
        "severity_reason": "Others wait for it",
        "category": "timeline",
        "asked": asked,
    }
    return write_flag(session, view, told.code, values, actor=actor, asker=asker)


def _person(session: Session, email: str) -> Actor:
    user = find_user_by_email(session, email)
    return actor_of(user) if user is not None else SYSTEM

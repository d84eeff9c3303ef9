"""Questions in the house: Ireland has one that is answered, one that waits, and one on whose answer, revised since, an
item of its plan relies; France has one that is answered. None of them is shared with the Member States. A publication
of an agency is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask

from app.accounts.actor import SYSTEM
from app.answers.services.answering import publish
from app.answers.services.asking import ask
from app.answers.services.relying import rely
from app.catalogue.views import CatalogueView
from app.guidance.services.publishing import record_publication
from tests.web.browsing import keep, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

PUBLISHED = {
    "kind": "guide",
    "title": "A guide that was recorded",
    "said_on": date(2026, 11, 2),
    "languages": ["en"],
    "url": "https://agency.europa.eu/guide",
    "purpose": "For whoever transposes.",
}


def tell_questions(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, with the keys of their questions."""
    own, other = told["own"], told["other"]
    with app.app_context():
        session = writing(app)

        def asked(owner: str, title: str, *answers: str) -> int:
            values = {"title": title, "text": title, "items": [own.item_id], "reach": "commission"}
            key = ask(session, view, owner, values, actor=SYSTEM)
            for answer in answers[:1]:
                publish(session, key, answer, actor=SYSTEM, expected_version=None)
            return key

        question, waiting = asked(own.code, "A question", "An answer"), asked(own.code, "A question that waits")
        relied = asked(own.code, "A question that is relied on", "From lodging")
        reliance = rely(session, view, own.code, own.item_id, relied, 1, actor=SYSTEM)
        publish(session, relied, "From registration", "Read anew", actor=SYSTEM, expected_version=None)
        record_publication(session, view, "EUAA", PUBLISHED | {"items": [own.key]}, actor=SYSTEM)
        elsewhere = asked(other.code, "A question of another country", "An answer")
        keep(app, session)
    own = replace(own, question_id=question, waiting_question=waiting, reliance_id=reliance)
    return {**told, "own": own, "other": replace(other, question_id=elsewhere)}

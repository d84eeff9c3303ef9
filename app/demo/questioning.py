"""Questions, answers and the use of guidance in the demonstration: shared or not, revised, merged, relied on, waiting.

All are invented, and who asks is drawn by lot. Nothing in the answers is law: each says that it is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.answers.queries.questions import list_questions
from app.answers.services.answering import merge, offer_to_widen, publish, save_draft
from app.answers.services.asking import ask
from app.answers.services.relying import rely
from app.core import clock
from app.demo.chance import lot
from app.guidance.queries.publications import list_entries
from app.guidance.queries.uses import list_uses
from app.guidance.services.using import record_use
from app.guidance.states import UseKind
from app.plans.queries.heads import find_head, list_authorities

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FEWEST = 4
"""With fewer countries there is nobody who could read what others ask."""

QUESTIONS = (
    ("From which day do the days for lodging run?", "Does the day of registration count?", "member_states", False),
    ("May two authorities share one site for screening?", "We have two on one site.", "member_states", True),
    ("Who signs the form when screening ends at night?", "The shift changes at ten.", "commission", False),
    ("Does the day of registration count for lodging?", "We ask for our handbook.", "commission", False),
    ("Which days count for a holiday of one region?", "Some regions have days of their own.", "commission", False),
    ("Can counselling be given by telephone?", "Sites are far from towns.", "member_states", False),
)
"""Title, text, reach, and whether the others may read who asks; all invented."""

ANSWER = "Invented answer of the demonstration. The days run from the day after registration. Holidays are not counted."
REVISED = "Invented answer of the demonstration. The days run from the day after registration. Holidays are counted."
OTHER = "Invented answer of the demonstration. Nothing stands against it, where each keeps its own task."
DRAFT = "Invented draft of the demonstration. To be looked at with the other services."
REASON = "Invented reason: holidays were read anew."


def play_questions(
    session: Session, view: CatalogueView, reviewer: Actor, coordinators: Mapping[str, Actor], seed: int
) -> int:
    """Make them; returns how many questions there are now, none where there were some already."""
    if list_questions(session, SYSTEM, limit=1) or len(coordinators) < FEWEST:
        return 0
    chance = lot(seed, "questions")
    order = chance.sample(sorted(coordinators), len(coordinators))
    items = [item for item in view.items_of(order[0]) if not item.is_sensitive]
    keys = []
    for number, (title, text, reach, shows) in enumerate(QUESTIONS):
        item = items[(number * 17) % len(items)]
        values = {
            "title": title,
            "text": f"{text} Invented for the demonstration.",
            "reach": reach,
            "shows_asker": shows,
            "items": [item.item_id],
        }
        owner = order[number % len(order)]
        keys.append(ask(session, view, owner, values, actor=coordinators[owner]))
    publish(session, keys[0], ANSWER, actor=reviewer, expected_version=None)
    publish(session, keys[1], OTHER, actor=reviewer, expected_version=None)
    publish(session, keys[2], OTHER, actor=reviewer, expected_version=None)
    for number, owner in enumerate(order[:FEWEST]):
        item_id = items[(number * 5) % len(items)].item_id
        rely(session, view, owner, item_id, keys[number % 2], 1, actor=coordinators[owner])
    publish(session, keys[0], REVISED, REASON, actor=reviewer, expected_version=None)
    merge(session, keys[3], keys[0], actor=reviewer, expected_version=None)
    offer_to_widen(session, keys[2], actor=reviewer, expected_version=None)
    save_draft(session, keys[4], DRAFT, actor=reviewer, draft_version=None)
    return len(keys)


def play_uses(session: Session, view: CatalogueView, coordinators: Mapping[str, Actor], seed: int) -> int:
    """Uses of guidance by some countries, the first one also of what an agency recorded; returns how many there are
    now, none where there were some already."""
    published = list_entries(session, view)
    entries, recorded = ([one for one in published if bool(one.recorded) is so] for so in (False, True))
    if not entries or list_uses(session, view, SYSTEM):
        return 0
    chance = lot(seed, "uses")
    for owner in sorted(chance.sample(sorted(coordinators), min(8, len(coordinators)))):
        head = find_head(session, owner)
        named = [one for one in list_authorities(session, head.plan_id) if one.is_active] if head else []
        if not named:
            continue
        drawn, recorded = chance.sample(entries, min(2, len(entries))) + recorded[-1:], []
        for entry in drawn:
            kind = chance.choice(list(UseKind))
            values = {
                "authority_id": chance.choice(named).authority_id,
                "kind": kind,
                "number": chance.randint(1, 400) if kind.has_number else None,
                "as_on": clock.today() - timedelta(days=chance.randint(5, 200)),
                "reach": "commission" if entry.recorded else chance.choice(("internal", "commission", "commission")),
                "note": "",
            }
            record_use(session, view, owner, entry.key, values, actor=coordinators[owner])
    return len(list_uses(session, view, SYSTEM))

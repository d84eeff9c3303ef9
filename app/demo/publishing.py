"""What agencies record of their own publications in the demonstration: two of one agency, invented."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.queries import actor_of, find_user_by_email
from app.catalogue.states import GuidanceKind, Level
from app.core import clock
from app.demo.accounts import ADDRESS
from app.demo.chance import lot
from app.guidance.queries.publications import list_publications
from app.guidance.services.publishing import correct_publication, record_publication

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

MAKER = "EUAA"
PLACE = "https://publications.example/demonstration"

GUIDE = {
    "kind": GuidanceKind.GUIDE,
    "title": "Invented guide of the demonstration: the first interview, step by step",
    "languages": ["en", "fr"],
    "reference": "DEMO-1",
    "url": f"{PLACE}/first-interview",
    "purpose": "Invented for the demonstration: what case officers prepare, ask and write down.",
}
COURSE = {
    "kind": GuidanceKind.TRAINING,
    "title": "Invented course of the demonstration: recognising special needs",
    "languages": ["en"],
    "reference": "",
    "url": f"{PLACE}/special-needs",
    "purpose": "Invented for the demonstration: how needs are recognised, written down and passed on.",
    "length": "two days",
    "audience": "staff of reception centres",
}
REASON = "Invented reason: it was held in one more language."


def play_publications(session: Session, view: CatalogueView, seed: int) -> int:
    """Make them where the agency has an account and there are none; returns how many there are now."""
    user = find_user_by_email(session, ADDRESS.format(name=f"contributor.{MAKER.lower()}"))
    if user is None or not user.is_demonstration or list_publications(session):
        return 0
    agency, chance, today = actor_of(user), lot(seed, "publications"), clock.today()
    of_plans = [item for item in view.items.values() if item.level is Level.MEMBER_STATE and not item.is_sensitive]
    items = [item for item in of_plans if MAKER in item.actors]
    for number, said in enumerate((GUIDE, COURSE) if items else ()):
        named = chance.sample(items, min(2, len(items)))
        values = said | {
            "said_on": today - timedelta(days=20 + 30 * number),
            "blocks": [key for key in view.blocks if any(item.block_key == key for item in named) and number == 0],
            "items": [item.key for item in named],
        }
        name = record_publication(session, view, MAKER, values, actor=agency)
        if said is COURSE:
            values |= {"languages": ["en", "el"]}
            correct_publication(session, view, name, values, REASON, actor=agency, seen=None)
    return len(list_publications(session))

"""Statements of agencies in the demonstration: a few, on items of plans that shared something, one of them withdrawn.

They are the same kind of text for whichever country.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.accounts.queries import actor_of, find_user_by_email
from app.core import clock
from app.demo.accounts import ADDRESS, AGENCIES
from app.demo.chance import lot
from app.demo.words import STATED, STATED_WRONGLY
from app.plans.queries.heads import list_plans
from app.plans.states import EU
from app.statements.policy import acted_in
from app.statements.queries import list_bodies, list_statements
from app.statements.services import state, withdraw

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

PLANS, SINCE = 6, 40
"""In so many plans each agency states something, of a day within so many before the last one."""


def play_statements(session: Session, view: CatalogueView, seed: int) -> int:
    """Make them where there are none yet; returns how many."""
    if list_statements(session, SYSTEM, ()):
        return 0
    bodies, number = list_bodies(session), 0
    owners = sorted(head.owner for head in list_plans(session) if head.last_shared_at and head.owner != EU)
    for code, agency in _agencies(session):
        items = [item for item in view.items.values() if item.item_id in acted_in(agency, view, bodies)]
        chance = lot(seed, "statements", code)
        for owner in chance.sample(owners, min(PLANS, len(owners))) if items else ():
            item, (text, reference) = chance.choice(items), chance.choice(STATED)
            about_on = clock.today() - timedelta(days=chance.randrange(1, SINCE))
            values = {"text": text, "about_on": about_on, "reference": reference}
            made = state(session, view, owner, item.key, values, actor=agency)
            number += 1
            if number == 1:
                withdraw(session, view, owner, made, STATED_WRONGLY, actor=agency, expected_version=None)
    return number


def _agencies(session: Session) -> Iterator[tuple[str, Actor]]:
    for code in AGENCIES:
        user = find_user_by_email(session, ADDRESS.format(name=f"contributor.{code.lower()}"))
        if user is not None and user.is_demonstration:
            yield code, actor_of(user)

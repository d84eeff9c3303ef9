"""Second readings of the demonstration: one that has been revealed, and is settled in part, one that is being read.

They are dated back, which no service can do; what the audit trail says of them is what services would have said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import actor_of, find_user_by_email
from app.assessments.states import Verdict
from app.audit.services import record
from app.core import clock
from app.demo.accounts import ADDRESS
from app.demo.chance import happens, lot, one
from app.demo.words import ASSESSED
from app.plans.queries.heads import list_plans
from app.plans.queries.records import PlanHead
from app.plans.states import EU, Scope
from app.readiness.queries.facts import read_facts
from app.reading.models import SecondItem, SecondReading, SecondVerdict
from app.reading.second import sample

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FINISHED, RUNNING = (24, "November"), (6, "Advent")
"""Of how many items, drawn with which seed."""
FIRST = "IE"
"""Whose plan was read; the running one is of the first other plan in which enough is in place."""
SAME, SETTLED, SPOKEN = 0.75, 0.6, 0.5
"""So often the second reader finds the same; so much is settled; so far the running one has come."""


@dataclass(frozen=True)
class _Room:
    """Who reads, and who leads."""

    first: Actor
    second: Actor
    lead: Actor


def play_second_readings(session: Session, view: CatalogueView, seed: int) -> int:
    """Write them; returns how many. None where an account of the reviewers is missing, or nothing is in place."""
    found = [find_user_by_email(session, ADDRESS.format(name=name)) for name in ("reviewer", "reviewer2", "lead")]
    people = [actor_of(user) for user in found if user is not None and user.is_demonstration]
    if len(people) != len(found):
        return 0
    room, number = _Room(*people), 0
    heads = {head.owner: head for head in list_plans(session) if head.last_shared_at}
    others = [owner for owner in heads if owner not in (FIRST, EU)]
    for owners, (size, drawn), is_finished in (([FIRST], FINISHED, True), (others, RUNNING, False)):
        for owner in owners:
            items = _drawn(session, view, heads[owner], size, drawn) if owner in heads else []
            if len(items) == size or (items and is_finished):
                _play(session, heads[owner], items, drawn, room, lot(seed, "second", owner), is_finished=is_finished)
                number += 1
                break
    return number


def _drawn(session: Session, view: CatalogueView, head: PlanHead, size: int, drawn: str) -> list[int]:
    key = head.plan_id, Scope.SHARED
    facts = read_facts(session, view, [key], clock.today(), eu_plan_id=None)[key]
    can = {
        view.items_by_id[item_id].key: item_id
        for item_id, held in facts.items()
        if held.sums.in_place_on is not None and item_id in view.items_by_id
    }
    return [can[name] for name in sample(can, size, drawn)]


def _play(
    session: Session,
    head: PlanHead,
    items: Sequence[int],
    drawn: str,
    room: _Room,
    chance: Random,
    *,
    is_finished: bool,
) -> None:
    opened = clock.now() - timedelta(days=20 if is_finished else 6)
    revealed = opened + timedelta(days=9) if is_finished else None
    made = SecondReading(
        plan_id=head.plan_id,
        seed=drawn,
        sample_size=len(items),
        first_id=room.first.user_id or 0,
        second_id=room.second.user_id or 0,
        opened_at=opened,
        opened_by_id=room.lead.user_id,
        revealed_at=revealed,
    )
    session.add(made)
    session.flush()
    for item_id in items:
        item = SecondItem(reading_id=made.id, item_id=item_id)
        session.add(item)
        session.flush()
        found = one(chance, list(Verdict))
        other = found if happens(chance, SAME) else one(chance, list(Verdict))
        for reader, verdict in ((room.first, found), (room.second, other)):
            if is_finished or happens(chance, SPOKEN):
                _say(session, item, reader, verdict, opened + timedelta(days=chance.randint(1, 5)))
        if is_finished and happens(chance, SETTLED):
            item.verdict, item.reason = found.value, ASSESSED[found]
            item.settled_at, item.settled_by_id = clock.now() - timedelta(days=2), room.lead.user_id
    session.flush()
    record(
        session,
        actor=room.lead,
        deed="reading:second:opened",
        subject_kind="second_reading",
        subject_id=made.id,
        country=head.owner,
        changes={"items": [None, len(items)], "seed": [None, drawn]},
    )


def _say(session: Session, item: SecondItem, reader: Actor, verdict: Verdict, at: datetime) -> None:
    session.add(
        SecondVerdict(
            second_item_id=item.id,
            user_id=reader.user_id,
            verdict=verdict.value,
            reason=ASSESSED[verdict],
            given_at=at,
        )
    )

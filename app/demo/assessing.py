"""What reviewers of the demonstration have found: part of what is in place and shown, in every plan by the same
chances.

Assessments are dated back, which no service can do: they are written as the service would have written them then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.queries import actor_of, find_user_by_email
from app.assessments.models import Assessment
from app.assessments.states import Verdict
from app.audit.services import record
from app.core import clock
from app.demo.accounts import ADDRESS
from app.demo.chance import lot
from app.demo.words import ASSESSED
from app.plans.history import raise_stamp
from app.plans.queries.heads import list_plans
from app.plans.states import Scope
from app.readiness.facts import ItemFacts, is_shown
from app.readiness.queries.facts import read_facts

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

READ, CONFIRMED, PARTLY = 0.7, 0.8, 0.6
"""Of what is in place so much has been read; of what is shown so much was confirmed; of the rest so much partly."""

WITHIN = 150
"""Days before the last one in which reviewers have read."""


def play_assessments(session: Session, view: CatalogueView, seed: int) -> int:
    """Write them; returns how many. None where the reviewer's account is missing."""
    user = find_user_by_email(session, ADDRESS.format(name="reviewer"))
    if user is None or not user.is_demonstration:
        return 0
    reviewer, today, number = actor_of(user), clock.today(), 0
    heads = [head for head in list_plans(session) if head.last_shared_at]
    facts = read_facts(session, view, [(head.plan_id, Scope.SHARED) for head in heads], today, eu_plan_id=None)
    for head in heads:
        of_plan = facts[head.plan_id, Scope.SHARED]
        made = list(_assessments(view, head.plan_id, head.owner, of_plan, today, reviewer, seed))
        if not made:
            continue
        session.add_all(made)
        session.flush()
        for scope in Scope:
            raise_stamp(session, head.plan_id, scope, min(one.assessed_on for one in made))
        record(
            session,
            actor=reviewer,
            deed="assessments:item:assessed",
            subject_kind="plan",
            subject_id=head.plan_id,
            country=head.owner,
            changes={"assessments": [None, len(made)]},
        )
        number += len(made)
    return number


def _assessments(
    view: CatalogueView,
    plan_id: int,
    owner: str,
    facts: dict[int, ItemFacts],
    today: date,
    reviewer: Actor,
    seed: int,
) -> Iterator[Assessment]:
    for item_id, held in sorted(facts.items()):
        item, since = view.items_by_id.get(item_id), held.sums.in_place_on
        if item is None or since is None:
            continue
        chance = lot(seed, "assessment", owner, item.key)
        if chance.random() < READ:
            on = max(since, today - timedelta(days=chance.randrange(WITHIN)))
            verdict = _found(chance, shown=is_shown(held.evidenced, item.proofs))
            yield Assessment(
                plan_id=plan_id,
                item_id=item_id,
                verdict=verdict.value,
                reason=ASSESSED[verdict],
                assessed_on=on,
                assessed_at=min(datetime.combine(on, time(12), UTC), clock.now()),
                author_id=reviewer.user_id,
            )


def _found(chance: Random, *, shown: bool) -> Verdict:
    if shown and chance.random() < CONFIRMED:
        return Verdict.CONFIRMED
    return Verdict.PARTLY if chance.random() < PARTLY else Verdict.NOT_YET_SHOWN

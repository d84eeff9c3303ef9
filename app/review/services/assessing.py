"""A reviewer says of an item whether what was received shows that it is in place. That carries the third level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.assessments.models import Assessment
from app.assessments.policy import ASSESS
from app.assessments.queries import find_latest_id
from app.assessments.states import REASON_LIMIT, Verdict
from app.audit.services import record
from app.catalogue.states import Level
from app.catalogue.views import ItemView
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.plans.history import raise_stamp
from app.plans.policy import PlanSubject
from app.plans.queries.history import has_written
from app.plans.services.access import NO_ITEM, find_plan
from app.plans.states import EU, Scope
from app.readiness.facts import ItemFacts, is_shown
from app.readiness.queries.facts import read_facts

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def assess_item(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    verdict: str,
    reason: str,
    *,
    actor: Actor,
    expected_latest: int | None,
) -> int:
    """Say of an item that is reported in place what was found on what was shared; returns the assessment's key.

    `expected_latest`: the key of the latest assessment that the page showed, 0 for none; None: whichever it is.
    Raises NotFound, NotAllowed, WrongState when it is not reported in place in what was shared, or when the actor wrote
    on it themselves (whoever keeps a measure, another person assesses it), Conflict when somebody else assessed it
    meanwhile, Invalid, also for confirming what does not meet the closing condition.
    """
    plan = find_plan(session, owner, actor)
    require(actor, ASSESS, PlanSubject(owner))
    item = view.items.get(item_key)
    if item is None or (item.level is Level.EU) != (owner == EU):
        raise NotFound(NO_ITEM)
    if actor.user_id is not None and has_written(session, plan.id, item.item_id, actor.user_id):
        raise WrongState(message("You wrote on this item of the plan yourself. Another person assesses it."))
    latest = find_latest_id(session, plan.id, item.item_id) or 0
    if expected_latest is not None and latest != expected_latest:
        raise Conflict(
            message("Somebody else has assessed this item meanwhile. Read it first."), current_version=latest
        )
    said = _verdict(verdict)
    _check(item, _facts(session, view, plan.id, item), said)
    today = clock.today()
    made = Assessment(
        plan_id=plan.id,
        item_id=item.item_id,
        verdict=said.value,
        reason=clean_text(reason, "reason", REASON_LIMIT, required=True),
        assessed_on=today,
        assessed_at=clock.now(),
        author_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    for scope in Scope:
        raise_stamp(session, plan.id, scope, today)
    record(
        session,
        actor=actor,
        deed="assessments:item:assessed",
        subject_kind="assessment",
        subject_id=made.id,
        country=owner,
        changes={"verdict": [None, said.value], "item": [None, item.key]},
    )
    return made.id


def _verdict(value: str) -> Verdict:
    try:
        return Verdict(value)
    except ValueError:
        raise Invalid(message("Choose what you find."), field="verdict") from None


def _facts(session: Session, view: CatalogueView, plan_id: int, item: ItemView) -> ItemFacts | None:
    key = plan_id, Scope.SHARED
    return read_facts(session, view, [key], clock.today(), eu_plan_id=None)[key].get(item.item_id)


def _check(item: ItemView, facts: ItemFacts | None, verdict: Verdict) -> None:
    if facts is None or facts.sums.in_place_on is None:
        raise WrongState(message("It is not reported in place in what was shared, so there is nothing to confirm."))
    if verdict is Verdict.CONFIRMED and not is_shown(facts.evidenced, item.proofs):
        raise Invalid(
            message("What was received does not meet its closing condition. Ask for what is missing, or say “partly”."),
            field="verdict",
        )

"""Gather what a reader may see of a plan, and make a document of it."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.comments.policy import reaches_of
from app.comments.queries.consultations import list_consultations
from app.comments.queries.records import ConsultationRecord
from app.core import clock
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.known import read_known_block
from app.plans.queries.records import PlanInScope, PlanState, ProseRecord
from app.plans.queries.state import list_evidence, list_items, list_milestones, list_prose
from app.readiness.cache import ReadingCache
from app.readiness.queries import read_known_one
from app.readiness.queries.reading import read_one
from app.reports.parts import Document
from app.reports.plan import PlanMaterial, plan_document
from app.reports.tongue import Tongue
from app.statements.queries import as_of, list_statements
from app.statements.records import StatementRecord

Gathered = tuple[PlanState, dict[str, tuple[ProseRecord, ...]]]


def make_plan_document(
    session: Session,
    view: CatalogueView,
    owner: str,
    *,
    actor: Actor,
    day: date,
    known: date | None,
    tongue: Tongue,
    cache: ReadingCache,
) -> Document:
    """A plan on a day in the state the actor reads, as known now or at the end of another day. Raises NotFound."""
    plan, eu = get_plan_beside_eu(session, owner, actor)
    asked = (session, view, (plan.head, plan.scope), eu, day)
    if known is None:
        reading, _ = read_one(*asked, cache)
    else:
        reading, _ = read_known_one(*asked, clock.end_of(known), cache)
    state, prose = _as_now(session, view, plan, day) if known is None else _as_then(session, view, plan, day, known)
    names = list_authorities_on(session, plan.plan_id, plan.scope, day, known)
    material = PlanMaterial(
        view=view,
        plan=plan,
        reading=reading,
        items=state.items,
        milestones=state.milestones,
        evidence=state.evidence,
        prose=prose,
        authorities={one.authority_id: one.name for one in names},
        consultations=consultations_read(session, plan, actor, day, known),
        statements=statements_read(session, plan, actor, day, known),
        day=day,
        known=known,
        made_at=clock.now(),
        made_by=actor.name,
    )
    return plan_document(material, tongue)


def consultations_read(
    session: Session, plan: PlanInScope, actor: Actor, day: date, known: date | None
) -> list[ConsultationRecord]:
    """Those that stand and that the reader may read, held by the day, recorded by the end of the day of knowing."""
    reaches = reaches_of(actor, plan.owner)
    instant = clock.end_of(known) if known else None
    listed = list_consultations(session, plan.plan_id, reaches, until=day, known=instant) if reaches else []
    return [one for one in listed if one.withdrawn_at is None]


def statements_read(
    session: Session, plan: PlanInScope, actor: Actor, day: date, known: date | None
) -> list[StatementRecord]:
    """The statements of agencies that stand, about a day up to this one, as known now or at the end of another day."""
    listed = list_statements(session, actor, (), owner=plan.owner)
    return [one for one in as_of(listed, day, clock.end_of(known) if known else None) if one.stands]


def _as_now(session: Session, view: CatalogueView, plan: PlanInScope, day: date) -> Gathered:
    asked = (session, plan.plan_id, plan.scope, day)
    state = PlanState(tuple(list_milestones(*asked)), tuple(list_items(*asked)), tuple(list_evidence(*asked)), ())
    return state, {key: tuple(list_prose(*asked, key)) for key in view.blocks}


def _as_then(session: Session, view: CatalogueView, plan: PlanInScope, day: date, known: date) -> Gathered:
    blocks = {key: read_known_block(session, plan, key, day, known) for key in view.blocks}
    states = [block.state for block in blocks.values()]
    whole = PlanState(
        tuple(one for state in states for one in state.milestones),
        tuple(one for state in states for one in state.items),
        tuple(one for state in states for one in state.evidence),
        (),
    )
    return whole, {key: block.prose for key, block in blocks.items()}

"""What a deed on a milestone answers when it is refused: the milestone's page, with what was typed."""

from __future__ import annotations

from typing import Any

from flask import url_for

from app.catalogue.views import ItemView
from app.core import clock
from app.core.errors import Conflict, DomainError, Invalid
from app.http.context import actor, catalogue, session
from app.http.doors import put_beside
from app.http.errors import status_of
from app.plans.queries.heads import get_plan, list_authorities
from app.plans.queries.history import list_history
from app.plans.queries.milestones import get_milestone
from app.plans.queries.records import PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.states import SubjectKind
from app.web.countries.behind import milestone_page
from app.web.countries.deeds.common import conflict_page
from app.web.countries.forms import DeedForm, PredecessorForm
from app.web.countries.offers import with_offers
from app.web.countries.told import ToldEntry, told

LATEST = 3
"""So many changes are shown before a deed is done all the same."""


def address_of(code: str, reference: str) -> str:
    """The page of a milestone, on which these deeds stand."""
    return url_for("countries.show_milestone", code=code, reference=reference)


def latest_changes(plan: PlanInScope, kind: SubjectKind, key: int) -> list[ToldEntry]:
    """What was last changed of something, for those who are about to do something with it."""
    names = {one.authority_id: one.name for one in list_authorities(session(), plan.plan_id)}
    return told(list_history(session(), plan, subject=(kind, key), limit=LATEST), catalogue(), names)


def conflict_on(form: Any, conflict: Conflict, code: str, reference: str, deed: str) -> tuple[str, int]:
    """Somebody has changed the milestone meanwhile: what, and whether to do it all the same."""
    plan, record = get_milestone(session(), code, reference, actor())
    changes = latest_changes(plan, SubjectKind.MILESTONE, record.milestone_id)
    latest = with_offers(changes, record.milestone_id, reference)[:LATEST]
    title = f"{reference} {record.title}"
    return conflict_page(form, conflict, title=title, back=address_of(code, reference), deed=deed, latest=latest)


def refused_on(form: Any, refusal: DomainError, code: str, reference: str) -> tuple[str, int]:
    """The milestone's page with what was typed, and beside it why this cannot be done."""
    field = getattr(refusal, "field", None)
    put_beside(form, Invalid(refusal.message, field="effective_on" if field == "day" else field, **refusal.values))
    return with_errors(form, code, reference, status_of(refusal))


def with_errors(form: Any, code: str, reference: str, status: int = 422) -> tuple[str, int]:
    """The milestone's page around a form that holds errors."""
    why = form if isinstance(form, DeedForm) else None
    return milestone_page(code, reference, why, form if isinstance(form, PredecessorForm) else None), status


def closing_reference(code: str, item: ItemView) -> str | None:
    """The reference of an item's closing milestone; None while nothing was said of the item."""
    plan = get_plan(session(), code, actor())
    rows = list_milestones(session(), plan.plan_id, plan.scope, clock.today(), [item.item_id])
    return next((row.reference for row in rows if row.is_closing), None)

"""Consultations: record, correct, withdraw. None of it moves readiness."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.comments import policy
from app.comments.models import Consultation, ConsultationText
from app.comments.queries import consultations
from app.comments.services.comments import clean_reach
from app.comments.states import CHANGED_LIMIT, REASON_LIMIT, URL_LIMIT, WITH_LIMIT, Reach
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_line, clean_text
from app.plans.models import Plan
from app.plans.rules.evidence import check_url
from app.plans.rules.values import clean_past_day
from app.plans.services.access import authorities_of, find_place, find_plan, hold_plan

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FIELDS = ("reach", "with_whom", "held_on", "what_changed", "url")


def record_consultation(
    session: Session, view: CatalogueView, owner: str, item_key: str | None, values: Mapping[str, Any], *, actor: Actor
) -> int:
    """Say who in general was consulted on a plan, or on an item of it, when, and what changed; returns its key.

    `values` holds `FIELDS`. The same said twice is one. Raises NotFound, NotAllowed, Invalid.
    """
    plan, item_id = _place(session, view, owner, item_key, actor)
    consultation = Consultation(
        plan_id=plan.id,
        item_id=item_id,
        recorded_by_id=actor.user_id,
        recorded_at=clock.now(),
        **_cleaned(values),
    )
    twin = consultations.find_twin(session, consultation)
    if twin is not None:
        return twin.id
    session.add(consultation)
    session.flush()
    said = {name: [None, getattr(consultation, name)] for name in FIELDS}
    _record(session, consultation, owner, actor, "recorded", said)
    return consultation.id


def correct_consultation(
    session: Session,
    view: CatalogueView,
    owner: str,
    consultation_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
) -> None:
    """Correct what a consultation says; what it said before is kept. Its reach can become wider, never narrower.

    Raises NotFound, NotAllowed, WrongState for one that was withdrawn, Conflict, Invalid.
    """
    consultation = _held(session, view, owner, consultation_id, actor, expected_version)
    cleaned = _cleaned(values)
    if Reach(cleaned["reach"]).width < Reach(consultation.reach).width:
        raise Invalid(
            message("It has reached others already, and cannot reach less far. Withdraw it instead."), field="reach"
        )
    before = {name: getattr(consultation, name) for name in FIELDS}
    changes = {name: [before[name], cleaned[name]] for name in FIELDS if cleaned[name] != before[name]}
    if not changes:
        return
    session.add(ConsultationText(consultation_id=consultation.id, until=clock.now(), by_id=actor.user_id, **before))
    for name, value in cleaned.items():
        setattr(consultation, name, value)
    _record(session, consultation, owner, actor, "corrected", changes)
    session.flush()


def withdraw_consultation(
    session: Session,
    view: CatalogueView,
    owner: str,
    consultation_id: int,
    *,
    actor: Actor,
    expected_version: int | None,
    reason: str,
) -> None:
    """Withdraw a consultation, with the reason. Raises as correcting does."""
    consultation = _held(session, view, owner, consultation_id, actor, expected_version)
    said = clean_text(reason, "reason", REASON_LIMIT, required=True)
    consultation.withdrawn_at, consultation.withdraw_reason = clock.now(), said
    _record(session, consultation, owner, actor, "withdrawn", {}, said)
    session.flush()


def _place(
    session: Session, view: CatalogueView, owner: str, item_key: str | None, actor: Actor
) -> tuple[Plan, int | None]:
    """The plan, held, and the item, once the actor may record here."""
    if item_key is None:
        return hold_plan(session, owner, actor, policy.RECORD_CONSULTATION), None
    place, item = find_place(session, view, owner, item_key, actor)
    require(actor, policy.RECORD_CONSULTATION, place.subject(authorities_of(session, place)))
    return place.plan, item.item_id


def _held(
    session: Session,
    view: CatalogueView,
    owner: str,
    consultation_id: int,
    actor: Actor,
    expected_version: int | None,
) -> Consultation:
    plan = find_plan(session, owner, actor)
    consultation = consultations.get_consultation_row(session, plan.id, consultation_id)
    if Reach(consultation.reach) not in policy.reaches_of(actor, owner):
        raise NotFound(consultations.NO_CONSULTATION)
    key = None if consultation.item_id is None else view.items_by_id[consultation.item_id].key
    _place(session, view, owner, key, actor)
    if consultation.withdrawn_at is not None:
        raise WrongState(message("This consultation has been withdrawn already."))
    if expected_version is not None and consultation.version != expected_version:
        raise Conflict(
            theirs={name: getattr(consultation, name) for name in FIELDS},
            current_version=consultation.version,
        )
    return consultation


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their proper shape. Raises Invalid naming the field."""
    held_on = clean_past_day(values.get("held_on"), "held_on")
    if held_on is None:
        raise Invalid(message("Enter the day."), field="held_on")
    url = clean_line(values.get("url"), "url", URL_LIMIT)
    check_url(url)
    return {
        "reach": clean_reach(values.get("reach")).value,
        "with_whom": clean_line(values.get("with_whom"), "with_whom", WITH_LIMIT, required=True),
        "held_on": held_on,
        "what_changed": clean_text(values.get("what_changed"), "what_changed", CHANGED_LIMIT, required=True),
        "url": url,
    }


def _record(
    session: Session,
    consultation: Consultation,
    owner: str,
    actor: Actor,
    deed: str,
    changes: Mapping[str, Any],
    reason: str = "",
) -> None:
    record(
        session,
        actor=actor,
        deed=f"comments:consultation:{deed}",
        subject_kind="consultation",
        subject_id=consultation.id,
        country=owner,
        changes=changes,
        reason=reason,
    )

"""Items of a plan: what is there, what is missing, who leads, whether it applies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.plans import policy
from app.plans.history import State, change, correction, note_row_change, require_version, state_of
from app.plans.history.fields import FIELDS
from app.plans.models import PlanItem, PlanItemAuthority
from app.plans.queries import rows
from app.plans.queries.items import current_item
from app.plans.queries.records import ItemRecord
from app.plans.rules.values import REASON_LIMIT, clean_effective_on, clean_number, clean_reason, only_known
from app.plans.services.access import (
    Place,
    authorities_of,
    find_place,
    one,
    require_authority,
)
from app.plans.services.touch import touched
from app.plans.states import Applicability, SubjectKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

_TEXTS = frozenset({"current_state", "missing", "change_planned"})
_EDITABLE = _TEXTS | {"lead_authority_id", "contributing"}


def update_item(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
    effective_on: date | None = None,
    reason: str = "",
) -> ItemRecord:
    """Change what a plan says of an item; `contributing` is the whole set of contributing authorities.

    `expected_version` is 0 while nothing was said of it. Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    require(actor, policy.UPDATE_ITEM, place.subject(authorities_of(session, place)))
    _require_version(session, place, expected_version)
    day = clean_effective_on(effective_on, view.starts_on)
    cleaned = _clean(values)
    said = clean_reason(reason)
    contributing = cleaned.pop("contributing", None)
    current = state_of(place.plan_item) if place.plan_item else dict(FIELDS[SubjectKind.PLAN_ITEM].blank)
    meant = correction(cleaned, current, current, frozenset())
    wanted = _require_targets(session, place, meant, contributing, actor)
    plan_item = touched(session, place, workstream=item.workstream, actor=actor, effective_on=day)
    if meant:
        deed = "plans:item:updated"
        change(session, plan_item, meant, actor=actor, effective_on=day, reason=said, deed=deed)
    if wanted is not None:
        _set_contributing(session, plan_item, wanted, actor)
    return current_item(session, plan_item.id)


def set_applicability(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    applicability: str,
    *,
    actor: Actor,
    reason: str,
    expected_version: int | None,
    effective_on: date | None = None,
) -> ItemRecord:
    """Say whether an item applies to the country's situation or choice; that it does not, with a reason.

    It takes effect at once. Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    require(actor, policy.SET_APPLICABILITY, place.subject())
    _require_version(session, place, expected_version)
    try:
        chosen = Applicability(applicability)
    except ValueError:
        raise Invalid(message("An item applies or does not apply."), field="applicability") from None
    is_out = chosen is Applicability.NOT_APPLICABLE
    why = clean_text(reason, "reason", REASON_LIMIT, required=is_out)
    day = clean_effective_on(effective_on, view.starts_on)
    plan_item = touched(session, place, workstream=item.workstream, actor=actor, effective_on=day)
    change(
        session,
        plan_item,
        {"applicability": chosen.value, "applicability_reason": why if is_out else ""},
        actor=actor,
        effective_on=day,
        reason=why,
        deed="plans:item:applicability-set",
    )
    return current_item(session, plan_item.id)


def _require_version(session: Session, place: Place, expected_version: int | None) -> None:
    if place.plan_item is not None:
        try:
            require_version(place.plan_item, expected_version)
        except Conflict as conflict:
            held = rows.list_contributing_rows(session, place.plan_item.id)
            conflict.theirs["contributing"] = [row.authority_id for row in held]
            raise
    elif expected_version:
        raise Conflict()


def _clean(values: Mapping[str, Any]) -> State:
    only_known(values, _EDITABLE)
    cleaned: State = {}
    for name, value in values.items():
        if name in _TEXTS:
            cleaned[name] = clean_text(value, name, 8000)
        elif name == "lead_authority_id":
            cleaned[name] = clean_number(value, name)
        else:
            cleaned[name] = {clean_number(key, name) for key in value or ()} - {None}
    return cleaned


def _require_targets(
    session: Session, place: Place, meant: State, contributing: Collection[int] | None, actor: Actor
) -> set[int] | None:
    """Check whom the item is given to; the contributing authorities wanted, None when they stay."""
    if "lead_authority_id" in meant:
        lead = meant["lead_authority_id"]
        require(actor, policy.UPDATE_ITEM, place.subject(one(lead)))
        require_authority(session, place.plan, lead, "lead_authority_id")
    if contributing is None:
        return None
    held = rows.list_contributing_rows(session, place.plan_item.id) if place.plan_item else []
    present = {row.authority_id for row in held}
    wanted = set(contributing)
    if wanted == present:
        return None
    require(actor, policy.SET_CONTRIBUTING, place.subject())
    for authority_id in sorted(wanted - present):
        require_authority(session, place.plan, authority_id, "contributing")
    return wanted


def _set_contributing(session: Session, plan_item: PlanItem, wanted: set[int], actor: Actor) -> None:
    held = rows.list_contributing_rows(session, plan_item.id)
    present = {row.authority_id for row in held}
    instant = note_row_change(
        session,
        plan_item,
        {"contributing": [sorted(present), sorted(wanted)]},
        actor=actor,
        deed="plans:item:contributing-set",
    )
    for row in held:
        if row.authority_id not in wanted:
            row.removed_at = instant
    session.add_all(
        PlanItemAuthority(plan_item_id=plan_item.id, authority_id=authority_id, created_at=instant)
        for authority_id in sorted(wanted - present)
    )
    session.flush()

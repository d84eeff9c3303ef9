"""Evidence of an item: attach, change, withdraw. A file comes examined, and is kept last of all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import OF_SUPPORT
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.files.services.receiving import Examined
from app.plans import policy
from app.plans.history import FIELDS, State, change, correction, create, require_version, state_of
from app.plans.models import Evidence, PlanItem
from app.plans.queries import rows
from app.plans.queries.items import current_evidence, is_evidence_shared
from app.plans.queries.records import EvidenceRecord
from app.plans.rules.evidence import NOT_FOR_SENSITIVE, check_evidence, clean_evidence
from app.plans.rules.values import clean_effective_on, clean_reason
from app.plans.services.access import Place, authorities_of, find_place, find_plan, is_seen, place_of
from app.plans.services.evidence_files import keep_version, note_version
from app.plans.services.evidence_links import check_milestones, name_milestones, named_by
from app.plans.services.touch import touched
from app.plans.states import EvidenceKind, SubjectKind

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

NO_EVIDENCE = message("There is no such evidence.")


def attach_evidence(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    effective_on: date | None = None,
    reason: str = "",
    file: Examined | None = None,
) -> EvidenceRecord:
    """Attach a piece of evidence to an item; `milestones` are references of its milestones that it is about.

    Raises NotFound, NotAllowed, Invalid.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    require(actor, policy.ATTACH_EVIDENCE, place.subject(authorities_of(session, place)))
    day = clean_effective_on(effective_on, view.starts_on)
    given, about = _apart(values)
    state = {**_blank(), **clean_evidence({"kind": "", "title": "", **given})}
    check_evidence(state, is_sensitive=item.is_sensitive, brings_file=file is not None)
    said = clean_reason(reason)
    check_milestones(session, place, about)
    noted = note_version(session, place, file, actor)
    state["file_id"] = noted.file_id if noted else None
    evidence = _attach(session, place, item, state, about, day, said, actor)
    keep_version(session, evidence, noted)
    return current_evidence(session, evidence.id)


def attach_product(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    values: Mapping[str, Any],
    *,
    kind: EvidenceKind,
    actor: Actor,
    effective_on: date,
    reason: str = "",
) -> EvidenceRecord:
    """Attach a deliverable of technical support that the country has just accepted; `kind` is one of `OF_SUPPORT`.

    `values`: title, reference, about_on, milestones. Raises NotFound, NotAllowed, Invalid.
    """
    place, item = find_place(session, view, owner, item_key, actor)
    require(actor, policy.ATTACH_EVIDENCE, place.subject(authorities_of(session, place)))
    if item.is_sensitive:
        raise Invalid(NOT_FOR_SENSITIVE, field="milestone")
    day = clean_effective_on(effective_on, view.starts_on)
    given, about = _apart(values)
    state = {**_blank(), **clean_evidence(given), "kind": kind.value}
    said = clean_reason(reason)
    check_milestones(session, place, about)
    evidence = _attach(session, place, item, state, about, day, said, actor)
    return current_evidence(session, evidence.id)


def _blank() -> State:
    return dict(FIELDS[SubjectKind.EVIDENCE].blank)


def _attach(
    session: Session,
    place: Place,
    item: ItemView,
    state: State,
    about: Collection[str] | None,
    day: date,
    reason: str,
    actor: Actor,
) -> Evidence:
    """The row with its history and the milestones that it names; all has been checked."""
    plan_item = touched(session, place, workstream=item.workstream, actor=actor, effective_on=day)
    evidence = Evidence(
        plan_id=place.plan.id,
        plan_item_id=plan_item.id,
        item_id=place.item_id,
        created_at=clock.now(),
        **state,
    )
    create(session, evidence, actor=actor, effective_on=day, reason=reason, deed="plans:evidence:attached")
    if about:
        name_milestones(session, place, evidence, about, actor)
    return evidence


def update_evidence(
    session: Session,
    view: CatalogueView,
    owner: str,
    evidence_id: int,
    values: Mapping[str, Any],
    *,
    actor: Actor,
    expected_version: int | None,
    effective_on: date | None = None,
    reason: str = "",
    file: Examined | None = None,
) -> EvidenceRecord:
    """Change a piece of evidence; a `file` is a new version of the one it has, or the first.

    Raises NotFound, NotAllowed, Conflict, Invalid, WrongState when withdrawn.
    """
    evidence, place = _mine(session, owner, evidence_id, actor, expected_version)
    if evidence.kind in OF_SUPPORT:
        raise WrongState(message("This is a deliverable of technical support. What it is stands on its own page."))
    day = clean_effective_on(effective_on, view.starts_on)
    said = clean_reason(reason)
    given, about = _apart(values)
    meant, check = _meant(view, evidence, given, file)
    check_milestones(session, place, about)
    noted = note_version(session, place, file, actor)
    if noted is not None:
        meant["file_id"] = noted.file_id
    if meant:
        _touch(session, place, actor, day)
        deed = "plans:evidence:updated"
        change(session, evidence, meant, actor=actor, effective_on=day, reason=said, deed=deed, check=check)
    if about is not None and set(about) != set(named_by(session, evidence)):
        name_milestones(session, place, evidence, about, actor)
    keep_version(session, evidence, noted)
    return current_evidence(session, evidence.id)


def withdraw_evidence(
    session: Session, owner: str, evidence_id: int, *, actor: Actor, expected_version: int | None, reason: str
) -> EvidenceRecord:
    """Withdraw a piece of evidence from today on, with a reason; earlier days keep it.

    Raises NotFound, NotAllowed, Conflict, Invalid, WrongState when it has been withdrawn already.
    """
    evidence, _place = _mine(session, owner, evidence_id, actor, expected_version)
    today = clock.today()
    change(
        session,
        evidence,
        {"is_withdrawn": True},
        actor=actor,
        effective_on=today,
        reason=clean_reason(reason, required=True),
        deed="plans:evidence:withdrawn",
    )
    return current_evidence(session, evidence.id)


def _apart(values: Mapping[str, Any]) -> tuple[dict[str, Any], Collection[str] | None]:
    """The fields, and beside them the references of milestones; None where they are to stay."""
    given = dict(values)
    return given, given.pop("milestones", None)


def _meant(
    view: CatalogueView, evidence: Evidence, given: Mapping[str, Any], file: Examined | None
) -> tuple[State, Callable[[State], None]]:
    """What the values would change, and what every state that this leads to must hold. Raises Invalid."""
    current = state_of(evidence)
    meant = correction(clean_evidence(given), current, current, frozenset())
    if meant.get("kind", EvidenceKind.FILE.value) != EvidenceKind.FILE.value:
        meant["file_id"] = None
    item = view.items_by_id.get(evidence.item_id)
    is_sensitive = item is not None and item.is_sensitive
    check_evidence({**current, **meant}, is_sensitive=is_sensitive, brings_file=file is not None)
    return meant, partial(check_evidence, is_sensitive=is_sensitive)


def _touch(session: Session, place: Place, actor: Actor, day: date) -> None:
    touched(session, place, workstream="", actor=actor, effective_on=day)


def _mine(
    session: Session, owner: str, evidence_id: int, actor: Actor, expected_version: int | None
) -> tuple[Evidence, Place]:
    plan = find_plan(session, owner, actor)
    evidence = rows.find_evidence_row(session, plan.id, evidence_id)
    if evidence is None or not is_seen(is_evidence_shared(session, evidence_id), actor, owner):
        raise NotFound(NO_EVIDENCE)
    place = place_of(session, plan, session.get_one(PlanItem, evidence.plan_item_id))
    require(actor, policy.ATTACH_EVIDENCE, place.subject(authorities_of(session, place)))
    if evidence.is_withdrawn:
        raise WrongState(message("This evidence has been withdrawn."))
    try:
        require_version(evidence, expected_version)
    except Conflict as conflict:
        conflict.theirs["milestones"] = named_by(session, evidence)
        raise
    return evidence, place

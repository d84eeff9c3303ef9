"""Submit, approve, accept, return, say that it is in use or not, withdraw. Acceptance writes into the plan.

Approval is the support officer's, for the contract; acceptance the country's, for the beneficiary authority: two acts
of two persons on two days, in either order, neither of them the author.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import EvidenceKind
from app.core import clock
from app.core.errors import Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.policy import allows
from app.core.texts import clean_text
from app.plans.models import Milestone
from app.plans.queries.rows import find_evidence_row
from app.plans.services.evidence import attach_product, withdraw_evidence
from app.support.deliverables.models import Deliverable, DeliverableStep, DeliverableVersion
from app.support.deliverables.moves import DATED, NEEDS_TEXT, hand_for, hands_for, next_standing
from app.support.deliverables.policy import ACCEPT, hands_of
from app.support.deliverables.queries.parts import list_file_rows
from app.support.deliverables.records import DeliverableRecord
from app.support.deliverables.services.common import clean_on_day, hold, note
from app.support.deliverables.services.writing import open_version
from app.support.deliverables.states import CLOSES, Act, DeliverableKind, Standing
from app.support.states import TEXT_LIMIT

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

LONGEST_REASON = 1500
"""Of what stands in the history of evidence: the whole reason stays with the deliverable."""


def take_step(
    session: Session,
    view: CatalogueView,
    deliverable_id: int,
    act: Act,
    *,
    actor: Actor,
    expected_version: int | None,
    text: str = "",
    on_day: date | None = None,
) -> Standing:
    """Take a step in the life of a deliverable; returns where it now stands.

    `on_day`: when it was approved or accepted, from when on it is in use, or is not any more; by default today. Raises
    NotFound, NotAllowed, Conflict, WrongState, Invalid.
    """

    def may(one: DeliverableRecord) -> bool:
        return bool(hands_of(actor, one.subject) & hands_for(act))

    found, row = hold(session, deliverable_id, may, actor=actor, expected_version=expected_version)
    hands = hands_of(actor, found.subject)
    hand = hand_for(found.state, act, hands, accepted=found.is_accepted)
    to = next_standing(found.state, act, hand, accepted=found.is_accepted) if hand else None
    if hand is None or to is None:
        raise WrongState(message("This step is not possible any more, or not yet."))
    _check_persons(found, act, actor)
    said = clean_text(text, "text", TEXT_LIMIT, required=act in NEEDS_TEXT)
    first = clock.day_of(found.submitted_at) if found.submitted_at else clock.today()
    day = clean_on_day(on_day if act in DATED else None, first=first)
    _do(session, view, found, row, act, day, said, actor)
    row.state = to.value
    version = max((one.number for one in found.versions if one.submitted_at), default=0)
    session.add(
        DeliverableStep(
            deliverable_id=row.id,
            position=len(found.steps) + 1,
            act=act.value,
            hand=hand.value,
            state=to.value,
            version_number=version + 1 if act is Act.SUBMIT else max(version, 1),
            on_day=day,
            text=said,
            taken_at=clock.now(),
            author_id=actor.user_id,
        )
    )
    _touch(row)
    session.flush()
    note(session, found, act.value, actor=actor, changes={"state": [found.state.value, to.value]})
    return to


def open_to_reviewers(
    session: Session, deliverable_id: int, *, is_shown: bool, actor: Actor, expected_version: int | None
) -> None:
    """Tick, or not any more, that reviewers may read it once it is accepted. Raises NotFound, NotAllowed, Conflict."""

    def may(one: DeliverableRecord) -> bool:
        return allows(actor, ACCEPT, one.subject)

    found, row = hold(session, deliverable_id, may, actor=actor, expected_version=expected_version)
    if row.is_shown == is_shown:
        return
    row.is_shown = is_shown
    session.flush()
    note(session, found, "shown", actor=actor, changes={"is_shown": [found.is_shown, is_shown]})


def evidence_kind_of(kind: DeliverableKind, item: ItemView) -> EvidenceKind:
    """As what it is evidence of an item: the product that the closing condition names, or a deliverable beside it."""
    closes = item.closes_by_product and item.closing_kind in CLOSES.get(kind, frozenset())
    return EvidenceKind.PRODUCT if closes else EvidenceKind.DELIVERABLE


def _check_persons(found: DeliverableRecord, act: Act, actor: Actor) -> None:
    other = {Act.APPROVE: Act.ACCEPT, Act.ACCEPT: Act.APPROVE}.get(act)
    if other is None or actor.user_id is None:
        return
    latest = next((step for step in reversed(found.steps) if step.act in (Act.SUBMIT, other)), None)
    if latest is not None and latest.act is other and latest.author_id == actor.user_id:
        raise NotAllowed(message("Who approved it does not accept it too: these are acts of two persons."))


def _do(
    session: Session,
    view: CatalogueView,
    found: DeliverableRecord,
    row: Deliverable,
    act: Act,
    day: date,
    text: str,
    actor: Actor,
) -> None:
    """What a step changes beside the state."""
    if act is Act.SUBMIT:
        _submit(session, row)
    elif act is Act.APPROVE:
        row.approved_on = day
    elif act is Act.ACCEPT:
        row.accepted_on = day
        _attach(session, view, found, row, day, actor)
    elif act is Act.RETURN:
        _open_next(session, found, row)
    elif act is Act.USE:
        row.in_use_since, row.use_said_on = row.in_use_since or day, max(day, row.use_said_on or day)
    elif act is Act.STOP:
        row.in_use_since, row.use_said_on = None, day
    elif act is Act.WITHDRAW:
        _detach(session, found, row, text, actor)


def _submit(session: Session, row: Deliverable) -> None:
    version = open_version(session, row)
    if not list_file_rows(session, version.id):
        raise Invalid(message("Add at least one file."), field="file")
    version.submitted_at = clock.now()
    row.submitted_at = row.submitted_at or version.submitted_at
    row.approved_on = None  # of the version before


def _open_next(session: Session, found: DeliverableRecord, row: Deliverable) -> None:
    number = max(one.number for one in found.versions) + 1
    session.add(DeliverableVersion(deliverable_id=row.id, number=number, created_at=clock.now()))
    row.approved_on = None


def _attach(
    session: Session, view: CatalogueView, found: DeliverableRecord, row: Deliverable, day: date, actor: Actor
) -> None:
    """Write into the plan that the milestone has its product, unless that stands there from a version before."""
    if row.product_of_id is None:
        return
    milestone = session.get_one(Milestone, row.product_of_id)
    item = view.items_by_id.get(milestone.item_id)
    if item is None:
        raise WrongState(message("The item of the milestone is not in the catalogue any more."))
    standing = None if row.evidence_id is None else find_evidence_row(session, found.plan_id, row.evidence_id)
    kind = evidence_kind_of(found.kind, item)
    if standing is not None and not standing.is_withdrawn:
        if standing.kind == kind.value and standing.item_id == item.item_id:
            return
        _withdraw(session, found, row, f"{found.name}: another version was accepted", actor)
    piece = attach_product(
        session,
        view,
        found.owner,
        item.key,
        {"title": found.title, "reference": found.name, "about_on": day, "milestones": [milestone.reference]},
        kind=kind,
        actor=actor,
        effective_on=day,
        reason=f"Deliverable {found.name} accepted",
    )
    row.evidence_id = piece.evidence_id


def _detach(session: Session, found: DeliverableRecord, row: Deliverable, text: str, actor: Actor) -> None:
    """From today on it counts no more. Its country alone does this where it was accepted (`moves`)."""
    row.in_use_since = None
    if found.counts:
        told = text if len(text) <= LONGEST_REASON else text[:LONGEST_REASON] + "…"
        _withdraw(session, found, row, f"Deliverable {found.name} withdrawn: {told}", actor)


def _withdraw(session: Session, found: DeliverableRecord, row: Deliverable, reason: str, actor: Actor) -> None:
    if row.evidence_id is None:
        raise NotFound(message("There is no such evidence."))
    withdraw_evidence(session, found.owner, row.evidence_id, actor=actor, expected_version=None, reason=reason)


def _touch(row: Deliverable) -> None:
    """Raise the version with every step, also one that leads to where it was."""
    row.version = row.version + 1

"""A milestone split into parts: it stays as the first part, with its reference and history; the others are new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import note_row_change, require_version, state_of
from app.plans.models import Milestone, Predecessor
from app.plans.progress import COMPLETE
from app.plans.queries import rows
from app.plans.queries.parts import list_in_order, list_waited_for, list_waiting
from app.plans.queries.records import MilestoneRecord
from app.plans.rules import milestones as rules
from app.plans.rules.values import clean_reason, only_known
from app.plans.services.access import Place, find_milestone, one
from app.plans.services.milestones import update_milestone
from app.plans.services.ordering import put_in_order
from app.plans.services.several import add_milestones, field_of, numbered
from app.plans.states import Awaited, Measure

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

OF_PART = frozenset({"title", "authority_id", "baseline_on", "target_value"})
"""What is said of each part; everything else it has from the milestone that is split."""


def split_milestone(
    session: Session,
    view: CatalogueView,
    owner: str,
    reference: str,
    parts: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    expected_version: int | None,
    reason: str = "",
    cause: str | None = None,
    keeps_step: bool = True,
    keeps_links: bool = True,
    awaited: Awaited = Awaited.EVERY,
) -> list[MilestoneRecord]:
    """Make two or more milestones of one; returns all parts, the first with the old reference.

    The parts are measured as the milestone is; `keeps_step`: they begin at the step that it has reached;
    `keeps_links`: they wait for what it waits for; `awaited`: what of this plan waited for it waits for these
    parts (what is of other plans, for the first: nobody changes their rows). A baseline of the first part that
    was shared moves with a cause only; those of the others are proposals. Raises NotFound, NotAllowed, Conflict,
    WrongState (it closes its item, is cancelled or done), Invalid; an error in a part names its number and field.
    """
    rows.lock_predecessors(session)
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.SPLIT_MILESTONE, place.subject(one(milestone.authority_id)))
    require_version(milestone, expected_version)
    _check(milestone, parts)
    said = clean_reason(reason)
    with numbered(0):
        first = update_milestone(
            session,
            view,
            owner,
            reference,
            _values(milestone, parts[0]),
            actor=actor,
            expected_version=expected_version,
            reason=said,
            cause=cause,
        )
    item = view.items_by_id[milestone.item_id]
    try:
        others = [_begun(milestone, part, keeps_step=keeps_step) for part in parts[1:]]
        more: dict[str, Any] = {"actor": actor, "reason": said, "comes_from": reference}
        made = add_milestones(session, view, owner, item.key, others, **more)
    except Invalid as error:
        raise _one_further(error) from error
    new = rows.list_milestone_rows(session, place.plan.id, [one.reference for one in made])
    if keeps_links:
        _link(session, milestone, new, place, actor)
    _let_wait(session, milestone, new, awaited, actor)
    _stand_together(session, milestone, new)
    record(
        session,
        actor=actor,
        deed="plans:milestone:split",
        subject_kind="milestone",
        subject_id=milestone.id,
        country=owner,
        changes={"parts": [None, [part.reference for part in made]]},
        reason=said,
    )
    return [first, *made]


def _check(milestone: Milestone, parts: Sequence[Mapping[str, Any]]) -> None:
    if milestone.is_closing:
        raise WrongState(message("The closing milestone of an item cannot be split."))
    rules.check_open(state_of(milestone))
    if milestone.progress >= COMPLETE:
        raise WrongState(message("This milestone is done: there is nothing left to split."))
    if len(parts) < 2:
        raise Invalid(message("Name at least two parts."))
    for part in parts:
        only_known(part, OF_PART)


def _values(milestone: Milestone, part: Mapping[str, Any]) -> dict[str, Any]:
    is_target = milestone.measured_by == Measure.TARGET.value
    return {name: value for name, value in part.items() if is_target or name != "target_value"}


def _begun(milestone: Milestone, part: Mapping[str, Any], *, keeps_step: bool) -> dict[str, Any]:
    """A new part: what is said of it, measured as the milestone is."""
    values = {
        **_values(milestone, part),
        "measured_by": milestone.measured_by,
        "workstream_key": milestone.workstream_key,
    }
    if milestone.measured_by == Measure.TARGET.value:
        return {**values, "target_unit": milestone.target_unit, "target_source": milestone.target_source}
    return {**values, "step_key": milestone.step_key} if keeps_step else values


def _one_further(error: Invalid) -> Invalid:
    """The new parts are counted from the second on: the first is the milestone itself."""
    head, _, rest = (error.field or "").partition("-")
    number, _, name = rest.partition("-")
    field = field_of(int(number) + 1, name) if head == "parts" and number.isdigit() else error.field
    return Invalid(error.message, field=field, **error.values)


def _link(session: Session, milestone: Milestone, new: Sequence[Milestone], place: Place, actor: Actor) -> None:
    """Let new milestones wait for what another waits for. Nothing waits for them yet, so no circle can arise."""
    before = [link.predecessor_id for link in list_waited_for(session, milestone.id)]
    for part in new:
        require(actor, policy.LINK_PREDECESSOR, place.subject(one(part.authority_id)))
        for key in before:
            changes = {"predecessor": [None, key]}
            instant = note_row_change(session, part, changes, actor=actor, deed="plans:predecessor:added")
            session.add(Predecessor(milestone_id=part.id, predecessor_id=key, created_at=instant))
    session.flush()


def _let_wait(session: Session, milestone: Milestone, new: Sequence[Milestone], awaited: Awaited, actor: Actor) -> None:
    """Let what waits for the milestone wait for new parts too, or for the last alone.

    No right on what waits is asked: it goes on waiting for the same work. The new parts wait at most for what the
    milestone waits for, so no circle can arise that was not there before.
    """
    if awaited is Awaited.FIRST:
        return
    for link, waiting in list_waiting(session, milestone.id):
        if waiting.plan_id != milestone.plan_id:
            continue
        for part in new if awaited is Awaited.EVERY else new[-1:]:
            is_moved = awaited is Awaited.LAST
            changes = {"predecessor": [milestone.id if is_moved else None, part.id]}
            deed = "plans:predecessor:moved" if is_moved else "plans:predecessor:added"
            instant = note_row_change(session, waiting, changes, actor=actor, deed=deed)
            session.add(Predecessor(milestone_id=waiting.id, predecessor_id=part.id, created_at=instant))
            if is_moved:
                link.removed_at = instant
    session.flush()


def _stand_together(session: Session, milestone: Milestone, new: Sequence[Milestone]) -> None:
    """The parts stand one after the other where the milestone stood."""
    others = [one for one in list_in_order(session, milestone.plan_item_id) if one not in new]
    after = others.index(milestone) + 1
    put_in_order(session, [*others[:after], *new, *others[after:]])

"""Taking the own last change of a milestone back: a new change to what stood before; nothing is deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import TypeVar

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import WrongState
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import FIELDS, State, change, require_version, state_of
from app.plans.models import Milestone, Revision
from app.plans.queries import rows
from app.plans.queries.milestones import milestone_record
from app.plans.queries.records import HistoryEntry, MilestoneRecord
from app.plans.rules import milestones as rules
from app.plans.services.access import check_applies, find_milestone, one
from app.plans.states import Cause, SubjectKind

FIELDS_OF = FIELDS[SubjectKind.MILESTONE]
S = TypeVar("S", Revision, HistoryEntry)


def undo_update(
    session: Session, owner: str, reference: str, *, actor: Actor, expected_version: int | None
) -> MilestoneRecord:
    """Put back what the last change of a milestone changed, on the days from which it held.

    Raises NotFound, NotAllowed, Conflict, WrongState when that change is not the actor's own or is the first one.
    """
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.UPDATE_MILESTONE, place.subject(one(milestone.authority_id)))
    require_version(milestone, expected_version)
    rules.check_not_moved(state_of(milestone))
    last = _last_deed(session, milestone, actor)
    for revision in sorted(last, key=lambda made: made.effective_on):
        before = _before(revision)
        if "authority_id" in before:
            require(actor, policy.UPDATE_MILESTONE, place.subject(one(before["authority_id"])))
        if milestone.is_closing and before.get("actual_on"):
            check_applies(place)
        change(
            session,
            milestone,
            before,
            actor=actor,
            effective_on=revision.effective_on,
            cause=Cause(revision.cause) if revision.cause else None,
            is_internal=revision.is_internal,
            deed="plans:milestone:undone",
            check=rules.check_fit,
            is_automatic=revision.is_automatic,
        )
    return milestone_record(milestone)


def is_undoable(said: Sequence[HistoryEntry], *, actor: Actor) -> bool:
    """Whether the last change of a milestone is one that its author, the actor, can take back; rights are not asked.

    `said`: what was said of it, newest first, with what the system made beside.
    """
    last = _last(said, actor, lambda entry: any(change.field in FIELDS_OF.blank for change in entry.changes))
    return bool(last) and all(change.field != "continued_as" for entry in last for change in entry.changes)


def _last_deed(session: Session, milestone: Milestone, actor: Actor) -> list[Revision]:
    newest = rows.list_newest_revisions(session, SubjectKind.MILESTONE, milestone.id)
    last = _last(newest, actor, lambda revision: bool(_before(revision)))
    if not last:
        raise WrongState(message("This change cannot be undone any more. You can change the milestone again."))
    return last


def _last(newest: Sequence[S], actor: Actor, says_fields: Callable[[S], bool]) -> list[S]:
    """What was recorded by the last request that changed the milestone: the change, and what it dated back.

    Nothing where that is not the actor's own, or where nothing stood before.
    """
    request = newest[0].request_id if newest else ""
    last = list(takewhile(lambda made: made.request_id == request, newest)) if request else []
    is_own = all(made.author_id == actor.user_id for made in last)
    return last if is_own and len(last) < len(newest) and all(map(says_fields, last)) else []


def _before(revision: Revision) -> State:
    return {
        name: FIELDS_OF.decoded(name, old) for name, (old, _new) in revision.changes.items() if name in FIELDS_OF.blank
    }

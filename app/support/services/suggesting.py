"""An expert suggests a change of a milestone; a coordinator accepts, changes or declines it. Nothing moves before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_text
from app.plans.queries.records import MilestoneRecord
from app.plans.rules.milestones import clean_milestone, with_progress
from app.plans.services.milestones import update_milestone
from app.support.areas import get_milestone_in_area
from app.support.models import SupportSuggestion
from app.support.policy import ANSWER, SUGGEST, TAKE_BACK, AreaSubject, experts
from app.support.queries.assignments import list_assignments_of
from app.support.queries.suggestions import NO_SUGGESTION, find_suggestion_row, get_suggestion
from app.support.records import SuggestionRecord
from app.support.services.common import note_deed
from app.support.states import TEXT_LIMIT, SuggestionState
from app.support.values import FIELDS, to_text

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


def suggest(
    session: Session,
    view: CatalogueView,
    owner: str,
    reference: str,
    values: Mapping[str, Any],
    reason: str,
    *,
    actor: Actor,
) -> SupportSuggestion:
    """Suggest new values of some fields of a milestone, with the reason. Raises NotFound, NotAllowed, Invalid."""
    plan, milestone, block_key = get_milestone_in_area(session, view, owner, reference, actor)
    require(actor, SUGGEST, AreaSubject(owner, block_key, milestone.item_id))
    wanted = _wanted(view, milestone, values)
    held = {one.grant_id for one in experts(actor) if one.country == owner}
    mine = [
        one
        for one in list_assignments_of(session, actor.user_id or 0)
        if one.grant_id in held and (block_key in one.blocks or milestone.item_id in one.items)
    ]
    if not mine:
        raise NotAllowed(message("You may not do this."))
    made = SupportSuggestion(
        assignment_id=mine[0].assignment_id,
        plan_id=plan.plan_id,
        milestone_id=milestone.milestone_id,
        wanted=json.dumps(wanted, ensure_ascii=False, sort_keys=True),
        done="",
        reason=clean_text(reason, "reason", TEXT_LIMIT, required=True),
        state=SuggestionState.OPEN.value,
        made_at=clock.now(),
        author_id=actor.user_id,
        decided_at=None,
        decided_by_id=None,
        answer="",
    )
    session.add(made)
    session.flush()
    _note(session, made, "made", owner, actor, [None, made.state])
    return made


def accept(
    session: Session,
    view: CatalogueView,
    suggestion_id: int,
    values: Mapping[str, Any] | None,
    *,
    actor: Actor,
    expected_version: int | None,
    milestone_version: int | None,
    answer: str = "",
    cause: str | None = None,
) -> SuggestionState:
    """Write what was suggested into the plan, in the name of the coordinator; the history names the suggestion.

    `values`: what is written instead where the coordinator changed it; None: as suggested. Raises NotFound, NotAllowed,
    Conflict (of the suggestion or of the milestone), WrongState, Invalid.
    """
    found, row = _hold(session, suggestion_id, actor, expected_version)
    meant = {name: new for name, (_, new) in found.wanted.items()}
    given = meant if values is None else clean_milestone(_known(values), is_closing=False)
    if not given:
        raise Invalid(message("Say what is to be changed."), field=None)
    state = SuggestionState.ACCEPTED if given == meant else SuggestionState.CHANGED
    said = clean_text(answer, "answer", TEXT_LIMIT)
    update_milestone(
        session,
        view,
        found.owner,
        found.reference,
        given,
        actor=actor,
        expected_version=milestone_version,
        reason=_told(found, state),
        cause=cause,
    )
    if state is SuggestionState.CHANGED:
        row.done = json.dumps({name: to_text(value) for name, value in given.items()}, ensure_ascii=False)
    _decide(session, row, found, state, said, actor)
    return state


def decline(session: Session, suggestion_id: int, answer: str, *, actor: Actor, expected_version: int | None) -> None:
    """Say why a suggestion is not taken up. Raises NotFound, NotAllowed, Conflict, WrongState, Invalid."""
    found, row = _hold(session, suggestion_id, actor, expected_version)
    said = clean_text(answer, "answer", TEXT_LIMIT, required=True)
    _decide(session, row, found, SuggestionState.DECLINED, said, actor)


def withdraw_suggestion(session: Session, suggestion_id: int, *, actor: Actor, expected_version: int | None) -> None:
    """Take back what one suggested, before it is answered. Raises NotFound, NotAllowed, Conflict, WrongState."""
    found, row = _hold(session, suggestion_id, actor, expected_version, TAKE_BACK)
    _decide(session, row, found, SuggestionState.WITHDRAWN, "", actor)


def _hold(
    session: Session, suggestion_id: int, actor: Actor, expected_version: int | None, right: str = ANSWER
) -> tuple[SuggestionRecord, SupportSuggestion]:
    found = get_suggestion(session, suggestion_id, actor)
    require(actor, right, found.subject)
    row = find_suggestion_row(session, suggestion_id)
    if row.version != (found.version if expected_version is None else expected_version):
        raise Conflict(current_version=row.version)
    if row.state != SuggestionState.OPEN.value:
        raise WrongState(message("This suggestion has been answered already."))
    return found, row


def _decide(
    session: Session,
    row: SupportSuggestion,
    found: SuggestionRecord,
    state: SuggestionState,
    answer: str,
    actor: Actor,
) -> None:
    before = row.state
    row.state, row.answer = state.value, answer
    row.decided_at, row.decided_by_id = clock.now(), actor.user_id
    session.flush()
    _note(session, row, state.value, found.owner, actor, [before, state.value])


def _note(
    session: Session, row: SupportSuggestion, deed: str, owner: str, actor: Actor, state: list[str | None]
) -> None:
    name = f"support:suggestion:{deed}"
    changes = {"state": state, "milestone": [None, row.milestone_id]}
    note_deed(session, name, "support_suggestion", row.id, owner, actor=actor, changes=changes)


def _wanted(view: CatalogueView, milestone: MilestoneRecord, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → [as it is, as it is to be], of fields that differ. Raises Invalid."""
    cleaned = clean_milestone(_known(values), is_closing=milestone.is_closing)
    with_progress(cleaned, asdict(milestone), view.workstreams)  # refuses a step that the ladder does not have
    wanted = {
        name: [to_text(getattr(milestone, name)), to_text(value)]
        for name, value in cleaned.items()
        if value != getattr(milestone, name)
    }
    if not wanted:
        raise Invalid(message("Nothing would change."), field=None)
    return wanted


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    if set(values) - set(FIELDS):
        raise NotFound(NO_SUGGESTION)
    return dict(values)


def _told(found: SuggestionRecord, state: SuggestionState) -> str:
    """What the history says: which suggestion it was. Its words stay with it, since others read the history."""
    how = "as suggested" if state is SuggestionState.ACCEPTED else "changed from what was suggested"
    return f"Suggestion {found.suggestion_id} of {found.author or 'an expert'}, {how}"

"""A version of a file that was uploaded in error, taken back: nobody gets it any more, and it shows nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.files.models import StoredFile
from app.files.queries import NO_FILE
from app.plans import policy
from app.plans.history import change, raise_stamp
from app.plans.models import Evidence, Plan, PlanItem
from app.plans.queries import rows
from app.plans.queries.files import find_evidence_of, find_version_before, first_days_of_file
from app.plans.queries.items import is_evidence_shared
from app.plans.rules.values import clean_reason
from app.plans.services.access import authorities_of, find_plan, is_seen, place_of

TAKEN_ALREADY = message("This version has been taken back already.")


def hold_version(session: Session, owner: str, file_id: int, *, actor: Actor) -> tuple[Plan, Evidence, StoredFile]:
    """A version that the actor may take back, with the plan's row held. Raises NotFound, NotAllowed, WrongState."""
    plan = find_plan(session, owner, actor)
    evidence_id = find_evidence_of(session, plan.id, file_id)
    evidence = rows.find_evidence_row(session, plan.id, evidence_id) if evidence_id else None
    if evidence is None or not is_seen(is_evidence_shared(session, evidence.id), actor, owner):
        raise NotFound(NO_FILE)
    place = place_of(session, plan, session.get_one(PlanItem, evidence.plan_item_id))
    require(actor, policy.TAKE_BACK_VERSION, place.subject(authorities_of(session, place)))
    file = session.get_one(StoredFile, file_id, populate_existing=True)
    if file.taken_back_at is not None:
        raise WrongState(TAKEN_ALREADY)
    return plan, evidence, file


def take_back(
    session: Session,
    evidence: Evidence,
    file: StoredFile,
    *,
    actor: Actor,
    reason: str,
    before_counts: bool,
    is_sealed: bool,
) -> None:
    """Take back what `hold_version` gave; `is_sealed`: a seal rests on its bytes, so that they stay.

    It shows nothing any more at once, in both states of the plan and on all days, as what the virus scan refuses.
    With `before_counts` the version before it counts again from today on. Raises Invalid.
    """
    said = clean_reason(reason, required=True)
    counts = evidence.file_id == file.id and not evidence.is_withdrawn
    before = find_version_before(session, evidence.id, file.id) if counts else None
    if before_counts and before is None:
        raise Invalid(message("There is no version before it that could count again."), field="before_counts")
    file.taken_back_at, file.taken_back_by_id, file.taken_back_why = clock.now(), actor.user_id, said
    file.is_sealed = is_sealed
    session.flush()
    for plan_id, scope, day in first_days_of_file(session, file.id):
        raise_stamp(session, plan_id, scope, day)
    record(
        session,
        actor=actor,
        deed="files:file:taken-back",
        subject_kind="file",
        subject_id=file.id,
        country=file.country,
        changes={"is_taken_back": [False, True], "keeps_bytes": [True, is_sealed]},
        reason=said,
    )
    if before_counts and before is not None:
        change(
            session,
            evidence,
            {"file_id": before.file_id},
            actor=actor,
            effective_on=clock.today(),
            reason=said,
            deed="plans:evidence:updated",
        )

"""Which milestones of its item a piece of evidence is about."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Invalid
from app.core.labels import message
from app.plans.history import note_row_change
from app.plans.models import Evidence, EvidenceMilestone
from app.plans.queries import rows
from app.plans.services.access import Place


def named_by(session: Session, evidence: Evidence) -> list[str]:
    """The references of the milestones it is about now."""
    return [reference for _, reference in rows.list_named_rows(session, evidence.id)]


def check_milestones(session: Session, place: Place, references: Collection[str] | None) -> None:
    """Raise Invalid unless all are milestones of the item."""
    wanted = set(references or ())
    if not wanted:
        return
    found = rows.list_milestone_rows(session, place.plan.id, wanted)
    here = {milestone.reference for milestone in found if milestone.item_id == place.item_id}
    if here != wanted:
        raise Invalid(message("Choose among the milestones of this item."), field="milestones")


def name_milestones(
    session: Session, place: Place, evidence: Evidence, references: Collection[str], actor: Actor
) -> None:
    """Make these the milestones it is about; they have been checked."""
    held = rows.list_named_rows(session, evidence.id)
    before, wanted = {reference for _, reference in held}, set(references)
    instant = note_row_change(
        session,
        evidence,
        {"milestones": [sorted(before), sorted(wanted)]},
        actor=actor,
        deed="plans:evidence:milestones-set",
    )
    for row, reference in held:
        if reference not in wanted:
            row.removed_at = instant
    session.add_all(
        EvidenceMilestone(evidence_id=evidence.id, milestone_id=milestone.id, created_at=instant)
        for milestone in rows.list_milestone_rows(session, place.plan.id, wanted - before)
    )
    session.flush()

"""“No change” of many milestones at a stroke."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.labels import message
from app.plans.queries import rows
from app.plans.services.access import find_plan
from app.plans.services.milestone_status import confirm_milestones


class ChangedMeanwhile(Conflict):
    """Some of the milestones have changed since they were looked at: `references`; none was confirmed."""

    def __init__(self, references: tuple[str, ...]) -> None:
        super().__init__(message("Somebody has changed some of these in the meantime; nothing was confirmed."))
        self.references = references


def confirm_many(session: Session, owner: str, versions: Mapping[str, int | None], *, actor: Actor) -> int:
    """Confirm that nothing changed in any of these, all or none; returns of how many that is new today.

    `versions` maps a reference to the version looked at. Raises ChangedMeanwhile with all that have changed, Invalid
    for none chosen, and as `confirm_milestones`.
    """
    if not versions:
        raise Invalid(message("Choose at least one milestone."), field="milestone")
    try:
        return confirm_milestones(session, owner, versions, actor=actor)
    except Conflict as conflict:
        plan = find_plan(session, owner, actor)
        now = {row.reference: row.version for row in rows.list_milestone_rows(session, plan.id, versions)}
        changed = tuple(one for one, version in versions.items() if version is not None and now.get(one) != version)
        raise ChangedMeanwhile(changed) from conflict

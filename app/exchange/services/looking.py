"""An open import as it is looked at: what it would change in the plan as it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.labels import message
from app.core.policy import require
from app.exchange import policy, queries
from app.exchange.models import WorkbookImport
from app.exchange.proposal import Proposal, from_text, to_text
from app.exchange.services.merging import propose, state_of
from app.exchange.states import ImportState
from app.plans.policy import PlanSubject
from app.plans.queries.heads import get_plan
from app.plans.queries.records import PlanInScope
from app.plans.services.access import find_plan

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

NO_IMPORT = message("There is no such import.")


def preview(session: Session, owner: str, import_id: int, *, actor: Actor) -> tuple[WorkbookImport, Proposal]:
    """An import and what it would change, as last looked at. Raises NotFound, NotAllowed."""
    _plan, found, proposal = _looked_at(session, owner, import_id, actor)
    return found, proposal


def _looked_at(
    session: Session, owner: str, import_id: int, actor: Actor
) -> tuple[PlanInScope, WorkbookImport, Proposal]:
    plan = get_plan(session, owner, actor)
    require(actor, policy.IMPORT, PlanSubject(owner))
    found = queries.find_import(session, plan.plan_id, import_id)
    if found is None:
        raise NotFound(NO_IMPORT)
    return plan, found, from_text(found.proposal)


def is_overtaken(session: Session, view: CatalogueView, owner: str, import_id: int, *, actor: Actor) -> bool:
    """Whether an open import was compared with another state of the plan, or for somebody else.

    Raises NotFound, NotAllowed.
    """
    plan, found, proposal = _looked_at(session, owner, import_id, actor)
    return found.state == ImportState.PREVIEWED.value and proposal.as_of != state_of(view, plan, actor)


def look_again(session: Session, view: CatalogueView, owner: str, import_id: int, *, actor: Actor) -> None:
    """Compare an open import with the plan as it stands now, where it was overtaken. Nothing of the plan changes.

    The session may write. Raises NotFound, NotAllowed.
    """
    find_plan(session, owner, actor)
    if is_overtaken(session, view, owner, import_id, actor=actor):
        plan, found, proposal = _looked_at(session, owner, import_id, actor)
        put(found, propose(session, view, plan, proposal.edits, actor=actor, before=proposal))
        session.flush()


def put(found: WorkbookImport, proposal: Proposal) -> None:
    """Keep with an import what it would change."""
    found.proposal = to_text(proposal)
    found.changes, found.conflicts, found.refusals = proposal.changes, proposal.conflicts, proposal.refusals

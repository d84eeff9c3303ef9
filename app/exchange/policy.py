"""Who takes a plan away as a workbook, and who brings one back. What each row may change is asked of plans."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.catalogue.views import BlockView
from app.core.policy import allows, permit
from app.plans.policy import REPORT_PART, UPDATE_MILESTONE, WorkSubject, coordinates, is_system, sees_working_state

EXPORT = permit("exchange:workbook:export", "Take a plan away as a workbook", [sees_working_state], [is_system])
IMPORT = permit("exchange:workbook:import", "Bring a workbook of a plan back", [sees_working_state], [is_system])
START = permit("exchange:spreadsheet:start", "Begin a plan from a spreadsheet", [coordinates], [is_system])
FORGET = permit("exchange:layout:delete", "Delete columns kept for spreadsheets", [coordinates], [is_system])


def may_write_for(actor: Actor, owner: str, block: BlockView, authority_id: int | None) -> bool:
    """Whether the actor may change milestones of an authority (None: of none) in a block of a plan."""
    authorities = frozenset() if authority_id is None else frozenset({authority_id})
    return allows(actor, UPDATE_MILESTONE, WorkSubject(owner, block.key, authorities))


def may_report_for(actor: Actor, owner: str, block: BlockView, authority_id: int) -> bool:
    """Whether the actor may report an authority's part of a target in a block of a plan."""
    return allows(actor, REPORT_PART, WorkSubject(owner, block.key, frozenset({authority_id})))

"""The verbs on plans, by family. None commits; each asks for the right first."""

from app.plans.services.authorities import (
    add_authority,
    deactivate_authority,
    reactivate_authority,
    rename_authority,
)
from app.plans.services.closing import reopen_item, report_in_place
from app.plans.services.evidence import attach_evidence, update_evidence, withdraw_evidence
from app.plans.services.items import set_applicability, update_item
from app.plans.services.milestone_status import (
    cancel_milestone,
    confirm_milestones,
    offer_milestone,
    uncancel_milestone,
)
from app.plans.services.milestones import add_milestone, update_milestone
from app.plans.services.plans import open_plans
from app.plans.services.predecessors import add_predecessor, remove_predecessor
from app.plans.services.prose import update_prose
from app.plans.services.releases import set_continuous_sharing, set_row_sharing, share

__all__ = [
    "add_authority",
    "add_milestone",
    "add_predecessor",
    "attach_evidence",
    "cancel_milestone",
    "confirm_milestones",
    "deactivate_authority",
    "offer_milestone",
    "open_plans",
    "reactivate_authority",
    "remove_predecessor",
    "rename_authority",
    "reopen_item",
    "report_in_place",
    "set_applicability",
    "set_continuous_sharing",
    "set_row_sharing",
    "share",
    "uncancel_milestone",
    "update_evidence",
    "update_item",
    "update_milestone",
    "update_prose",
    "withdraw_evidence",
]

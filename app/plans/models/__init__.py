"""Plans: current rows, their revisions, and the spans that revisions add up to.

Four kinds of subject have a history: the prose of a block, an item, a milestone, a piece of evidence. The
fields that count are named once, in a mixin that the subject and its spans share. A row of the subject holds
the working state of today; its spans hold what was true from a day until a day, once as the country knows
it (`working`) and once as others see it (`shared`), and are rebuilt from the revisions (app/plans/history/).
"""

from app.plans.models.fields import EvidenceFields, MilestoneFields, PlanItemFields, ProseFields
from app.plans.models.history import PlanTouch, Revision
from app.plans.models.plan import Authority, AuthorityFormerName, Plan
from app.plans.models.sharing import ContinuousSharing, PlanRelease, PlanReleaseBlock
from app.plans.models.spans import EvidenceSpan, MilestoneSpan, PlanItemSpan, ProseSpan
from app.plans.models.subjects import (
    Evidence,
    EvidenceFile,
    EvidenceMilestone,
    Milestone,
    MilestonePlace,
    PlanBlock,
    PlanItem,
    PlanItemAuthority,
    Predecessor,
    Prose,
)

__all__ = [
    "Authority",
    "AuthorityFormerName",
    "ContinuousSharing",
    "Evidence",
    "EvidenceFields",
    "EvidenceFile",
    "EvidenceMilestone",
    "EvidenceSpan",
    "Milestone",
    "MilestoneFields",
    "MilestonePlace",
    "MilestoneSpan",
    "Plan",
    "PlanBlock",
    "PlanItem",
    "PlanItemAuthority",
    "PlanItemFields",
    "PlanItemSpan",
    "PlanRelease",
    "PlanReleaseBlock",
    "PlanTouch",
    "Predecessor",
    "Prose",
    "ProseFields",
    "ProseSpan",
    "Revision",
]

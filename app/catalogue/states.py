"""The closed vocabularies of a catalogue; see docs/catalogue.md."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message


class NodeKind(LabelledEnum):
    BLOCK = "block", message("block")
    SECTION = "section", message("section")
    ITEM = "item", message("item")


class Level(LabelledEnum):
    EU = "eu", message("EU level")
    MEMBER_STATE = "member_state", message("Member States")


class Obligation(LabelledEnum):
    SHALL = "shall", message("duty")
    SHALL_IF = "shall_if", message("duty on a condition")
    MAY = "may", message("voluntary")
    RECOMMENDED = "recommended", message("recommended")


class Nature(LabelledEnum):
    ARRANGEMENT = "arrangement", message("arrangement")
    RECURRING = "recurring", message("recurring duty")
    EVENT = "event", message("when it happens")
    PER_CASE = "per_case", message("in each case")


class DueKind(LabelledEnum):
    """The kind of date an item carries itself."""

    LEGAL = "legal", message("legal date")
    INDICATIVE = "indicative", message("indicative date")
    RECURRING = "recurring", message("recurring date")
    PER_CASE = "per_case", message("limit in each case")
    ON_EVENT = "on_event", message("when it happens")


class NeededByKind(LabelledEnum):
    """Where an item's needed-by day comes from, first that exists."""

    LEGAL = "legal", message("legal date")
    APPLICATION = "application", message("date of application")
    PLANNING = "planning", message("planning date")


class Bound(LabelledEnum):
    """Whether an act binds a Member State."""

    YES = "yes", message("bound")
    NO = "no", message("not bound")
    OPTED_IN = "opted_in", message("bound by own choice")
    PART = "part", message("bound by some articles")
    TO_BE_CONFIRMED = "to_be_confirmed", message("to be confirmed")


class Standing(LabelledEnum):
    """What an item is for one plan, computed from its primary reference when a release is loaded."""

    BOUND = "bound", message("applies")
    NOT_BOUND = "not_bound", message("not applicable")
    TO_BE_CONFIRMED = "to_be_confirmed", message("participation to be confirmed")


class Holds(LabelledEnum):
    """Whether a condition holds for a country."""

    TRUE = "true", message("holds")
    FALSE = "false", message("does not hold")
    TO_BE_CONFIRMED = "to_be_confirmed", message("to be confirmed")


class Confidence(LabelledEnum):
    HIGH = "high", message("high")
    MEDIUM = "medium", message("medium")
    LOW = "low", message("low")
    NONE = "none", message("none")


class GuidanceKind(LabelledEnum):
    """What was published to help Member States."""

    PLAN = "plan", message("plan")
    QUESTIONS = "questions", message("questions and answers")
    GUIDE = "guide", message("guide")
    STANDARDS = "standards", message("standards")
    TOOL = "tool", message("tool")
    TRAINING = "training", message("training")
    WORKSHOP = "workshop", message("workshop")
    TEMPLATE = "template", message("template")
    OPERATIONS = "operations", message("operational support")


class CallKind(LabelledEnum):
    """What kind of support for Member States a call is."""

    DEDICATED = "dedicated", message("dedicated call")
    FOLLOW_UP = "follow_up", message("follow-ups")
    ROUND = "round", message("yearly round")
    EARLIER = "earlier", message("earlier support")


class Provenance(LabelledEnum):
    ACT = "act", message("text of the act")
    COMMON_PLAN = "common_plan", message("common plan, as far as known")
    CHECKLIST = "checklist", message("row of the checklist that was seen")
    DELIVERED_ACT = "delivered_act", message("adopted implementing act")
    STATE_OF_PLAY = "state_of_play", message("later report or news of the Commission")
    NATIONAL_PLAN = "national_plan", message("pattern of a published national plan")
    COMMISSION_PAGE = "commission_page", message("page of the Commission")


class ActGroup(LabelledEnum):
    PACT = "pact", message("act of the Pact")
    RELATED = "related", message("related act")
    IMPLEMENTING = "implementing", message("implementing act")


class ActKind(LabelledEnum):
    DIRECTIVE = "directive", message("directive")
    REGULATION = "regulation", message("regulation")
    DECISION = "decision", message("decision")
    IMPLEMENTING_ACT = "implementing_act", message("implementing act")
    RECOMMENDATION = "recommendation", message("recommendation")


class ActorGroup(LabelledEnum):
    EU = "eu", message("EU institutions")
    AGENCY = "agency", message("EU agencies")
    NATIONAL = "national", message("national authorities")
    PARTNER = "partner", message("partners")


class StepDueKind(LabelledEnum):
    """When a step of the annual cycle is due."""

    DAY = "day", message("by a day of the year")
    WINDOW = "window", message("within days of the year")
    WITHIN = "within", message("within a period after another step")
    AFTER = "after", message("after another step")
    BEFORE = "before", message("before another step")
    EVENT = "event", message("when it happens")
    UNDATED = "undated", message("no day in the act")


class StepRole(LabelledEnum):
    """What an actor does in a step of the annual cycle."""

    RESPONSIBLE = "responsible", message("responsible")
    CHAIRS = "chairs", message("chairs")
    TAKES_PART = "takes_part", message("takes part")
    CONSULTED = "consulted", message("is consulted")
    RECEIVES = "receives", message("receives")


class StepLinkKind(LabelledEnum):
    """Why a step names another one."""

    COUNTED_FROM = "of", message("counted from")
    NEEDS = "needs", message("needs")


class Solidarity(LabelledEnum):
    """The types of solidarity measures, and what may take the place of relocations; all of equal value."""

    RELOCATION = "relocation", message("relocations")
    FINANCIAL = "financial", message("financial contributions")
    ALTERNATIVE = "alternative", message("alternative measures")
    OFFSET = "offset", message("responsibility offsets")

    @property
    def is_in_persons(self) -> bool:
        """Whether it is counted in persons; the others in euro."""
        return self in (Solidarity.RELOCATION, Solidarity.OFFSET)


class PoolKind(LabelledEnum):
    """What is said of a contribution to a pool."""

    PLEDGE = "pledge", message("pledged")
    DEDUCTION = "deduction", message("deducted")
    DELIVERED = "delivered", message("delivered")
    CONFIRMED = "confirmed", message("confirmed")


class Measure(LabelledEnum):
    """How the progress of a milestone is measured."""

    STEPS = "steps", message("steps of a ladder")
    TARGET = "target", message("target value")


class EvidenceKind(LabelledEnum):
    """What can show that something is in place.

    The last two are deliverables of technical support that the country accepted: one that a closing condition names as
    its product, and any other. Nobody chooses them: accepting writes them (decision 28).
    """

    LEGAL_REFERENCE = "legal_reference", message("legal reference")
    NOTIFICATION = "notification", message("notification")
    LINK = "link", message("link")
    NUMBER = "number", message("number with unit and date")
    STATEMENT = "statement", message("statement")
    FILE = "file", message("file")
    PRODUCT = "product", message("product of technical support")
    DELIVERABLE = "deliverable", message("deliverable of technical support")


OF_SUPPORT = frozenset({EvidenceKind.PRODUCT, EvidenceKind.DELIVERABLE})
"""Kinds that only the acceptance of a deliverable writes."""

OF_COUNTRY = tuple(kind for kind in EvidenceKind if kind not in OF_SUPPORT)
"""Kinds that a country chooses among."""


class ClosingKind(LabelledEnum):
    """What shows that an item is in place."""

    PUBLISHED_ACT = "published_act", message("published act")
    PUBLISHED_ACT_NOTIFIED = "published_act_notified", message("published act, notified")
    NOTIFICATION = "notification", message("notification")
    NUMBER = "number", message("number with unit and date")
    CONTRACT = "contract", message("contract")
    TRAINING_RECORD = "training_record", message("training record")
    TEST_REPORT = "test_report", message("test report")
    ADOPTED_DOCUMENT = "adopted_document", message("adopted document")
    STATEMENT = "statement", message("statement")


_E = EvidenceKind
PROOFS: dict[ClosingKind, tuple[frozenset[EvidenceKind], ...]] = {
    ClosingKind.PUBLISHED_ACT: (frozenset({_E.LEGAL_REFERENCE}),),
    ClosingKind.PUBLISHED_ACT_NOTIFIED: (frozenset({_E.LEGAL_REFERENCE}), frozenset({_E.NOTIFICATION})),
    ClosingKind.NOTIFICATION: (frozenset({_E.NOTIFICATION}),),
    ClosingKind.NUMBER: (frozenset({_E.NUMBER}),),
    ClosingKind.CONTRACT: (frozenset({_E.LINK, _E.STATEMENT, _E.FILE}),),
    ClosingKind.TRAINING_RECORD: (frozenset({_E.NUMBER, _E.STATEMENT, _E.FILE}),),
    ClosingKind.TEST_REPORT: (frozenset({_E.LINK, _E.NOTIFICATION, _E.STATEMENT, _E.FILE}),),
    ClosingKind.ADOPTED_DOCUMENT: (frozenset({_E.LINK, _E.LEGAL_REFERENCE, _E.STATEMENT, _E.FILE}),),
    ClosingKind.STATEMENT: (frozenset(OF_COUNTRY),),
}
"""A closing condition is met when every group has valid evidence of one of its kinds."""


def proofs_of(closing: ClosingKind, *, sensitive: bool, product: bool = False) -> tuple[frozenset[EvidenceKind], ...]:
    """The groups of evidence that show an item; of a sensitive one no more is asked than a statement, and no file.

    `product`: a product of technical support shows it too, in the first group.
    """
    if sensitive:
        return (frozenset(OF_COUNTRY) - {EvidenceKind.FILE},)
    first, *others = PROOFS[closing]
    return (first | {EvidenceKind.PRODUCT} if product else first, *others)


OTHER_WRITINGS = {"GR": "EL"}
"""Codes of ISO 3166 that the Union writes otherwise."""


def proper_code(written: str) -> str:
    """The code of a country as the Union writes it: `gr` and `GR` are EL, `ie` is IE."""
    code = written.strip().upper()
    return OTHER_WRITINGS.get(code, code)

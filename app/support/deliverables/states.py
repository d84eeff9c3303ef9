"""Vocabularies of deliverables, and which of them can be the product that a closing condition names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.catalogue.states import ClosingKind
from app.core.labels import LabelledEnum, message

ASKED_AGAIN_MONTHS = 6
"""Months after which a country is asked again whether a deliverable is in use."""


class DeliverableKind(LabelledEnum):
    """What a deliverable is."""

    ANALYSIS = "analysis", message("analysis")
    GAP_ASSESSMENT = "gap_assessment", message("gap assessment")
    RECOMMENDATION = "recommendation", message("recommendation")
    ROADMAP = "roadmap", message("roadmap")
    PROCEDURE = "procedure", message("standard operating procedure")
    TRAINING = "training", message("training material")
    TOOL = "tool", message("tool")
    REPORT = "report", message("report")


CLOSES: Mapping[DeliverableKind, frozenset[ClosingKind]] = MappingProxyType(
    {
        DeliverableKind.PROCEDURE: frozenset({ClosingKind.ADOPTED_DOCUMENT}),
        DeliverableKind.TRAINING: frozenset({ClosingKind.TRAINING_RECORD}),
        DeliverableKind.TOOL: frozenset({ClosingKind.ADOPTED_DOCUMENT}),
        DeliverableKind.REPORT: frozenset({ClosingKind.TEST_REPORT}),
    }
)
"""Kind → closing conditions whose product it can be, where the catalogue says that a product closes the item. What
says what should be done (analysis, gap assessment, recommendation, roadmap) shows nothing that is in place."""


class Standing(LabelledEnum):
    """Where a deliverable stands."""

    DRAFT = "draft", message("draft")
    SUBMITTED = "submitted", message("submitted")
    RETURNED = "returned", message("returned")
    APPROVED = "approved", message("approved, not yet accepted")
    ACCEPTED = "accepted", message("accepted, not yet approved")
    DELIVERED = "delivered", message("approved and accepted")
    IN_USE = "in_use", message("in use")
    NOT_IN_USE = "not_in_use", message("not in use")
    WITHDRAWN = "withdrawn", message("withdrawn")


class Act(LabelledEnum):
    """A step in the life of a deliverable."""

    SUBMIT = "submit", message("submit")
    APPROVE = "approve", message("approve")
    ACCEPT = "accept", message("accept")
    RETURN = "return", message("return with reasons")
    USE = "use", message("say that it is in use")
    STOP = "stop", message("say that it is not in use")
    WITHDRAW = "withdraw", message("withdraw")


DONE: Mapping[Act, str] = MappingProxyType(
    {
        Act.SUBMIT: message("Submitted"),
        Act.APPROVE: message("Approved for the contract"),
        Act.ACCEPT: message("Accepted by the country"),
        Act.RETURN: message("Returned"),
        Act.USE: message("In use"),
        Act.STOP: message("Not in use"),
        Act.WITHDRAW: message("Withdrawn"),
    }
)
"""How a step is told afterwards."""


class Hand(LabelledEnum):
    """Who takes a step: who made it, the support officer (contract), or the country for the beneficiary authority."""

    AUTHOR = "author", message("the author")
    OFFICER = "officer", message("the support officer")
    BENEFICIARY = "beneficiary", message("the country")


class ServedKind(LabelledEnum):
    """What a deliverable is about or serves."""

    MEASURE = "measure", message("measure")
    ITEM = "item", message("item")
    MILESTONE = "milestone", message("milestone")

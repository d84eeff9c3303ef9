"""Vocabularies of plans, and the scopes in which a plan can be read."""

from __future__ import annotations

from app.catalogue.states import EvidenceKind, Measure
from app.core.labels import LabelledEnum, message

EU = "EU"
"""Owner code of the EU-level plan."""

CLOSING_TITLE = message("In place")
"""What the system calls the closing milestone of every item."""


class Scope(LabelledEnum):
    """Which state of a plan is read: what only the country sees, or what others see."""

    WORKING = "working", message("working state")
    SHARED = "shared", message("shared state")


class Applicability(LabelledEnum):
    """What a country says of an item; by law it is computed (`catalogue.Duty`)."""

    APPLIES = "applies", message("applies")
    NOT_APPLICABLE = "not_applicable", message("not applicable")


class SubjectKind(LabelledEnum):
    """What has a history."""

    PROSE = "prose", message("prose of a block")
    PLAN_ITEM = "plan_item", message("item")
    MILESTONE = "milestone", message("milestone")
    EVIDENCE = "evidence", message("evidence")


class Shift(LabelledEnum):
    """Where a milestone goes among those of its item."""

    FIRST = "first", message("First")
    UP = "up", message("Up")
    DOWN = "down", message("Down")
    LAST = "last", message("Last")


class Awaited(LabelledEnum):
    """Which parts of a milestone that is split are waited for by what waited for the whole."""

    EVERY = "every", message("every part")
    FIRST = "first", message("the first part")
    LAST = "last", message("the last part")


class Cause(LabelledEnum):
    """Why a frozen baseline, or a forecast by more than 14 days, was moved."""

    LEGISLATIVE_CALENDAR = "legislative_calendar", message("legislative calendar")
    ELECTIONS = "elections", message("elections or change of government")
    PARLIAMENT = "parliament", message("parliamentary rejection or referendum")
    COURT_RULING = "court_ruling", message("court ruling")
    PROCUREMENT = "procurement", message("procurement")
    TENDER_CHALLENGED = "tender_challenged", message("tender challenged")
    STAFFING = "staffing", message("staffing")
    BUDGET = "budget", message("budget")
    LEVELS_OF_GOVERNMENT = "levels_of_government", message("agreement between levels of government")
    EU_LEVEL = "eu_level", message("EU level")
    ANOTHER_COUNTRY = "another_country", message("another country")
    SCOPE = "scope", message("scope")
    FORCE_MAJEURE = "force_majeure", message("force majeure")
    OTHER = "other", message("other")


__all__ = ["EU", "Applicability", "Awaited", "Cause", "EvidenceKind", "Measure", "Scope", "Shift", "SubjectKind"]

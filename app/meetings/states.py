"""Vocabularies of meetings, of what is on their agenda and of what follows from them."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

LINE_LIMIT, TEXT_LIMIT = 300, 4000
"""Characters that a line and a text can have."""

MOST = 200
"""So many points an agenda, and so many actions a meeting, can have."""


class Body(LabelledEnum):
    """Who meets."""

    MECHANISM = "mechanism", message("EU Mechanism for Preparedness and Management of Crises")
    HIGH_LEVEL = "high_level", message("High-Level EU Solidarity Forum")
    TECHNICAL_LEVEL = "technical_level", message("Technical-Level EU Solidarity Forum")
    CONTACT_COMMITTEE = "contact_committee", message("Contact Committee")
    CONSULTATION = "consultation", message("consultation of a Member State concerned")
    OTHER = "other", message("other group")


class Reach(LabelledEnum):
    """Who reads a meeting and what came of it."""

    ALL = "all", message("all with a role in plans")
    LISTED = "listed", message("the Member States that take part, the Commission and those who keep the EU level")
    COUNTRY = "country", message("the Member State consulted and the Commission")


class LinkKind(LabelledEnum):
    """What a point of an agenda is about."""

    BLOCK = "block", message("block")
    ITEM = "item", message("item")
    STEP = "step", message("step of the cycle")
    FLAG = "flag", message("flag")


class ActionState(LabelledEnum):
    """What became of an action."""

    OPEN = "open", message("open")
    DONE = "done", message("done")
    WITHDRAWN = "withdrawn", message("withdrawn")

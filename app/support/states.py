"""Vocabularies of technical support."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.core.labels import LabelledEnum, message

LINE_LIMIT, TEXT_LIMIT = 300, 4000
"""Characters that a line and a text can have."""

DELIVERABLE_DAYS = 90
"""Days after the last one of an assignment on which an expert still reads deliverables of their own."""

FOLLOW_UP_MONTHS = (6, 18)
"""Months after the final report after which it is asked what became of it."""


class State(LabelledEnum):
    """Where a request, and the project that it becomes, stands."""

    REQUESTED = "requested", message("requested")
    DECLINED = "declined", message("not selected")
    WITHDRAWN = "withdrawn", message("withdrawn")
    SELECTED = "selected", message("selected")
    PLANNED = "planned", message("support plan signed")
    RUNNING = "running", message("under way")
    REPORTED = "reported", message("final report delivered")
    FOLLOWED_UP = "followed_up", message("looked at after six months")
    CLOSED = "closed", message("closed")
    ENDED = "ended", message("ended early")


class Deed(LabelledEnum):
    """A step in the life of a request or project."""

    REQUEST = "request", message("request support")
    WITHDRAW = "withdraw", message("withdraw the request")
    SELECT = "select", message("select the request")
    DECLINE = "decline", message("do not select the request")
    SIGN = "sign", message("record the signed support plan")
    START = "start", message("record the inception meeting")
    MEET = "meet", message("record a steering meeting")
    REPORT = "report", message("record the final report")
    FOLLOW_UP = "follow_up", message("record what became of it")
    END = "end", message("end the project early")


DONE: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.REQUEST: message("Requested"),
        Deed.WITHDRAW: message("Withdrawn by the country"),
        Deed.SELECT: message("Selected"),
        Deed.DECLINE: message("Not selected"),
        Deed.SIGN: message("Cooperation and support plan signed"),
        Deed.START: message("Inception meeting"),
        Deed.MEET: message("Steering meeting"),
        Deed.REPORT: message("Final report delivered"),
        Deed.FOLLOW_UP: message("What became of it"),
        Deed.END: message("Ended early"),
    }
)
"""How a step is told afterwards."""


class Side(LabelledEnum):
    """Who takes a step: the country that asks, or the support officer."""

    COUNTRY = "country", message("the country")
    OFFICER = "officer", message("the support officer")


class PartKind(LabelledEnum):
    """What a request is about; the first two are areas of a plan."""

    BLOCK = "block", message("block")
    ITEM = "item", message("item")
    MEASURE = "measure", message("measure")
    THEME = "theme", message("theme")


class LinkKind(LabelledEnum):
    """What stands beside a request."""

    AMIF = "amif", message("AMIF action")
    BMVI = "bmvi", message("BMVI action")
    AGENCY = "agency", message("operation of an agency")
    OTHER = "other", message("other support")


class SuggestionState(LabelledEnum):
    """What became of a suggested change of a milestone."""

    OPEN = "open", message("waits for the coordinator")
    ACCEPTED = "accepted", message("accepted")
    CHANGED = "changed", message("accepted with changes")
    DECLINED = "declined", message("declined")
    WITHDRAWN = "withdrawn", message("withdrawn")


class Waits(LabelledEnum):
    """What somebody is asked to do about a request, a suggestion or a deliverable."""

    DECIDE = "decide", message("Select it or not")
    FOLLOW_UP = "follow-up", message("Say what became of it")
    ANSWER = "answer", message("Answer it")
    APPROVE = "approve", message("Approve or return it")
    ACCEPT = "accept", message("Accept or return it")
    USE = "use", message("Is it in use?")
    USE_AGAIN = "use-again", message("Is it still in use?")
    REVISE = "revise", message("Change and submit it")

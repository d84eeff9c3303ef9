"""Vocabularies of good practices and of their reuse."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.core.labels import LabelledEnum, message

LINE_LIMIT, TEXT_LIMIT = 300, 4000
"""Characters that a line and a text can have."""

NOT_SHARED = message("a practice that is not shared with you")
"""How one is called that the reader may not see: no country, no title."""


class PracticeState(LabelledEnum):
    """Where a practice stands. Others than its country and who proposed it read it while it is published alone."""

    PROPOSED = "proposed", message("proposed, waits for the country’s consent")
    PUBLISHED = "published", message("shared with the consent of the country")
    WITHDRAWN = "withdrawn", message("consent withdrawn")
    DECLINED = "declined", message("declined by the country")
    TAKEN_BACK = "taken_back", message("proposal taken back")


class Reach(LabelledEnum):
    """Whom a consent names."""

    ALL = "all", message("all Member States")
    LISTED = "listed", message("the Member States named")


class Act(LabelledEnum):
    """An act on a practice. The first six are its life, the others its reuse."""

    PROPOSE = "propose", message("proposed")
    WRITE = "write", message("written anew")
    CONSENT = "consent", message("consent given")
    WITHDRAW = "withdraw", message("consent withdrawn")
    DECLINE = "decline", message("declined")
    TAKE_BACK = "take_back", message("proposal taken back")
    ADAPT = "adapt", message("adapted")
    ADOPT = "adopt", message("adopted")
    STOP = "stop", message("no longer in use")
    USE = "use", message("in use again")
    TELL = "tell", message("opened to the first author")
    HIDE = "hide", message("closed to the first author")


class Side(LabelledEnum):
    """Who acts: the country whose practice it is, the support officer, or a country that adopts or adapts it."""

    COUNTRY = "country", message("the country")
    OFFICER = "officer", message("the support officer")
    ADOPTER = "adopter", message("who uses it")


LIFE = frozenset({Act.PROPOSE, Act.WRITE, Act.CONSENT, Act.WITHDRAW, Act.DECLINE, Act.TAKE_BACK})
"""Acts on the practice itself, which its country reads."""

REUSE: Mapping[Act, str] = MappingProxyType(
    {
        Act.ADAPT: message("%(by)s adapted a good practice: %(name)s"),
        Act.ADOPT: message("%(by)s adopted a good practice: %(name)s"),
        Act.STOP: message("%(by)s no longer uses a good practice: %(name)s"),
        Act.USE: message("%(by)s uses a good practice again: %(name)s"),
    }
)
"""Acts of which the first author hears, where who does them agrees."""

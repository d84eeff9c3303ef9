"""The sentences of notices, and how one is said in a language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from app.catalogue.views import CatalogueView, Text
from app.core.labels import message
from app.flags.states import Deed
from app.notices.records import Notice
from app.notices.states import Kind
from app.plans.states import EU

STEPS: Mapping[Deed, str] = {
    Deed.SEND: message("%(by)s sent flag %(name)s: %(about)s"),
    Deed.ACKNOWLEDGE: message("%(by)s acknowledged flag %(name)s: %(about)s"),
    Deed.ANSWER: message("%(by)s answered flag %(name)s: %(about)s"),
    Deed.ACCEPT: message("%(by)s accepted the answer to flag %(name)s: %(about)s"),
    Deed.MAINTAIN: message("%(by)s maintained flag %(name)s: %(about)s"),
    Deed.CLOSE: message("%(by)s closed flag %(name)s: %(about)s"),
    Deed.RAISE: message("%(by)s raised flag %(name)s to management: %(about)s"),
    Deed.WITHDRAW: message("%(by)s withdrew flag %(name)s: %(about)s"),
}
ASKED_BY: Mapping[Deed, str] = {
    Deed.SEND: message("%(by)s sent flag %(name)s, to be answered by %(on)s: %(about)s"),
    Deed.MAINTAIN: message("%(by)s maintained flag %(name)s, to be answered by %(on)s: %(about)s"),
}
"""The same where a day is named."""

WRITTEN = message("%(by)s wrote a message on flag %(name)s: %(about)s")
TO_ANSWER = message("To be answered by %(on)s, flag %(name)s: %(about)s")
ANSWER_LATE = message("The answer was due on %(on)s, flag %(name)s: %(about)s")
TO_FOLLOW_UP = message("To be followed up by %(on)s, the answer to flag %(name)s: %(about)s")
MENTIONED_ON_FLAG = message("You are mentioned in a message on flag %(name)s: %(about)s")
MENTIONED = message("You are mentioned in a comment on the plan of %(country)s: %(about)s")
SHARED = message("The plan of %(country)s was shared")
SHARED_BLOCKS = message("Blocks of the plan of %(country)s were shared")
SUBMITTED = message("%(country)s submitted: %(name)s")
TO_SIGN = message("A submission of %(country)s waits for a second signature")
ASSESSED = message("The Commission assessed an item of the plan of %(country)s: %(about)s")
STATED = message("%(name)s made a statement on an item of the plan of %(country)s: %(about)s")
UNSTATED = message("%(name)s withdrew a statement on an item of the plan of %(country)s: %(about)s")
OPENED = message("A round was opened, with its cut-off on %(on)s: %(name)s")
CLOSED = message("A round was closed: %(name)s")
CUT_OFF_NEAR = message("The cut-off is on %(on)s and %(country)s has submitted nothing to the round: %(name)s")
CUT_OFF_PASSED = message("The cut-off was on %(on)s and %(country)s has submitted nothing to the round: %(name)s")
COMMISSION = message("The Commission")
PLAN_AS_A_WHOLE = message("the plan as a whole")


class Tongue(Protocol):
    """How something is said in a language."""

    def say(self, text: str) -> str:
        """A message, its places unfilled."""

    def text(self, text: Text) -> str:
        """A text of the catalogue."""

    def day(self, day: date) -> str:
        """A day in full."""

    def country(self, code: str) -> str:
        """The name of a country, or of the EU level."""


def sentence(notice: Notice, view: CatalogueView, tongue: Tongue) -> str:
    """What a notice says, on one line."""
    values: dict[str, Any] = {
        "by": tongue.say(COMMISSION) if notice.by == EU else tongue.country(notice.by) if notice.by else "",
        "name": tongue.say(notice.name) if notice.kind is Kind.SUBMISSIONS else notice.name,
        "about": _about(notice, view, tongue),
        "country": tongue.country(notice.owner) if notice.owner else "",
        "on": tongue.day(notice.on) if notice.on else "",
    }
    return one_line(tongue.say(notice.said) % values)


def one_line(text: str) -> str:
    """A text without line ends and other signs that steer."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _about(notice: Notice, view: CatalogueView, tongue: Tongue) -> str:
    item = view.items_by_id.get(notice.item_id or 0)
    block = view.blocks.get(notice.block_key)
    if item is not None:
        title = tongue.text(item.title)
    elif block is not None:
        title = f"{block.code} {tongue.text(block.title)}"
    else:
        title = "" if notice.reference else tongue.say(PLAN_AS_A_WHOLE)
    return ", ".join(part for part in (notice.reference, title) if part)

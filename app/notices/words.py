"""The sentences of notices, and how one is said in a language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from app.answers.states import Act as QuestionActKind
from app.catalogue.views import CatalogueView, Text
from app.core.labels import message
from app.flags.states import Deed
from app.guidance.records import short_name
from app.notices.records import Notice
from app.notices.states import Kind
from app.plans.states import EU
from app.practices.states import Act as PracticeAct
from app.support.deliverables.states import Act
from app.support.states import Deed as SupportDeed
from app.support.states import SuggestionState

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
DIFFER = message("%(by)s maintained flag %(name)s, and positions differ: %(about)s")
"""Maintained after the last round: nobody is asked again."""

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
FICHE_SENT = message("The Commission sent fiche %(name)s for the factual check, to be returned by %(on)s")
FICHE_CHECKED = message("%(by)s returned the factual check of fiche %(name)s without comments")
FICHE_COMMENTED = message("%(by)s returned the factual check of fiche %(name)s with comments")
FICHE_FINAL = message("The Commission made fiche %(name)s final")
TO_CHECK = message("The factual check of fiche %(name)s is to be returned by %(on)s")
CHECK_LATE = message("The factual check of fiche %(name)s was to be returned by %(on)s")
TO_FINISH = message("Fiche %(name)s is to be made final by %(on)s")
FINISH_LATE = message("Fiche %(name)s was to be made final by %(on)s")
SECOND_ASKED = message("You are asked for a second reading of the plan of %(country)s")
SECOND_DONE = message("Both readers have spoken in a second reading of the plan of %(country)s")
SECOND_ENDED = message("A second reading of the plan of %(country)s was ended before both had spoken on all of it")
OPENED = message("A round was opened, with its cut-off on %(on)s: %(name)s")
CLOSED = message("A round was closed: %(name)s")
EXTENDED = message("%(country)s has a later cut-off, on %(on)s, of the round: %(name)s")
CUT_OFF_NEAR = message("The cut-off is on %(on)s and %(country)s has submitted nothing to the round: %(name)s")
CUT_OFF_PASSED = message("The cut-off was on %(on)s and %(country)s has submitted nothing to the round: %(name)s")
SUPPORT_STEPS: Mapping[SupportDeed, str] = {
    SupportDeed.REQUEST: message("%(country)s requested technical support: %(name)s"),
    SupportDeed.WITHDRAW: message("%(country)s withdrew its request for technical support: %(name)s"),
    SupportDeed.SELECT: message("The request for technical support was selected: %(name)s"),
    SupportDeed.DECLINE: message("The request for technical support was not selected: %(name)s"),
    SupportDeed.SIGN: message("The support plan was signed: %(name)s"),
    SupportDeed.START: message("The inception meeting was held: %(name)s"),
    SupportDeed.MEET: message("A steering meeting was recorded: %(name)s"),
    SupportDeed.REPORT: message("The final report was delivered: %(name)s"),
    SupportDeed.FOLLOW_UP: message("What became of the project was recorded: %(name)s"),
    SupportDeed.END: message("The project was ended early: %(name)s"),
}
DELIVERABLE_ACTS: Mapping[Act, str] = {
    Act.SUBMIT: message("A deliverable was submitted: %(name)s"),
    Act.APPROVE: message("A deliverable was approved: %(name)s"),
    Act.ACCEPT: message("%(country)s accepted a deliverable: %(name)s"),
    Act.RETURN: message("A deliverable was returned with reasons: %(name)s"),
    Act.USE: message("%(country)s uses a deliverable: %(name)s"),
    Act.STOP: message("%(country)s does not use a deliverable: %(name)s"),
    Act.WITHDRAW: message("A deliverable was withdrawn: %(name)s"),
}
USE_ASKED = message("Since %(on)s it is to be said whether a deliverable is in use: %(name)s")
FOLLOW_UP_DUE = message("Since %(on)s it is to be recorded what became of the project: %(name)s")
ASSIGNED = message("An expert was assigned to the project: %(name)s")
SUGGESTED = message("An expert suggested a change of a milestone: %(about)s")
SUGGESTION_ENDS: Mapping[SuggestionState, str] = {
    SuggestionState.ACCEPTED: message("A suggested change was accepted: %(about)s"),
    SuggestionState.CHANGED: message("A suggested change was accepted with changes: %(about)s"),
    SuggestionState.DECLINED: message("A suggested change was declined: %(about)s"),
    SuggestionState.WITHDRAWN: message("A suggested change was withdrawn: %(about)s"),
}
MEETING_NAMES = message("A meeting that names %(country)s was recorded, for %(on)s: meeting %(name)s")
CONSULTATION_WITH = message("A consultation of %(country)s was recorded, for %(on)s: meeting %(name)s")
ACTION_GIVEN = message("An action was given to %(country)s at a meeting, to be done by %(on)s: %(name)s")
ACTION_GIVEN_TO_AGENCY = message(
    "An action was given at a meeting to the agency for which you work, to be done by %(on)s: %(name)s"
)
ACTION_CHANGED = message("What is to be done, or by when, was changed; the action is due on %(on)s: %(name)s")
ACTION_WITHDRAWN = message("An action was withdrawn: %(name)s")
ACTION_REOPENED = message("An action was opened again, to be done by %(on)s: %(name)s")
PRACTICE_PROPOSED = message("A proposal of a good practice waits for the consent of %(country)s")
PRACTICE_ACTS: Mapping[PracticeAct, str] = {
    PracticeAct.CONSENT: message("%(country)s shares a good practice, or changed with whom: %(name)s"),
    PracticeAct.WITHDRAW: message("%(country)s withdrew its consent to a good practice: %(name)s"),
    PracticeAct.DECLINE: message("%(country)s declined a proposal of a good practice"),
}
QUESTION_ACTS: Mapping[QuestionActKind, str] = {
    QuestionActKind.ANSWER: message("The Commission answered a question of %(country)s: %(name)s"),
    QuestionActKind.REVISE: message("The Commission revised its answer to a question of %(country)s: %(name)s"),
    QuestionActKind.TAKE_BACK: message("The Commission withdrew its answer to a question of %(country)s: %(name)s"),
    QuestionActKind.MERGE: message("Another question answers one of %(country)s: %(name)s"),
    QuestionActKind.OFFER: message("The Commission asks whether a question of %(country)s may be shared: %(name)s"),
}
RELIED_ON_ACTS: Mapping[QuestionActKind, str] = {
    QuestionActKind.REVISE: message("An answer on which you rely was revised, %(name)s: %(about)s"),
    QuestionActKind.TAKE_BACK: message("An answer on which you rely was withdrawn, %(name)s: %(about)s"),
}
QUESTION_ASKED: Mapping[QuestionActKind, str] = {
    QuestionActKind.ASK: message("%(country)s asks a question: %(name)s"),
    QuestionActKind.WITHDRAW: message("%(country)s withdrew a question: %(name)s"),
    QuestionActKind.WIDEN: message("%(country)s shares a question with the Member States: %(name)s"),
    QuestionActKind.DECLINE: message("%(country)s does not share a question with the Member States: %(name)s"),
}
FINDING_RECORDED = message("A finding of the Commission on %(country)s was recorded, %(name)s; no item counts by it")
FINDING_RECORDED_ITEMS = message(
    "A finding of the Commission on %(country)s was recorded, %(name)s; by it these items count from %(on)s: %(about)s"
)
FINDING_REPLACED = message(
    "What was recorded of a finding on %(country)s was replaced, %(name)s; the same items count as before"
)
FINDING_REPLACED_ITEMS = message(
    "What was recorded of a finding on %(country)s was replaced, %(name)s; on more days than before these items count:"
    " %(about)s"
)
FINDING_REPLACED_WITHOUT = message(
    "What was recorded of a finding on %(country)s was replaced, %(name)s; on fewer days than before these items count:"
    " %(about)s"
)
FINDING_WITHDRAWN = message(
    "What was recorded of a finding on %(country)s was withdrawn, %(name)s; the same items count as before"
)
FINDING_WITHDRAWN_ITEMS = message(
    "What was recorded of a finding on %(country)s was withdrawn, %(name)s; these items no longer count by it:"
    " %(about)s"
)
OWN_AGENCY_ACTS: Mapping[QuestionActKind, str] = {
    QuestionActKind.ANSWER: message("The Commission answered a question of the agency for which you work: %(name)s"),
    QuestionActKind.REVISE: message(
        "The Commission revised its answer to a question of the agency for which you work: %(name)s"
    ),
    QuestionActKind.TAKE_BACK: message(
        "The Commission withdrew its answer to a question of the agency for which you work: %(name)s"
    ),
    QuestionActKind.MERGE: message("Another question answers one of the agency for which you work: %(name)s"),
    QuestionActKind.OFFER: message(
        "The Commission asks whether a question of the agency for which you work may be shared: %(name)s"
    ),
}
PUBLISHED_FOR_ONE = message("%(by)s published guidance or training for an item of %(country)s: %(name)s")
PUBLISHED = message("%(by)s published guidance or training for %(number)s items of %(country)s: %(name)s")
COMMISSION = message("The Commission")
PLAN_AS_A_WHOLE = message("the plan as a whole")

OF_EU_LEVEL: Mapping[str, str] = {
    MENTIONED: message("You are mentioned in a comment on the EU-level plan: %(about)s"),
    SHARED: message("The EU-level plan was shared"),
    SHARED_BLOCKS: message("Blocks of the EU-level plan were shared"),
    SUBMITTED: message("The EU-level plan was submitted: %(name)s"),
    TO_SIGN: message("A submission of the EU-level plan waits for a second signature"),
    ASSESSED: message("The Commission assessed an item of the EU-level plan: %(about)s"),
    SECOND_ASKED: message("You are asked for a second reading of the EU-level plan"),
    SECOND_DONE: message("Both readers have spoken in a second reading of the EU-level plan"),
    SECOND_ENDED: message("A second reading of the EU-level plan was ended before both had spoken on all of it"),
}
"""What is said of the plan of a country, said of the EU level's."""
WITH_ARTICLE: Mapping[str, str] = {EU: message("the EU level"), "NL": message("the Netherlands")}
"""What has an article in a sentence."""


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
    said = tongue.say(OF_EU_LEVEL.get(notice.said, notice.said) if notice.owner == EU else notice.said)
    by = _by(notice.by, view, tongue, is_first=said.startswith("%(by)s"))
    country = _named(notice.owner, tongue)
    values: dict[str, Any] = {
        "by": by,
        "name": tongue.say(notice.name) if notice.kind is Kind.SUBMISSIONS else notice.name,
        "about": _about(notice, view, tongue),
        "country": _at_start(country) if said.startswith("%(country)s") else country,
        "on": tongue.day(notice.on) if notice.on else "",
        "number": len(notice.items),
    }
    return one_line(said % values)


def _by(code: str, view: CatalogueView, tongue: Tongue, *, is_first: bool) -> str:
    """Whose side did it: the Commission, a country, or an actor of the catalogue as it is called for short, which is
    written as it is where it begins a sentence, too."""
    if code == EU:
        return tongue.say(COMMISSION)
    if code in view.actors and code not in view.countries:
        return short_name(tongue.text(view.actors[code].title))
    return _at_start(_named(code, tongue)) if is_first else _named(code, tongue)


def _named(code: str, tongue: Tongue) -> str:
    """A country or the EU level within a sentence; empty for none."""
    if not code:
        return ""
    return tongue.say(WITH_ARTICLE[code]) if code in WITH_ARTICLE else tongue.country(code)


def _at_start(name: str) -> str:
    return name[:1].upper() + name[1:]


def one_line(text: str) -> str:
    """A text without line ends and other signs that steer."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _about(notice: Notice, view: CatalogueView, tongue: Tongue) -> str:
    item = view.items_by_id.get(notice.item_id or 0)
    block = view.blocks.get(notice.block_key)
    if notice.items:
        named = (view.items_by_id.get(key) for key in notice.items)
        title = "; ".join(tongue.text(one.title) for one in named if one is not None)
    elif item is not None:
        title = tongue.text(item.title)
    elif block is not None:
        title = f"{block.code} {tongue.text(block.title)}"
    else:
        title = "" if notice.reference else tongue.say(PLAN_AS_A_WHOLE)
    return ", ".join(part for part in (notice.reference, title) if part)

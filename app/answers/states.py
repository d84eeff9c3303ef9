"""Vocabularies of questions and answers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from app.comments.states import Reach
from app.core.labels import LabelledEnum, message

LINE_LIMIT, TEXT_LIMIT, ANSWER_LIMIT, REASON_LIMIT = 300, 8000, 20000, 2000
"""Characters that a title, a question, an answer and a reason can have."""

ARTICLE_LIMIT = 40
"""Characters of a reference to an article."""

REACHES = (Reach.COMMISSION, Reach.MEMBER_STATES)
"""Reaches that a question can have: it is put to the Commission in any case."""


class QuestionState(LabelledEnum):
    """Where a question stands."""

    OPEN = "open", message("waits for an answer")
    ANSWERED = "answered", message("answered")
    TAKEN_BACK = "taken_back", message("answer withdrawn")
    MERGED = "merged", message("answered by another question")
    WITHDRAWN = "withdrawn", message("withdrawn by who asked it")


class PartKind(LabelledEnum):
    """What a question is about."""

    BLOCK = "block", message("block")
    ITEM = "item", message("item")
    ARTICLE = "article", message("article")


class Side(LabelledEnum):
    """Who acts on a question."""

    ASKER = "asker", message("who asked it")
    COMMISSION = "commission", message("the Commission")


class Signed(LabelledEnum):
    """As what somebody signs an answer."""

    REVIEWER = "reviewer", message("reviewer of the Commission")
    LEAD_REVIEWER = "lead_reviewer", message("lead reviewer of the Commission")
    SYSTEM = "system", message("system")


class Act(LabelledEnum):
    """An act on a question or on its answer."""

    ASK = "ask", message("asked")
    WITHDRAW = "withdraw", message("question withdrawn")
    ANSWER = "answer", message("answered")
    REVISE = "revise", message("answer revised")
    TAKE_BACK = "take_back", message("answer withdrawn")
    MERGE = "merge", message("answered by another question")
    OFFER = "offer", message("the Commission asks to share it with the Member States")
    WIDEN = "widen", message("shared with the Member States")
    DECLINE = "decline", message("not shared with the Member States")
    NAME = "name", message("the name of who asked is shown to the Member States")
    HIDE = "hide", message("the name of who asked is hidden from the Member States")


MOVES: Mapping[Act, tuple[frozenset[QuestionState], QuestionState]] = MappingProxyType(
    {
        Act.WITHDRAW: (frozenset({QuestionState.OPEN}), QuestionState.WITHDRAWN),
        Act.ANSWER: (frozenset({QuestionState.OPEN, QuestionState.TAKEN_BACK}), QuestionState.ANSWERED),
        Act.REVISE: (frozenset({QuestionState.ANSWERED}), QuestionState.ANSWERED),
        Act.TAKE_BACK: (frozenset({QuestionState.ANSWERED}), QuestionState.TAKEN_BACK),
        Act.MERGE: (frozenset({QuestionState.OPEN}), QuestionState.MERGED),
    }
)
"""Act → from which states it can be taken, and where it leads."""

ENDED = frozenset({QuestionState.WITHDRAWN, QuestionState.MERGED})
"""States after which nothing more is asked of anybody."""

HIDDEN = message("a Member State that is not named")
"""How one is called that asks without being named to the others."""

DISCLAIMER = message(
    "An answer is the view of the services that gave it on that day. It does not bind the Court of Justice, which alone"
    " interprets Union law with authority, and it changes no act. Answers in this tracker are those of its users: they"
    " are no publication of the European Commission."
)

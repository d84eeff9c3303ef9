"""Vocabularies of flags and of the exchange on them."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

LINE_LIMIT, TEXT_LIMIT = 300, 4000
"""Characters that a reason of one line and a text can have."""

ROUNDS = 2
"""So many answers are looked at; then the positions differ."""

FOLLOW_UP_DAYS = 20
"""Working days after an answer within which the asker says whether it is enough; then there is no further question."""

ANSWER_DAYS = 20
"""Working days within which an answer is asked for where nobody names another day."""


class Severity(LabelledEnum):
    """How much it matters, the most first."""

    KEY_ISSUE = "key_issue", message("key issue")
    IMPORTANT = "important", message("important")
    MINOR = "minor", message("minor")
    OBSERVATION = "observation", message("observation")


class Category(LabelledEnum):
    """What it is about."""

    LEGAL_BASIS = "legal_basis", message("legal basis")
    TIMELINE = "timeline", message("timeline")
    CAPACITY = "capacity", message("capacity")
    FUNDING = "funding", message("funding")
    EVIDENCE = "evidence", message("evidence")
    SAFEGUARDS = "safeguards", message("safeguards and fundamental rights")
    CONSISTENCY = "consistency", message("consistency")
    TRANSLATION = "translation", message("translation or misunderstanding")
    OTHER = "other", message("other")


class About(LabelledEnum):
    """What of a plan a flag points at."""

    PLAN = "plan", message("the plan as a whole")
    BLOCK = "block", message("a block")
    ITEM = "item", message("an item")
    APPLICABILITY = "applicability", message("whether an item applies")
    MILESTONE = "milestone", message("a milestone")


class Side(LabelledEnum):
    """Whose turn, or whose word, it is: who asks, or who answers."""

    ASKER = "asker", message("who asks")
    ANSWERER = "answerer", message("who answers")


class State(LabelledEnum):
    """Where the exchange stands."""

    DRAFT = "draft", message("draft")
    SENT = "sent", message("sent")
    ACKNOWLEDGED = "acknowledged", message("acknowledged")
    ANSWERED = "answered", message("answered")
    ACCEPTED = "accepted", message("answer accepted")
    MAINTAINED = "maintained", message("maintained")
    POSITIONS_DIFFER = "positions_differ", message("positions differ")
    RAISED = "raised", message("raised to management (both sides informed)")
    CLOSED = "closed", message("closed")
    NO_FURTHER_QUESTION = "no_further_question", message("no further question")
    WITHDRAWN = "withdrawn", message("withdrawn")


ENDED = frozenset({State.CLOSED, State.NO_FURTHER_QUESTION, State.WITHDRAWN})
"""Nothing more is said after these."""


class Deed(LabelledEnum):
    """A step of the exchange."""

    SEND = "send", message("send")
    ACKNOWLEDGE = "acknowledge", message("acknowledge")
    ANSWER = "answer", message("answer")
    ACCEPT = "accept", message("accept the answer")
    MAINTAIN = "maintain", message("maintain")
    CLOSE = "close", message("close")
    RAISE = "raise", message("raise to management")
    WITHDRAW = "withdraw", message("withdraw")


class AnswerKind(LabelledEnum):
    """What an answer consists of."""

    CHANGES = "changes", message("changes in the plan")
    EVIDENCE = "evidence", message("evidence")
    EXPLANATION = "explanation", message("an explanation")
    CONTESTED = "contested", message("contested")


class NoteReach(LabelledEnum):
    """Who reads a message on a flag: both sides, or the writer's own."""

    BOTH = "both", message("both sides")
    OWN = "own", message("own side only")

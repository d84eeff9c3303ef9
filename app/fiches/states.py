"""Vocabularies of fiches and of their factual check."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message

TEXT_LIMIT, LETTER_LIMIT = 4000, 6000
"""Characters that a part of the narrative, a comment, a reason or a position can have, and a letter."""

CHECK_DAYS = 10
"""Working days of the country within which it checks the facts."""

FINISH_DAYS = 20
"""Working days of the institutions within which the Commission deals with the comments and makes the fiche final."""


class State(LabelledEnum):
    """Where a fiche stands. Lapsed is what time makes of a check that nobody returned: it is computed, not written."""

    DRAFT = "draft", message("draft")
    SENT = "sent", message("at the factual check")
    CHECKED = "checked", message("checked by the Member State")
    LAPSED = "lapsed", message("not checked in time")
    FINAL = "final", message("final")


class Side(LabelledEnum):
    """Whose a move is: the Commission's, its lead reviewers', or the country's."""

    COMMISSION = "commission", message("the Commission")
    LEAD = "lead", message("a lead reviewer")
    COUNTRY = "country", message("the Member State")


class Deed(LabelledEnum):
    """What is done with a fiche."""

    REVISE = "revise", message("write")
    REFRESH = "refresh", message("compute the figures for another day")
    DISCARD = "discard", message("discard")
    SEND = "send", message("send for the factual check")
    COMMENT = "comment", message("comment")
    RETURN = "return", message("return the check")
    SETTLE = "settle", message("say what became of a comment")
    FINISH = "finish", message("make final")


class Outcome(LabelledEnum):
    """What became of a comment."""

    TAKEN_OVER = "taken_over", message("taken over")
    NOT_BECAUSE = "not_because", message("not taken over, because")


class Stage(LabelledEnum):
    """At which moment what a fiche said was kept."""

    SENT = "sent", message("as sent for the factual check")
    FINAL = "final", message("final")


class Aspect(LabelledEnum):
    """What the narrative of a block is about."""

    PROGRESS = "progress", message("Progress")
    CHALLENGES = "challenges", message("Challenges")
    NEXT_STEPS = "next_steps", message("Next steps")

"""Vocabularies of notices and of their mails."""

from __future__ import annotations

from datetime import timedelta

from app.core.labels import LabelledEnum, message

SHOWN = timedelta(days=30)
"""How far back notices are told."""

SOON_DAYS = 5
"""Working days, of whoever's turn it is, before a day on which an answer is due."""

CUT_OFF_DAYS = 7
"""Days before the cut-off of a round that a country has not answered."""


class Kind(LabelledEnum):
    """What a notice is about."""

    FLAGS = "flags", message("flags: questions, answers and messages")
    DEADLINES = "deadlines", message("days that come near or have passed")
    SHARED = "shared", message("plans that were shared")
    ROUNDS = "rounds", message("rounds")
    SUBMISSIONS = "submissions", message("submissions")
    MENTIONS = "mentions", message("where I am mentioned")
    ASSESSMENTS = "assessments", message("assessments")
    STATEMENTS = "statements", message("statements of agencies")
    FICHES = "fiches", message("fiches and their factual check")
    READINGS = "readings", message("second readings")
    SUPPORT = "support", message("technical support: requests, experts, suggestions")
    ACTIONS = "actions", message("meetings that name the country, and actions after meetings")
    PRACTICES = "practices", message("good practices: proposals, consents, who adopts and adapts them")
    QUESTIONS = "questions", message("questions to the Commission and its answers")
    FINDINGS = "findings", message("findings of the Commission, and what counts by them")
    GUIDANCE = "guidance", message("guidance and training that serves items of the plan")


class Mailing(LabelledEnum):
    """How often somebody is mailed."""

    NEVER = "never", message("never")
    AT_ONCE = "at_once", message("at once")
    DAILY = "daily", message("once a day, in the morning")
    WEEKLY = "weekly", message("once a week, on Monday morning")


class Standing(LabelledEnum):
    """What became of a mail."""

    WAITING = "waiting", message("waits to be sent")
    SENT = "sent", message("sent")
    SET_ASIDE = "set_aside", message("set aside: whom it is for may no longer read it, or wants none")
    GIVEN_UP = "given_up", message("given up")

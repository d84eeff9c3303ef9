"""The verbs of support: requests, steps of their life, assignments, suggestions."""

from app.support.services.assigning import assign_expert, end_assignment, open_working_state
from app.support.services.living import take_step
from app.support.services.requesting import add_link, correct_request, make_request, withdraw_link
from app.support.services.suggesting import accept, decline, suggest, withdraw_suggestion

__all__ = [
    "accept",
    "add_link",
    "assign_expert",
    "correct_request",
    "decline",
    "end_assignment",
    "make_request",
    "open_working_state",
    "suggest",
    "take_step",
    "withdraw_link",
    "withdraw_suggestion",
]

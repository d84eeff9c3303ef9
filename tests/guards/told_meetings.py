"""Meetings in the house: a consultation of Ireland and one of France, and a meeting of the mechanism for all; each with
a point, a conclusion, and an action of whom it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask

from app.accounts.actor import SYSTEM
from app.catalogue.views import CatalogueView
from app.meetings.queries.actions import get_action
from app.meetings.services.acting import give_action
from app.meetings.services.agenda import add_point, conclude
from app.meetings.services.keeping import make_meeting
from app.plans.states import EU
from tests.web.browsing import keep, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

_IRELAND, _FRANCE = "words of a consultation of IE", "words of a consultation of FR"
_ALL_DESKS = frozenset({"reviewer", "lead reviewer"})
WORDS = {
    _IRELAND: _ALL_DESKS | {"coordinator", "contributor", "desk reviewer"},
    _FRANCE: _ALL_DESKS,
}
"""Words and the roles that may read them."""


def tell_meetings(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, with the keys of their meetings."""
    session = writing(app)
    found = {}
    for place, one in told.items():
        words = f"words of a consultation of {one.code}" if one.code != EU else "The mechanism meets"
        of_all = {"body": "mechanism", "reach": "all", "step": "annual-report"}
        of_one = {"body": "consultation", "countries": [one.code]}
        values = {"title": words, "starts_on": date(2026, 11, 20), "place": words, "year": 2026}
        meeting = make_meeting(session, view, {**values, **(of_all if one.code == EU else of_one)}, actor=SYSTEM)
        said = {"title": words, "text": words, "items": [one.item_id], "blocks": [view.items[one.key].block_key]}
        point = add_point(session, view, meeting, said, actor=SYSTEM)
        conclude(session, meeting, point, words, actor=SYSTEM, seen=None)
        given = {"what": words, "owner": one.code, "due_on": date(2026, 11, 30), "point_id": point}
        action = give_action(session, view, meeting, given, actor=SYSTEM)
        bare = add_point(session, view, meeting, {"title": words}, actor=SYSTEM)
        found[place] = replace(
            one,
            meeting_id=meeting,
            point_id=point,
            bare_point=bare,
            action_id=action,
            action_entry=get_action(session, action, SYSTEM).entry.entry_id,
        )
    keep(app, session)
    return found

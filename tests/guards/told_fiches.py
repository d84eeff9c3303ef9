"""Fiches of the house: of two countries one at its factual check, with a comment and a position that are not
yet returned, and one drafted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Flask

from app.accounts.actor import SYSTEM
from app.accounts.queries import actor_of, find_user_by_email
from app.catalogue.views import CatalogueView
from app.fiches.services.checking import write_comment, write_position
from app.fiches.services.writing import begin_fiche, send_fiche, write_block
from app.plans.states import EU
from tests.guards.told_flags import COORDINATORS, REVIEWER
from tests.web.browsing import keep, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

_ALL, _UNTIED = {"reviewer", "desk reviewer", "lead reviewer"}, {"reviewer", "lead reviewer"}
_WORK = {"coordinator", "contributor"}
WORDS: Mapping[str, set[str]] = {
    "sent narrative of IE": _ALL | _WORK,
    "sent narrative of FR": _UNTIED,
    "drafted narrative of IE": _ALL,
    "drafted narrative of FR": _UNTIED,
    "unreturned words of IE": _WORK,
    "unreturned words of FR": set(),
}
"""What fiches say, and which roles of the house read it."""


def tell_fiches(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """Write them; returns what was told, with the keys of the drafts."""
    session, found = writing(app), dict(told)
    users = {email: find_user_by_email(session, email) for email in (REVIEWER, *COORDINATORS.values())}
    people = {email: actor_of(user) if user else SYSTEM for email, user in users.items()}
    block = next(iter(view.blocks))
    for place, one in told.items():
        if one.code == EU:
            continue
        home, drafts = people[COORDINATORS[one.code]], {}
        for kind in ("sent", "drafted"):
            drafts[kind] = begin_fiche(session, view, one.code, actor=people[REVIEWER], day=None)
            said = {"progress": f"{kind} narrative of {one.code}"}
            write_block(session, view, drafts[kind], block, said, actor=people[REVIEWER], expected_version=0)
        sent = send_fiche(session, view, drafts["sent"], actor=people[REVIEWER], expected_version=None)
        words = f"unreturned words of {one.code}"
        write_comment(session, view, sent.name, words, actor=home, item_key=one.key)
        write_position(session, sent.name, words, actor=home, expected=0)
        found[place] = replace(one, fiche_draft=int(drafts["drafted"].removeprefix("draft-")))
    keep(app, session)
    return found

"""Technical support in the house: in Ireland and France a request that waits and a project that runs, each in the block
of what was told there; on Ireland's an expert, who suggested something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import Flask

from app.accounts.actor import SYSTEM
from app.accounts.queries import find_user_by_email, load_actor
from app.catalogue.views import CatalogueView
from app.plans.states import EU
from app.support import services
from app.support.queries.requests import get_request
from app.support.states import Deed
from tests.web.browsing import keep, make_person, writing

if TYPE_CHECKING:
    from tests.guards.house import Told

EXPERT = "expert@demo.example"
WORDS_OF_SUPPORT = "words of a request of"
WHY = "words of a suggestion"
READERS_OF_SUGGESTION = frozenset({"coordinator", "contributor", "expert"})
_PERIOD = {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 1, 31)}


def tell_support(app: Flask, view: CatalogueView, told: Mapping[str, Told]) -> dict[str, Told]:
    """The same places, with the keys of what was asked for, and of what came of it."""
    make_person(app, EXPERT)
    session = writing(app)
    found = dict(told)
    for place, one in told.items():
        if one.code == EU:
            continue
        block = view.items[one.key].block_key
        values = {
            "call_key": "round-2026",
            "title": f"{WORDS_OF_SUPPORT} {one.code}",
            "beneficiary_id": one.authority_id,
            "expected_results": "Staff who can go on alone",
            "blocks": [block],
            "measures": ["legal-recommendations"],
            **_PERIOD,
        }
        keys = [services.make_request(session, view, one.code, values, actor=SYSTEM).id for _ in range(2)]
        link = services.add_link(
            session, get_request(session, keys[0], SYSTEM), {"kind": "amif", "text": "Trainers"}, actor=SYSTEM
        )
        for deed, said in (
            (Deed.SELECT, {}),
            (Deed.SIGN, {**_PERIOD, "on_day": date(2026, 10, 1), "blocks": [block]}),
            (Deed.START, {"on_day": date(2026, 10, 8)}),
        ):
            request = get_request(session, keys[1], SYSTEM)
            services.take_step(session, view, request, deed, said, actor=SYSTEM, expected_version=None)
        request = get_request(session, keys[1], SYSTEM)
        ids: dict[str, Any] = {"request_id": keys[0], "link_id": link, "project_id": request.project_id}
        if place == "own":
            ids |= _assigned(session, view, one, request, block)
        found[place] = replace(one, **ids)
    keep(app, session)
    return found


def _assigned(session: Any, view: CatalogueView, one: Told, request: Any, block: str) -> dict[str, int]:
    said = {**_PERIOD, "email": EXPERT, "task": "Analysis", "blocks": [block]}
    made, _ = services.assign_expert(session, view, request, said, actor=SYSTEM)
    user = find_user_by_email(session, EXPERT)
    assert user is not None
    session.expire(user)
    expert = load_actor(session, user.id)
    assert expert is not None
    reference, wanted = one.reference, {"note": "Agree on it first"}
    suggested = services.suggest(session, view, one.code, reference, wanted, WHY, actor=expert)
    return {"assignment_id": made.id, "suggestion_id": suggested.id}


WORDS = {WHY: READERS_OF_SUGGESTION}
"""Words and the roles that may read them."""

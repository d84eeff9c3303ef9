"""Good practices in the demonstration: shared with all or some, waiting, declined, withdrawn; adapted and adopted.

All are invented, and which countries share, adapt and adopt is drawn by lot. Some countries, drawn as well, let others
that stand where they stood read what they did next.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM, Actor
from app.catalogue.states import Level
from app.demo import words
from app.demo.chance import lot
from app.practices.queries.courses import list_consenting
from app.practices.queries.practices import get_practice, list_practices
from app.practices.records import PracticeRecord
from app.practices.services.adopting import adopt_practice, stop_using
from app.practices.services.consenting import consent, decline, withdraw_consent
from app.practices.services.courses import set_course_consent
from app.practices.services.writing import propose_practice
from app.practices.states import Reach
from app.support.deliverables.queries.deliverables import list_deliverables
from app.support.deliverables.states import Standing

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView, ItemView

COURSES = 3
"""Every so many-th country, drawn by lot, consents to be read by who stands where it stood."""

FEWEST = 4
"""With fewer countries there is nobody who could adopt what others share."""

HANDED_OVER = (Standing.IN_USE, Standing.ACCEPTED)


def play_practices(
    session: Session, view: CatalogueView, officer: Actor, coordinators: Mapping[str, Actor], seed: int
) -> int:
    """Make them; returns how many practices there are now, none where there were some already."""
    if list_practices(session, SYSTEM, limit=1) or len(coordinators) < FEWEST:
        return 0
    _consent_to_courses(session, coordinators, seed)
    chance = lot(seed, "practices")
    items = [one for one in view.items.values() if one.level is not Level.EU and not one.is_sensitive]
    order = chance.sample(sorted(coordinators), len(coordinators))
    made = []
    for number, said in enumerate(words.PRACTICES):
        owner = order[number % len(order)]
        values = _values(view, items, said, chance, number)
        by = officer if number == len(words.PRACTICES) - 1 else coordinators[owner]
        made.append((owner, propose_practice(session, view, owner, values, actor=by)))
    shared = [_share(session, view, owner, key, coordinators[owner], order) for owner, key in made[:4]]
    owner, key = made[3]
    withdraw_consent(session, key, words.PRACTICE_WITHDRAWN, actor=coordinators[owner], expected_version=None)
    owner, key = made[4]
    decline(session, key, words.PRACTICE_DECLINED, actor=coordinators[owner], expected_version=None)
    _hand_on(session, view, officer, coordinators)
    _reuse(session, view, shared[:2], coordinators, order)
    return len(list_practices(session, SYSTEM))


def _consent_to_courses(session: Session, coordinators: Mapping[str, Actor], seed: int) -> None:
    if list_consenting(session):
        return
    drawn = lot(seed, "courses").sample(sorted(coordinators), -(-len(coordinators) // COURSES))
    for owner in sorted(drawn):
        set_course_consent(session, owner, True, actor=coordinators[owner])


def _values(
    view: CatalogueView, items: list[ItemView], said: tuple[str, str, str, str, str], chance: Random, number: int
) -> dict[str, Any]:
    title, done, needed, came_of_it, contact = said
    measures, themes = ([one.key for one in listed] for listed in (view.measures, view.themes))
    return {
        "title": title,
        "what_done": done,
        "needed": needed,
        "came_of_it": came_of_it,
        "language": "en",
        "contact_role": contact,
        "items": sorted(item.item_id for item in chance.sample(items, min(2, len(items)))),
        "measures": measures[number % max(1, len(measures)) :][:1],
        "themes": themes[number % max(1, len(themes)) :][:1],
    }


def _share(
    session: Session, view: CatalogueView, owner: str, key: int, coordinator: Actor, order: list[str]
) -> PracticeRecord:
    """The first with all, the others with half of the countries, as they were drawn."""
    is_first = owner == order[0]
    named = [] if is_first else [code for code in order[: len(order) // 2] if code != owner]
    reach = Reach.ALL if is_first else Reach.LISTED
    consent(session, view, key, reach, named, with_files=False, actor=coordinator, expected_version=None)
    return get_practice(session, key, SYSTEM)


def _hand_on(session: Session, view: CatalogueView, officer: Actor, coordinators: Mapping[str, Actor]) -> None:
    """Deliverables that were accepted: the officer proposes each; what is in use is shared with its files, the others
    wait for their country."""
    for one in list_deliverables(session, SYSTEM):
        if one.state not in HANDED_OVER or one.owner not in coordinators:
            continue
        values = {
            "title": one.title,
            "what_done": one.summary,
            "needed": words.PRACTICE_DELIVERABLE,
            "language": one.language,
            "items": list(one.items),
            "measures": list(one.measures),
            "deliverable_id": one.deliverable_id,
        }
        key = propose_practice(session, view, one.owner, values, actor=officer)
        if one.state is Standing.IN_USE:
            by = coordinators[one.owner]
            consent(session, view, key, Reach.ALL, with_files=True, actor=by, expected_version=None)


def _reuse(
    session: Session,
    view: CatalogueView,
    shared: list[PracticeRecord],
    coordinators: Mapping[str, Actor],
    order: list[str],
) -> None:
    """The first is adapted by one country and from that by another, and adopted by three, of which one has stopped and
    one is not to be named."""
    first = shared[0]
    users = [code for code in order if code not in {one.owner for one in shared}]
    source = first
    for owner in users[-2:]:
        values = {
            "title": words.PRACTICE_ADAPTED.format(title=source.title.removesuffix(" (invented)").split(",")[0]),
            "what_done": first.what_done,
            "needed": first.needed,
            "language": "en",
            "items": list(first.items),
            "adapted_from": source.name,
        }
        key = propose_practice(session, view, owner, values, actor=coordinators[owner])
        consent(session, view, key, Reach.ALL, with_files=False, actor=coordinators[owner], expected_version=None)
        source = get_practice(session, key, SYSTEM)
    for place, owner in enumerate(users[:3]):
        by = coordinators[owner]
        text = words.PRACTICE_ADOPTED
        key = adopt_practice(session, first.practice_id, owner, actor=by, text=text, tells_author=place != 1)
        if place == 2:
            stop_using(session, key, actor=by, expected_version=None)

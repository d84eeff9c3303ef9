"""Good practices in the estate, each text with its mark: with whom each country shares what.

Ireland shares a deliverable and its file with France, which adopted it; something else with Belgium alone; it has a
proposal, and one of which it withdrew its consent to France. France shares with Denmark what it adapted from Ireland's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import time_machine
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.practices.queries.practices import get_practice
from app.practices.services.adopting import adopt_practice
from app.practices.services.consenting import consent, withdraw_consent
from app.practices.services.writing import propose_practice
from app.practices.states import Reach
from tests.security.handing import HANDED, READS_HANDED

LENT = "lent"
"""The stage of what stands in practices."""

Write = Callable[[str, str, str], str]


def texts_of(name: str, *more: str) -> frozenset[str]:
    """The names of the texts of a practice."""
    return frozenset(f"{name}-{part}" for part in ("title", "done", "needed", "came", "contact", *more))


HANDED_ON, WAITING, BELGIAN = texts_of("handed-on"), texts_of("waiting"), texts_of("belgian")
ENDED, ADAPTED, ADOPTED = texts_of("ended", "why"), texts_of("adapted"), frozenset({"adoption-note"})
FILE = frozenset({"accepted-file-name", "accepted-file-content"})
_SHARED = HANDED_ON | BELGIAN

READS_LENT: Mapping[str, Mapping[tuple[str, str], frozenset[str]]] = {
    "ireland": {("IE", LENT): _SHARED | WAITING | ENDED, ("FR", LENT): ADOPTED},
    "contributor": {("IE", LENT): _SHARED | WAITING | ENDED},
    "france": {("FR", LENT): ADAPTED | ADOPTED, ("IE", LENT): HANDED_ON, ("IE", HANDED): FILE},
    "denmark": {("FR", LENT): ADAPTED},
    "reviewer": {("IE", LENT): _SHARED, ("FR", LENT): ADAPTED},
    "desk": {("IE", LENT): _SHARED},
    "officer": {("IE", LENT): _SHARED, ("FR", LENT): ADAPTED | ADOPTED},
}
"""By role, owner and stage: the names of the texts that it reads, all of them and no other; of France the file too."""


def reads_lent(role: str) -> Mapping[tuple[str, str], frozenset[str]]:
    """What a role reads of deliverables and practices."""
    handed, lent = READS_HANDED.get(role, {}), READS_LENT.get(role, {})
    return {key: handed.get(key, frozenset()) | lent.get(key, frozenset()) for key in {*handed, *lent}}


def tell_practices(
    session: Session,
    view: CatalogueView,
    write: Write,
    actors: Mapping[str, Actor],
    deliverable_id: int,
    when: Any,
) -> None:
    """All of them."""
    ireland, france = actors["IE"], actors["FR"]

    def propose(owner: str, name: str, actor: Actor, **differing: Any) -> int:
        said = {part: write(owner, LENT, f"{name}-{part}") for part in ("title", "done", "needed", "came", "contact")}
        values = {
            "title": said["title"][:300],
            "what_done": said["done"],
            "needed": said["needed"],
            "came_of_it": said["came"],
            "contact_role": said["contact"][:300],
            "language": "en",
            "items": [view.items["reception.staff-trained"].item_id],
            "measures": ["situational-analysis"],
            **differing,
        }
        return propose_practice(session, view, owner, values, actor=actor)

    def share(key: int, named: str, actor: Actor) -> None:
        consent(session, view, key, Reach.LISTED, [named], with_files=True, actor=actor, expected_version=None)

    with time_machine.travel(when):
        handed_on = propose("IE", "handed-on", actors["officer"], deliverable_id=deliverable_id)
        share(handed_on, "FR", ireland)
        propose("IE", "waiting", ireland)
        share(propose("IE", "belgian", ireland), "BE", ireland)
        ended = propose("IE", "ended", ireland)
        share(ended, "FR", ireland)
        withdraw_consent(session, ended, write("IE", LENT, "ended-why"), actor=ireland, expected_version=None)
        source = get_practice(session, handed_on, france).name
        share(propose("FR", "adapted", france, adapted_from=source), "DK", france)
        adopt_practice(session, handed_on, "FR", actor=france, text=write("FR", LENT, "adoption-note"))

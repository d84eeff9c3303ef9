"""Own preparations of pledges in the demonstration: invented, and so marked.

Findings are not invented: the catalogue has what is public of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Solidarity
from app.core import clock
from app.demo.chance import lot
from app.demo.words import INVENTED
from app.governance.pools import is_counted
from app.governance.services import first_year
from app.governance.solidarity.queries import last_version
from app.governance.solidarity.services.pledges import prepare_pledge

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FIRST, OTHERS = "IE", 4
"""Who always has a preparation, and how many other countries have one; the rest have not begun."""

BEGUN: Mapping[str, Any] = {
    "decides": f"The government, on a joint proposal of two ministries. {INVENTED}",
    "authorities": "Ministry of the interior, ministry of finance, asylum authority",
    "steps": "The appropriation has to stand in the budget law; parliament is informed.",
    "questions": "Can both types be combined within the year?",
}
ANSWERED = "None left for the time being"


def play_pledges(session: Session, view: CatalogueView, coordinators: Mapping[str, Actor], seed: int) -> int:
    """Write them down where nothing is; returns how many versions. For the pool of next year, in words."""
    year = clock.today().year + 1
    first = first_year(view)
    counted = [code for code in coordinators if code in view.countries and is_counted(view, code)]
    if first is None or year <= first or not view.pools or any(last_version(session, one, year) for one in counted):
        return 0
    chance = lot(seed, "pledges")
    others = sorted(code for code in counted if code != FIRST)
    chosen = [*(code for code in counted if code == FIRST), *chance.sample(others, min(OTHERS, len(others)))]
    number = 0
    for owner in chosen:
        types = chance.sample([one.value for one in Solidarity], 2)
        said = {**BEGUN, "considered": types, "dues": [(date(year - 1, 12, 1), "Paper to the government")]}
        for seen, words in enumerate((BEGUN["questions"], ANSWERED)[: chance.randint(1, 2)]):
            prepare_pledge(
                session, view, owner, year, {**said, "questions": words}, actor=coordinators[owner], seen=seen
            )
            number += 1
    return number

"""What other pages show of meetings: where they stand on an agenda, and what a desk has to do after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.accounts.actor import Held
from app.accounts.states import REVIEWING_ROLES
from app.core import clock
from app.http.context import actor, data_version, session, viewpoint
from app.meetings.policy import reads_some
from app.meetings.queries.actions import WantedActions, list_actions
from app.meetings.queries.meetings import list_linked
from app.meetings.records import ActionRecord, LinkedMeeting
from app.meetings.states import ActionState, LinkKind
from app.plans.states import EU
from app.readiness.cache import Recent
from app.readiness.queries.reading import database_of
from app.statements.policy import Bodies, writes_for_an_agency
from app.statements.queries import list_bodies

FIRST = 5
"""So many are named on a page."""


class Key(NamedTuple):
    """On what it rests: the grants of who asks, and not who they are, as the pages that are kept do."""

    database: str
    data: str
    held: tuple[Held, ...]


_linked: Recent[Mapping[tuple[LinkKind, str], Sequence[LinkedMeeting]]] = Recent(60)
_open: Recent[Sequence[ActionRecord]] = Recent(60)


@dataclass(frozen=True)
class DeskActions:
    """The open actions of a desk, those due first first; `late`: how many have passed their day."""

    actions: Sequence[ActionRecord]

    def late(self, action: ActionRecord) -> int:
        """How many days late one is today."""
        return action.days_late(clock.today())

    @property
    def late_ones(self) -> int:
        """How many have passed their day."""
        return sum(bool(self.late(one)) for one in self.actions)


def meetings_on(kind: str, key: object, year: int | None = None) -> Sequence[LinkedMeeting]:
    """The latest meetings with a block, an item, a step or a flag on their agenda, as far as the reader reads them;
    none on a page of another day. Asked once for all places while the data stand. Of a flag ask for who reads it alone.
    """
    if viewpoint().is_past or not reads_some(actor()):
        return ()
    held = Key(database_of(session()), data_version().mark, actor().held)
    found = _linked.get_or_make(held, lambda: list_linked(session(), actor()))
    here = found.get((LinkKind(kind), str(key)), ())
    return [one for one in here if year in (None, one.year)][:FIRST]


def actions_here(owner: str) -> DeskActions | None:
    """What a desk has to do after meetings: of a Member State, or of the EU level with the reader's own agency; None
    for nothing, for who does not work there, and on pages of another day."""
    person = actor()
    is_own = owner in person.countries or (owner == EU and _reviews())
    if viewpoint().is_past or not is_own:
        return None
    held = Key(database_of(session()), data_version().mark, person.held)
    found = [one for one in _open.get_or_make(held, _ask) if one.owner == owner or (owner == EU and one.bodies)]
    return DeskActions(found) if found else None


def _reviews() -> bool:
    return any(held.role in REVIEWING_ROLES for held in actor().held)


def _ask() -> Sequence[ActionRecord]:
    """Open actions of all desks of the reader: their countries', the EU level's, those of agencies they write for."""
    person = actor()
    bodies: Bodies = list_bodies(session()) if writes_for_an_agency(person) else {}
    mine = frozenset[int]().union(*(held.authorities for held in person.held))
    agencies = {code: keys for code, keys in bodies.items() if keys & mine}
    owners = {*person.countries, *agencies, *({EU} if _reviews() else ())}
    return list_actions(session(), person, WantedActions(owners=owners, states=[ActionState.OPEN]), agencies)

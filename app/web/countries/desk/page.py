"""What the desk shows one person: their needs, what waits for others, what was asked of whom."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from flask import request
from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.core.policy import allows
from app.desk import policy
from app.desk.facts import DeskFacts, DeskMilestone
from app.desk.needs import looked_at, needs_of, sharing_task
from app.desk.queries.asks import list_asks
from app.desk.queries.facts import read_desk
from app.desk.records import AskRecord
from app.desk.rights import OfPerson
from app.desk.rules import INTERVAL_DAYS, Looked
from app.desk.states import Kind
from app.desk.tasks import Needs, Task
from app.desk.waiting import AuthorityWork, AwaitedFromEu, awaited_from_eu, work_of
from app.http.context import Viewpoint
from app.plans.policy import PlanSubject, one_authority
from app.plans.queries.heads import list_authorities
from app.plans.queries.milestones import list_predecessors_of
from app.plans.queries.records import AuthorityRecord, PlanInScope, PredecessorName
from app.plans.states import EU
from app.readiness.items import Circumstances
from app.readiness.plan import PlanReading
from app.review.queries.rounds import confirmation_interval
from app.support.records import WaitingRow
from app.web.awaiting import NOTHING, Waiting, waiting_for_me
from app.web.kept import Remembered, reading_cache

SUPPORT = "support"
"""What the address says where technical support is asked for whole: `?needs=support`."""

SHOWN = 5
"""So many tasks of a kind are on the desk; the others one click further."""


@dataclass(frozen=True)
class Chosen:
    """What stands chosen in the list of what is to be confirmed, and why it was refused, if it was."""

    references: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    refusal: str = ""


class Found(NamedTuple):
    """What the rules of the desk find for one person in a plan as it stands."""

    items: tuple[Looked, ...]
    needs: Needs
    work: tuple[AuthorityWork, ...]
    from_eu: tuple[AwaitedFromEu, ...]


@dataclass(frozen=True)
class Desk:
    """The desk of one person. `kind`: the one that is shown whole, None for the first few of each.

    `support`: what of technical support waits for them; `is_support_alone`: it is shown whole, and nothing else.
    """

    found: Found
    kind: Kind | None
    from_others: tuple[tuple[DeskMilestone, PredecessorName], ...]
    asks: tuple[AskRecord, ...]
    authorities: Mapping[int, AuthorityRecord] = field(repr=False)
    coordinates: bool = False
    support: Waiting = NOTHING
    is_support_alone: bool = False
    chosen: Chosen = Chosen()
    interval: int = INTERVAL_DAYS

    @property
    def needs(self) -> Needs:
        """What needs a hand."""
        return self.found.needs

    @property
    def work(self) -> tuple[AuthorityWork, ...]:
        """The work of the country's authorities."""
        return self.found.work

    @property
    def from_eu(self) -> tuple[AwaitedFromEu, ...]:
        """What the EU level has to deliver."""
        return self.found.from_eu

    @property
    def shows(self) -> tuple[object, ...]:
        """What it shows beside what was found."""
        return (
            self.from_others,
            self.asks,
            tuple(self.authorities.values()),
            self.coordinates,
            self.support,
            self.chosen,
            self.interval,
        )

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds on the page, the most urgent first."""
        return tuple(kind for kind in self.needs.tasks if self.kind in (None, kind) and not self.is_support_alone)

    @property
    def total(self) -> int:
        """How much needs a hand."""
        return self.needs.total + self.support.total

    @property
    def is_whole(self) -> bool:
        """Whether one kind is shown whole."""
        return self.kind is not None or self.is_support_alone

    @property
    def support_rows(self) -> tuple[WaitingRow, ...]:
        """What of technical support is on the page."""
        if self.is_support_alone:
            return self.support.rows
        return () if self.kind else self.support.rows[:SHOWN]

    def shown(self, kind: Kind) -> tuple[Task, ...]:
        """The tasks of a kind that are on the page."""
        tasks = self.needs.tasks[kind]
        return tasks if self.kind is kind else tasks[:SHOWN]

    def names(self, keys: Collection[int]) -> str:
        """Authorities by their short names."""
        return ", ".join(one.short_name for key, one in self.authorities.items() if key in keys)

    @property
    def open_asks(self) -> tuple[AskRecord, ...]:
        """Those that are not closed."""
        return tuple(ask for ask in self.asks if not ask.is_closed)

    @property
    def closed_asks(self) -> tuple[AskRecord, ...]:
        """Those kept for the record."""
        return tuple(ask for ask in self.asks if ask.is_closed)

    @property
    def waits(self) -> bool:
        """Whether anything waits for others."""
        return bool(self.work or self.from_eu or self.from_others)


_found: Remembered[Found] = Remembered(48)
"""Kept while the plan, and what the EU level delivered, are the same: a change elsewhere moves nothing of it."""


def desk_of(
    session: Session,
    actor: Actor,
    view: CatalogueView,
    plan: PlanInScope,
    reading: tuple[PlanReading, Circumstances],
    unshared: Mapping[str, int],
    seen: Viewpoint,
    chosen: Chosen,
) -> Desk | None:
    """The desk of a person; None for those who do not write in the plan, and on pages of another day."""
    if seen.is_past or not allows(actor, policy.WORK, PlanSubject(plan.owner)):
        return None
    facts = read_desk(session, plan.head, seen.today, reading_cache())
    rights = OfPerson(actor, plan.owner)
    authorities = {one.authority_id: one for one in list_authorities(session, plan.plan_id)}
    active = tuple(key for key, one in authorities.items() if one.is_active)
    own = None if rights.coordinates else own_authorities(actor, plan.owner)
    interval = confirmation_interval(session)
    found = _found.of(
        (*reading, facts),
        (plan.owner, actor.held, seen.today, _sharing(plan, unshared), active, interval),
        lambda: _find(looked_at(reading[1], reading[0], facts, interval), rights, plan, unshared, seen.today, active),
    )
    return Desk(
        found=found,
        kind=kind_asked(),
        from_others=_from_others(session, actor, plan, facts, found.items, seen),
        asks=tuple(list_asks(session, plan.plan_id, own)),
        authorities=authorities,
        coordinates=rights.coordinates,
        support=waiting_for_me(plan.owner),
        is_support_alone=request.args.get("needs") == SUPPORT,
        chosen=chosen,
        interval=interval,
    )


def _sharing(plan: PlanInScope, unshared: Mapping[str, int]) -> tuple[object, ...]:
    return plan.head.shares_continuously, plan.head.last_shared_at, tuple(unshared.items())


def _find(
    items: tuple[Looked, ...],
    rights: OfPerson,
    plan: PlanInScope,
    unshared: Mapping[str, int],
    today: date,
    active: tuple[int, ...],
) -> Found:
    needs = needs_of(items, rights, sharing_task(plan.head, unshared, today))
    return Found(items, needs, work_of(items, active) if rights.coordinates else (), awaited_from_eu(items, rights))


def kind_asked() -> Kind | None:
    """The kind that the address asks for whole: `?needs=due`; None for any other."""
    asked = request.args.get("needs", "")
    return next((kind for kind in Kind if kind.value == asked), None)


def own_authorities(actor: Actor, owner: str) -> frozenset[int]:
    """The authorities of a country that a contributor acts for."""
    held = (h.authorities for h in actor.held if h.role is Role.CONTRIBUTOR and h.country == owner)
    return frozenset().union(*held)


def _from_others(
    session: Session,
    actor: Actor,
    plan: PlanInScope,
    facts: DeskFacts,
    items: Sequence[Looked],
    seen: Viewpoint,
) -> tuple[tuple[DeskMilestone, PredecessorName], ...]:
    """Own open milestones that wait for another country, with what for."""
    rights = OfPerson(actor, plan.owner)
    waiting = {
        milestone.facts.milestone_id: milestone
        for item in items
        for milestone in item.milestones
        if milestone.facts.milestone_id in facts.foreign
        and milestone.facts.is_open(seen.today)
        and rights.may_update(item.block_key, one_authority(milestone.authority_id))
    }
    found = list_predecessors_of(session, plan, waiting, actor, seen.today)
    foreign = (one for one in found if one.owner not in (plan.owner, EU) and not one.is_complete)
    return tuple((waiting[one.milestone_id], one) for one in foreign)

"""What needs somebody's hand, and what comes next: the rules asked of every item, and nothing said twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from app.core import clock
from app.core.labels import message
from app.desk.facts import DeskFacts
from app.desk.rights import Rights
from app.desk.rules import INTERVAL_DAYS, RULES, Looked, to_confirm
from app.desk.states import Deed, Kind
from app.desk.tasks import Coming, Line, Needs, Task
from app.plans.queries.records import PlanHead
from app.readiness.items import Circumstances, case_again
from app.readiness.plan import PlanReading
from app.readiness.states import NOT_APPLICABLE, State
from app.readiness.words import Sentence


def looked_at(
    circumstances: Circumstances, reading: PlanReading, facts: DeskFacts, interval: int = INTERVAL_DAYS
) -> tuple[Looked, ...]:
    """Every item of a plan that may need a hand, in the catalogue's order.

    `interval`: days after which a milestone is to be confirmed; a round of the Commission may name its own.
    """
    return tuple(
        Looked(
            case=case_again(circumstances, reading.owner, item),
            reading=item,
            milestones=facts.milestones.get(item.item_id, ()),
            lead=facts.leads.get(item.item_id),
            authorities=facts.authorities.get(item.item_id, frozenset()),
            running=facts.running.get(item.item_id, ()),
            interval=interval,
        )
        for item in reading.items.values()
        if item.counting not in NOT_APPLICABLE
    )


def count_to_confirm(items: Iterable[Looked], rights: Rights) -> int:
    """How many milestones those whose rights these are have to confirm, also where something more urgent is asked."""
    return sum(1 for item in items for _ in to_confirm(item, rights))


def needs_of(items: Iterable[Looked], rights: Rights, unshared: Task | None = None) -> Needs:
    """What of a plan needs the hand of those whose rights these are.

    A milestone stands under its most urgent kind alone, and an item once under each. `unshared`: the task of sharing.
    """
    items = tuple(items)
    tasks: dict[Kind, tuple[Task, ...]] = {}
    found: dict[Kind, int] = {}
    taken: set[int] = set()
    for kind in Kind:
        if kind is Kind.UNSHARED:
            listed, number = ([unshared], 1) if unshared and rights.coordinates else ([], 0)
        else:
            listed, number = _tasks(kind, items, rights, taken)
        found[kind] = number
        if listed:
            tasks[kind] = tuple(sorted(listed, key=lambda task: (not task.is_key, task.on)))
    return Needs(tasks, found, _coming(items, rights, taken))


def _tasks(kind: Kind, items: Iterable[Looked], rights: Rights, taken: set[int]) -> tuple[list[Task], int]:
    listed, number = [], 0
    for item in items:
        lines = tuple(RULES[kind](item, rights))
        number += bool(lines)
        fresh = tuple(line for line in lines if _key(line) not in taken)
        if fresh:
            taken.update(key for line in fresh if (key := _key(line)))
            ordered = tuple(sorted(fresh, key=lambda line: line.on))
            listed.append(Task(kind, item.reading.item_id, item.block_key, item.reading.is_key, ordered))
    return listed, number


def _key(line: Line) -> int | None:
    return line.milestone.facts.milestone_id if line.milestone else None


def _coming(items: Iterable[Looked], rights: Rights, taken: set[int]) -> Coming | None:
    """The open milestone that falls due next among those that need nothing today."""
    return min(_ahead(items, rights, taken), key=lambda coming: coming.on, default=None)


def _ahead(items: Iterable[Looked], rights: Rights, taken: set[int]) -> Iterator[Coming]:
    for item in items:
        if item.reading.state is State.IN_PLACE:
            continue
        for milestone in item.milestones:
            own, key = milestone.facts.own_on, milestone.facts.milestone_id
            authorities = frozenset() if milestone.authority_id is None else frozenset({milestone.authority_id})
            if own is None or own < item.day or key in taken or not milestone.facts.is_open(item.day):
                continue
            if rights.may_update(item.block_key, authorities):
                yield Coming(milestone, item.reading.item_id, own)


def sharing_task(head: PlanHead, unshared: Mapping[str, int], day: date) -> Task | None:
    """What is not yet shared of a plan as one task; None when nothing is, or every change is shared at once."""
    number = sum(unshared.values())
    if not number or head.shares_continuously:
        return None
    shared_at = head.last_shared_at
    if shared_at is None:
        said, on = Sentence(message("changes: %(number)s; never shared"), {"number": number}), day
    else:
        on = clock.day_of(shared_at)
        said = Sentence(message("changes: %(number)s; last shared on %(date)s"), {"number": number, "date": on})
    return Task(Kind.UNSHARED, 0, "", False, (Line(None, said, on, Deed.SHARE, frozenset()),))

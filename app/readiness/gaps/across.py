"""Gaps between plans: two countries that wait for each other, with days that cannot both hold. Pure.

A plan's own reading rests on itself and on the EU plan alone. What lies between two countries is found beside it, in
what both have shared, and told to those who read both plans.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from app.core.labels import message
from app.readiness.cases import Case, ItemReading
from app.readiness.gaps.rule import Gap, rule
from app.readiness.items import Circumstances
from app.readiness.states import OPEN_STATES, Severity
from app.readiness.words import Sentence


class PlanLike(Protocol):
    """A plan as far as gaps between plans ask (`plan.PlanReading`)."""

    @property
    def owner(self) -> str: ...
    @property
    def items(self) -> Mapping[int, ItemReading]: ...
    @property
    def heads(self) -> Mapping[int, tuple[int, ...]]: ...
    @property
    def circumstances(self) -> Circumstances: ...


class Wait(NamedTuple):
    """An open milestone of `owner` that waits, directly or through others of its plan, for one that `other` offers.

    `own_on`, `expected_on`: the day that each plan now names for its milestone.
    """

    owner: str
    item_id: int
    own_on: date | None
    other: str
    reference: str
    title: str
    expected_on: date | None


@rule(
    "waits-for-each-other",
    title=message("two countries that wait for each other"),
    severity=Severity.HIGH,
    sentence=message(
        "wants to be done by %(own)s, but waits for %(reference)s (%(title)s), expected on %(date)s; the country that"
        " offers it waits in turn for %(back)s"
    ),
    remedy=message("For both countries: agree on days that can both hold, or on another order."),
    aside=("title",),
)
def waits_for_each_other(_case: Case) -> None:
    """Found between plans, not in a case: `find_across`."""


def find_across(
    plans: Iterable[PlanLike], waits: Iterable[Wait], readable: Collection[str]
) -> Mapping[str, tuple[Gap, ...]]:
    """The gaps of some plans towards others, by plan; of each item the widest towards each country.

    Nothing is told of countries that are not among `readable`, those whose plans the reader reads.
    """
    by_owner = {plan.owner: plan for plan in plans}
    read = [wait for wait in waits if wait.owner in readable and wait.other in readable]
    turned = {(wait.other, wait.owner): wait.reference for wait in reversed(read)}
    widest: dict[tuple[str, int, str], tuple[int, Gap]] = {}
    for wait in read:
        plan, back = by_owner.get(wait.owner), turned.get((wait.owner, wait.other))
        item = plan.items.get(wait.item_id) if plan else None
        if plan is None or item is None or back is None or not (item.is_counted and item.state in OPEN_STATES):
            continue
        if wait.own_on is None or wait.expected_on is None or wait.expected_on <= wait.own_on:
            continue
        key, days = (wait.owner, wait.item_id, wait.other), (wait.expected_on - wait.own_on).days
        if key not in widest or days > widest[key][0]:
            widest[key] = days, _gap(plan, item, wait, back)
    found: dict[str, list[Gap]] = defaultdict(list)
    for (owner, _item_id, _other), (_days, gap) in widest.items():
        found[owner].append(gap)
    return {owner: tuple(gaps) for owner, gaps in found.items()}


def _gap(plan: PlanLike, item: ItemReading, wait: Wait, back: str) -> Gap:
    values = {
        "own": wait.own_on,
        "reference": wait.reference,
        "title": wait.title,
        "date": wait.expected_on,
        "back": back,
    }
    made = waits_for_each_other
    return Gap(
        rule=made,
        owner=plan.owner,
        item_id=wait.item_id,
        block_key=plan.circumstances.view.items_by_id[wait.item_id].block_key,
        is_key=item.is_key,
        sentence=Sentence(made.sentence, values),
        remedy=Sentence(made.remedy, values),
        roots=plan.heads.get(wait.item_id, (wait.item_id,)),
    )

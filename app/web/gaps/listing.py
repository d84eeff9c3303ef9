"""The computed gaps of the plans that the reader may open: filtered, under their roots, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import NamedTuple

from app.catalogue.views import CatalogueView, ItemView
from app.readiness.gaps import RULES, RootGroup, find_gaps, group_gaps
from app.readiness.gaps.across import waits_for_each_other
from app.readiness.gaps.dependencies import eu_level_later
from app.readiness.gaps.rule import Gap, Rule
from app.readiness.items import circumstances_of
from app.readiness.plan import PlanReading
from app.readiness.states import OPEN_STATES, Severity
from app.web.kept import Remembered

PAGE = 100

ALL_RULES: tuple[Rule, ...] = (*RULES, waits_for_each_other)
"""Those asked of each plan, and the one found between plans."""
RULES_BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in ALL_RULES}
ONLY_NOTED, ALSO_NOTED = "only", "also"
"""What the address may say of noted gaps; without it they are left out, and counted apart."""

SINCE = {
    "past-legal-date": "date",
    "not-yet-shown": "date",
    "evidence-expired": "date",
    "not-confirmed": "date",
}
"""Rules whose sentence names the day since which the gap is there, and the name of that value."""


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; empty: everything."""

    country: str = ""
    block: str = ""
    rule: str = ""
    severity: str = ""
    key: str = ""
    root: str = ""
    noted: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return self == Filters()

    def in_address(self) -> dict[str, str]:
        """The values as an address has them."""
        return {name: value for field in fields(self) if (value := getattr(self, name := field.name))}

    def passes(self, gap: Gap, view: CatalogueView) -> bool:
        """Whether a gap is among what was asked for; its country, its root and whether it is noted aside."""
        return (
            (not self.rule or gap.code == self.rule)
            and (not self.severity or gap.severity == self.severity)
            and (not self.key or gap.is_key)
            and (not self.block or view.blocks[gap.block_key].code == self.block)
        )

    def lists(self, gap: Gap) -> bool:
        """Whether a gap that passes is listed: those noted stand apart."""
        return self.noted == ALSO_NOTED or (gap.noted is not None) == (self.noted == ONLY_NOTED)


def filters_of(
    values: Mapping[str, str], view: CatalogueView, owners: Iterable[str]
) -> tuple[Filters, tuple[str, ...]]:
    """From an address; and the names of what it asks for that nothing the reader reads has, which is left out."""
    known = {
        "country": set(owners),
        "block": {block.code for block in view.blocks.values()},
        "rule": set(RULES_BY_CODE),
        "severity": {severity.value for severity in Severity},
        "key": {"1"},
        "root": set(view.items),
        "noted": {ONLY_NOTED, ALSO_NOTED},
    }
    asked = {name: values[name] for name in known if values.get(name)}
    unknown = tuple(name for name, value in asked.items() if value not in known[name])
    return Filters(**{name: value for name, value in asked.items() if name not in unknown}), unknown


@dataclass(frozen=True)
class Group:
    """Gaps of one plan under one root. `is_open`: whether the root is open, and so holds others up."""

    owner: str
    root: ItemView
    waiting: int
    is_open: bool
    gaps: tuple[Gap, ...]


_groups: Remembered[tuple[Group, ...]] = Remembered(120)

Across = Mapping[str, tuple[Gap, ...]]
"""The gaps of plans towards others, by plan."""


def groups_of(view: CatalogueView, plan: PlanReading, across: tuple[Gap, ...] = ()) -> tuple[Group, ...]:
    """All gaps of a plan under their roots, those towards others among them; made once as long as they are the same."""
    return _groups.of((plan, view), across_key(across), lambda: _grouped(view, plan, across))


def across_key(across: Iterable[Gap]) -> tuple[object, ...]:
    """What tells one set of gaps between plans from another."""
    return tuple((gap.owner, gap.item_id, gap.sentence.text, *gap.sentence.values.items()) for gap in across)


def _grouped(view: CatalogueView, plan: PlanReading, across: tuple[Gap, ...]) -> tuple[Group, ...]:
    # What the EU level has delivered stands in the readings already, so that the circumstances need not know it.
    circumstances = circumstances_of(view, plan.day, {})
    gaps = [*find_gaps(circumstances, plan.owner, plan.items, plan.heads), *across]
    order = {item_id: number for number, item_id in enumerate(plan.items)}
    gaps.sort(key=lambda gap: order[gap.item_id])  # stable: those of an item stay in the order of their weight
    return tuple(_group(view, plan, group) for group in group_gaps(plan.owner, gaps, plan.items, plan.heads))


def _group(view: CatalogueView, plan: PlanReading, group: RootGroup) -> Group:
    is_open = plan.items[group.root].state in OPEN_STATES
    return Group(plan.owner, view.items_by_id[group.root], group.waiting, is_open, group.gaps)


class Filtered(NamedTuple):
    """Groups with the gaps listed, and how many pass that are noted."""

    groups: list[Group]
    noted: int


def filtered(view: CatalogueView, plans: Iterable[PlanReading], filters: Filters, across: Across) -> Filtered:
    """The groups of all plans with the gaps that pass, in the order of the plans; the root most wait for first."""
    found, noted = [], 0
    for plan in plans:
        if filters.country and plan.owner != filters.country:
            continue
        for group in groups_of(view, plan, across.get(plan.owner, ())):
            if filters.root and group.root.key != filters.root:
                continue
            passing = [gap for gap in group.gaps if filters.passes(gap, view)]
            noted += sum(gap.noted is not None for gap in passing)
            gaps = tuple(gap for gap in passing if filters.lists(gap))
            if gaps:
                found.append(replace(group, gaps=gaps))
    return Filtered(found, noted)


@dataclass(frozen=True)
class Counts:
    """How many gaps there are: in all, of each severity, of each rule, and in how many plans."""

    total: int
    plans: int
    by_severity: Mapping[Severity, int]
    by_rule: Mapping[Rule, int]


def counts_of(groups: Sequence[Group]) -> Counts:
    """Count the gaps of groups."""
    by_rule = Counter(gap.code for group in groups for gap in group.gaps)
    by_severity = Counter(gap.severity for group in groups for gap in group.gaps)
    return Counts(
        total=by_rule.total(),
        plans=len({group.owner for group in groups}),
        by_severity={severity: by_severity[severity] for severity in Severity},
        by_rule={rule: by_rule[rule.code] for rule in ALL_RULES if by_rule[rule.code]},
    )


def page_of(groups: Sequence[Group], page: int) -> list[Group]:
    """The groups of a page of a hundred gaps; a group goes on over the page's end."""
    first, last = (page - 1) * PAGE, page * PAGE
    found, place = [], 0
    for group in groups:
        gaps = group.gaps[max(0, first - place) : max(0, last - place)]
        place += len(group.gaps)
        if gaps:
            found.append(replace(group, gaps=gaps))
    return found


def page_number(asked: str, total: int) -> int:
    """The page asked for, or the nearest there is."""
    last = max(1, -(-total // PAGE))
    return min(max(1, int(asked)), last) if asked.isdecimal() and len(asked) < 7 else 1


def since(gap: Gap) -> date | None:
    """Since when the gap is there, where its rule knows."""
    value = gap.sentence.values.get(SINCE.get(gap.code, ""))
    return value if isinstance(value, date) else None


def in_one_row(groups: Iterable[Group]) -> Iterator[tuple[Group, Gap]]:
    """Every gap with its group."""
    for group in groups:
        for gap in group.gaps:
            yield group, gap


@dataclass(frozen=True)
class Measure:
    """A measure of the EU level that is later than what waits for it. `expected_on`: the latest day named for it.

    `behind`: how many items wait for it, by country; `first_on`: the earliest day for which one of them is forecast.
    """

    item: ItemView
    expected_on: date
    first_on: date
    behind: Mapping[str, int]


def measures_behind(view: CatalogueView, groups: Iterable[Group]) -> list[Measure]:
    """What of the EU level holds up whom, of the gaps listed; in the catalogue's order."""
    by_item: dict[int, list[Gap]] = {}
    for _under, gap in in_one_row(groups):
        if gap.code == eu_level_later.code:
            by_item.setdefault(gap.sentence.values["measure"], []).append(gap)
    return [
        Measure(
            item,
            max(gap.sentence.values["date"] for gap in by_item[item.item_id]),
            min(gap.sentence.values["forecast"] for gap in by_item[item.item_id]),
            Counter(gap.owner for gap in by_item[item.item_id]),
        )
        for item in view.items.values()
        if item.item_id in by_item
    ]

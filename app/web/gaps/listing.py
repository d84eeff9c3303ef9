"""The computed gaps of the plans that the reader may open: filtered, under their roots, a page at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from app.catalogue.views import CatalogueView, ItemView
from app.readiness.gaps import RULES, RootGroup, find_gaps, group_gaps
from app.readiness.gaps.rule import Gap, Rule
from app.readiness.items import circumstances_of
from app.readiness.plan import PlanReading
from app.readiness.states import OPEN_STATES, Severity
from app.web.kept import Remembered

PAGE = 100

RULES_BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}

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

    @property
    def is_empty(self) -> bool:
        """Whether everything passes."""
        return self == Filters()

    def in_address(self) -> dict[str, str]:
        """The values as an address has them."""
        return {name: value for field in fields(self) if (value := getattr(self, name := field.name))}

    def passes(self, gap: Gap, view: CatalogueView) -> bool:
        """Whether a gap is among what was asked for, its country and root aside."""
        return (
            (not self.rule or gap.code == self.rule)
            and (not self.severity or gap.severity == self.severity)
            and (not self.key or gap.is_key)
            and (not self.block or view.blocks[gap.block_key].code == self.block)
        )


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


def groups_of(view: CatalogueView, plan: PlanReading) -> tuple[Group, ...]:
    """All gaps of a plan under their roots; made once as long as the plan is the same."""
    return _groups.of((plan, view), None, lambda: _grouped(view, plan))


def _grouped(view: CatalogueView, plan: PlanReading) -> tuple[Group, ...]:
    # What the EU level has delivered stands in the readings already, so that the circumstances need not know it.
    circumstances = circumstances_of(view, plan.day, {})
    gaps = find_gaps(circumstances, plan.owner, plan.items, plan.heads)
    return tuple(_group(view, plan, group) for group in group_gaps(plan.owner, gaps, plan.items, plan.heads))


def _group(view: CatalogueView, plan: PlanReading, group: RootGroup) -> Group:
    is_open = plan.items[group.root].state in OPEN_STATES
    return Group(plan.owner, view.items_by_id[group.root], group.waiting, is_open, group.gaps)


def filtered(view: CatalogueView, plans: Iterable[PlanReading], filters: Filters) -> list[Group]:
    """The groups of all plans with the gaps that pass, in the order of the plans; the root most wait for first."""
    found = []
    for plan in plans:
        if filters.country and plan.owner != filters.country:
            continue
        for group in groups_of(view, plan):
            if filters.root and group.root.key != filters.root:
                continue
            gaps = tuple(gap for gap in group.gaps if filters.passes(gap, view))
            if gaps:
                found.append(replace(group, gaps=gaps))
    return found


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
        by_rule={rule: by_rule[rule.code] for rule in RULES if by_rule[rule.code]},
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

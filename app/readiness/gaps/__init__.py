"""Gaps: one rule a function, asked of every counted item on which something was shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from app.plans.noted import NotedGap
from app.readiness.cases import Case, ItemReading
from app.readiness.gaps import dates, dependencies, evidence, planning
from app.readiness.gaps.rule import Finding, Gap, Rule
from app.readiness.items import Circumstances, case_again
from app.readiness.roots import main_root
from app.readiness.states import Severity, State
from app.readiness.words import Sentence

__all__ = [
    "OF_IN_PLACE",
    "OF_OPEN",
    "RULES",
    "Gap",
    "GapCounts",
    "RootGroup",
    "Rule",
    "count_gaps",
    "find_gaps",
    "group_gaps",
    "note_on",
]

RULES: tuple[Rule, ...] = (
    dates.past_legal_date,
    dates.forecast_after_needed_by,
    dates.due_after_needed_by,
    dates.slipped,
    dependencies.waits_for_eu,
    dependencies.eu_level_later,
    dependencies.starts_before_predecessor,
    planning.no_milestone,
    planning.no_authority,
    planning.cancelled_while_open,
    planning.progress_falling,
    planning.not_confirmed,
    planning.unchanged_confirmations,
    planning.costed_without_funding,
    evidence.not_yet_shown,
    evidence.evidence_expired,
    evidence.evidence_older,
)
OF_OPEN = tuple(rule for rule in RULES if rule.of_open)
OF_IN_PLACE = tuple(rule for rule in RULES if not rule.of_open)
_SEVERITY_ORDER = {severity: number for number, severity in enumerate(Severity)}


def _found(case: Case, state: State) -> Iterator[tuple[Rule, Finding]]:
    for rule in OF_IN_PLACE if state is State.IN_PLACE else OF_OPEN:
        finding = rule.look(case)
        if finding is not None:
            yield rule, finding


def _asked(
    circumstances: Circumstances, owner: str, items: Mapping[int, ItemReading]
) -> Iterator[tuple[Case, ItemReading]]:
    for item in items.values():
        if item.is_counted and item.facts.has_information:
            yield case_again(circumstances, owner, item), item


def note_on(case: Case, rule: Rule, finding: Finding) -> NotedGap | None:
    """The note that holds for what a rule found: not yet over, and of the same substance."""
    for note in case.facts.stated.noted:
        if note.code == rule.code and note.holds(case.day, rule.substance(finding.values)):
            return note
    return None


class GapCounts(NamedTuple):
    """How many gaps of each rule there are, by code, in the order of the rules: all of them, and those noted."""

    found: dict[str, int]
    noted: dict[str, int]

    @property
    def left(self) -> dict[str, int]:
        """Those that are not noted."""
        numbers = {code: number - self.noted.get(code, 0) for code, number in self.found.items()}
        return {code: number for code, number in numbers.items() if number}


def count_gaps(circumstances: Circumstances, owner: str, items: Mapping[int, ItemReading]) -> GapCounts:
    """How many gaps a plan has."""
    found: Counter[str] = Counter()
    noted: Counter[str] = Counter()
    for case, item in _asked(circumstances, owner, items):
        for rule, finding in _found(case, item.state):
            found[rule.code] += 1
            noted[rule.code] += note_on(case, rule, finding) is not None
    return GapCounts(
        *({rule.code: counts[rule.code] for rule in RULES if counts[rule.code]} for counts in (found, noted))
    )


def find_gaps(
    circumstances: Circumstances,
    owner: str,
    items: Mapping[int, ItemReading],
    heads: Mapping[int, tuple[int, ...]],
) -> list[Gap]:
    """Every gap of a plan, also those noted, items in the catalogue's order, each item's by severity.

    `heads`: the roots of each open item (`roots.heads_of`); what is in place is its own root.
    """
    gaps = []
    for case, item in _asked(circumstances, owner, items):
        of_item = [
            Gap(
                rule=rule,
                owner=owner,
                item_id=item.item_id,
                block_key=case.item.block_key,
                is_key=item.is_key,
                sentence=Sentence(finding.sentence or rule.sentence, finding.values),
                remedy=Sentence(finding.remedy or rule.remedy, finding.values),
                roots=heads.get(item.item_id, (item.item_id,)),
                noted=note_on(case, rule, finding),
            )
            for rule, finding in _found(case, item.state)
        ]
        gaps += sorted(of_item, key=lambda gap: _SEVERITY_ORDER[gap.severity])
    return gaps


class RootGroup(NamedTuple):
    """The gaps of one plan under one root. `waiting`: how many open items wait for the root."""

    owner: str
    root: int
    waiting: int
    gaps: tuple[Gap, ...]


def group_gaps(
    owner: str, gaps: list[Gap], items: Mapping[int, ItemReading], heads: Mapping[int, tuple[int, ...]]
) -> list[RootGroup]:
    """Gaps under their roots, each once: the root most wait for, then the catalogue's order, comes first."""
    waiting = Counter(root for item_id, roots in heads.items() for root in roots if root != item_id)
    grouped: dict[int, list[Gap]] = {}
    for gap in gaps:
        grouped.setdefault(main_root(gap.roots, waiting), []).append(gap)
    order = {item_id: number for number, item_id in enumerate(items)}
    ranked = sorted(grouped, key=lambda root: (-waiting[root], order[root]))
    return [RootGroup(owner, root, waiting[root], tuple(grouped[root])) for root in ranked]

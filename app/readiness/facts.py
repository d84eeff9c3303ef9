"""Facts: what a plan says of an item on a day, in the few numbers and days that the rule needs.

The database makes the same facts in one statement (`queries/facts.py`); a test holds them equal to `sums.py`.
They are named tuples, not dataclasses: some thousand are made for one page.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from app.catalogue.states import EvidenceKind
from app.plans.noted import NotedGap
from app.plans.states import Applicability
from app.readiness.arithmetic import FULL

RECENT_DAYS = 30
"""How far back a fall in progress is looked for."""
UNCONFIRMED_DAYS = 60
"""After so many days without a change a milestone that runs or is due soon is to be confirmed."""
UNCHANGED_CONFIRMATIONS = 8
"""After so many confirmations in a row that changed nothing, a milestone is asked about."""
DUE_SOON_DAYS = 90
"""A milestone is due soon when its own date is not further away than this."""


class MilestoneFacts(NamedTuple):
    """A milestone on the day. `progress` in 1/100 %; `changed_on` is its last change, a confirmation included.

    `first_known_on`: the first day on which the plan had it. `highest_before`: its highest progress in the last
    30 days before its last change, when that change is not older than 30 days; None otherwise. `is_continued`: it
    was moved, and goes on as another milestone. `confirmations`: the last so many in a row changed nothing.
    `budget`, `uncovered`: what it is estimated to cost, and what of it no instrument covers, in cents.
    """

    milestone_id: int
    item_id: int
    is_closing: bool
    is_cancelled: bool
    progress: int
    start_on: date | None
    baseline_on: date | None
    forecast_on: date | None
    actual_on: date | None
    first_known_on: date
    changed_on: date
    highest_before: int | None = None
    is_continued: bool = False
    confirmations: int = 0
    budget: int = 0
    uncovered: int = 0

    @property
    def own_on(self) -> date | None:
        """The day the plan itself now names: forecast, else baseline."""
        return self.forecast_on or self.baseline_on

    def is_open(self, day: date) -> bool:
        """Not cancelled and not done on the day; the closing milestone is done only when it is reported."""
        if self.is_cancelled or (self.actual_on is not None and self.actual_on <= day):
            return False
        return self.is_closing or self.progress < FULL


class MilestoneSums(NamedTuple):
    """The milestones of one item of one plan, added up.

    `ordinary`, `progress_sum`, `expected_sum`: ordinary milestones that are not cancelled, sums in 1/100 %.
    `cancelled`: those that are and do not go on as another. `passed_on`: the earliest own date of an open milestone
    before the day. `slip_days`: the largest forecast minus baseline of an open one (0 when none slipped).
    `latest_open_on`: the latest own date of open ordinary ones.
    `unconfirmed`: open ordinary ones, running or due soon, unchanged for more than 60 days, the oldest since
    `unconfirmed_since`. `fallen`: the largest fall of progress in the last 30 days (1/100 %).
    `in_place_on`, `closing_…`: of the closing milestone. `unchanged`: open ordinary ones of which the last eight
    confirmations or more said that nothing had changed. `unfunded`: open ordinary ones of whose budget nothing is
    covered; `part_funded`: those of which some is; `uncovered`: the cents that both leave open.
    """

    ordinary: int = 0
    progress_sum: int = 0
    expected_sum: int = 0
    cancelled: int = 0
    passed_on: date | None = None
    slip_days: int = 0
    latest_open_on: date | None = None
    unconfirmed: int = 0
    unconfirmed_since: date | None = None
    fallen: int = 0
    in_place_on: date | None = None
    closing_baseline_on: date | None = None
    closing_forecast_on: date | None = None
    unchanged: int = 0
    unfunded: int = 0
    part_funded: int = 0
    uncovered: int = 0


class EuPredecessor(NamedTuple):
    """Something the EU level has to deliver first: an item by the catalogue, or a milestone a country named.

    `title` is given for a milestone; an item is named by the catalogue. `lead_time_days`: how long Member States
    need after delivery.
    """

    item_id: int
    milestone_id: int | None
    title: str | None
    delivered_on: date | None
    expected_on: date | None
    lead_time_days: int


class Stated(NamedTuple):
    """What the plan says of the item as a whole; `noted`: the gaps it says are known and accepted until a day."""

    applicability: Applicability = Applicability.APPLIES
    has_authority: bool = False
    noted: tuple[NotedGap, ...] = ()


class Evidenced(NamedTuple):
    """Evidence on the day: kinds with valid, unexpired evidence; the last expiry of what has run out; the oldest
    day that valid evidence is about."""

    kinds: frozenset[EvidenceKind] = frozenset()
    expired_on: date | None = None
    oldest_about_on: date | None = None


class Before(NamedTuple):
    """What the item's own open milestones wait for.

    `eu`: milestones of the EU plan. `own`: ids of other items of the same plan. `overlap_days`: the largest number
    of days by which a milestone starts before its predecessor ends (0: none does).
    """

    eu: tuple[EuPredecessor, ...] = ()
    own: tuple[int, ...] = ()
    overlap_days: int = 0


NO_SUMS = MilestoneSums()
NOTHING_STATED = Stated()
NOTHING_EVIDENCED = Evidenced()
NOTHING_BEFORE = Before()


class ItemFacts(NamedTuple):
    """What one plan says of one item on one day. Without information everything else is empty.

    `confirmed_on`: the day of the latest assessment, where a reviewer confirmed the item in it.
    """

    has_information: bool = False
    sums: MilestoneSums = NO_SUMS
    stated: Stated = NOTHING_STATED
    evidenced: Evidenced = NOTHING_EVIDENCED
    before: Before = NOTHING_BEFORE
    confirmed_on: date | None = None


NO_FACTS = ItemFacts()


def is_unconfirmed(milestone: MilestoneFacts, day: date, interval: int = UNCONFIRMED_DAYS) -> bool:
    """Whether an open milestone runs or is due soon and nobody has changed or confirmed it for more than 60 days.

    `interval`: another number of days.
    """
    if not milestone.is_open(day) or (day - milestone.changed_on).days <= interval:
        return False
    started = milestone.progress > 0 or (milestone.start_on is not None and milestone.start_on <= day)
    own = milestone.own_on
    return started or (own is not None and own <= day + timedelta(days=DUE_SOON_DAYS))


class Link(NamedTuple):
    """A milestone and one it waits for, in the own plan or (`is_eu`) in the EU plan; both as they are on the day."""

    own: MilestoneFacts
    before: MilestoneFacts
    is_eu: bool
    title: str
    lead_time_days: int


class EvidenceFacts(NamedTuple):
    """A piece of evidence on the day, not withdrawn. `expires_on` is the last day on which it is valid."""

    item_id: int
    kind: EvidenceKind
    about_on: date | None
    expires_on: date | None


def is_shown(evidenced: Evidenced, proofs: tuple[frozenset[EvidenceKind], ...]) -> bool:
    """Whether every group of the closing condition has valid evidence of one of its kinds."""
    return bool(proofs) and not still_wanted(evidenced.kinds, proofs)


def still_wanted(
    kinds: frozenset[EvidenceKind], proofs: tuple[frozenset[EvidenceKind], ...]
) -> tuple[frozenset[EvidenceKind], ...]:
    """The groups of the closing condition of which none of the kinds received is one."""
    return tuple(group for group in proofs if not group & kinds)

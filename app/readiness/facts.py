"""Facts: what a plan says of an item on a day, in the few numbers and days that the rule needs.

The database makes the same facts in one statement (`queries/facts.py`); a test holds them equal to `sum_milestones`.
They are named tuples, not dataclasses: some thousand are made for one page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from app.catalogue.states import EvidenceKind
from app.plans.states import Applicability
from app.readiness.arithmetic import FULL, linear

RECENT_DAYS = 30
"""How far back a fall in progress is looked for."""
UNCONFIRMED_DAYS = 60
"""After so many days without a change a milestone that runs or is due soon is to be confirmed."""
DUE_SOON_DAYS = 90
"""A milestone is due soon when its own date is not further away than this."""


class MilestoneFacts(NamedTuple):
    """A milestone on the day. `progress` in 1/100 %; `changed_on` is its last change, a confirmation included.

    `first_known_on`: the first day on which the plan had it. `highest_before`: its highest progress in the last
    30 days before its last change, when that change is not older than 30 days; None otherwise. `is_continued`: it
    was moved, and goes on as another milestone.
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
    `in_place_on`, `closing_…`: of the closing milestone.
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
    """What the plan says of the item as a whole."""

    applicability: Applicability = Applicability.APPLIES
    has_authority: bool = False


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
    """What one plan says of one item on one day. Without information everything else is empty."""

    has_information: bool = False
    sums: MilestoneSums = NO_SUMS
    stated: Stated = NOTHING_STATED
    evidenced: Evidenced = NOTHING_EVIDENCED
    before: Before = NOTHING_BEFORE


NO_FACTS = ItemFacts()


def expected_of(milestone: MilestoneFacts, day: date) -> int:
    """What the plan itself expects of a milestone by the day (1/100 %): linear to its baseline, nothing without one."""
    if milestone.baseline_on is None:
        return 0
    return linear(milestone.start_on or milestone.first_known_on, milestone.baseline_on, day)


def is_unconfirmed(milestone: MilestoneFacts, day: date, interval: int = UNCONFIRMED_DAYS) -> bool:
    """Whether an open milestone runs or is due soon and nobody has changed or confirmed it for more than 60 days.

    `interval`: another number of days.
    """
    if not milestone.is_open(day) or (day - milestone.changed_on).days <= interval:
        return False
    started = milestone.progress > 0 or (milestone.start_on is not None and milestone.start_on <= day)
    own = milestone.own_on
    return started or (own is not None and own <= day + timedelta(days=DUE_SOON_DAYS))


def _slip(milestone: MilestoneFacts, day: date) -> int:
    if not milestone.is_open(day) or milestone.forecast_on is None or milestone.baseline_on is None:
        return 0
    return (milestone.forecast_on - milestone.baseline_on).days


def _fall(milestone: MilestoneFacts) -> int:
    if milestone.is_cancelled or milestone.highest_before is None:
        return 0
    return max(0, milestone.highest_before - milestone.progress)


def sum_milestones(milestones: Iterable[MilestoneFacts], day: date) -> MilestoneSums:
    """Add up the milestones of one item of one plan. The reference for the statement in `queries/facts.py`."""
    listed = list(milestones)
    kept = [m for m in listed if not m.is_closing and not m.is_cancelled]
    still_open = [m for m in listed if m.is_open(day)]
    waiting = [m for m in kept if is_unconfirmed(m, day)]
    closing = next((m for m in listed if m.is_closing), None)
    is_reported = closing is not None and closing.actual_on is not None and closing.actual_on <= day
    return MilestoneSums(
        ordinary=len(kept),
        progress_sum=sum(m.progress for m in kept),
        expected_sum=sum(expected_of(m, day) for m in kept),
        cancelled=sum(1 for m in listed if m.is_cancelled and not m.is_continued),
        passed_on=min((m.own_on for m in still_open if m.own_on and m.own_on < day), default=None),
        slip_days=max((0, *(_slip(m, day) for m in still_open))),
        latest_open_on=max((m.own_on for m in still_open if m.own_on and not m.is_closing), default=None),
        unconfirmed=len(waiting),
        unconfirmed_since=min((m.changed_on for m in waiting), default=None),
        fallen=max((0, *(_fall(m) for m in listed))),
        in_place_on=closing.actual_on if closing and is_reported else None,
        closing_baseline_on=closing.baseline_on if closing else None,
        closing_forecast_on=closing.forecast_on if closing else None,
    )


def _of_both(choose: Callable[[date, date], date], one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return choose(one, other)


def add_sums(one: MilestoneSums, other: MilestoneSums) -> MilestoneSums:
    """The sums of two sets of milestones of an item, taken together; an item has one closing milestone at most."""
    return MilestoneSums(
        ordinary=one.ordinary + other.ordinary,
        progress_sum=one.progress_sum + other.progress_sum,
        expected_sum=one.expected_sum + other.expected_sum,
        cancelled=one.cancelled + other.cancelled,
        passed_on=_of_both(min, one.passed_on, other.passed_on),
        slip_days=max(one.slip_days, other.slip_days),
        latest_open_on=_of_both(max, one.latest_open_on, other.latest_open_on),
        unconfirmed=one.unconfirmed + other.unconfirmed,
        unconfirmed_since=_of_both(min, one.unconfirmed_since, other.unconfirmed_since),
        fallen=max(one.fallen, other.fallen),
        in_place_on=one.in_place_on or other.in_place_on,
        closing_baseline_on=one.closing_baseline_on or other.closing_baseline_on,
        closing_forecast_on=one.closing_forecast_on or other.closing_forecast_on,
    )


class Link(NamedTuple):
    """A milestone and one it waits for, in the own plan or (`is_eu`) in the EU plan; both as they are on the day."""

    own: MilestoneFacts
    before: MilestoneFacts
    is_eu: bool
    title: str
    lead_time_days: int


def _end_of(milestone: MilestoneFacts, day: date) -> date | None:
    is_done = milestone.actual_on is not None and milestone.actual_on <= day
    return milestone.actual_on if is_done else milestone.own_on


def _overlap(link: Link, day: date) -> int:
    ends_on = _end_of(link.before, day)
    if ends_on is None or link.own.start_on is None:
        return 0
    return max(0, (ends_on - link.own.start_on).days)


def _delivery(link: Link, day: date) -> EuPredecessor:
    before = link.before
    is_done = before.actual_on is not None and before.actual_on <= day
    delivered_on = before.actual_on if is_done else None
    return EuPredecessor(
        before.item_id, before.milestone_id, link.title, delivered_on, before.own_on, link.lead_time_days
    )


def sum_links(item_id: int, links: Iterable[Link], day: date) -> Before:
    """What the open milestones of an item wait for. The reference for `queries.statements.predecessor_sums`."""
    counted = [link for link in links if link.own.is_open(day) and not link.before.is_cancelled]
    own = {link.before.item_id for link in counted if not link.is_eu} - {item_id}
    return Before(
        eu=tuple(sorted({_delivery(link, day) for link in counted if link.is_eu})),
        own=tuple(sorted(own)),
        overlap_days=max((0, *(_overlap(link, day) for link in counted))),
    )


class EvidenceFacts(NamedTuple):
    """A piece of evidence on the day, not withdrawn. `expires_on` is the last day on which it is valid."""

    item_id: int
    kind: EvidenceKind
    about_on: date | None
    expires_on: date | None


def sum_evidence(pieces: Iterable[EvidenceFacts], day: date) -> Evidenced:
    """Add up the evidence of one item of one plan."""
    listed = list(pieces)
    valid = [piece for piece in listed if piece.expires_on is None or piece.expires_on >= day]
    return Evidenced(
        kinds=frozenset(piece.kind for piece in valid),
        expired_on=max((p.expires_on for p in listed if p.expires_on and p.expires_on < day), default=None),
        oldest_about_on=min((piece.about_on for piece in valid if piece.about_on), default=None),
    )


def add_evidence(one: Evidenced, other: Evidenced) -> Evidenced:
    """Two sets of evidence of an item, taken together."""
    return Evidenced(
        kinds=one.kinds | other.kinds,
        expired_on=_of_both(max, one.expired_on, other.expired_on),
        oldest_about_on=_of_both(min, one.oldest_about_on, other.oldest_about_on),
    )


def is_shown(evidenced: Evidenced, proofs: tuple[frozenset[EvidenceKind], ...]) -> bool:
    """Whether every group of the closing condition has valid evidence of one of its kinds."""
    return bool(proofs) and all(group & evidenced.kinds for group in proofs)

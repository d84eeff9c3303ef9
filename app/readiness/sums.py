"""Facts added up: of one item of one plan on a day, or of two sets of them taken together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from app.readiness.arithmetic import linear
from app.readiness.facts import (
    UNCHANGED_CONFIRMATIONS,
    Before,
    EuPredecessor,
    Evidenced,
    EvidenceFacts,
    Link,
    MilestoneFacts,
    MilestoneSums,
    is_unconfirmed,
)


def expected_of(milestone: MilestoneFacts, day: date) -> int:
    """What the plan itself expects of a milestone by the day (1/100 %): linear to its baseline, nothing without one."""
    if milestone.baseline_on is None:
        return 0
    return linear(milestone.start_on or milestone.first_known_on, milestone.baseline_on, day)


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
    short = [m for m in kept if m.is_open(day) and m.uncovered]
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
        unchanged=sum(1 for m in kept if m.is_open(day) and m.confirmations >= UNCHANGED_CONFIRMATIONS),
        unfunded=sum(1 for m in short if m.uncovered == m.budget),
        part_funded=sum(1 for m in short if m.uncovered < m.budget),
        uncovered=sum(m.uncovered for m in short),
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
        unchanged=one.unchanged + other.unchanged,
        unfunded=one.unfunded + other.unfunded,
        part_funded=one.part_funded + other.part_funded,
        uncovered=one.uncovered + other.uncovered,
    )


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
    """What the open milestones of an item wait for. The reference for `queries.links.predecessor_sums`."""
    counted = [link for link in links if link.own.is_open(day) and not link.before.is_cancelled]
    own = {link.before.item_id for link in counted if not link.is_eu} - {item_id}
    return Before(
        eu=tuple(sorted({_delivery(link, day) for link in counted if link.is_eu})),
        own=tuple(sorted(own)),
        overlap_days=max((0, *(_overlap(link, day) for link in counted))),
    )


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

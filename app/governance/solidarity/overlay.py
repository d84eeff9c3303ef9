"""What follows from findings that were recorded: their conditions hold at once, laid over a release. Pure.

A release stays as it was loaded. What is laid over it is another reading of the same release, with a name of its own
(`CatalogueView.law`), so that nothing that was worked out from the one is taken for the other.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from app.catalogue.states import Holds, Obligation, Standing
from app.catalogue.views import CatalogueView, ConditionView, HoldsView, ItemView, LaidView
from app.governance.solidarity.findings import bound_countries, known_in_catalogue
from app.governance.solidarity.records import FindingCell, FindingRecord

Statements = Mapping[str, tuple[HoldsView, ...]]
"""By condition what is laid over a release."""


def holding(
    view: CatalogueView, records: Iterable[FindingRecord], known: datetime | None = None
) -> tuple[FindingRecord, ...]:
    """The recorded findings that count under a release, as known now or at an instant.

    Of each finding the last entry, unless it withdraws it. None of what the release knows itself, of a label that it
    does not have, or of a country that it does not bind. `records`: in the order in which they were said.
    """
    last: dict[FindingCell, FindingRecord] = {}
    for one in records:
        if known is None or one.said_at <= known:
            last[one.cell] = one
    bound, public = frozenset(bound_countries(view)), known_in_catalogue(view)
    return tuple(
        one
        for one in last.values()
        if not one.is_withdrawn and one.country in bound and one.kind in view.finding_kinds and one.cell not in public
    )


def release_alone(view: CatalogueView) -> CatalogueView:
    """The release without what is laid over it."""
    if not view.laid:
        return view
    bare = {
        key: replace(condition, holds=tuple(one for one in condition.holds if one.laid is None))
        for key, condition in view.conditions.items()
    }
    return replace(view, conditions=bare, laid="")


def laid_over(view: CatalogueView, records: Sequence[FindingRecord], known: datetime | None = None) -> CatalogueView:
    """A release under which the conditions of recorded findings hold, from the first day to the last of each.

    Where the release says itself that a condition holds, its own words stand before; what it denies or leaves open,
    it did not know of the decision that was recorded. The very same release where nothing is laid over it.
    """
    alone = release_alone(view)
    laid = statements_over(alone, records, known)
    return with_statements(alone, laid) if laid else alone


def statements_over(view: CatalogueView, records: Sequence[FindingRecord], known: datetime | None = None) -> Statements:
    """What is laid over a release, as known now or at an instant; nothing where it affirms it for all days itself."""
    if not records:
        return {}
    laid: defaultdict[str, list[HoldsView]] = defaultdict(list)
    for one in holding(view, records, known):
        basis = LaidView(one.cell, one.reference, one.url, one.decided_on, one.said_at)
        for key in view.finding_kinds[one.kind].conditions:
            if not _is_affirmed(view.conditions[key], one):
                held = HoldsView(one.country, Holds.TRUE, one.valid_from, one.valid_until, None, None, basis)
                laid[key].append(held)
    return {key: tuple(held) for key, held in laid.items()}


def with_statements(view: CatalogueView, laid: Statements) -> CatalogueView:
    """A release with what is laid over it."""
    order = {code: number for number, code in enumerate(view.countries)}
    conditions = dict(view.conditions)
    for key, statements in laid.items():
        conditions[key] = _with(view.conditions[key], statements, order)
    return replace(view, conditions=conditions, laid=mark_of(laid))


def _is_affirmed(condition: ConditionView, found: FindingRecord) -> bool:
    return any(
        said.holds is Holds.TRUE
        and said.country == found.country
        and said.covers(found.valid_from)
        and said.covers(found.valid_until)
        for said in condition.holds
    )


def _with(condition: ConditionView, laid: tuple[HoldsView, ...], order: Mapping[str, int]) -> ConditionView:
    """In protocol order; of each country first what the release affirms, then what is laid over the rest."""
    affirmed = [one for one in condition.holds if one.holds is Holds.TRUE]
    rest = [one for one in condition.holds if one.holds is not Holds.TRUE]
    listed = sorted([*affirmed, *laid, *rest], key=lambda one: order.get(one.country, len(order)))
    return replace(condition, holds=tuple(listed))


def mark_of(statements: Statements) -> str:
    """A name of what is laid over a release, made of all that it says."""
    digest = hashlib.sha256()
    for key in sorted(statements):
        for one in statements[key]:
            assert one.laid is not None
            said = (key, one.country, one.valid_from, one.valid_until, *one.laid.cell, one.laid.reference)
            more = (one.laid.url, one.laid.decided_on, one.laid.recorded_at.isoformat())
            digest.update(repr([str(part) for part in (*said, *more)]).encode())
    return digest.hexdigest()[:16]


def items_on(view: CatalogueView, conditions: Iterable[str], country: str) -> tuple[ItemView, ...]:
    """The items of a country that count whenever one of these conditions holds, in the catalogue's order."""
    named = frozenset(conditions)
    return tuple(
        item
        for item in view.items.values()
        if item.condition in named
        and item.obligation is Obligation.SHALL_IF
        and not item.is_later_duty
        and (duty := view.duty(country, item.item_id)) is not None
        and duty.standing is Standing.BOUND
    )


def moved_by(
    before: CatalogueView, after: CatalogueView, conditions: Iterable[str], country: str, days: Iterable[date]
) -> tuple[tuple[ItemView, ...], tuple[ItemView, ...]]:
    """The items of a country that count on one of the days under the later law alone; those under the earlier alone."""
    asked = sorted(set(days))
    items = items_on(after, conditions, country)

    def counting(view: CatalogueView, item: ItemView) -> set[date]:
        return {day for day in asked if view.counts(country, item.item_id, day)}

    gained = tuple(item for item in items if counting(after, item) - counting(before, item))
    return gained, tuple(item for item in items if counting(before, item) - counting(after, item))

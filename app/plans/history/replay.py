"""Replay, without a database: from the revisions of a subject to its state on every day.

Revisions are taken in the order (effective_on, recorded_at, id), each with the fields it changed. A change
that is dated back therefore holds until something later says otherwise, and never undoes what came after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from app.core.db import FOREVER
from app.plans.history.fields import FIELDS, State, SubjectFields
from app.plans.states import SubjectKind

Changes = Mapping[str, Any]
"""field → [old, new], as stored: days in ISO 8601."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A revision as the replay needs it."""

    effective_on: date
    recorded_at: datetime
    id: int
    changes: Changes

    @property
    def order(self) -> tuple[date, datetime, int]:
        """Its place in the replay."""
        return self.effective_on, self.recorded_at, self.id


@dataclass(frozen=True, slots=True)
class Span:
    """A state and the days it holds: from `valid_from`, inclusive, until `valid_to`, exclusive."""

    valid_from: date
    valid_to: date
    state: State


def replay(kind: SubjectKind, revisions: Iterable[Recorded]) -> list[Span]:
    """The spans of a subject, in order and without gaps; neighbours differ. No revisions, no spans."""
    said = list(revisions)
    if not said:
        return []
    fields = FIELDS[kind]
    state = _beginning(fields, said)
    starts: list[tuple[date, State]] = []
    for day, of_day in groupby(sorted(said, key=lambda revision: revision.order), lambda r: r.effective_on):
        for revision in of_day:
            _apply(fields, state, revision)
        if not starts or starts[-1][1] != state:
            starts.append((day, dict(state)))
    ends = [day for day, _ in starts[1:]] + [FOREVER]
    return [Span(day, end, held) for (day, held), end in zip(starts, ends, strict=True)]


def shown_spans(kind: SubjectKind, revisions: Iterable[Recorded]) -> list[Span]:
    """The spans that are kept in tables: withdrawn evidence has none from its withdrawal on."""
    return [span for span in replay(kind, revisions) if not span.state.get("is_withdrawn", False)]


def confirmations_in(spans: Iterable[Span]) -> list[int]:
    """Of each span of a milestone, how many in a row up to it said only that nothing had changed."""
    counted: list[int] = []
    before: State | None = None
    for span in spans:
        said = {name: value for name, value in span.state.items() if name != "confirmed_on"}
        counted.append(counted[-1] + 1 if said == before else 0)
        before = said
    return counted


def state_on(kind: SubjectKind, revisions: Iterable[Recorded], day: date) -> State:
    """The state at the end of a day; before anything was said, the blank state."""
    said = list(revisions)
    fields = FIELDS[kind]
    state = _beginning(fields, said)
    for revision in sorted((r for r in said if r.effective_on <= day), key=lambda revision: revision.order):
        _apply(fields, state, revision)
    return state


def _beginning(fields: SubjectFields, said: list[Recorded]) -> State:
    state = dict(fields.blank)
    if said and fields.naming:
        making = min(said, key=lambda revision: (revision.recorded_at, revision.id))
        for name in fields.naming:
            if name in making.changes:
                state[name] = fields.decoded(name, making.changes[name][1])
    return state


def _apply(fields: SubjectFields, state: State, revision: Recorded) -> None:
    for name, (_old, new) in revision.changes.items():
        if name in state:  # links and contributing authorities are rows of their own
            state[name] = fields.after(name, state[name], fields.decoded(name, new))
    if fields.settle:
        fields.settle(state, revision.effective_on)


class Ledger:
    """The revisions of one subject, and what the next one would say: shared by services and bulk writing."""

    def __init__(self, kind: SubjectKind, revisions: Iterable[Recorded] = ()) -> None:
        self.kind = kind
        self.revisions = sorted(revisions, key=lambda revision: revision.order)
        self._fields = FIELDS[kind]
        self._latest = state_on(kind, self.revisions, FOREVER)

    @property
    def latest(self) -> State:
        """The state after all revisions: nothing is ever said of a future day."""
        return dict(self._latest)

    @property
    def begins_on(self) -> date | None:
        """The first day anything is said of."""
        return self.revisions[0].effective_on if self.revisions else None

    def state_on(self, day: date) -> State:
        """The state at the end of a day."""
        if self.revisions and self.revisions[-1].effective_on <= day:
            return self.latest
        return state_on(self.kind, self.revisions, day)

    def changes_for(self, values: Mapping[str, Any], effective_on: date) -> dict[str, Any]:
        """field → [old, new] of what the values would change on a day; empty when nothing."""
        old = self.state_on(effective_on)
        new = {**old, **{name: self._fields.after(name, old[name], value) for name, value in values.items()}}
        if self._fields.settle:
            self._fields.settle(new, effective_on)
        changed = {name for name in new if new[name] != old[name]}
        if changed & self._fields.together:
            changed |= self._fields.together
        return {name: self._fields.pair(name, old[name], new[name]) for name in new if name in changed}

    def add(self, revision: Recorded) -> None:
        """Take a revision in."""
        is_last = not self.revisions or revision.order >= self.revisions[-1].order
        self.revisions.append(revision)
        if is_last and len(self.revisions) > 1:
            _apply(self._fields, self._latest, revision)
        else:
            self.revisions.sort(key=lambda held: held.order)
            self._latest = state_on(self.kind, self.revisions, FOREVER)

    def spans(self, up_to: datetime | None = None) -> list[Span]:
        """The spans that are kept; with an instant, of what was recorded by then."""
        known = [r for r in self.revisions if up_to is None or r.recorded_at <= up_to]
        return shown_spans(self.kind, known)


def correction(values: Mapping[str, Any], current: State, then: State, measured: frozenset[str]) -> State:
    """What a person means who saves a form for an earlier day.

    Of a form that was filled from the current row, only what differs from the current row is meant. Where
    nothing does, the person corrects the day from which the present progress holds: then the `measured`
    fields that were different on that day are meant.
    """
    meant = {name: value for name, value in values.items() if value != current[name]}
    if meant:
        return meant
    return {name: value for name, value in values.items() if name in measured and value != then[name]}

"""The matrix for one reader: whose rows stand in it, and on whose figures sums over Member States may rest.

Rows are read in the state the reader may see; sums over Member States always rest on the shared state, so that
everybody reads the same ones. From fewer than five withheld rows nothing goes into any sum: otherwise what is
withheld could be had by subtraction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import CatalogueView
from app.core import clock
from app.http.context import Viewpoint
from app.plans.policy import row_scope_for, scope_for
from app.plans.queries.heads import list_plans
from app.plans.queries.records import PlanHead
from app.plans.states import EU, Scope
from app.readiness.plan import PlanReading, PlanSummary
from app.readiness.queries import PlanKey, read_known, read_matrix, read_summaries
from app.readiness.states import State
from app.readiness.withholding import Pool
from app.web.kept import reading_cache

V = TypeVar("V")
R = TypeVar("R", bound=PlanSummary)
Asked = Sequence[tuple[PlanHead, Scope]]


@dataclass(frozen=True)
class Row:
    """A plan's row of the matrix as the reader sees it; `opens`: the plan's pages are open to them too."""

    head: PlanHead
    scope: Scope
    reading: PlanSummary
    opens: bool

    @property
    def owner(self) -> str:
        """Code of the country, or EU."""
        return self.head.owner


@dataclass(frozen=True)
class Matrix:
    """The rows of one reader on the day looked at, the EU level's first, then in protocol order."""

    view: CatalogueView
    seen: Viewpoint
    rows: Mapping[str, Row]
    pool: Pool[PlanSummary]

    @property
    def is_empty(self) -> bool:
        """Whether the reader sees no plan at all: an administrator, or somebody without a role."""
        return not self.rows

    @property
    def countries(self) -> list[Row]:
        """The rows of Member States."""
        return [row for owner, row in self.rows.items() if owner != EU]

    @property
    def withheld(self) -> tuple[str, ...]:
        """Member States whose row the reader does not see."""
        return tuple(self.pool.withheld)

    @property
    def informed(self) -> list[PlanSummary]:
        """Shared plans that sums may rest on."""
        return self.pool.pick(lambda plan: plan if plan.total.informed else None)

    @property
    def counted(self) -> list[PlanSummary]:
        """Plans that counts rest on: also those known to have shared nothing."""
        return self.pool.counted(lambda plan: plan.total.informed > 0)

    def states_in(self, block_key: str) -> list[State]:
        """The states of a block's cells that counts rest on."""
        counted = self.pool.counted(lambda plan: block_key in plan.blocks and plan.blocks[block_key].informed > 0)
        return [plan.blocks[block_key].state for plan in counted if block_key in plan.blocks]

    @property
    def sources(self) -> tuple[object, ...]:
        """All readings it is made of: while they are the same objects, whatever is made of them is the same."""
        rows = tuple(row.reading for row in self.rows.values())
        return (self.view, *rows, *self.pool.seen.values(), *self.pool.withheld.values())

    @property
    def rights(self) -> tuple[object, ...]:
        """What of the reader decides how it is shown."""
        return tuple((row.owner, row.scope, row.opens) for row in self.rows.values())

    @property
    def takes_withheld(self) -> bool:
        """Whether withheld plans are in the counts."""
        return self.pool.takes_withheld(lambda plan: plan.total.informed > 0)


@dataclass(frozen=True)
class Readable:
    """Whose plans one reader reads, before anything is computed. `pooled`: every Member State, in the shared state."""

    rows: tuple[tuple[PlanHead, Scope], ...]
    open_owners: frozenset[str]
    pooled: tuple[tuple[PlanHead, Scope], ...]

    @property
    def opened(self) -> Asked:
        """Plans whose pages the reader may open."""
        return [(head, scope) for head, scope in self.rows if head.owner in self.open_owners]

    @property
    def rights(self) -> tuple[object, ...]:
        """What of the reader decides how plans are shown."""
        return tuple((head.owner, scope, head.owner in self.open_owners) for head, scope in self.rows)

    def pool(self, by_plan: Mapping[PlanKey, V]) -> Pool[V]:
        """What was read of the Member States in the shared state, by whether the reader sees their row."""
        seen = {head.owner for head, _ in self.rows}
        of_states = {head.owner: by_plan[head.plan_id, scope] for head, scope in self.pooled}
        return Pool(
            {owner: held for owner, held in of_states.items() if owner in seen},
            {owner: held for owner, held in of_states.items() if owner not in seen},
        )


def readable_by(session: Session, actor: Actor) -> Readable:
    """Whose rows and plans the actor reads, with one statement. Nobody's sums without any row."""
    heads = list_plans(session)
    scopes = ((head, row_scope_for(actor, head.owner, head.shares_row)) for head in heads)
    rows = tuple((head, scope) for head, scope in scopes if scope is not None)
    return Readable(
        rows=rows,
        open_owners=frozenset(head.owner for head, _ in rows if scope_for(actor, head.owner) is not None),
        pooled=tuple((head, Scope.SHARED) for head in heads if head.owner != EU) if rows else (),
    )


def all_withheld(session: Session) -> Readable:
    """For who reads no plan and is told averages: every Member State's row is withheld from them."""
    pooled = tuple((head, Scope.SHARED) for head in list_plans(session) if head.owner != EU)
    return Readable(rows=(), open_owners=frozenset(), pooled=pooled)


def matrix_for(session: Session, actor: Actor, view: CatalogueView, seen: Viewpoint) -> Matrix:
    """The matrix of one reader: totals and blocks, without items."""
    return matrix_of(session, readable_by(session, actor), view, seen)


def matrix_of(session: Session, readable: Readable, view: CatalogueView, seen: Viewpoint) -> Matrix:
    """The matrix of whose rows are already known."""
    asked = [*readable.rows, *readable.pooled]
    by_plan: Mapping[PlanKey, PlanSummary] = _read(read_summaries, session, view, asked, seen)
    rows = {
        head.owner: Row(head, scope, by_plan[head.plan_id, scope], head.owner in readable.open_owners)
        for head, scope in readable.rows
    }
    return Matrix(view, seen, rows, readable.pool(by_plan))


def full_readings(
    session: Session, view: CatalogueView, seen: Viewpoint, plans: Asked
) -> Mapping[PlanKey, PlanReading]:
    """Readings with every item, by plan and state."""
    return _read(read_matrix, session, view, plans, seen)


def _read(
    reader: Callable[..., Mapping[PlanKey, R]], session: Session, view: CatalogueView, asked: Asked, seen: Viewpoint
) -> Mapping[PlanKey, Any]:
    """Read plans as known now or on the day asked for."""
    if not asked:
        return {}
    if seen.known is None:
        return reader(session, view, asked, seen.as_of, reading_cache())
    return read_known(session, view, asked, seen.as_of, clock.end_of(seen.known), reading_cache())

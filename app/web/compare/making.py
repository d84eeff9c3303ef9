"""Two days of all plans that a reader reads, side by side; kept while the data stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView
from app.http.context import catalogue_on, data_version
from app.http.days import Range
from app.plans.queries.causes import why_moved
from app.plans.queries.known import read_known_milestones
from app.plans.queries.records import MilestoneRecord, PlanHead, PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.states import EU, Scope
from app.readiness.cache import Recent
from app.readiness.cells import Reading
from app.readiness.moving import (
    Course,
    Factor,
    Figure,
    Moved,
    Turn,
    Way,
    course_of,
    facts_in,
    moved_between,
    moved_through,
    turns_of,
    way_between,
)
from app.readiness.plan import PlanReading, PlanSummary
from app.readiness.queries import PlanKey
from app.readiness.queries.reading import database_of
from app.review.moved import DATED, MilestoneMove, moves_of, with_causes
from app.web.overview.matrix import average_of, average_of_totals, averages_by_block
from app.web.readings import Matrix, Readable, full_readings, matrix_of


@dataclass(frozen=True)
class Line:
    """A plan on both days, in the state the reader reads.

    `course` and `turns`: how it came from the one to the other; only of plans whose pages the reader may open.
    """

    head: PlanHead
    scope: Scope
    old: PlanSummary
    new: PlanSummary
    course: Course | None = None
    turns: tuple[tuple[int, Turn], ...] = ()

    @property
    def owner(self) -> str:
        """Code of the country, or EU."""
        return self.head.owner

    @property
    def opens(self) -> bool:
        """Whether the reader may open the plan's pages."""
        return self.course is not None

    def moved(self, figure: Figure, block_key: str | None) -> Moved:
        """A figure of a block, or of all blocks in the sum; of a row alone nothing of what it is made of."""
        if self.course is not None:
            return self.course.moved(figure, block_key)
        if figure is Figure.EXPECTED:
            return Moved(None, None, {})
        return moved_between(figure, *(_reading(plan, block_key) for plan in (self.old, self.new)))

    def turned(self, view: CatalogueView, block_key: str | None) -> Mapping[Turn, int]:
        """How many items of a block, or of all blocks, took which turn."""
        found = Counter(turn for item_id, turn in self.turns if _is_in(view, item_id, block_key))
        return {turn: found[turn] for turn in Turn if found[turn]}


def _reading(plan: PlanSummary, block_key: str | None) -> Reading | None:
    return plan.total if block_key is None else plan.blocks.get(block_key)


def _is_in(view: CatalogueView, item_id: int, block_key: str | None) -> bool:
    return block_key is None or view.items_by_id[item_id].block_key == block_key


@dataclass(frozen=True)
class Compared:
    """All lines of a reader by plan, and the progress of the average by block (None: of all blocks in the sum)."""

    view: CatalogueView
    days: Range
    lines: Mapping[str, Line]
    averages: Mapping[str | None, Moved]


_compared: Recent[Compared] = Recent(6)
_lines: Recent[tuple[CatalogueView, Line]] = Recent(60)
_moves: Recent[tuple[MilestoneMove, ...]] = Recent(60)


def compared_for(session: Session, readable: Readable, days: Range) -> Compared:
    """The plans and rows that a reader reads on both days, made once while the data stand."""
    key = (database_of(session), data_version().mark, readable.rights, days)
    return _compared.get_or_make(key, lambda: _compare(session, readable, days))


def _compare(session: Session, readable: Readable, days: Range) -> Compared:
    readings, matrices = [], []
    for seen in days.viewpoints:
        view = catalogue_on(seen.as_of, seen.known)
        asked = [*readable.opened, *((head, Scope.SHARED) for head, _ in readable.rows if head.owner == EU)]
        readings.append(full_readings(session, view, seen, asked))
        matrices.append(matrix_of(session, readable, view, seen))
    old, new = readings
    way = _way(old, new)
    lines = {}
    for head, scope in readable.rows:
        first, last = (matrix.rows[head.owner].reading for matrix in matrices)
        before, after = old.get((head.plan_id, scope)), new.get((head.plan_id, scope))
        if way is None or before is None or after is None or head.owner not in readable.open_owners:
            lines[head.owner] = Line(head, scope, first, last)
        else:
            lines[head.owner] = Line(head, scope, first, last, course_of(before, after, way), turns_of(before, after))
    return Compared(matrices[1].view, days, lines, _averages(lines, matrices))


def _way(old: Mapping[PlanKey, PlanReading], new: Mapping[PlanKey, PlanReading]) -> Way | None:
    """What all plans pass through; the EU plan as others see it is among the readings where there is one."""
    if not old or not new:
        return None
    eu = next((plan for plan in old.values() if plan.owner == EU and plan.scope is Scope.SHARED), None)
    start, end = next(iter(old.values())).circumstances, next(iter(new.values())).circumstances
    return way_between(start, end, facts_in(eu) if eu else {})


def _averages(lines: Mapping[str, Line], matrices: list[Matrix]) -> dict[str | None, Moved]:
    """The averages that the overview shows on both days; what they are made of where no row is withheld."""
    first, last = matrices
    old, new = averages_by_block(first), averages_by_block(last)
    ends: dict[str | None, tuple[int | None, int | None]] = {
        key: (old[key].percent if key in old else None, new[key].percent) for key in new
    }
    ends[None] = average_of_totals(first).percent, average_of_totals(last).percent
    courses = [line.course for line in lines.values() if line.owner != EU and line.scope is Scope.SHARED]
    if last.withheld or not all(courses) or len(courses) != len(lines) - (EU in lines):
        return {key: Moved(*pair, {}) for key, pair in ends.items()}
    return {key: moved_through(_average_steps([one for one in courses if one], key)) for key in ends}


def _average_steps(courses: list[Course], block_key: str | None) -> list[int | None]:
    steps = range(len(Factor) + 1)
    return [average_of(course.reading(step, block_key) for course in courses).percent for step in steps]


def line_of(session: Session, plan: PlanInScope, eu: PlanHead | None, days: Range) -> tuple[CatalogueView, Line]:
    """One plan that the reader may open, with the catalogue of the later day; made once while the data stand."""
    key = (database_of(session), data_version().mark, plan.plan_id, plan.scope, days)
    return _lines.get_or_make(key, lambda: _line_of(session, plan, eu, days))


def _line_of(session: Session, plan: PlanInScope, eu: PlanHead | None, days: Range) -> tuple[CatalogueView, Line]:
    asked = list(dict.fromkeys([(plan.head, plan.scope), *([(eu, Scope.SHARED)] if eu else [])]))
    views = [catalogue_on(seen.as_of, seen.known) for seen in days.viewpoints]
    read = [full_readings(session, view, seen, asked) for view, seen in zip(views, days.viewpoints, strict=True)]
    old, new = (by_plan[plan.plan_id, plan.scope] for by_plan in read)
    told_by_eu = facts_in(read[0][eu.plan_id, Scope.SHARED]) if eu else {}
    way = way_between(old.circumstances, new.circumstances, told_by_eu)
    return views[1], Line(plan.head, plan.scope, old, new, course_of(old, new, way), turns_of(old, new))


def moves_in(session: Session, days: Range, line: Line) -> tuple[MilestoneMove, ...]:
    """What became of the milestones of a plan that the reader may open, with causes as far as they may know them."""
    key = (database_of(session), data_version().mark, line.head.plan_id, line.scope, days)
    return _moves.get_or_make(key, lambda: _moved(session, days, line))


def _moved(session: Session, days: Range, line: Line) -> tuple[MilestoneMove, ...]:
    plan = PlanInScope(line.head, line.scope)
    first, last = days.viewpoints
    moves = moves_of(*(_milestones(session, plan, seen.as_of, seen.known) for seen in (first, last)))
    moved = {one.milestone.milestone_id: one.old_on for one in moves if one.became in DATED and one.old_on}
    return with_causes(moves, why_moved(session, plan, moved, last.as_of, last.known))


def _milestones(session: Session, plan: PlanInScope, day: date, known: date | None) -> Sequence[MilestoneRecord]:
    if known is None:
        return list_milestones(session, plan.plan_id, plan.scope, day)
    return read_known_milestones(session, plan, plan.head.block_ids, day, known)

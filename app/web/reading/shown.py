"""What the pages of a reading show: how far it has come, and an item with all that is said of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView, ItemView
from app.core.policy import require
from app.http.context import Viewpoint, actor, data_version, session
from app.plans.policy import PlanSubject
from app.plans.queries.authorities import list_authorities_on
from app.plans.queries.heads import get_plan_beside_eu
from app.plans.queries.history import list_history
from app.plans.queries.records import PlanHead, PlanInScope
from app.plans.states import Scope, SubjectKind
from app.readiness.cache import Recent
from app.readiness.plan import PlanReading
from app.readiness.queries.reading import database_of
from app.reading.course import STATEMENT, Course, Subject
from app.reading.policy import READ
from app.reading.queries.marks import list_changed, list_marks, list_stated
from app.web.assessed import Assessed, assessed_in
from app.web.countries.cell_cards import ItemCard
from app.web.countries.readings import one_reading
from app.web.countries.told import ToldEntry, told
from app.web.countries.views import cell_page


@dataclass(frozen=True)
class Shown:
    """An item of a plan as shared, with what reviewers found of it."""

    card: ItemCard
    assessed: Assessed


@dataclass(frozen=True)
class Changed:
    """What of an item was told anew since it was read: milestones, evidence and statements of agencies by their keys,
    and the changes of what was shared."""

    milestones: frozenset[int]
    evidence: frozenset[int]
    statements: frozenset[int]
    entries: tuple[ToldEntry, ...]


_shown: Recent[Shown] = Recent(300)


def plan_to_read(code: str) -> tuple[PlanInScope, PlanHead | None]:
    """A plan in its shared state, whoever reads it, and the EU-level one. Raises NotFound, NotAllowed."""
    plan, eu = get_plan_beside_eu(session(), code, actor())
    require(actor(), READ, PlanSubject(code))
    return PlanInScope(plan.head, Scope.SHARED), eu


def course_of(view: CatalogueView, plan: PlanInScope, reader: Actor, block: BlockView | None) -> Course:
    """How far the reader has come in a plan, or in a block of it; three statements."""
    items = [item for item in view.items_of(plan.owner) if block is None or item.block_key == block.key]
    shared, stated = (found(session(), plan.plan_id, reader.user_id) for found in (list_changed, list_stated))
    return Course(
        tuple(item.item_id for item in items),
        list_marks(session(), plan.plan_id, reader.user_id),
        {key: shared.get(key, frozenset()) | stated.get(key, frozenset()) for key in shared.keys() | stated.keys()},
    )


def reading_of(view: CatalogueView, plan: PlanInScope, eu: PlanHead | None, seen: Viewpoint) -> PlanReading:
    """The states of the plan's items."""
    return one_reading(session(), view, plan, eu, seen)[0]


def shown_item(view: CatalogueView, plan: PlanInScope, eu: PlanHead | None, item: ItemView, seen: Viewpoint) -> Shown:
    """An item with its milestones, evidence, gaps and assessments, asked once while the data stand."""
    stamp = plan.head.shared_stamp  # of the snapshot, which may be newer than the mark
    key = (database_of(session()), data_version().mark, plan.plan_id, stamp, item.item_id, seen.today, actor().held)
    return _shown.get_or_make(key, lambda: _read(view, plan, eu, item, seen))


def _read(view: CatalogueView, plan: PlanInScope, eu: PlanHead | None, item: ItemView, seen: Viewpoint) -> Shown:
    reading, circumstances = one_reading(session(), view, plan, eu, seen)
    page = cell_page(view, view.blocks[item.block_key], plan, reading, circumstances, seen, {item.item_id})
    card = next(card for card in (*page.cards, *page.others) if card.item.item_id == item.item_id)
    return Shown(card, assessed_in(plan, seen, {item.item_id}))


def changes_of(
    view: CatalogueView, plan: PlanInScope, item: ItemView, course: Course, seen: Viewpoint
) -> Changed | None:
    """What of an item was told since the reader read it; None for nothing, and for what was never read."""
    subjects = course.changed.get(item.item_id)
    mark = course.marks.get(item.item_id)
    if not subjects or mark is None:
        return None
    names = list_authorities_on(session(), plan.plan_id, plan.scope, seen.as_of, seen.known)
    entries = [
        entry
        for entry in list_history(session(), plan, item_id=item.item_id, after=mark.known_at)
        if (entry.subject_kind, entry.subject_id) in subjects
    ]
    return Changed(
        _keys(subjects, SubjectKind.MILESTONE),
        _keys(subjects, SubjectKind.EVIDENCE),
        _keys(subjects, STATEMENT),
        tuple(told(entries, view, {one.authority_id: one.name for one in names})),
    )


def _keys(subjects: frozenset[Subject], kind: str) -> frozenset[int]:
    return frozenset(key for which, key in subjects if which is kind)

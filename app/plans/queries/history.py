"""What was changed: by subject, item, block or plan, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import User
from app.core import clock
from app.files.queries import FileRecord, list_files
from app.plans.history import FIELDS
from app.plans.models import Evidence, EvidenceSpan, Milestone, PlanBlock, PlanItem, Prose, Revision
from app.plans.queries.links import list_link_names
from app.plans.queries.records import FieldChange, ForeignMilestone, HistoryEntry, PlanInScope
from app.plans.states import EU, Cause, Scope, SubjectKind

PREDECESSOR = "predecessor"
"""Not a field: a milestone waits for another, or no longer."""
FILE = "file_id"
"""A version of the file that is evidence."""

Link = str | ForeignMilestone
"""A milestone that is waited for: its reference, where every reader of the plan may know it."""


def list_history(
    session: Session,
    plan: PlanInScope,
    *,
    block_key: str | None = None,
    item_id: int | None = None,
    subject: tuple[SubjectKind, int] | None = None,
    before_id: int | None = None,
    until: date | None = None,
    known: date | None = None,
    limit: int = 100,
    with_automatic: bool = False,
) -> list[HistoryEntry]:
    """The changes of a plan, or of a block, an item with all that is in it, or one subject; newest first.

    For readers of the shared state only what had been recorded by the last release of the block. `before_id`
    asks for those before an entry; `until` for those that hold by a day, `known` for those said by the end of one.
    What the system made beside a change is left out but `with_automatic`.
    """
    conditions: list[ColumnElement[bool]] = [Revision.plan_id == plan.plan_id]
    if not with_automatic:
        conditions.append(~Revision.is_automatic)
    if until is not None:
        conditions.append(Revision.effective_on <= until)
    if known is not None:
        conditions.append(Revision.recorded_at <= clock.end_of(known))
    if plan.scope is Scope.SHARED:
        conditions.append(Revision.recorded_at <= PlanBlock.shared_at)
    if block_key is not None:
        conditions.append(PlanBlock.block_key == block_key)
    if item_id is not None:
        conditions.append(_of_item(plan.plan_id, item_id))
    if subject is not None:
        conditions.append(and_(Revision.subject_kind == subject[0].value, Revision.subject_id == subject[1]))
    if before_id is not None:
        conditions.append(Revision.id < before_id)
    return _entries(session, conditions, limit, plan.scope)


def has_written(session: Session, plan_id: int, item_id: int, user_id: int) -> bool:
    """Whether a person changed an item of a plan themselves, or anything that stands in it."""
    written = select(Revision.id).where(
        Revision.plan_id == plan_id, Revision.author_id == user_id, ~Revision.is_automatic, _of_item(plan_id, item_id)
    )
    return session.execute(select(written.exists())).scalar_one()


def list_unshared(session: Session, plan: PlanInScope, limit: int = 1000) -> list[HistoryEntry]:
    """The changes that a release would share, newest first. For those who read the working state."""
    return _entries(session, [Revision.plan_id == plan.plan_id, ~Revision.is_automatic, is_unshared()], limit)


def count_unshared(session: Session, plan_id: int) -> dict[str, int]:
    """How many changes a release would share, by block; blocks without any are left out."""
    query = (
        select(PlanBlock.block_key, func.count())
        .join(Revision, Revision.plan_block_id == PlanBlock.id)
        .where(PlanBlock.plan_id == plan_id, ~Revision.is_automatic, is_unshared())
        .group_by(PlanBlock.id, PlanBlock.block_key)
        .order_by(PlanBlock.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def is_unshared() -> ColumnElement[bool]:
    """Revisions newer than their block's last release; the query joins `PlanBlock`."""
    return or_(PlanBlock.shared_at.is_(None), Revision.recorded_at > PlanBlock.shared_at)


def _of_item(plan_id: int, item_id: int) -> ColumnElement[bool]:
    """Revisions of an item and of all that stands in it."""

    def of(kind: SubjectKind, subject: Any) -> ColumnElement[bool]:
        keys = select(subject.id).where(subject.plan_id == plan_id, subject.item_id == item_id)
        return and_(Revision.subject_kind == kind.value, Revision.subject_id.in_(keys))

    return or_(
        of(SubjectKind.PLAN_ITEM, PlanItem), of(SubjectKind.MILESTONE, Milestone), of(SubjectKind.EVIDENCE, Evidence)
    )


def _is(kind: SubjectKind, subject: Any) -> ColumnElement[bool]:
    return and_(Revision.subject_kind == kind.value, subject.id == Revision.subject_id)


def _evidence_title(scope: Scope) -> Any:
    """A title as the readers of a state know it: a new one that is not yet shared is not in the shared history."""
    if scope is Scope.WORKING:
        return Evidence.title
    newest = select(EvidenceSpan.title).where(EvidenceSpan.subject_id == Evidence.id, EvidenceSpan.scope == scope.value)
    return newest.order_by(EvidenceSpan.valid_from.desc()).limit(1).scalar_subquery()


def _entries(
    session: Session, conditions: Iterable[ColumnElement[bool]], limit: int, scope: Scope = Scope.WORKING
) -> list[HistoryEntry]:
    name = func.coalesce(Milestone.reference, _evidence_title(scope), Prose.section_key, "")
    item_id = func.coalesce(Milestone.item_id, Evidence.item_id, PlanItem.item_id)
    acted_for = aliased(User)
    query = (
        select(Revision, PlanBlock.block_key, name, item_id, User.name, acted_for.name)
        .join(PlanBlock, PlanBlock.id == Revision.plan_block_id)
        .outerjoin(Milestone, _is(SubjectKind.MILESTONE, Milestone))
        .outerjoin(Evidence, _is(SubjectKind.EVIDENCE, Evidence))
        .outerjoin(PlanItem, _is(SubjectKind.PLAN_ITEM, PlanItem))
        .outerjoin(Prose, _is(SubjectKind.PROSE, Prose))
        .outerjoin(User, User.id == Revision.author_id)
        .outerjoin(acted_for, acted_for.id == Revision.acting_for_id)
        .where(*conditions)
        .order_by(Revision.id.desc())
        .limit(limit)
    )
    found = session.execute(query).all()
    links, files = _link_names(session, found), _files(session, found)
    return [_entry(row, links, files, scope) for row in found]


def _entry(
    row: Row[*tuple[Any, ...]], links: dict[int, Link], files: dict[int, FileRecord], scope: Scope
) -> HistoryEntry:
    revision, block_key, name, item_id, author, acting_for = row
    is_kept = revision.is_internal and scope is not Scope.WORKING
    cause = Cause.OTHER.value if is_kept and revision.cause else revision.cause
    return HistoryEntry(
        revision_id=revision.id,
        plan_id=revision.plan_id,
        block_key=block_key,
        subject_kind=SubjectKind(revision.subject_kind),
        subject_id=revision.subject_id,
        subject_name=name,
        item_id=item_id,
        effective_on=revision.effective_on,
        recorded_at=revision.recorded_at,
        author_id=revision.author_id,
        author_name=author,
        reason="" if is_kept else revision.reason,
        cause=cause,
        is_internal=revision.is_internal and not is_kept,
        changes=tuple(_changes(revision, links, files)),
        workstreams=tuple(revision.changes.get("workstream_key", (None, None))),
        request_id=revision.request_id,
        is_automatic=revision.is_automatic,
        acting_for=acting_for,
    )


def _changes(revision: Revision, links: dict[int, Link], files: dict[int, FileRecord]) -> Iterable[FieldChange]:
    fields = FIELDS[SubjectKind(revision.subject_kind)]
    for name, (old, new) in revision.changes.items():
        if name == PREDECESSOR:
            yield FieldChange(name, links.get(old), links.get(new))
        elif name == FILE and old != new:
            yield FieldChange(name, files.get(old), files.get(new))
        elif old != new:
            yield FieldChange(name, fields.decoded(name, old), fields.decoded(name, new))


def _link_names(session: Session, found: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, Link]:
    """Milestones named in links, as far as every reader of the plan may see them."""
    asked = [(row[0].plan_id, key) for row in found for key in row[0].changes.get(PREDECESSOR, ()) if key]
    if not asked:
        return {}
    names = list_link_names(session, [key for _, key in asked])
    return {key: _link_name(names[key], plan_id) for plan_id, key in asked}


def _files(session: Session, found: Iterable[Row[*tuple[Any, ...]]]) -> dict[int, FileRecord]:
    return list_files(session, {key for row in found for key in row[0].changes.get(FILE, ()) if key})


def _link_name(link: Any, plan_id: int) -> Link:
    is_open = link.is_shared and (link.owner == EU or link.is_offered)
    if link.plan_id == plan_id or is_open:
        return str(link.reference)
    return ForeignMilestone(link.owner)

"""Sharing: a release of the plan or of blocks, continuous sharing, the shared row of the matrix."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.texts import clean_text
from app.plans import policy
from app.plans.history import FIELDS, Recorded, raise_stamp, replace_spans, share_first, shown_spans, span_rows
from app.plans.models import ContinuousSharing, Plan, PlanBlock, PlanRelease, PlanReleaseBlock, Revision
from app.plans.queries import rows
from app.plans.queries.records import ReleaseRecord
from app.plans.queries.sharing import list_releases
from app.plans.services.access import hold_plan
from app.plans.states import Scope, SubjectKind

NOTE_LIMIT = 2000


def share(
    session: Session, owner: str, block_keys: Collection[str] | None = None, note: str = "", *, actor: Actor
) -> ReleaseRecord:
    """Release a plan, or some of its blocks: others then know it as it stands now.

    Raises NotFound, NotAllowed, Invalid, WrongState when nothing has changed since the last release.
    """
    plan = hold_plan(session, owner, actor, policy.SHARE)
    blocks = _chosen(rows.list_block_rows(session, plan.id), block_keys)
    said = clean_text(note, "note", NOTE_LIMIT)
    revisions = _fresh_subjects(session, blocks)
    if not revisions and not rows.count_renamed_authorities(session, plan.id):
        raise WrongState(message("Nothing has changed since the last release."))
    return _release(session, plan, blocks, revisions, said, actor, is_whole_plan=block_keys is None)


def set_continuous_sharing(session: Session, owner: str, is_on: bool, *, actor: Actor) -> None:
    """Switch continuous sharing: on, with a release of the whole plan, then every change is shared as it is made.

    Raises NotFound, NotAllowed.
    """
    plan = hold_plan(session, owner, actor, policy.SET_SHARING)
    if plan.shares_continuously == is_on:
        return
    if is_on:
        blocks = rows.list_block_rows(session, plan.id)
        revisions = _fresh_subjects(session, blocks)
        release = _release(session, plan, blocks, revisions, "", actor, is_whole_plan=True, starts_continuous=True)
        session.add(ContinuousSharing(plan_id=plan.id, started_at=release.released_at))
    else:
        period = rows.find_continuous_row(session, plan.id)
        if period is not None:
            period.ended_at = max(clock.now(), period.started_at)
    _set(session, plan, "shares_continuously", is_on, actor)


def set_row_sharing(session: Session, owner: str, is_on: bool, *, actor: Actor, seen_stamp: int | None = None) -> None:
    """Let the other Member States see the plan's row of the matrix, or no longer.

    `seen_stamp` is the stamp of the shared state in which the person who shares it has looked at the row; None for
    the system's own. Raises NotFound, NotAllowed, Conflict when others would see another row by now.
    """
    plan = hold_plan(session, owner, actor, policy.SET_SHARING)
    if plan.shares_row != is_on:
        if is_on and seen_stamp is not None and seen_stamp != plan.shared_stamp:
            raise Conflict(message("What others would see has changed since. Look at the row again."))
        _set(session, plan, "shares_row", is_on, actor)
        raise_stamp(session, plan.id, Scope.SHARED, clock.today())


def _set(session: Session, plan: Plan, name: str, value: bool, actor: Actor) -> None:
    changes = {name: [getattr(plan, name), value]}
    setattr(plan, name, value)
    session.flush()
    record(
        session,
        actor=actor,
        deed="plans:plan:sharing-set",
        subject_kind="plan",
        subject_id=plan.id,
        country=plan.owner,
        changes=changes,
    )


def _chosen(blocks: list[PlanBlock], block_keys: Collection[str] | None) -> list[PlanBlock]:
    if block_keys is None:
        return blocks
    if not block_keys:
        raise Invalid(message("Choose at least one block."), field="blocks")
    chosen = [block for block in blocks if block.block_key in block_keys]
    if len(chosen) != len(set(block_keys)):
        raise NotFound(message("There is no such block in this plan."))
    return chosen


Fresh = dict[tuple[SubjectKind, int], list[Revision]]
"""All revisions of each subject of which something is new."""


def _fresh_subjects(session: Session, blocks: Iterable[PlanBlock]) -> Fresh:
    found: Fresh = defaultdict(list)
    for revision in rows.list_subject_revisions(session, {block.id: block.shared_at for block in blocks}):
        found[SubjectKind(revision.subject_kind), revision.subject_id].append(revision)
    return found


def _release(
    session: Session,
    plan: Plan,
    blocks: list[PlanBlock],
    subjects: Fresh,
    note: str,
    actor: Actor,
    *,
    is_whole_plan: bool,
    starts_continuous: bool = False,
) -> ReleaseRecord:
    before = {block.id: block.shared_at for block in blocks}
    fresh = [r for revisions in subjects.values() for r in revisions if _is_fresh(r, before)]
    instant = max([clock.now(), *(revision.recorded_at for revision in fresh)])
    release = PlanRelease(
        plan_id=plan.id,
        released_at=instant,
        released_by_id=actor.user_id,
        note=note,
        is_whole_plan=is_whole_plan,
        starts_continuous=starts_continuous,
        changes_shared=sum(not revision.is_automatic for revision in fresh),
    )
    session.add(release)
    session.flush()
    for block in blocks:
        block.shared_at = instant
        session.add(PlanReleaseBlock(plan_release_id=release.id, plan_block_id=block.id))
    session.flush()
    rows.share_names_of_authorities(session, plan.id, instant)
    share_first(session, [block.id for block in blocks], instant)
    _share_spans(session, subjects)
    from_day: date = min((revision.effective_on for revision in fresh), default=clock.today())
    raise_stamp(session, plan.id, Scope.SHARED, from_day)
    _record(session, plan, release, blocks, before, actor)
    return list_releases(session, [plan.id], limit=1)[0]


def _is_fresh(revision: Revision, before: dict[int, datetime | None]) -> bool:
    since = before[revision.plan_block_id]
    return since is None or revision.recorded_at > since


def _share_spans(session: Session, subjects: Fresh) -> None:
    """Write the shared spans of what has changed; the rest stays as it is."""
    for kind, fields in FIELDS.items():
        of_kind = {key: revisions for (its_kind, key), revisions in subjects.items() if its_kind is kind}
        if not of_kind:
            continue
        copied = rows.copied_columns_of(session, fields, list(of_kind))
        span_dicts: list[dict[str, Any]] = []
        for key, revisions in of_kind.items():
            said = [Recorded(r.effective_on, r.recorded_at, r.id, r.changes) for r in revisions]
            span_dicts += span_rows(kind, Scope.SHARED, key, copied[key], shown_spans(kind, said))
        replace_spans(session, kind, Scope.SHARED, list(of_kind), span_dicts)


def _record(
    session: Session,
    plan: Plan,
    release: PlanRelease,
    blocks: list[PlanBlock],
    before: dict[int, datetime | None],
    actor: Actor,
) -> None:
    record(
        session,
        actor=actor,
        deed="plans:plan:shared",
        subject_kind="plan_release",
        subject_id=release.id,
        country=plan.owner,
        changes={block.block_key: [before[block.id], release.released_at] for block in blocks},
        reason=release.note,
    )

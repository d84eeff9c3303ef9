"""The first baselines: those that a milestone had at its first release, from its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import FOREVER
from app.plans.history.replay import Recorded, state_on
from app.plans.models import Milestone, Revision
from app.plans.queries.records import MilestoneRecord
from app.plans.states import SubjectKind


def first_baselines(session: Session, milestones: Iterable[MilestoneRecord], known: date) -> Mapping[int, date]:
    """Milestone → the baseline that its first release froze, for those released by the end of a day.

    What had been said by then counts, from whichever day on it holds. Milestones that had none then are left out.
    One statement; none where nothing was released.
    """
    end = clock.end_of(known)
    released = {m.milestone_id for m in milestones if m.first_shared_at is not None and m.first_shared_at <= end}
    if not released:
        return {}
    said: dict[int, list[Recorded]] = defaultdict(list)
    for milestone_id, *revision in session.execute(_before_release(), {"ids": sorted(released)}):
        said[milestone_id].append(Recorded(*revision))
    found = {key: state_on(SubjectKind.MILESTONE, told, FOREVER)["baseline_on"] for key, told in said.items()}
    return {key: day for key, day in found.items() if day is not None}


@cache
def _before_release() -> Select[Any]:
    """What was said of baselines up to the first release; the making of a milestone names its baseline, if any."""
    return (
        select(Milestone.id, Revision.effective_on, Revision.recorded_at, Revision.id, Revision.changes)
        .join(Revision, Revision.subject_id == Milestone.id)
        .where(
            Milestone.id.in_(bindparam("ids", expanding=True)),
            Revision.subject_kind == SubjectKind.MILESTONE.value,
            Revision.recorded_at <= Milestone.first_shared_at,
            cast(Revision.changes, String).contains('"baseline_on"'),
        )
        .order_by(Milestone.id, Revision.id)
    )

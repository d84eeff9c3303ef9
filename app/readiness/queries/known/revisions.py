"""Subjects of which something was said after the instant, replayed from what had been said by then."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, Executable, Select, Text, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session

from app.files.queries import held_back_keys
from app.plans.history.replay import Recorded
from app.plans.models import Evidence, Milestone, PlanBlock, PlanItem, Revision
from app.plans.states import Scope, SubjectKind
from app.readiness.facts import ItemFacts, MilestoneFacts
from app.readiness.known import KnownItem, Said, known_item
from app.readiness.queries.days import DAY
from app.readiness.queries.facts import together
from app.readiness.queries.known.instants import instants_of
from app.readiness.queries.spans import plan_ids
from app.readiness.sums import add_evidence, add_sums

ItemKey = tuple[int, Scope, int]
"""Plan, state, item."""
_KINDS = {kind.value: kind for kind in SubjectKind}
_SCOPES = {scope.value: scope for scope in Scope}


def _touched(scope: Scope) -> CTE:
    """Subjects of which something was said after the instant, dated back to the day of their spans.

    With the instant of their block, which is the same for all that is said of a subject.
    """
    instants = instants_of(scope)
    return (
        select(Revision.subject_kind, Revision.subject_id, instants.c.instant)
        .join(instants, instants.c.block_id == Revision.plan_block_id)
        .join(PlanBlock, PlanBlock.id == instants.c.block_id)
        .where(
            PlanBlock.plan_id.in_(plan_ids(scope)),
            Revision.recorded_at > instants.c.instant,
            Revision.effective_on <= instants.c.day,
            Revision.subject_kind != SubjectKind.PROSE.value,
        )
        .distinct()
        .cte(f"touched_{scope.value}")
    )


def _said(scope: Scope) -> Select[Any]:
    """The revisions, holding by the day, of every touched subject; without their changes where not known by then."""
    touched = _touched(scope)

    def is_of(kind: SubjectKind, subject: Any) -> Any:
        return and_(touched.c.subject_kind == kind.value, subject.id == touched.c.subject_id)

    return (
        select(
            literal(scope.value).label("scope"),
            Revision.plan_id,
            func.coalesce(Milestone.item_id, Evidence.item_id, PlanItem.item_id).label("item_id"),
            Revision.subject_kind,
            Revision.subject_id,
            Milestone.is_closing,
            held_back_keys().label("held_back"),
            Revision.effective_on,
            Revision.recorded_at,
            Revision.id,
            case((Revision.recorded_at <= touched.c.instant, cast(Revision.changes, Text))).label("changes"),
        )
        .select_from(touched)
        .join(
            Revision,
            and_(Revision.subject_kind == touched.c.subject_kind, Revision.subject_id == touched.c.subject_id),
        )
        .outerjoin(Milestone, is_of(SubjectKind.MILESTONE, Milestone))
        .outerjoin(Evidence, is_of(SubjectKind.EVIDENCE, Evidence))
        .outerjoin(PlanItem, is_of(SubjectKind.PLAN_ITEM, PlanItem))
        .where(Revision.effective_on <= DAY)
    )


@lru_cache
def _made(scopes: tuple[Scope, ...]) -> Executable:
    return together(scopes, _said)


class Replayed:
    """What was known of the touched subjects, by item.

    `items`: what of each item was replayed. `_stated`: those of them that were touched as a whole.
    """

    def __init__(self, rows: Iterable[Any], day: date) -> None:
        self.items: dict[ItemKey, KnownItem] = {}
        self._stated: set[ItemKey] = set()
        self._subjects: dict[tuple[Scope, SubjectKind], set[int]] = defaultdict(set)
        by_item: dict[ItemKey, list[Said]] = {}
        listed = list(rows)
        held_back = listed[0].held_back if listed else None  # the same in every row
        # All texts at once: one by one, reading them takes several times as long.
        changes = iter(json.loads(f"[{','.join(row.changes for row in listed if row.changes is not None)}]"))
        for scope_value, plan_id, item_id, kind_value, subject_id, is_closing, _, on, at, number, text in listed:
            scope, kind = _SCOPES[scope_value], _KINDS[kind_value]
            key = plan_id, scope, item_id
            of_item = by_item.setdefault(key, [])
            self._subjects[scope, kind].add(subject_id)
            if kind is SubjectKind.PLAN_ITEM:
                self._stated.add(key)
            if text is not None:
                of_item.append(Said(kind, subject_id, bool(is_closing), Recorded(on, at, number, next(changes))))
        files = frozenset(map(int, held_back.split(","))) if held_back else frozenset()
        for key, said in by_item.items():
            self.items[key] = known_item(key[2], said, day, files)

    @property
    def parameters(self) -> dict[str, str]:
        """The keys of touched subjects for `spans`, as parameters that hold any number of them."""
        return {
            f"{scope.value}_{kind.value}_replayed": json.dumps(sorted(self._subjects[scope, kind]))
            for scope in Scope
            for kind in SubjectKind
        }

    def milestone(self, plan_id: int, scope: Scope, now: MilestoneFacts) -> MilestoneFacts | None:
        """A milestone as known then, given what its spans say; None when it was not yet known."""
        if now.milestone_id not in self._subjects[scope, SubjectKind.MILESTONE]:
            return now
        return self.items[plan_id, scope, now.item_id].milestones.get(now.milestone_id)

    def facts(self, key: ItemKey, rest: ItemFacts) -> ItemFacts | None:
        """A replayed item's facts but for predecessors, given those of the rest of it; None when it was not known."""
        item = self.items[key]
        stated = item.stated if key in self._stated else rest.stated
        if stated is None:
            return None
        sums = add_sums(rest.sums, item.sums) if item.milestones else rest.sums
        evidenced = add_evidence(rest.evidenced, item.evidenced) if item.evidence else rest.evidenced
        return ItemFacts(True, sums, stated, evidenced, confirmed_on=rest.confirmed_on)


def replay(session: Session, scopes: tuple[Scope, ...], values: Mapping[str, Any], day: date) -> Replayed:
    """What was known of all touched subjects of the plans; one statement."""
    return Replayed(session.connection().execute(_made(scopes), values).all(), day)

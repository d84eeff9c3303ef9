"""Plans written straight into their tables, for tests of pages: what is said of an item holds in both states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from app.catalogue.views import CatalogueView, ItemView
from app.plans.models import (
    Milestone,
    MilestoneSpan,
    Plan,
    PlanBlock,
    PlanItem,
    PlanItemSpan,
    PlanRelease,
    PlanReleaseBlock,
    PlanTouch,
)
from app.plans.states import Scope

FOREVER = date(9999, 12, 31)


@dataclass(frozen=True)
class Step:
    """A milestone as told: progress in 1/100 %, days of the plan; `step` on the ladder of the item's workstream."""

    progress: int = 0
    baseline: date | None = None
    forecast: date | None = None
    step: str | None = None
    title: str = "A step"
    is_cancelled: bool = False


class Teller:
    """Writes what plans say. Everything is said of one day and holds from it on."""

    def __init__(self, session: Session, view: CatalogueView, on: date) -> None:
        self.session = session
        self.view = view
        self.on = on
        self.at = datetime(on.year, on.month, on.day, 9, 0, tzinfo=UTC)
        self.plans = {plan.owner: plan.id for plan in session.scalars(select(Plan))}
        self.blocks = {(b.plan_id, b.block_key): b.id for b in session.scalars(select(PlanBlock))}
        self.numbers: dict[int, int] = {}

    def tell(
        self,
        owner: str,
        item: ItemView,
        *steps: Step,
        in_place_on: date | None = None,
        closing_on: date | None = None,
        scopes: tuple[Scope, ...] = (Scope.WORKING, Scope.SHARED),
        applicability: str = "applies",
    ) -> None:
        """Something is said of an item: its steps, and when it is or shall be in place."""
        plan_id = self.plans[owner]
        block_id = self.blocks[plan_id, item.block_key]
        item_key = self._insert(
            PlanItem, plan_id=plan_id, plan_block_id=block_id, item_id=item.item_id, created_at=self.at
        )
        for scope in scopes:
            span = {"scope": scope.value, "valid_from": self.on, "valid_to": FOREVER}
            self._insert(
                PlanItemSpan,
                subject_id=item_key,
                plan_id=plan_id,
                item_id=item.item_id,
                applicability=applicability,
                **span,
            )
        closing = Step(10_000 if in_place_on else 0, baseline=closing_on, title="In place")
        for number, step in enumerate((*steps, closing)):
            self._milestone(plan_id, item_key, item, step, scopes, number == len(steps), in_place_on)

    def _milestone(
        self,
        plan_id: int,
        item_key: int,
        item: ItemView,
        step: Step,
        scopes: tuple[Scope, ...],
        is_closing: bool,
        in_place_on: date | None,
    ) -> None:
        self.numbers[plan_id] = self.numbers.get(plan_id, 0) + 1
        values: dict[str, Any] = {
            "title": step.title,
            "workstream_key": item.workstream,
            "step_key": step.step,
            "progress": step.progress,
            "baseline_on": step.baseline,
            "forecast_on": step.forecast,
            "actual_on": in_place_on if is_closing else None,
            "is_cancelled": step.is_cancelled,
        }
        key = self._insert(
            Milestone,
            plan_id=plan_id,
            plan_item_id=item_key,
            item_id=item.item_id,
            reference=f"M-{plan_id}-{self.numbers[plan_id]:04}",
            is_closing=is_closing,
            created_at=self.at,
            **values,
        )
        for scope in scopes:
            self._insert(
                MilestoneSpan,
                scope=scope.value,
                valid_from=self.on,
                valid_to=FOREVER,
                subject_id=key,
                plan_id=plan_id,
                item_id=item.item_id,
                is_closing=is_closing,
                **values,
            )

    def share(self, owner: str, changes: int, at: datetime, *block_keys: str) -> None:
        """A release of a plan, of some blocks or of all."""
        plan_id = self.plans[owner]
        release = self._insert(
            PlanRelease,
            plan_id=plan_id,
            released_at=at,
            note="",
            is_whole_plan=not block_keys,
            changes_shared=changes,
        )
        for key in block_keys or tuple(self.view.blocks):
            self._insert(PlanReleaseBlock, plan_release_id=release, plan_block_id=self.blocks[plan_id, key])
            self.session.execute(
                update(PlanBlock).where(PlanBlock.id == self.blocks[plan_id, key]).values(shared_at=at)
            )

    def stamp(self, stamp: int = 1) -> None:
        """Give every plan a stamp of what was told."""
        self.session.execute(update(Plan).values(working_stamp=stamp, shared_stamp=stamp))
        for plan_id in self.plans.values():
            for scope in Scope:
                touch = {"plan_id": plan_id, "scope": scope.value, "from_day": self.on, "stamp": stamp}
                self.session.execute(insert(PlanTouch).values(**touch))

    def _insert(self, model: type[Any], **values: Any) -> int:
        made: Any = self.session.execute(insert(model).values(**values))
        return int(made.inserted_primary_key[0])

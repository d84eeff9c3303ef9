"""The milestones of a plan as the working list has them: one statement for all of them, or what was known then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.views import BlockView, CatalogueView, ItemView, Text
from app.core.policy import allows
from app.http.context import Viewpoint
from app.plans import policy
from app.plans.policy import WorkSubject
from app.plans.queries.known import read_known_milestones
from app.plans.queries.records import MilestoneRecord, PlanInScope
from app.plans.queries.state import list_milestones
from app.plans.states import Measure
from app.readiness import display
from app.readiness.plan import PlanReading
from app.readiness.states import State
from app.web.tongue import gettext, language


@dataclass(frozen=True)
class ListedMilestone:
    """A milestone with what the list says beside it. `place`: where it stands in the plan."""

    record: MilestoneRecord
    item: ItemView
    block: BlockView
    state: State
    is_key: bool
    authority: str
    title: str
    searched: str
    place: tuple[int, int]
    may_update: bool

    @property
    def is_open(self) -> bool:
        """Neither done nor cancelled."""
        return not (self.record.is_cancelled or self.record.is_complete or self.record.actual_on)

    @property
    def is_target(self) -> bool:
        """Whether it is measured by a target."""
        return self.record.measured_by == Measure.TARGET.value

    @property
    def progress(self) -> int:
        """Whole per cent as shown."""
        return display.plain(self.record.progress) or 0


def read_rows(
    session: Session,
    view: CatalogueView,
    plan: PlanInScope,
    reading: PlanReading,
    authorities: Mapping[int, str],
    actor: Actor,
    seen: Viewpoint,
) -> list[ListedMilestone]:
    """All milestones of a plan on the day looked at, as known now or then, in the order of the catalogue."""
    if seen.known is None:
        records = list_milestones(session, plan.plan_id, plan.scope, seen.as_of)
    else:
        records = list(read_known_milestones(session, plan, plan.head.block_ids, seen.as_of, seen.known))
    places = {item_id: number for number, item_id in enumerate(reading.items)}
    rights = _Rights(actor, plan.owner, is_past=seen.is_past)
    return sorted(
        (
            _row(view, reading, record, authorities, (places[record.item_id], number), rights)
            for number, record in enumerate(records)
            if record.item_id in places
        ),
        key=lambda row: row.place,
    )


class _Rights:
    """Whether the reader may change a milestone, asked once a block and authority."""

    def __init__(self, actor: Actor, owner: str, *, is_past: bool) -> None:
        self.actor, self.owner, self.is_past = actor, owner, is_past
        self._known: dict[WorkSubject, bool] = {}

    def may_update(self, block_key: str, authority_id: int | None) -> bool:
        """On a page of today, by the policy of plans."""
        if self.is_past:
            return False
        own = frozenset() if authority_id is None else frozenset({authority_id})
        subject = WorkSubject(self.owner, block_key, own)
        if subject not in self._known:
            self._known[subject] = allows(self.actor, policy.UPDATE_MILESTONE, subject)
        return self._known[subject]


def _row(
    view: CatalogueView,
    reading: PlanReading,
    record: MilestoneRecord,
    authorities: Mapping[int, str],
    place: tuple[int, int],
    rights: _Rights,
) -> ListedMilestone:
    item, read = view.items_by_id[record.item_id], reading.items[record.item_id]
    title = gettext(record.title) if record.is_closing else record.title
    about = item.title.in_(language())
    return ListedMilestone(
        record=record,
        item=item,
        block=view.blocks[item.block_key],
        state=read.state,
        is_key=read.is_key,
        authority=authorities.get(record.authority_id or 0, ""),
        title=title,
        searched=" ".join((record.reference, title, about, record.note)).casefold(),
        place=place,
        may_update=rights.may_update(item.block_key, record.authority_id),
    )


def steps_of(view: CatalogueView) -> dict[tuple[str, str], Text]:
    """(workstream, step) → its title."""
    return {(stream.key, step.key): step.title for stream in view.workstreams.values() for step in stream.ladder}

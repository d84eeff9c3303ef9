"""What an actor of the catalogue has to do with the Pact, and since when it is known. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.catalogue.states import ActorGroup, Confidence, Level, StepRole
from app.catalogue.views import (
    ActorView,
    BlockView,
    CatalogueView,
    CycleRecordView,
    CycleStepView,
    EmpowermentView,
    GuidanceView,
    ItemView,
    PresidencyView,
)


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor in the list, with the numbers of its steps and items."""

    actor: ActorView
    steps: int
    items: int


@dataclass(frozen=True, slots=True)
class StepPart:
    """A step of the yearly cycle, with the part that the actor has in it."""

    step: CycleStepView
    role: StepRole


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """All that the catalogue says of an actor; items in the order of their blocks, those of the EU level first."""

    actor: ActorView
    parts: tuple[StepPart, ...]
    items: tuple[tuple[BlockView, tuple[ItemView, ...]], ...]
    documents: tuple[tuple[CycleStepView, CycleRecordView], ...]
    empowerments: tuple[EmpowermentView, ...]
    guidance: tuple[GuidanceView, ...]

    @property
    def count(self) -> int:
        """How many items there are."""
        return sum(len(items) for _, items in self.items)


def rows_of(view: CatalogueView) -> tuple[tuple[ActorGroup, tuple[ActorRow, ...]], ...]:
    """Every actor by its group, in the order of the catalogue."""
    steps = Counter(part.actor for step in view.cycle for part in step.parts)
    items = Counter(code for item in view.items.values() for code in item.actors)
    return tuple(
        (
            group,
            tuple(
                ActorRow(one, steps[one.code], items[one.code]) for one in view.actors.values() if one.group is group
            ),
        )
        for group in ActorGroup
    )


def presidencies_of(view: CatalogueView) -> tuple[PresidencyView, ...]:
    """Those that are sure enough to be shown, the first one first."""
    shown = (one for one in view.presidencies if one.confidence not in (Confidence.LOW, Confidence.NONE))
    return tuple(sorted(shown, key=lambda one: one.starts_on))


def facts_of(view: CatalogueView, code: str, day: date) -> ActorFacts | None:
    """What the catalogue says of an actor; None where there is no such one. `day`: later documents are left out."""
    actor = view.actors.get(code)
    if actor is None:
        return None
    parts = tuple(StepPart(step, part.role) for step in view.cycle for part in step.parts if part.actor == code)
    mine = {part.step.key: part.step for part in parts if part.role is StepRole.RESPONSIBLE}
    return ActorFacts(
        actor=actor,
        parts=parts,
        items=tuple(_by_block(view, (item for item in view.items.values() if code in item.actors))),
        documents=tuple(
            (mine[record.step], record)
            for record in view.cycle_record
            if record.step in mine
            and record.reference
            and record.happened_on is not None
            and record.happened_on <= day
            and record.confidence not in (Confidence.LOW, Confidence.NONE)
        ),
        empowerments=tuple(one for one in view.empowerments if one.adopted_by == code),
        guidance=tuple(one for one in view.guidance if one.is_shown and code in one.by),
    )


def _by_block(view: CatalogueView, items: Iterable[ItemView]) -> Iterable[tuple[BlockView, tuple[ItemView, ...]]]:
    found = sorted(items, key=lambda item: item.level is not Level.EU)
    for block in view.blocks.values():
        of_block = tuple(item for item in found if item.block_key == block.key)
        if of_block:
            yield block, of_block

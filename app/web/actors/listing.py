"""What an actor of the catalogue has to do with the Pact, and since when it is known. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.catalogue.states import ActorGroup, Confidence, Level, StepRole
from app.catalogue.views import (
    ActorView,
    BlockView,
    CatalogueView,
    CycleStepView,
    EmpowermentView,
    ItemView,
    PresidencyView,
)
from app.governance.cycle import Cycle
from app.guidance.records import Entry


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
class Document:
    """What came of a step: as the catalogue has it from public sources, or (`is_recorded`) as somebody recorded it."""

    year: int
    step: CycleStepView
    reference: str
    url: str
    day: date
    is_recorded: bool


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """All that the catalogue says of an actor; items in the order of their blocks, those of the EU level first."""

    actor: ActorView
    parts: tuple[StepPart, ...]
    items: tuple[tuple[BlockView, tuple[ItemView, ...]], ...]
    documents: tuple[Document, ...]
    empowerments: tuple[EmpowermentView, ...]
    guidance: tuple[Entry, ...]

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


def facts_of(
    view: CatalogueView, code: str, cycles: Mapping[int, Cycle], published: Sequence[Entry]
) -> ActorFacts | None:
    """What the catalogue says of an actor, and what came of its steps; None where there is no such one.

    `cycles`: by the year of their reports, as the reader reads them on the day looked at. `published`: the guidance
    there is.
    """
    actor = view.actors.get(code)
    if actor is None:
        return None
    return ActorFacts(
        actor=actor,
        parts=tuple(StepPart(step, part.role) for step in view.cycle for part in step.parts if part.actor == code),
        items=tuple(_by_block(view, (item for item in view.items.values() if code in item.actors))),
        documents=tuple(_documents(code, cycles)),
        empowerments=tuple(one for one in view.empowerments if one.adopted_by == code),
        guidance=tuple(one for one in published if code in one.by),
    )


def _documents(code: str, cycles: Mapping[int, Cycle]) -> Iterator[Document]:
    for year, cycle in cycles.items():
        for line in cycle.lines:
            told, whose = line.told.entry or line.told.record, line.occurrence.owner
            is_its_own = whose == code if line.step.is_by_each else code in line.step.actors_who(StepRole.RESPONSIBLE)
            if not is_its_own or told is None or not told.reference:
                continue
            if told.happened_on is not None and told.happened_on <= cycle.day:
                is_recorded = line.told.entry is not None
                yield Document(year, line.step, told.reference, told.url or "", told.happened_on, is_recorded)


def _by_block(view: CatalogueView, items: Iterable[ItemView]) -> Iterable[tuple[BlockView, tuple[ItemView, ...]]]:
    found = sorted(items, key=lambda item: item.level is not Level.EU)
    for block in view.blocks.values():
        of_block = tuple(item for item in found if item.block_key == block.key)
        if of_block:
            yield block, of_block

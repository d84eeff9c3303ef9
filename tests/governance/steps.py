"""The steps of the catalogue in the tree, and what it says is known of its years, without a database."""

from __future__ import annotations

from functools import cache
from typing import Any

from app.catalogue.reading import CatalogueFile, read_catalogue
from app.catalogue.states import ActorGroup, StepDueKind, StepRole
from app.catalogue.views import CycleStepView, LegalView, StepActorView, StepDueView, StepUnlessView, Text
from app.governance.year import UNION, Known
from tests.guards.house import CATALOGUE


@cache
def catalogue() -> CatalogueFile:
    """The catalogue in the tree, read once."""
    return read_catalogue(CATALOGUE)


def _text(words: Any) -> Text | None:
    return Text(words) if words else None


def due_of(due: Any) -> StepDueView:
    """A rule as the database gives it back."""
    return StepDueView(
        kind=StepDueKind(due.kind),
        day=getattr(due, "day", None) or getattr(due, "until", None),
        from_day=getattr(due, "from_", None),
        years_after=getattr(due, "years_after", 0),
        period=getattr(due, "period", None),
        is_in_working_days=getattr(due, "working_days", False),
        of=tuple(getattr(due, "of", ())),
        event=_text(getattr(due, "event", None)),
    )


@cache
def steps() -> tuple[CycleStepView, ...]:
    """The steps as views."""
    return tuple(
        CycleStepView(
            key=step.key,
            position=step.order,
            title=Text(step.title),
            description=_text(step.description),
            when=Text(step.when),
            due=due_of(step.due),
            from_year=step.from_year,
            parts=tuple(StepActorView(part.actor, part.role) for part in step.actors),
            is_by_each=step.by_each,
            concerns=step.concerns,
            unless=StepUnlessView(step.unless.condition, Text(step.unless.text)) if step.unless else None,
            needs=step.needs,
            produces=_text(step.produces),
            done=_text(step.done),
            items=step.items,
            legal=tuple(LegalView(legal.act, legal.article, None, None) for legal in step.legal),
        )
        for step in catalogue().cycle
    )


@cache
def national() -> frozenset[str]:
    """The keys of the steps that national authorities are responsible for."""
    groups = {actor.code: actor.group for actor in catalogue().actors}
    return frozenset(
        step.key
        for step in steps()
        if any(groups[code] is ActorGroup.NATIONAL for code in step.actors_who(StepRole.RESPONSIBLE))
    )


def known_of(year: int) -> list[Known]:
    """What the catalogue says is known of a year."""
    return [
        Known(
            entry.step,
            entry.turn,
            entry.country or UNION,
            happened_on=entry.on,
            planned_on=entry.planned_on,
            is_nothing_found=entry.nothing_found,
        )
        for entry in catalogue().cycle_record
        if entry.year == year
    ]

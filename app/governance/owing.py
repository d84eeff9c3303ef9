"""Who owes a step of the cycle, by the catalogue. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from app.catalogue.states import ActorGroup, StepRole
from app.catalogue.views import CatalogueView, CycleStepView


def countries_of(view: CatalogueView, step: CycleStepView) -> tuple[str, ...]:
    """The Member States whose authorities are responsible, in protocol order: those its primary reference binds.

    Where it is to be confirmed whether it binds a country, nothing is expected of that country.
    """
    if not _has_national(view, step):
        return ()
    return tuple(code for code in view.countries if view.binds(step, code))


def institutions_of(view: CatalogueView, step: CycleStepView) -> tuple[str, ...]:
    """The institutions and agencies that are responsible, by their codes."""
    return tuple(
        code
        for code in step.actors_who(StepRole.RESPONSIBLE)
        if view.actors[code].group in (ActorGroup.EU, ActorGroup.AGENCY)
    )


def national_steps(view: CatalogueView) -> frozenset[str]:
    """The keys of the steps that national authorities are responsible for: their own calendars count."""
    return frozenset(step.key for step in view.cycle if _has_national(view, step))


def owners(view: CatalogueView) -> Mapping[str, tuple[str, ...]]:
    """Who does a step that each does for itself, by its key: countries, then institutions and agencies."""
    return {
        step.key: (*countries_of(view, step), *institutions_of(view, step)) for step in view.cycle if step.is_by_each
    }


def _has_national(view: CatalogueView, step: CycleStepView) -> bool:
    return any(view.actors[code].group is ActorGroup.NATIONAL for code in step.actors_who(StepRole.RESPONSIBLE))

"""Several milestones of an item at once, all or none; what is wrong with one says which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Invalid
from app.core.labels import message
from app.plans.queries.records import MilestoneRecord
from app.plans.rules.milestones import EDITABLE
from app.plans.services.milestones import add_milestone

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

AT_MOST = 40
"""So many milestones are made at once: as many as a country may have regions, and some more."""


def field_of(number: int, name: str) -> str:
    """How the field of one of several milestones is called in an error; they are counted from 0."""
    return f"parts-{number}-{name}"


@contextmanager
def numbered(number: int) -> Iterator[None]:
    """Let an error in a field of a milestone say of which of several milestones it is."""
    try:
        yield
    except Invalid as error:
        if error.field not in EDITABLE:
            raise
        raise Invalid(error.message, field=field_of(number, error.field), **error.values) from error


def add_milestones(
    session: Session,
    view: CatalogueView,
    owner: str,
    item_key: str,
    several: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    reason: str = "",
    comes_from: str | None = None,
) -> list[MilestoneRecord]:
    """Add several milestones to an item, in this order. Raises NotFound, NotAllowed, Invalid: then none is added."""
    if not several:
        raise Invalid(message("Choose at least one milestone."))
    if len(several) > AT_MOST:
        raise Invalid(message("No more than %(number)s milestones can be made at once."), number=AT_MOST)
    made = []
    for number, values in enumerate(several):
        with numbered(number):
            made.append(
                add_milestone(session, view, owner, item_key, values, actor=actor, reason=reason, comes_from=comes_from)
            )
    return made

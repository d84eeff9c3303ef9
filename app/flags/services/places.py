"""What a flag points at, as the asking side sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.flags.states import About
from app.plans.queries.milestones import get_milestone
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView


class Place(NamedTuple):
    """A plan as a whole, a block, an item, whether it applies, or a milestone."""

    about: About
    block_key: str = ""
    item_id: int | None = None
    milestone_id: int | None = None


def place_of(session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], actor: Actor) -> Place:
    """What `about`, `block_key`, `item_key`, `reference` name. Raises Invalid, also for what the actor does not see."""
    try:
        about = About(str(values.get("about")))
    except ValueError:
        raise Invalid(message("Choose what it is about."), field="about") from None
    if about is About.PLAN:
        return Place(about)
    if about is About.BLOCK:
        key = values.get("block_key")
        if key not in view.blocks:
            raise Invalid(message("There is no such block."), field="block_key")
        return Place(about, str(key))
    if about is About.MILESTONE:
        return _milestone(session, view, owner, values, actor)
    item = view.items.get(values.get("item_key") or "")
    if item is None or (item.level is Level.EU) != (owner == EU):
        raise Invalid(message("There is no such item."), field="item_key")
    return Place(about, item.block_key, item.item_id)


def _milestone(session: Session, view: CatalogueView, owner: str, values: Mapping[str, Any], actor: Actor) -> Place:
    try:
        _plan, milestone = get_milestone(session, owner, str(values.get("reference") or ""), actor)
    except NotFound:
        raise Invalid(message("There is no such milestone."), field="reference") from None
    item = view.items_by_id.get(milestone.item_id)
    return Place(About.MILESTONE, item.block_key if item else "", milestone.item_id, milestone.milestone_id)

"""What a milestone waits for: in the own plan, at EU level, or offered by another country."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core.errors import Invalid, NotFound
from app.core.labels import message
from app.core.policy import require
from app.plans import policy
from app.plans.history import note_row_change
from app.plans.models import Milestone, Predecessor
from app.plans.policy import scope_for
from app.plans.queries import rows
from app.plans.queries.links import LinkName, find_chain, list_link_names
from app.plans.services.access import find_milestone, is_seen, one

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

FIELD = "predecessor"


def add_predecessor(
    session: Session,
    view: CatalogueView,
    owner: str,
    reference: str,
    predecessor_reference: str,
    *,
    actor: Actor,
) -> bool:
    """Let a milestone wait for another; returns whether that is new. Raises as `add_predecessors` does."""
    return add_predecessors(session, view, owner, reference, [predecessor_reference], actor=actor) == 1


def add_predecessors(
    session: Session,
    view: CatalogueView,
    owner: str,
    reference: str,
    predecessor_references: Sequence[str],
    *,
    actor: Actor,
) -> int:
    """Let a milestone wait for others, all of them or none; returns how many links are new.

    Writers of links take turns, over all plans, before they hold a plan's row: so no two can close a cycle
    between them. Raises NotFound, NotAllowed, Invalid (nothing that can be waited for; a cycle, named as far
    as the actor may see it).
    """
    rows.lock_predecessors(session)
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.LINK_PREDECESSOR, place.subject(one(milestone.authority_id)))
    # A chain back to the milestone would have to exist already: links that begin at it make none for each other.
    new = [
        before
        for before in _all_waited_for(session, predecessor_references, actor)
        if _is_new_link(session, view, milestone, before, actor)
    ]
    deed = "plans:predecessor:added"
    for before in new:
        instant = note_row_change(session, milestone, {"predecessor": [None, before.id]}, actor=actor, deed=deed)
        session.add(Predecessor(milestone_id=milestone.id, predecessor_id=before.id, created_at=instant))
    session.flush()
    return len(new)


def _all_waited_for(session: Session, references: Sequence[str], actor: Actor) -> list[Milestone]:
    """The milestones of these references, each once. Raises Invalid."""
    return [_waited_for(session, reference, actor) for reference in dict.fromkeys(references)]


def _is_new_link(session: Session, view: CatalogueView, milestone: Milestone, before: Milestone, actor: Actor) -> bool:
    """Whether the link is not there yet and can be made. Raises Invalid for a circle, the smallest one included."""
    if before.id == milestone.id:
        raise Invalid(message("A milestone cannot wait for itself."), field=FIELD)
    if rows.find_predecessor_row(session, milestone.id, before.id) is not None:
        return False
    chain = find_chain(session, before.id, milestone.id)
    if chain is not None:
        raise Invalid(
            message("This would be a circle: %(chain)s."),
            field=FIELD,
            chain=_chain_in_words(session, view, [milestone.id, *chain], actor),
        )
    return True


def remove_predecessor(session: Session, owner: str, reference: str, predecessor_id: int, *, actor: Actor) -> None:
    """Let a milestone no longer wait for another, by key. Raises NotFound, NotAllowed."""
    milestone, place = find_milestone(session, owner, reference, actor)
    require(actor, policy.LINK_PREDECESSOR, place.subject(one(milestone.authority_id)))
    row = rows.find_predecessor_row(session, milestone.id, predecessor_id)
    if row is None:
        raise NotFound(message("The milestone does not wait for this."))
    deed = "plans:predecessor:removed"
    changes = {"predecessor": [predecessor_id, None]}
    row.removed_at = note_row_change(session, milestone, changes, actor=actor, deed=deed)
    session.flush()


def _waited_for(session: Session, reference: str, actor: Actor) -> Milestone:
    found = rows.find_milestone_anywhere(session, reference)
    if found is not None:
        milestone, plan = found
        is_shared = milestone.first_shared_at is not None
        if scope_for(actor, plan.owner) is not None and is_seen(is_shared, actor, plan.owner):
            return milestone
        if is_shared and milestone.is_offered:
            return milestone
    raise Invalid(message("There is no milestone of this reference that can be waited for."), field=FIELD)


def _chain_in_words(session: Session, view: CatalogueView, chain: list[int], actor: Actor) -> str:
    names = list_link_names(session, chain)
    return " → ".join(_link_in_words(view, names[milestone_id], actor) for milestone_id in chain)


def _link_in_words(view: CatalogueView, link: LinkName, actor: Actor) -> str:
    is_read = scope_for(actor, link.owner) is not None and is_seen(link.is_shared, actor, link.owner)
    if is_read or (link.is_shared and link.is_offered):
        return link.reference
    country = view.countries.get(link.owner)
    return message("a milestone of %(country)s") % {"country": country.title if country else link.owner}

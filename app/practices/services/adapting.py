"""What a practice, or a deliverable, was adapted from. There are no circles."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.core import clock
from app.core.errors import Invalid
from app.core.labels import message
from app.core.policy import require
from app.plans.queries.rows import find_locked_plan
from app.practices.models import Adaptation
from app.practices.policy import ADAPT_DELIVERABLE
from app.practices.queries.lineage import (
    ancestors_of,
    find_adaptation_row,
    lock_practices,
    practices_of_deliverable,
)
from app.practices.records import PracticeRecord
from app.practices.services.common import add_act, find_source, note
from app.practices.states import Act, Side
from app.support.deliverables.queries.deliverables import get_deliverable

CIRCLE = message("This practice was itself adapted from it: nothing is adapted from itself.")


def adapt_practice(
    session: Session, practice: PracticeRecord, source: PracticeRecord | None, *, tells_author: bool, actor: Actor
) -> None:
    """Say what a practice was adapted from; None: from nothing. For the verbs that hold the practice.

    `tells_author`: whether those above may read that its country adapted theirs. Raises Invalid for a circle.
    """
    _adapt(
        session,
        {"practice_id": practice.practice_id},
        {practice.practice_id},
        practice.owner,
        source,
        tells_author,
        actor,
    )


def adapt_deliverable(session: Session, deliverable_id: int, name: str, *, tells_author: bool, actor: Actor) -> None:
    """Say from which practice, by its name, a deliverable was adapted; an empty name: from none.

    Raises NotFound, NotAllowed, Invalid for one that the actor may not see, or a circle.
    """
    found = get_deliverable(session, deliverable_id, actor)
    require(actor, ADAPT_DELIVERABLE, found.subject)
    find_locked_plan(session, found.owner)
    source = find_source(session, name, actor)
    own = practices_of_deliverable(session, deliverable_id)
    _adapt(session, {"deliverable_id": deliverable_id}, own, found.owner, source, tells_author, actor)


def _adapt(
    session: Session,
    made: dict[str, int],
    own: set[int],
    owner: str,
    source: PracticeRecord | None,
    tells_author: bool,
    actor: Actor,
) -> None:
    standing = find_adaptation_row(session, **made)
    if standing is not None and source is not None and standing.source_id == source.practice_id:
        if standing.tells_author != tells_author:
            changes: dict[str, Any] = {"tells_author": [standing.tells_author, tells_author]}
            standing.tells_author = tells_author
            session.flush()
            note(session, source.practice_id, owner, "adaptation-told", actor=actor, changes=changes)
        return
    if source is not None:
        _refuse_circles(session, own, source)
    if standing is not None:
        standing.ended_at = clock.now()
        session.flush()
        note(session, standing.source_id, owner, "adaptation-ended", actor=actor, changes={"of": [made, None]})
    if source is not None:
        session.add(Adaptation(source_id=source.practice_id, tells_author=tells_author, created_at=clock.now(), **made))
        add_act(session, source.practice_id, Act.ADAPT, Side.ADOPTER, owner, actor=actor)
        said = {"of": [None, made], "tells_author": [None, tells_author]}
        note(session, source.practice_id, owner, "adapted", actor=actor, changes=said)


def _refuse_circles(session: Session, own: set[int], source: PracticeRecord) -> None:
    """All above the source are held while it is looked at: nobody else closes the circle meanwhile."""
    held: set[int] = set()
    while (above := ancestors_of(session, source.practice_id) | own) - held:
        lock_practices(session, above)
        held |= above
    if ancestors_of(session, source.practice_id) & own:
        raise Invalid(CIRCLE, field="adapted_from")

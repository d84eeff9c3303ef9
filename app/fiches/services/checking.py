"""The country's part: comments item by item, its position, and the return of the factual check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.catalogue.states import Level
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.texts import clean_text
from app.fiches.models import FicheComment
from app.fiches.queries.fiches import find_comment_row, list_comments
from app.fiches.services.access import digest_of, hold_fiche, tell_trail
from app.fiches.states import TEXT_LIMIT, Deed

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

AT_MOST = 300
"""So many comments one check can have."""


def write_comment(
    session: Session,
    view: CatalogueView,
    name: str,
    text: str,
    *,
    actor: Actor,
    block_key: str = "",
    item_key: str = "",
) -> int:
    """Write a comment on an item, a block, or the whole; returns its key. The Commission reads it once the check is
    returned. Raises NotFound, NotAllowed, WrongState, Invalid."""
    fiche, _ = hold_fiche(session, name, Deed.COMMENT, actor)
    item = view.items.get(item_key)
    if item_key and (item is None or item.level is Level.EU):
        raise Invalid(message("There is no such item."), field="about")
    if block_key and block_key not in view.blocks:
        raise Invalid(message("There is no such block."), field="about")
    if len(list_comments(session, fiche, actor)) >= AT_MOST:
        raise Invalid(message("A check can have %(limit)s comments."), field="text", limit=AT_MOST)
    made = FicheComment(
        fiche_id=fiche.fiche_id,
        block_key=item.block_key if item else block_key,
        item_id=item.item_id if item else None,
        text=clean_text(text, "text", TEXT_LIMIT, required=True),
        written_at=clock.now(),
        author_id=actor.user_id,
    )
    session.add(made)
    session.flush()
    tell_trail(session, actor, fiche, "commented", said=digest_of(fiche.fiche_id, made.id, made.text))
    return made.id


def withdraw_comment(session: Session, name: str, comment_id: int, *, actor: Actor) -> None:
    """Withdraw a comment before the check is returned. Raises NotFound, NotAllowed, WrongState."""
    fiche, _ = hold_fiche(session, name, Deed.COMMENT, actor)
    comment = find_comment_row(session, fiche.fiche_id, comment_id)
    if comment is None:
        raise NotFound(message("There is no such comment."))
    comment.withdrawn_at = clock.now()
    session.flush()
    tell_trail(session, actor, fiche, "comment-withdrawn", comment=comment_id)


def write_position(session: Session, name: str, text: str, *, actor: Actor, expected: int | None) -> None:
    """Write the country's position on the whole, which is annexed as it is written; empty for none.

    `expected`: the key of the position that the page showed, 0 for none. Raises NotFound, NotAllowed, WrongState,
    Conflict, Invalid.
    """
    fiche, _ = hold_fiche(session, name, Deed.COMMENT, actor)
    before = next((one for one in list_comments(session, fiche, actor) if one.is_position), None)
    if expected is not None and (before.comment_id if before else 0) != expected:
        theirs = {"text": before.text if before else ""}
        raise Conflict(theirs=theirs, current_version=before.comment_id if before else 0)
    cleaned = clean_text(text, "text", TEXT_LIMIT)
    row = find_comment_row(session, fiche.fiche_id, before.comment_id) if before else None
    if row is not None:
        row.withdrawn_at = clock.now()
    if cleaned:
        session.add(
            FicheComment(
                fiche_id=fiche.fiche_id,
                is_position=True,
                text=cleaned,
                written_at=clock.now(),
                author_id=actor.user_id,
            )
        )
    session.flush()
    tell_trail(session, actor, fiche, "position-written", said=digest_of(fiche.fiche_id, cleaned))


def return_check(session: Session, name: str, *, actor: Actor) -> None:
    """Return the check with its comments and the position: the Commission reads them from now on, and they stay.

    Without a comment it says that the facts are right. Raises NotFound, NotAllowed, WrongState.
    """
    fiche, row = hold_fiche(session, name, Deed.RETURN, actor)
    comments = list_comments(session, fiche, actor)
    row.checked_at, row.checked_by_id = clock.now(), actor.user_id
    session.flush()
    tell_trail(session, actor, fiche, "checked", comments=sum(not one.is_position for one in comments))

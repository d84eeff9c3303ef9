"""How a service comes to a fiche: found, held, allowed, possible; and what the audit trail is told of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, NotAllowed, WrongState
from app.core.labels import message
from app.fiches.models import Fiche
from app.fiches.moves import is_possible, move_of
from app.fiches.policy import sides_of
from app.fiches.queries.fiches import find_row, get_fiche
from app.fiches.records import FicheRecord
from app.fiches.states import Deed


def hold_fiche(
    session: Session, name: str, deed: Deed, actor: Actor, expected_version: int | None = None
) -> tuple[FicheRecord, Fiche]:
    """The fiche with its row held, when the actor may do this and it can be done now.

    Raises NotFound, NotAllowed, WrongState, Conflict where it was changed since the version that the page showed.
    """
    fiche = get_fiche(session, name, actor)
    row = find_row(session, fiche.fiche_id)
    if row.discarded_at is not None or (row.number is not None and fiche.number is None):
        raise WrongState(message("This draft has been sent or discarded meanwhile."))
    fiche = get_fiche(session, name, actor)
    sides = sides_of(actor, fiche.subject)
    if move_of(deed).side not in sides:
        raise NotAllowed(message("You may not do this."))
    if not is_possible(fiche.standing(clock.today()).state, deed, sides):
        raise WrongState(message("This step is not possible any more, or not yet."))
    if expected_version is not None and row.version != expected_version:
        raise Conflict(current_version=row.version)
    return fiche, row


def digest_of(*said: Any) -> str:
    """The SHA-256 by which the audit trail vouches for what was written, without saying it."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def tell_trail(session: Session, actor: Actor, fiche: FicheRecord, deed: str, **said: Any) -> None:
    """Say to the audit trail that it was done, and not what was written: administrators read no fiches."""
    record(
        session,
        actor=actor,
        deed=f"fiches:fiche:{deed}",
        subject_kind="fiche",
        subject_id=fiche.fiche_id,
        country=fiche.owner,
        changes={name: [None, value] for name, value in said.items()},
    )

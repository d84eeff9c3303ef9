"""The lead reviewer says which countries are on the desk of a reviewer, and of nobody else."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import GrantDesk
from app.accounts.policy import ALLOCATE
from app.accounts.states import Role
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound
from app.core.labels import message
from app.core.policy import require

NO_DESK = message("There is no such reviewer.")


def set_desk(
    session: Session,
    grant_id: int,
    countries: Collection[str],
    *,
    of_all: bool,
    known: Collection[str],
    expected: Collection[str] | None,
    actor: Actor,
) -> None:
    """Put countries on the desk of a reviewer's role, or all of them; it holds from the next request on.

    `known`: codes that can be chosen. `expected`: the desk that the page showed, empty for all; None: whichever it is.
    Raises NotAllowed, NotFound for a role that is not a reviewer's or does not hold today, Invalid, Conflict.
    """
    require(actor, ALLOCATE)
    grant = queries.hold_grant(session, grant_id)
    if grant.role != Role.REVIEWER.value or not queries.in_force(grant, clock.today()):
        raise NotFound(NO_DESK)
    before = {row.country for row in grant.desk}
    if expected is not None and before != set(expected):
        raise Conflict(message("Somebody else has changed this desk meanwhile. Look at it first."))
    wanted = set() if of_all else set(countries)
    if not wanted <= set(known):
        raise Invalid(message("Choose countries from the list."), field="countries")
    if not of_all and not wanted:
        raise Invalid(message("Choose at least one country, or all of them."), field="countries")
    if wanted == before:
        return
    grant.desk = [row for row in grant.desk if row.country in wanted] + [
        GrantDesk(country=code) for code in sorted(wanted - before)
    ]
    session.flush()
    record(
        session,
        actor=actor,
        deed="accounts:desk:allocated",
        subject_kind="user",
        subject_id=grant.user_id,
        changes={"desk": [sorted(before), sorted(wanted)]},
    )

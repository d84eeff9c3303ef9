"""Who has to stay: the last administrator, and a country's last coordinator."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.states import Role
from app.core.errors import WrongState
from app.core.labels import message


class LastCoordinator(WrongState):
    """A country would be left without a coordinator; `values["country"]` is its code."""


def keep_an_administrator(session: Session, *, leaving_user: int) -> None:
    """Raises WrongState when the person is the last administrator without an end date."""
    held = queries.lock_grants_in_force(session, Role.ADMINISTRATOR)
    others = [grant for grant in held if grant.user_id != leaving_user and grant.ends_on is None]
    if any(grant.user_id == leaving_user for grant in held) and not others:
        raise WrongState(message("This is the last administrator. Make somebody else administrator first."))


def keep_a_coordinator(session: Session, country: str, *, leaving_user: int) -> None:
    """Raises LastCoordinator when nobody else, other than deputies and those with an end date, coordinates."""
    rest = [
        grant
        for grant in queries.lock_grants_in_force(session, Role.COORDINATOR, country)
        if grant.user_id != leaving_user and not grant.is_deputy and grant.ends_on is None
    ]
    if not rest:
        raise LastCoordinator(
            message("This is the last coordinator of %(country)s. Choose who takes over."), country=country
        )

"""Who has to stay: the last administrator, and a country's last coordinator."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.models import Grant
from app.accounts.states import Role
from app.core.errors import WrongState
from app.core.labels import message


class LastCoordinator(WrongState):
    """A country would be left without a coordinator; `values["country"]` is its code."""


def keep_an_administrator(session: Session, *, leaving_user: int) -> None:
    """Raises WrongState when no other administrator can sign in and has no end date."""
    if _leaves_nobody(queries.list_usable_grants(session, Role.ADMINISTRATOR, lock=True), leaving_user):
        raise WrongState(
            message("This is the last administrator who can sign in. Make somebody else administrator first.")
        )


def keep_a_coordinator(session: Session, country: str, *, leaving_user: int) -> None:
    """Raises LastCoordinator when nobody else, other than deputies and those with an end date, can sign in."""
    if _leaves_nobody(queries.list_usable_grants(session, Role.COORDINATOR, country, lock=True), leaving_user):
        raise LastCoordinator(
            message("This is the last coordinator of %(country)s who can sign in. Choose who takes over."),
            country=country,
        )


def stays(grant: Grant) -> bool:
    """Whether a grant that can be used will be there tomorrow: no deputy's, and without an end."""
    return not grant.is_deputy and grant.ends_on is None


def _leaves_nobody(usable: Sequence[Grant], leaving_user: int) -> bool:
    """Whether the one who leaves can sign in, and nobody who stays can.

    Who never chose a password leaves nothing behind: an invitation to a mistyped address can be taken back, also the
    very first one.
    """
    is_lost = any(grant.user_id == leaving_user and not grant.is_deputy for grant in usable)
    return is_lost and not any(grant.user_id != leaving_user and stays(grant) for grant in usable)

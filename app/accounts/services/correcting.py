"""What is kept of a person: a name or an address is corrected, a leaver's replaced by a pseudonym.

People stand in histories and in the audit trail by a number, so both hold everywhere at once and leave the chain of
the trail whole. The trail says that it was done, and neither name nor address.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.policy import MANAGE
from app.accounts.services.people import checked_email, cleaned_name
from app.accounts.states import NOWHERE
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, WrongState
from app.core.labels import message
from app.core.policy import require


def correct_user(
    session: Session, user: User, *, actor: Actor, name: str, email: str, expected_version: int | None
) -> bool:
    """Correct a person's name and address; returns whether anything changed. Another address ends open links.

    Raises NotAllowed, Conflict (the version is another one), Invalid, WrongState for a pseudonym.
    """
    require(actor, MANAGE)
    require_named(user)
    if expected_version is not None and user.version != expected_version:
        raise Conflict(
            theirs={"name": user.name, "email": user.email},
            current_version=user.version,
        )
    meant = {"name": cleaned_name(name), "email": checked_email(email, is_demonstration=user.is_demonstration)}
    changed = [field for field, value in meant.items() if getattr(user, field) != value]
    if "email" in changed:
        if queries.find_user_by_email(session, meant["email"]):
            raise Invalid(message("There is already an account with this address."), field="email")
        _end_links(session, user)
    for field in changed:
        setattr(user, field, meant[field])
    if changed:
        session.flush()
        _note(session, user, actor, "accounts:user:corrected", changed)
    return bool(changed)


def pseudonymise_user(session: Session, user: User, *, actor: Actor) -> None:
    """Replace the name and the address of somebody who left by a number, for good.

    Raises NotAllowed, WrongState while the account is open, and for what has been done already.
    """
    require(actor, MANAGE)
    require_left(user)
    _end_links(session, user)
    user.name = f"Former user {user.id}"
    user.email = f"{user.id}{NOWHERE}"
    user.password_hash = None
    user.password_set_at = None
    session.flush()
    _note(session, user, actor, "accounts:user:pseudonymised", ["name", "email"])


def require_named(user: User) -> None:
    """Raise WrongState for a pseudonym: who it was is kept nowhere."""
    if user.is_pseudonym:
        raise WrongState(message("The name and the address of this person have been replaced for good."))


def require_left(user: User) -> None:
    """Raise WrongState unless the account is closed and still named."""
    require_named(user)
    if user.is_active:
        raise WrongState(message("Disable the account first: only who has left gets a pseudonym."))


def _end_links(session: Session, user: User) -> None:
    for link in queries.list_open_tokens(session, user.id):
        link.used_at = clock.now()


def _note(session: Session, user: User, actor: Actor, deed: str, fields: list[str]) -> None:
    changes = {"fields": [[], fields]}
    record(session, actor=actor, deed=deed, subject_kind="user", subject_id=user.id, changes=changes)

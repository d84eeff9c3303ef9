"""People: make an account, close it, open it again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import User
from app.accounts.policy import MANAGE
from app.accounts.services.staying import keep_a_coordinator, keep_an_administrator
from app.accounts.states import Role
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_line

LONGEST_NAME = 200


def create_user(session: Session, *, actor: Actor, email: str, name: str, is_demonstration: bool = False) -> User:
    """Make an account without a password; raises Invalid for a name or an address that is malformed, or taken."""
    require(actor, MANAGE)
    return add_user(session, actor=actor, email=email, name=name, is_demonstration=is_demonstration)


def add_user(session: Session, *, actor: Actor, email: str, name: str, is_demonstration: bool = False) -> User:
    """The same for verbs that have asked a right of their own."""
    address = checked_email(email, is_demonstration=is_demonstration)
    name = cleaned_name(name)
    if queries.find_user_by_email(session, address):
        raise Invalid(message("There is already an account with this address."), field="email")
    user = User(
        email=address,
        name=name,
        password_hash=None,
        is_active=True,
        is_demonstration=is_demonstration,
        created_at=clock.now(),
        password_set_at=None,
    )
    session.add(user)
    session.flush()
    record(session, actor=actor, deed="accounts:user:created", subject_kind="user", subject_id=user.id)
    return user


def cleaned_name(name: str) -> str:
    """The name with single spaces. Raises Invalid."""
    return clean_line(" ".join(name.split()), "name", LONGEST_NAME, required=True)


def checked_email(email: str, *, is_demonstration: bool = False) -> str:
    """The address in lower case. Raises Invalid."""
    from email_validator import EmailNotValidError, validate_email  # who invites nobody starts without

    try:
        checked = validate_email(email.strip(), check_deliverability=False, test_environment=is_demonstration)
    except EmailNotValidError as error:
        raise Invalid(message("This is not an e-mail address."), field="email") from error
    return checked.normalized.lower()


def disable_user(session: Session, user: User, *, actor: Actor) -> None:
    """Close an account; its deeds stay in the trail. The last administrator stays; a coordinator hands over first.

    Raises WrongState (LastCoordinator for a country that nobody took over).
    """
    require(actor, MANAGE)
    if not user.is_active:
        raise WrongState(message("This account is disabled."))
    keep_an_administrator(session, leaving_user=user.id)
    today = clock.today()
    for grant in user.grants:
        if queries.in_force(grant, today) and grant.role == Role.COORDINATOR.value and not grant.is_deputy:
            keep_a_coordinator(session, grant.country or "", leaving_user=user.id)
    user.is_active = False
    for link in queries.list_open_tokens(session, user.id):
        link.used_at = clock.now()
    session.flush()
    record(session, actor=actor, deed="accounts:user:disabled", subject_kind="user", subject_id=user.id)


def enable_user(session: Session, user: User, *, actor: Actor) -> None:
    """Open a disabled account again. Raises WrongState for an open one, and for a pseudonym."""
    require(actor, MANAGE)
    if user.is_pseudonym:
        raise WrongState(message("This person has left for good. Invite who comes back anew."))
    if user.is_active:
        raise WrongState(message("This account is open."))
    user.is_active = True
    session.flush()
    record(session, actor=actor, deed="accounts:user:enabled", subject_kind="user", subject_id=user.id)

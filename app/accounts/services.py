"""The verbs on people: invite, grant, revoke, disable, set a password."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.actor import Actor
from app.accounts.models import Grant, GrantAuthority, GrantBlock, GrantDesk, Token, User
from app.accounts.passwords import Passwords, check_acceptable
from app.accounts.policy import CHANGE_PASSWORD, MANAGE
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role, TokenPurpose
from app.audit.services import record
from app.core import clock
from app.core.errors import Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.policy import require
from app.core.texts import clean_line

LINK_LIFETIME = timedelta(hours=1)
LONGEST_NAME = 200
LINK_IS_OVER = message("This link has been used or has expired. Ask an administrator for a new one.")


class LastCoordinator(WrongState):
    """A country would be left without a coordinator; `values["country"]` is its code."""


@dataclass(frozen=True)
class Scope:
    """What a grant covers, beside its role. Days are inclusive; empty sets mean no limit."""

    country: str | None = None
    is_deputy: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    authorities: frozenset[int] = frozenset()
    blocks: frozenset[str] = frozenset()
    desk: frozenset[str] = frozenset()


def create_user(session: Session, *, actor: Actor, email: str, name: str, is_demonstration: bool = False) -> User:
    """Make an account without a password; raises Invalid for a name or an address that is malformed, or taken."""
    require(actor, MANAGE)
    address = checked_email(email, is_demonstration=is_demonstration)
    name = clean_line(" ".join(name.split()), "name", LONGEST_NAME, required=True)
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


def checked_email(email: str, *, is_demonstration: bool = False) -> str:
    """The address in lower case. Raises Invalid."""
    try:
        checked = validate_email(email.strip(), check_deliverability=False, test_environment=is_demonstration)
    except EmailNotValidError as error:
        raise Invalid(message("This is not an e-mail address."), field="email") from error
    return checked.normalized.lower()


def make_link(session: Session, user: User, purpose: TokenPurpose, *, actor: Actor) -> str:
    """A one-use secret that is good for an hour; earlier ones of the person end. Returns the secret, kept nowhere."""
    require(actor, MANAGE)
    if not user.is_active:
        raise WrongState(message("This account is disabled."))
    now = clock.now()
    for earlier in queries.list_open_tokens(session, user.id):
        earlier.used_at = now
    secret = secrets.token_urlsafe(32)
    session.add(
        Token(
            user_id=user.id,
            purpose=purpose.value,
            secret_hash=secret_hash(secret),
            created_at=now,
            created_by_id=actor.user_id,
            expires_at=now + LINK_LIFETIME,
        )
    )
    session.flush()
    record(session, actor=actor, deed=f"accounts:{purpose.value}:made", subject_kind="user", subject_id=user.id)
    return secret


def secret_hash(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def link_is_good(session: Session, secret: str) -> bool:
    """Whether a link can still be used: its page says so before anybody types a password."""
    return queries.find_open_link(session, secret_hash(secret), clock.now()) is not None


def use_link(session: Session, secret: str, password: str, *, passwords: Passwords) -> User:
    """Set the password of the person a link was made for. Raises NotFound for a used or expired link, Invalid."""
    token = queries.find_token(session, secret_hash(secret), clock.now())
    user = session.get(User, token.user_id) if token else None
    if token is None or user is None or not user.is_active:
        raise NotFound(LINK_IS_OVER)
    check_acceptable(password, email=user.email, name=user.name)
    token.used_at = clock.now()
    _set_password(user, password, passwords)
    session.flush()
    record(
        session,
        actor=queries.actor_of(user),
        deed="accounts:password:set",
        subject_kind="user",
        subject_id=user.id,
    )
    return user


def change_password(
    session: Session, user: User, *, actor: Actor, present: str, new: str, passwords: Passwords
) -> None:
    """Change the own password, naming the present one. Raises Invalid."""
    require(actor, CHANGE_PASSWORD, user)
    if not passwords.fits(present, user.password_hash):
        raise Invalid(message("The present password is not right."), field="present")
    check_acceptable(new, email=user.email, name=user.name)
    _set_password(user, new, passwords)
    session.flush()
    record(session, actor=actor, deed="accounts:password:changed", subject_kind="user", subject_id=user.id)


def _set_password(user: User, password: str, passwords: Passwords) -> None:
    user.password_hash = passwords.hash(password)
    user.password_set_at = clock.now()


def grant_role(session: Session, user: User, role: Role, scope: Scope, *, actor: Actor) -> Grant:
    """Give a person a role with its scope. Raises Invalid where role and scope do not fit, WrongState when held."""
    require(actor, MANAGE)
    if not user.is_active:
        raise WrongState(message("This account is disabled."))
    starts_on = scope.starts_on or clock.today()
    _check_scope(role, scope, starts_on)
    if any(_is_the_same(held, role, scope, starts_on) for held in user.grants):
        raise WrongState(message("This person already has this role."))
    grant = Grant(
        user_id=user.id,
        role=role.value,
        country=scope.country,
        is_deputy=scope.is_deputy,
        starts_on=starts_on,
        ends_on=scope.ends_on,
        granted_by_id=actor.user_id,
        granted_at=clock.now(),
        revoked_at=None,
        authorities=[GrantAuthority(authority_id=key) for key in sorted(scope.authorities)],
        blocks=[GrantBlock(block_key=key) for key in sorted(scope.blocks)],
        desk=[GrantDesk(country=code) for code in sorted(scope.desk)],
    )
    session.add(grant)
    session.flush()
    record(
        session,
        actor=actor,
        deed="accounts:role:granted",
        subject_kind="user",
        subject_id=user.id,
        country=scope.country,
        changes={
            "role": [None, role.value],
            "is_deputy": [None, scope.is_deputy],
            "starts_on": [None, starts_on],
            "ends_on": [None, scope.ends_on],
            "authorities": [None, scope.authorities],
            "blocks": [None, scope.blocks],
            "desk": [None, scope.desk],
        },
    )
    return grant


def _is_the_same(held: Grant, role: Role, scope: Scope, day: date) -> bool:
    return (
        queries.in_force(held, day)
        and (held.role, held.country, held.is_deputy, held.ends_on)
        == (role.value, scope.country, scope.is_deputy, scope.ends_on)
        and {row.authority_id for row in held.authorities} == scope.authorities
        and {row.block_key for row in held.blocks} == scope.blocks
        and {row.country for row in held.desk} == scope.desk
    )


def _check_scope(role: Role, scope: Scope, starts_on: date) -> None:
    if role in COUNTRY_ROLES and not scope.country:
        raise Invalid(message("Choose the country this role is for."), field="country")
    if role not in COUNTRY_ROLES and role is not Role.OBSERVER and scope.country:
        raise Invalid(message("This role has no country."), field="country")
    if role is Role.CONTRIBUTOR and not scope.authorities:
        raise Invalid(message("Choose the authorities the contributor acts for."), field="authorities")
    if role is not Role.CONTRIBUTOR and (scope.authorities or scope.blocks):
        raise Invalid(message("Only a contributor is limited to authorities and blocks."), field="authorities")
    if role not in REVIEWING_ROLES and scope.desk:
        raise Invalid(message("Only a reviewer has a desk."), field="desk")
    if scope.is_deputy and (role is not Role.COORDINATOR or scope.ends_on is None):
        raise Invalid(message("A deputy is a coordinator with an end date."), field="ends_on")
    if scope.ends_on is not None and scope.ends_on < starts_on:
        raise Invalid(message("The end is before the start."), field="ends_on")
    if scope.ends_on is not None and scope.ends_on < clock.today():
        raise Invalid(message("The end has passed."), field="ends_on")


def revoke_role(session: Session, grant: Grant, *, actor: Actor, hand_over_to: User | None = None) -> None:
    """End a grant now. The last administrator stays; a country's last coordinator hands over first.

    Raises WrongState (LastCoordinator where nobody takes over), and Invalid (field `hand_over_to`) for a successor who
    cannot take over.
    """
    require(actor, MANAGE)
    if grant.revoked_at is not None:
        raise WrongState(message("This role has already been revoked."))
    role = Role(grant.role)
    counts = queries.in_force(grant, clock.today())
    if role is Role.ADMINISTRATOR and counts:
        _keep_an_administrator(session, leaving_user=grant.user_id)
    if role is Role.COORDINATOR and hand_over_to is not None:
        _hand_over(session, grant, hand_over_to, actor)
    if role is Role.COORDINATOR and counts and not grant.is_deputy:
        _keep_a_coordinator(session, grant.country or "", leaving_user=grant.user_id)
    session.refresh(grant, ["revoked_at"])
    if grant.revoked_at is not None:  # by somebody else, while the locks were waited for
        raise WrongState(message("This role has already been revoked."))
    grant.revoked_at = clock.now()
    session.flush()
    record(
        session,
        actor=actor,
        deed="accounts:role:revoked",
        subject_kind="user",
        subject_id=grant.user_id,
        country=grant.country,
        changes={"role": [grant.role, None]},
    )


def _hand_over(session: Session, grant: Grant, successor: User, actor: Actor) -> None:
    if successor.id == grant.user_id or not successor.is_active:
        raise Invalid(message("Choose somebody else with an open account."), field="hand_over_to")
    holders = queries.list_grants_in_force(session, Role.COORDINATOR, grant.country)
    if not any(held.user_id == successor.id and not held.is_deputy and held.ends_on is None for held in holders):
        grant_role(session, successor, Role.COORDINATOR, Scope(country=grant.country), actor=actor)


def disable_user(session: Session, user: User, *, actor: Actor) -> None:
    """Close an account; its deeds stay in the trail. The last administrator stays; a coordinator hands over first.

    Raises WrongState (LastCoordinator for a country that nobody took over).
    """
    require(actor, MANAGE)
    if not user.is_active:
        raise WrongState(message("This account is disabled."))
    _keep_an_administrator(session, leaving_user=user.id)
    today = clock.today()
    for grant in user.grants:
        if queries.in_force(grant, today) and grant.role == Role.COORDINATOR.value and not grant.is_deputy:
            _keep_a_coordinator(session, grant.country or "", leaving_user=user.id)
    user.is_active = False
    for link in queries.list_open_tokens(session, user.id):
        link.used_at = clock.now()
    session.flush()
    record(session, actor=actor, deed="accounts:user:disabled", subject_kind="user", subject_id=user.id)


def enable_user(session: Session, user: User, *, actor: Actor) -> None:
    """Open a disabled account again."""
    require(actor, MANAGE)
    if user.is_active:
        raise WrongState(message("This account is open."))
    user.is_active = True
    session.flush()
    record(session, actor=actor, deed="accounts:user:enabled", subject_kind="user", subject_id=user.id)


def _keep_an_administrator(session: Session, *, leaving_user: int) -> None:
    held = queries.lock_grants_in_force(session, Role.ADMINISTRATOR)
    others = [grant for grant in held if grant.user_id != leaving_user and grant.ends_on is None]
    if any(grant.user_id == leaving_user for grant in held) and not others:
        raise WrongState(message("This is the last administrator. Make somebody else administrator first."))


def _keep_a_coordinator(session: Session, country: str, *, leaving_user: int) -> None:
    rest = [
        grant
        for grant in queries.lock_grants_in_force(session, Role.COORDINATOR, country)
        if grant.user_id != leaving_user and not grant.is_deputy and grant.ends_on is None
    ]
    if not rest:
        raise LastCoordinator(
            message("This is the last coordinator of %(country)s. Choose who takes over."), country=country
        )

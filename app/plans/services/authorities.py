"""The authorities of a country: add, rename, deactivate, take back into use."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.audit.services import record
from app.core import clock
from app.core.errors import Conflict, Invalid, NotFound, WrongState
from app.core.labels import message
from app.core.texts import clean_line
from app.plans import policy
from app.plans.history import raise_stamp
from app.plans.models import Authority, AuthorityFormerName, Plan
from app.plans.queries import rows
from app.plans.queries.heads import list_authorities
from app.plans.queries.records import AuthorityRecord
from app.plans.services.access import hold_plan
from app.plans.states import Scope

_NAMES = {"name": 200, "short_name": 60}
CONTACT = "contact_email"


def add_authority(
    session: Session,
    owner: str,
    name: str,
    *,
    actor: Actor,
    short_name: str = "",
    actor_code: str | None = None,
    contact_email: str = "",
) -> AuthorityRecord:
    """Add an authority to a plan; `actor_code` is the kind of authority it is in the catalogue.

    `contact_email`: where letters to it go, read by the country alone. Raises NotFound, NotAllowed, Invalid (also
    when the name is taken).
    """
    plan = hold_plan(session, owner, actor, policy.MANAGE_AUTHORITIES)
    there = rows.list_authority_rows(session, plan.id)
    values = _names(there, None, name, short_name)
    code = clean_line(actor_code, "actor_code", 60) or None
    contact = checked_contact(contact_email)
    position = max((row.position for row in there), default=0) + 1
    authority = Authority(
        plan_id=plan.id, actor_code=code, contact_email=contact, position=position, is_active=True, **values
    )
    session.add(authority)
    session.flush()
    changes: dict[str, list[Any]] = {key: [None, value] for key, value in values.items()}
    if contact:
        changes["contact_email"] = [None, contact]
    return _done(session, plan, authority, actor, "plans:authority:added", changes)


def rename_authority(
    session: Session,
    owner: str,
    authority_id: int,
    name: str,
    *,
    actor: Actor,
    expected_version: int | None,
    short_name: str = "",
) -> AuthorityRecord:
    """Give an authority another name; others read it from the next release on, and days before keep the old one.

    Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    plan, authority = _find(session, owner, authority_id, actor, expected_version)
    values = _names(rows.list_authority_rows(session, plan.id), authority.id, name, short_name)
    changes = {key: [getattr(authority, key), value] for key, value in values.items()}
    if not plan.shares_continuously and authority.shared_name is None:
        authority.shared_name, authority.shared_short_name = authority.name, authority.short_name
    if any(old != new for old, new in changes.values()):
        _keep_former_name(session, plan, authority)
    for key, value in values.items():
        setattr(authority, key, value)
    session.flush()
    return _done(session, plan, authority, actor, "plans:authority:renamed", changes)


def _keep_former_name(session: Session, plan: Plan, authority: Authority) -> None:
    """Pages of days before the change go on telling the name that is being left."""
    now = clock.now()
    session.add(
        AuthorityFormerName(
            authority_id=authority.id,
            name=authority.name,
            short_name=authority.short_name,
            ended_at=now,
            shared_until=now if plan.shares_continuously else None,
        )
    )


def set_contact(
    session: Session, owner: str, authority_id: int, email: str, *, actor: Actor, expected_version: int | None
) -> AuthorityRecord:
    """Say where letters to an authority go, or with an empty text that no address is known.

    Read by the country alone. Raises NotFound, NotAllowed, Conflict, Invalid.
    """
    plan, authority = _find(session, owner, authority_id, actor, expected_version)
    changes = {"contact_email": [authority.contact_email, checked_contact(email)]}
    authority.contact_email = changes["contact_email"][1]
    session.flush()
    return _done(session, plan, authority, actor, "plans:authority:contact-set", changes)


def checked_contact(email: str) -> str | None:
    """An address to write to in its proper form, None for an empty one. Raises Invalid."""
    text = clean_line(email, CONTACT, 254)
    if not text:
        return None
    from email_validator import EmailNotValidError, validate_email  # who writes to nobody starts without

    try:
        return validate_email(text, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError as error:
        raise Invalid(message("This is not an e-mail address."), field=CONTACT) from error


def deactivate_authority(
    session: Session, owner: str, authority_id: int, *, actor: Actor, expected_version: int | None
) -> AuthorityRecord:
    """Take an authority out of use. Raises WrongState while it has open milestones, saying how many."""
    plan, authority = _find(session, owner, authority_id, actor, expected_version)
    open_milestones = rows.count_open_milestones(session, authority.id)
    if open_milestones:
        raise WrongState(
            message("This authority still has %(count)s open milestones; give them to another one first."),
            count=open_milestones,
        )
    return _set_active(session, plan, authority, actor, False)


def reactivate_authority(
    session: Session, owner: str, authority_id: int, *, actor: Actor, expected_version: int | None
) -> AuthorityRecord:
    """Take an authority back into use."""
    plan, authority = _find(session, owner, authority_id, actor, expected_version)
    return _set_active(session, plan, authority, actor, True)


def _find(
    session: Session, owner: str, authority_id: int, actor: Actor, expected_version: int | None
) -> tuple[Plan, Authority]:
    plan = hold_plan(session, owner, actor, policy.MANAGE_AUTHORITIES)
    authority = rows.find_authority_row(session, plan.id, authority_id)
    if authority is None:
        raise NotFound(message("There is no such authority."))
    if expected_version is not None and authority.version != expected_version:
        raise Conflict(
            theirs={name: getattr(authority, name) for name in (*_NAMES, CONTACT)},
            current_version=authority.version,
        )
    return plan, authority


def _names(there: list[Authority], own_id: int | None, name: str, short_name: str) -> dict[str, str]:
    """Both names in their proper shape; without a short one, the beginning of the name."""
    values = {"name": clean_line(name, "name", _NAMES["name"], required=True)}
    short = clean_line(short_name, "short_name", _NAMES["short_name"])
    values["short_name"] = short or values["name"][: _NAMES["short_name"]].strip()
    if any(row.name.casefold() == values["name"].casefold() and row.id != own_id for row in there):
        raise Invalid(message("There is an authority of this name already."), field="name")
    return values


def _set_active(session: Session, plan: Plan, authority: Authority, actor: Actor, is_active: bool) -> AuthorityRecord:
    changes = {"is_active": [authority.is_active, is_active]}
    authority.is_active = is_active
    session.flush()
    deed = "plans:authority:reactivated" if is_active else "plans:authority:deactivated"
    return _done(session, plan, authority, actor, deed, changes)


def _done(
    session: Session, plan: Plan, authority: Authority, actor: Actor, deed: str, changes: dict[str, list[Any]]
) -> AuthorityRecord:
    raise_stamp(session, plan.id, Scope.WORKING, clock.today())
    if plan.shares_continuously:
        raise_stamp(session, plan.id, Scope.SHARED, clock.today())
    record(
        session,
        actor=actor,
        deed=deed,
        subject_kind="authority",
        subject_id=authority.id,
        country=plan.owner,
        changes=changes,
    )
    records = list_authorities(session, plan.id)
    return next(held for held in records if held.authority_id == authority.id)

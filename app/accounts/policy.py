"""Who may manage people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.accounts.actor import Actor
from app.accounts.states import Role
from app.core.policy import permit


@dataclass(frozen=True)
class CountrySubject:
    """A country, as far as a right on its people depends on it."""

    country: str


def is_system(actor: Actor, _subject: Any) -> bool:
    """the command line"""
    return actor.is_system


def is_signed_in(actor: Actor, _subject: Any) -> bool:
    """anybody signed in"""
    return actor.user_id is not None or actor.is_system


def is_administrator(actor: Actor, _subject: Any) -> bool:
    """an administrator"""
    return actor.holds(Role.ADMINISTRATOR)


def is_themselves(actor: Actor, subject: Any) -> bool:
    """the person themselves"""
    return actor.user_id is not None and getattr(subject, "id", None) == actor.user_id


def coordinates_it(actor: Actor, subject: Any) -> bool:
    """a coordinator of the country"""
    return isinstance(subject, CountrySubject) and actor.holds(Role.COORDINATOR, subject.country)


def coordinates_it_themselves(actor: Actor, subject: Any) -> bool:
    """a coordinator of the country who is nobody's deputy"""
    return isinstance(subject, CountrySubject) and any(
        held.role is Role.COORDINATOR and held.country == subject.country and not held.is_deputy for held in actor.held
    )


def leads_reviews(actor: Actor, _subject: Any) -> bool:
    """a lead reviewer of all countries"""
    return any(held.role is Role.LEAD_REVIEWER and not held.desk for held in actor.held)


MANAGE = permit(
    "accounts:user:manage",
    "Invite, correct, disable and pseudonymise people, grant and revoke roles",
    [is_administrator],
    [is_system],
)
LIST = permit("accounts:user:list", "See who has an account and with which roles", [is_administrator], [is_system])
DELEGATE = permit(
    "accounts:contributor:delegate",
    "See who works on the plan; invite contributors, name who acts for them, end that",
    [coordinates_it],
)
NAME_DEPUTY = permit(
    "accounts:deputy:name", "Name who acts for a coordinator until a day, and end that", [coordinates_it_themselves]
)
ALLOCATE = permit("accounts:desk:allocate", "Say which countries are on the desk of a reviewer", [leads_reviews])
CHANGE_PASSWORD = permit("accounts:password:change", "Change the own password", [is_themselves])
READ_AUDIT = permit(
    "audit:trail:read", "Read who did what and when in the audit trail", [is_administrator], [is_system]
)
READ_HEALTH = permit(
    "operation:health:read", "See whether everything that serving needs is in order", [is_administrator]
)

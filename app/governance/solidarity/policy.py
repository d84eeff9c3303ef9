"""Who reads and records findings, and who prepares a pledge: the country alone.

Findings are public. The own preparation of a pledge is read by those who coordinate the country or contribute to it and
by nobody else: not by reviewers, observers, experts or administrators, and not by the command line.
"""

from __future__ import annotations

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import permit
from app.governance.policy import system
from app.plans.policy import coordinates_eu_level, reads_plans


def reviews_it(actor: Actor, country: str) -> bool:
    """a reviewer who has the Member State on the desk"""
    return any(held.role in REVIEWING_ROLES and (not held.desk or country in held.desk) for held in actor.held)


def is_of_the_country(actor: Actor, country: str) -> bool:
    """a coordinator or contributor of the country"""
    return bool(country) and country in actor.countries


def coordinates_the_country(actor: Actor, country: str) -> bool:
    """a coordinator of the country"""
    return bool(country) and actor.holds(Role.COORDINATOR, country)


READ_FINDINGS = permit(
    "governance:finding:read",
    "Read the findings of the Commission and what was recorded of them",
    [reads_plans],
    [system],
)
RECORD_FINDING = permit(
    "governance:finding:record",
    "Record, replace or withdraw a finding with its published document",
    [coordinates_eu_level],
    [reviews_it],
    [system],
)
READ_PLEDGE = permit(
    "governance:pledge:read", "Read how a country prepares its pledge, whole and with its history", [is_of_the_country]
)
WRITE_PLEDGE = permit("governance:pledge:write", "Write how a country prepares its pledge", [coordinates_the_country])

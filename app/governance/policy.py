"""Who reads the yearly cycle, and who records what of it.

What concerns all is read by everybody with a role in plans. What each does for itself is read by that country, by the
reviewers who have it on their desk and by coordinators of the EU level: the Commission receives it. What agencies do
for themselves is read by reviewers and by all who work on the EU level.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, not_, or_, true

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import permit
from app.governance.models import CycleEntry
from app.plans.policy import coordinates_eu_level, on_desk, reads_plans
from app.plans.states import EU


@dataclass(frozen=True, slots=True)
class StepSubject:
    """A step, as far as a right on it depends on it: whose it is; both empty for what concerns all.

    `is_own`: each does it for itself. An event that concerns a country is not its own.
    """

    country: str = ""
    body: str = ""
    is_own: bool = False

    @property
    def owner(self) -> str:
        """Beside whose plan the step stands: the EU-level plan for what concerns all, and for agencies."""
        return self.country if self.is_own and self.country else EU


def system(actor: Actor, _subject: object) -> bool:
    """the command line"""
    return actor.is_system


def concerns_all(_actor: Actor, subject: StepSubject) -> bool:
    """what concerns all"""
    return not subject.is_own


def is_of_the_country(actor: Actor, subject: StepSubject) -> bool:
    """a coordinator or contributor of the country that does the step for itself"""
    return bool(subject.country) and subject.country in actor.countries


def reviews_country(actor: Actor, subject: StepSubject) -> bool:
    """a reviewer who has the country that does the step for itself on the desk"""
    return bool(subject.country) and any(
        held.role in REVIEWING_ROLES and on_desk(held, subject.country) for held in actor.held
    )


def reads_agencies(actor: Actor, subject: StepSubject) -> bool:
    """a reviewer, or a contributor of the EU level, of what agencies do for themselves"""
    return bool(subject.body) and (_reviews(actor) or EU in actor.countries)


def coordinates_it(actor: Actor, subject: StepSubject) -> bool:
    """a coordinator of the country that does the step for itself, else of the EU level"""
    return actor.holds(Role.COORDINATOR, subject.owner)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of `READ` in SQL."""
    entry = CycleEntry
    reviewing = [held for held in actor.held if held.role in REVIEWING_ROLES]
    if actor.is_system or coordinates_eu_level(actor, None) or any(not held.desk for held in reviewing):
        return true()
    countries = set(actor.countries) | {country for held in reviewing for country in held.desk}
    found: list[ColumnElement[bool]] = [
        and_(entry.country != "", entry.country.in_(sorted(countries))),
    ]
    if reads_plans(actor, None):
        found.append(not_(entry.is_own))
    if reviewing or EU in actor.countries:
        found.append(entry.body != "")
    return or_(*found)


def _reviews(actor: Actor) -> bool:
    return any(held.role in REVIEWING_ROLES for held in actor.held)


READ = permit(
    "governance:cycle:read",
    "Read what is recorded of a step of the yearly cycle",
    [concerns_all, reads_plans],
    [is_of_the_country],
    [reviews_country],
    [coordinates_eu_level],
    [reads_agencies],
    [system],
)
RECORD = permit(
    "governance:cycle:record", "Record what is planned and what happened of a step", [coordinates_it], [system]
)
READ_POOL = permit("governance:pool:read", "Read the ledger of a published pool", [reads_plans], [system])
RECORD_POOL = permit(
    "governance:pool:record", "Record lines of the ledger of a published pool", [coordinates_eu_level], [system]
)

"""Who asks, who answers, and who reads what is said between them.

A flag on a country's plan is between that country and the Commission: nobody else knows that it is there. A question on
an EU-level measure is asked by one country and read by all coordinators and contributors.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.actor import Actor
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role
from app.core.policy import allows, permit
from app.flags.models import Flag
from app.flags.states import Side, State
from app.plans.models import Plan
from app.plans.policy import on_desk
from app.plans.states import EU


@dataclass(frozen=True)
class FlagSubject:
    """A flag as far as a right on it depends on it: whose plan, which country asks (empty: the Commission), draft or
    sent."""

    owner: str
    asker: str = ""
    is_draft: bool = False


def reviews(actor: Actor, subject: FlagSubject) -> bool:
    """a reviewer whose desk has the country; the EU-level plan is on every desk"""
    return any(held.role in REVIEWING_ROLES and on_desk(held, subject.owner) for held in actor.held)


def commission_asks(actor: Actor, subject: FlagSubject) -> bool:
    """when the Commission asks"""
    return not subject.asker


def is_question(actor: Actor, subject: FlagSubject) -> bool:
    """when a country asks about an EU-level measure"""
    return bool(subject.asker)


def commission_answers(actor: Actor, subject: FlagSubject) -> bool:
    """about an EU-level measure"""
    return subject.owner == EU


def is_sent(actor: Actor, subject: FlagSubject) -> bool:
    """once it is sent"""
    return not subject.is_draft


def coordinates_plan(actor: Actor, subject: FlagSubject) -> bool:
    """a coordinator of the country whose plan it is"""
    return actor.holds(Role.COORDINATOR, subject.owner)


def works_on_plan(actor: Actor, subject: FlagSubject) -> bool:
    """a coordinator or contributor of the country whose plan it is"""
    return subject.owner in actor.countries


def coordinates_asker(actor: Actor, subject: FlagSubject) -> bool:
    """a coordinator of the country that asks"""
    return bool(subject.asker) and actor.holds(Role.COORDINATOR, subject.asker)


def works_somewhere(actor: Actor, subject: FlagSubject) -> bool:
    """a coordinator or contributor of any country"""
    return any(held.role in COUNTRY_ROLES for held in actor.held)


READ = permit(
    "flags:flag:read",
    "Read a flag and the exchange on it",
    [reviews, commission_asks],
    [reviews, is_sent],
    [works_on_plan, is_sent],
    [coordinates_asker],
    [works_somewhere, is_question, is_sent],
)
ASK = permit(
    "flags:flag:ask",
    "Write a flag, send it, and say whether the answer is enough",
    [reviews, commission_asks],
    [coordinates_asker],
)
ANSWER = permit(
    "flags:flag:answer",
    "Acknowledge and answer a flag, or contest it",
    [coordinates_plan, is_sent],
    [reviews, commission_answers, is_sent],
)
NOTE = permit(
    "flags:note:write",
    "Write a message on a flag, for both sides or for the own side alone",
    [reviews, commission_asks],
    [reviews, is_sent],
    [works_on_plan, is_sent],
    [coordinates_asker],
)


def sides_of(actor: Actor, subject: FlagSubject) -> frozenset[Side]:
    """The sides on which the actor may take steps."""
    held = {Side.ASKER: ASK, Side.ANSWERER: ANSWER}
    return frozenset(side for side, right in held.items() if allows(actor, right, subject))


def circle_of(actor: Actor, subject: FlagSubject) -> str:
    """Whose internal notes the actor reads and writes: `EU` for the Commission's, a country's code, empty for none."""
    if reviews(actor, subject) or (subject.owner == EU and EU in actor.countries):
        return EU
    country = subject.asker or subject.owner
    return country if country in actor.countries else ""


def reads_flags(actor: Actor) -> bool:
    """Whether the actor can see any flag at all: those who review, coordinate or contribute."""
    return any(held.role in REVIEWING_ROLES or held.role in COUNTRY_ROLES for held in actor.held)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of READ in SQL; the query joins `Plan`."""
    is_sent_ = Flag.state != State.DRAFT.value
    by_commission = Flag.asker == ""
    found: list[ColumnElement[bool]] = []
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            here = Plan.owner.in_(sorted(held.desk | {EU})) if held.desk else true()
            found.append(and_(here, or_(by_commission, is_sent_)))
    if actor.countries:
        found.append(and_(Plan.owner.in_(sorted(actor.countries)), is_sent_))
        found.append(and_(Flag.asker != "", is_sent_))
    own = sorted(held.country for held in actor.held if held.role is Role.COORDINATOR and held.country)
    if own:
        found.append(Flag.asker.in_(own))
    return and_(or_(*found), Flag.discarded_at.is_(None)) if found else false()

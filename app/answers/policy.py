"""Who asks, who answers, who reads questions and answers, and who relies on them.

A question is read by whose it is (of an agency: by that agency alone, not by the others that share the EU-level plan
with it), by reviewers whose desk has the country, and by coordinators of the EU level; where
it is shared with the Member States also by the coordinators and contributors of all, those of the EU level among them,
and by every reviewer. Whose it is other Member States read only where it says so; the Commission always knows. That a
plan item relies on an answer is read within the country alone. Observers, support officers and experts read none.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, true

from app.accounts.actor import Actor
from app.accounts.states import REVIEWING_ROLES, Role
from app.answers.models import Question
from app.answers.states import QuestionState
from app.comments.states import Reach
from app.core.policy import allows, permit
from app.plans.models import Plan
from app.plans.policy import WorkSubject, coordinates_eu_level, on_desk
from app.plans.policy import contributes as contributes_to
from app.plans.states import EU


@dataclass(frozen=True)
class QuestionSubject:
    """A question, as far as a right on it depends on it: of whose plan, how far it reaches, where it stands.

    `authority`: of the EU-level plan, for which it was asked; None where it was asked for the plan as a whole."""

    owner: str
    reach: Reach = Reach.COMMISSION
    shows_asker: bool = False
    state: QuestionState = QuestionState.OPEN
    authority: int | None = None


@dataclass(frozen=True)
class RelianceSubject:
    """An item of a plan that relies on an answer, or may: of whose plan, in which block, whose work it is."""

    owner: str
    block_key: str = ""
    authorities: frozenset[int] = frozenset()


Subject = QuestionSubject | RelianceSubject


def is_system(actor: Actor, _subject: object) -> bool:
    """the command line"""
    return actor.is_system


def coordinates(actor: Actor, subject: Subject) -> bool:
    """a coordinator of the country, or of the EU level for its own"""
    return actor.holds(Role.COORDINATOR, subject.owner)


def works_for_agency(actor: Actor, subject: Subject) -> bool:
    """a contributor of the EU level, for the agency that asks"""
    return isinstance(subject, QuestionSubject) and subject.owner == EU and subject.authority in agencies_of(actor)


def works_in(actor: Actor, subject: Subject) -> bool:
    """a coordinator or contributor of the Member State that asks"""
    return subject.owner != EU and subject.owner in actor.countries


def works_in_plan(actor: Actor, subject: Subject) -> bool:
    """a coordinator or contributor of the country, or of the EU level for its own"""
    return subject.owner in actor.countries


def contributes(actor: Actor, subject: Subject) -> bool:
    """a contributor of the country, within their blocks, to work of an authority they act for"""
    if not isinstance(subject, RelianceSubject):
        return False
    return contributes_to(actor, WorkSubject(subject.owner, subject.block_key, subject.authorities))


def reviews(actor: Actor, subject: Subject) -> bool:
    """a reviewer whose desk has the country"""
    return any(held.role in REVIEWING_ROLES and on_desk(held, subject.owner) for held in actor.held)


def reviews_any(actor: Actor, _subject: object) -> bool:
    """a reviewer"""
    return any(held.role in REVIEWING_ROLES for held in actor.held)


def is_shared(_actor: Actor, subject: Subject) -> bool:
    """where it is shared with the Member States and was not withdrawn"""
    return (
        isinstance(subject, QuestionSubject)
        and subject.reach is Reach.MEMBER_STATES
        and subject.state is not QuestionState.WITHDRAWN
    )


def works_anywhere(actor: Actor, _subject: object) -> bool:
    """a coordinator or contributor of any country or of the EU level"""
    return bool(actor.countries)


def is_named(_actor: Actor, subject: Subject) -> bool:
    """where the asker lets the Member States know"""
    return isinstance(subject, QuestionSubject) and subject.shows_asker


ASK = permit(
    "answers:question:ask",
    "Ask the Commission a question, and say how far it reaches",
    [coordinates],
    [works_for_agency],
    [is_system],
)
STEER = permit(
    "answers:question:steer",
    "Withdraw one's question, share it with the Member States, name or hide who asked",
    [coordinates],
    [works_for_agency],
    [is_system],
)
READ = permit(
    "answers:question:read",
    "Read a question with its answer and the versions of that",
    [works_in],
    [works_for_agency],
    [reviews],
    [coordinates_eu_level],
    [is_shared, works_anywhere],
    [is_shared, reviews_any],
    [is_system],
)
KNOW_ASKER = permit(
    "answers:question:know-asker",
    "Read who asked a question that they read",
    [works_in],
    [works_for_agency],
    [reviews_any],
    [coordinates_eu_level],
    [is_shared, is_named],
    [is_system],
)
READ_LIFE = permit(
    "answers:question:read-life",
    "Read what was done with a question, act by act",
    [works_in],
    [works_for_agency],
    [reviews],
    [coordinates_eu_level],
    [is_system],
)
ANSWER = permit(
    "answers:answer:write",
    "Draft, publish, revise and withdraw an answer; say that another question answers it; ask to share it wider",
    [reviews],
    [is_system],
)
RELY = permit(
    "answers:reliance:record",
    "Say that an item of the plan relies on an answer, keep relying when it changed, or stop",
    [coordinates],
    [contributes],
    [is_system],
)
READ_RELIANCE = permit(
    "answers:reliance:read", "Read which items of a plan rely on which answers", [works_in_plan], [is_system]
)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of `READ` in SQL; the query joins `Plan`."""
    if actor.is_system or coordinates_eu_level(actor, None):
        return true()
    found: list[ColumnElement[bool]] = [_asked_by(actor)] if actor.countries else []
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            found.append(Plan.owner.in_(sorted(held.desk | {EU})) if held.desk else true())
    if found:
        found.append(and_(Question.reach == Reach.MEMBER_STATES.value, Question.state != QuestionState.WITHDRAWN.value))
    return or_(*found) if found else false()


def asker_known_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of `KNOW_ASKER` for questions that `visible_to` lets through; the query joins `Plan`."""
    if actor.is_system or coordinates_eu_level(actor, None) or reviews_any(actor, None):
        return true()
    return or_(Question.shows_asker.is_(True), _asked_by(actor))


def _asked_by(actor: Actor) -> ColumnElement[bool]:
    """The twin of `works_in` and `works_for_agency`."""
    own = Plan.owner.in_(sorted(actor.countries - {EU}))
    return or_(own, and_(Plan.owner == EU, Question.authority_id.in_(sorted(agencies_of(actor)))))


def answerable_by(actor: Actor) -> ColumnElement[bool]:
    """The twin of `ANSWER` in SQL; the query joins `Plan`."""
    if actor.is_system:
        return true()
    found: list[ColumnElement[bool]] = [
        Plan.owner.in_(sorted(held.desk | {EU})) if held.desk else true()
        for held in actor.held
        if held.role in REVIEWING_ROLES
    ]
    return or_(*found) if found else false()


def agencies_of(actor: Actor) -> frozenset[int]:
    """The authorities of the EU-level plan for which the actor works."""
    return frozenset[int]().union(
        *(held.authorities for held in actor.held if held.role is Role.CONTRIBUTOR and held.country == EU)
    )


def asks_for(actor: Actor, owner: str) -> list[int | None]:
    """For which authorities of a plan the actor may ask, None for the plan as a whole; empty: for none."""
    named = (None, *sorted(agencies_of(actor))) if owner == EU else (None,)
    return [key for key in named if allows(actor, ASK, QuestionSubject(owner, authority=key))]


def reads_some(actor: Actor) -> bool:
    """Whether questions can reach the actor at all."""
    return actor.is_system or works_anywhere(actor, None) or reviews_any(actor, None)

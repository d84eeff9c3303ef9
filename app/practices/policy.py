"""Who proposes good practices, who consents to what, who reads them, who adopts and adapts them.

Before a consent, and once it is withdrawn, a practice is read by its country, by a support officer who proposed it, and
where it is a deliverable, which they read anyway, by support officers. Published, it is read besides by coordinators
and contributors of the countries that the consent names, by reviewers whose desk has the country, and by support
officers. Observers, experts and agencies are named nowhere, and read none. A practice whose deliverable was withdrawn
is as one without consent. All of it rests on the grants and the consent of the moment of asking.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.actor import Actor
from app.accounts.states import COUNTRY_ROLES, REVIEWING_ROLES, Role
from app.core.policy import permit
from app.plans.models import Plan
from app.plans.policy import on_desk
from app.plans.states import EU
from app.practices.models import Adoption, Practice, PracticeCountry
from app.practices.states import PracticeState, Reach
from app.support.deliverables.models import Deliverable
from app.support.deliverables.states import Standing
from app.support.policy import SupportSubject, coordinates, is_officer, is_system, reviews, works_in


@dataclass(frozen=True)
class PracticeSubject(SupportSubject):
    """A practice. `stands`: its deliverable, if it is one, was not withdrawn. `countries`: whom the consent names."""

    proposer_id: int | None = None
    is_of_deliverable: bool = False
    state: PracticeState = PracticeState.PROPOSED
    stands: bool = True
    reach: Reach = Reach.LISTED
    countries: frozenset[str] = frozenset()
    with_files: bool = False


@dataclass(frozen=True)
class AdoptionSubject(SupportSubject):
    """An adoption: `owner` is who adopts, `first_author` whose practice it is, `tells`: whether that one may know."""

    first_author: str = ""
    tells: bool = False


@dataclass(frozen=True)
class CourseSubject(SupportSubject):
    """How a plan came along: `owner` asks; `other`: of whom, None for whether they may ask at all."""

    other: str | None = None
    consents: bool = False


Subject = SupportSubject | None


def own_countries(actor: Actor) -> frozenset[str]:
    """The Member States for which the actor coordinates or contributes."""
    return actor.countries - {EU}


# --- predicates ------------------------------------------------------------------------------------------


def proposed_it(actor: Actor, subject: Subject) -> bool:
    """who proposed it"""
    return isinstance(subject, PracticeSubject) and actor.user_id is not None and subject.proposer_id == actor.user_id


def is_of_deliverable(_actor: Actor, subject: Subject) -> bool:
    """where it is a deliverable"""
    return isinstance(subject, PracticeSubject) and subject.is_of_deliverable


def waits_for_consent(_actor: Actor, subject: Subject) -> bool:
    """while it waits for consent"""
    return isinstance(subject, PracticeSubject) and subject.state is PracticeState.PROPOSED


def is_published(_actor: Actor, subject: Subject) -> bool:
    """once and as long as the country consents"""
    return isinstance(subject, PracticeSubject) and subject.state is PracticeState.PUBLISHED and subject.stands


def is_named(actor: Actor, subject: Subject) -> bool:
    """a coordinator or contributor of a country that the consent names"""
    if not isinstance(subject, PracticeSubject):
        return False
    mine = own_countries(actor)
    return bool(mine) if subject.reach is Reach.ALL else bool(mine & subject.countries)


def has_files(_actor: Actor, subject: Subject) -> bool:
    """where the consent includes files"""
    return isinstance(subject, PracticeSubject) and subject.with_files


def coordinates_another(actor: Actor, subject: Subject) -> bool:
    """a coordinator of another country than that whose practice it is"""
    return (
        isinstance(subject, AdoptionSubject) and subject.owner != subject.first_author and coordinates(actor, subject)
    )


def is_first_author(actor: Actor, subject: Subject) -> bool:
    """a coordinator of the country whose practice it is"""
    return isinstance(subject, AdoptionSubject) and actor.holds(Role.COORDINATOR, subject.first_author)


def is_told(_actor: Actor, subject: Subject) -> bool:
    """where who uses it agrees"""
    return isinstance(subject, AdoptionSubject) and subject.tells


def reviews_the_other(actor: Actor, subject: Subject) -> bool:
    """the other country too"""
    return isinstance(subject, CourseSubject) and (
        subject.other is None
        or any(held.role in REVIEWING_ROLES and on_desk(held, subject.other) for held in actor.held)
    )


def consents_to_course(_actor: Actor, subject: Subject) -> bool:
    """which consents"""
    return isinstance(subject, CourseSubject) and (subject.other is None or subject.consents)


# --- permissions -----------------------------------------------------------------------------------------

PROPOSE = permit(
    "practices:practice:propose",
    "Propose a way of working of a country, or a deliverable that it accepted, as a good practice",
    [works_in],
    [is_officer],
    [is_system],
)
READ = permit(
    "practices:practice:read",
    "Read a good practice",
    [works_in],
    [is_officer, is_of_deliverable],
    [is_officer, proposed_it],
    [is_published, is_named],
    [is_published, reviews],
    [is_published, is_officer],
    [is_system],
)
READ_FILES = permit(
    "practices:practice:read-files",
    "Have the files of a good practice that is a deliverable",
    [works_in],
    [is_officer, is_of_deliverable],
    [is_published, has_files, is_named],
    [is_published, has_files, reviews],
    [is_system],
)
READ_LIFE = permit(
    "practices:practice:read-life",
    "Read the acts on a practice and whom a consent names",
    [works_in],
    [is_officer, is_of_deliverable],
    [is_officer, proposed_it],
    [is_system],
)
WRITE = permit(
    "practices:practice:write",
    "Write a practice, and name what it was adapted from",
    [coordinates],
    [works_in, proposed_it, waits_for_consent],
    [is_officer, proposed_it, waits_for_consent],
    [is_system],
)
TAKE_BACK = permit(
    "practices:practice:take-back",
    "Take a proposal back",
    [works_in, proposed_it, waits_for_consent],
    [is_officer, proposed_it, waits_for_consent],
    [is_system],
)
CONSENT = permit(
    "practices:practice:consent",
    "Consent to a practice being shared, say with whom and whether with files, narrow that, withdraw it; decline",
    [coordinates],
    [is_system],
)
ADAPT_DELIVERABLE = permit(
    "practices:deliverable:adapt",
    "Say of a deliverable which practice it was adapted from",
    [coordinates],
    [is_officer],
    [is_system],
)
ADOPT = permit(
    "practices:practice:adopt",
    "Adopt a practice of another country that they read, say that it is not in use any more, and whether the first"
    " author may know",
    [coordinates_another],
    [is_system],
)
READ_ADOPTION = permit(
    "practices:adoption:read",
    "Read which country adopted or adapted a practice",
    [works_in],
    [is_first_author, is_told],
    [is_officer, is_told],
    [is_system],
)
CONSENT_TO_COURSE = permit(
    "practices:course:consent",
    "Let countries that stand where one's own stood read what it did next, or no longer",
    [coordinates],
    [is_system],
)
READ_COURSE = permit(
    "practices:course:read",
    "Read which countries stood where a country stands now, and what they did next",
    [works_in, consents_to_course],
    [reviews, reviews_the_other, consents_to_course],
    [is_system],
)


# --- the same in SQL -------------------------------------------------------------------------------------


def published() -> ColumnElement[bool]:
    """As `is_published`; the query joins `Deliverable` where there is one."""
    stands = or_(Practice.deliverable_id.is_(None), Deliverable.state != Standing.WITHDRAWN.value)
    return and_(Practice.state == PracticeState.PUBLISHED.value, stands)


def published_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Published practices that the actor reads; it rests on their grants alone, and not on who they are.

    The query joins `Plan`, and `Deliverable` where there is one.
    """
    if actor.is_system or is_officer(actor, None):
        return published()
    found: list[ColumnElement[bool]] = []
    if mine := sorted(own_countries(actor)):
        named = exists(
            select(PracticeCountry.id)
            .where(PracticeCountry.practice_id == Practice.id, PracticeCountry.country.in_(mine))
            .correlate(Practice)
        )
        found += [Plan.owner.in_(mine), Practice.reach == Reach.ALL.value, named]
    for held in actor.held:
        if held.role in REVIEWING_ROLES:
            found.append(Plan.owner.in_(sorted(held.desk)) if held.desk else true())
    return and_(published(), or_(*found)) if found else false()


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The twin of READ; the query joins `Plan`, and `Deliverable` where there is one."""
    if actor.is_system:
        return true()
    found = [published_visible_to(actor)]
    if mine := sorted(own_countries(actor)):
        found.append(Plan.owner.in_(mine))
    if is_officer(actor, None):
        found += [Practice.deliverable_id.is_not(None), Practice.proposer_id == actor.user_id]
    return or_(*found)


def adoptions_visible_to(
    actor: Actor, adopter: InstrumentedAttribute[str], first_author: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """The twin of READ_ADOPTION for a query of `Adoption`. `adopter`, `first_author`: who uses it, and whose it is."""
    if actor.is_system:
        return true()
    found: list[ColumnElement[bool]] = []
    if mine := sorted(own_countries(actor)):
        found.append(adopter.in_(mine))
    if is_officer(actor, None):
        found.append(Adoption.tells_author.is_(True))
    coordinated = {held.country for held in actor.held if held.role is Role.COORDINATOR and held.country}
    if coordinated:
        found.append(and_(Adoption.tells_author.is_(True), first_author.in_(sorted(coordinated))))
    return or_(*found) if found else false()


def reads_some(actor: Actor) -> bool:
    """Whether practices can reach the actor at all."""
    roles = COUNTRY_ROLES | REVIEWING_ROLES | {Role.SUPPORT_OFFICER}
    return actor.is_system or any(held.role in roles and held.country != EU for held in actor.held)

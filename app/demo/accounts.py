"""The demonstration's accounts: one for each role, all with one password. Nobody behind them is a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.accounts.models import User
from app.accounts.passwords import Passwords
from app.accounts.queries import find_user_by_email
from app.accounts.services import Scope, create_user, grant_role
from app.accounts.states import Role
from app.audit.services import record
from app.core import clock
from app.demo.queries import authorities_of, demonstration_users
from app.plans.states import EU

if TYPE_CHECKING:
    from app.catalogue.views import CatalogueView

ADDRESS = "{name}@demo.example"
CONTRIBUTOR_COUNTRY = "IE"
CONTRIBUTOR_CODES = ("MS_DA", "MS_RECEP")
"""The contributor of Ireland acts for the asylum office and the reception authority (or for the first two)."""


AGENCIES = ("EUAA", "FRONTEX", "EULISA", "FRA", "EIGE")
"""Somebody of each writes the EU-level measures that are its own."""

DEPUTY_COUNTRIES = ("IE", "FR", "BG")
"""In these somebody acts for the coordinator, until a day."""
DEPUTY_DAYS = 120


@dataclass(frozen=True)
class Account:
    """An account to be; `codes`: the authorities its contributor acts for, `acts_for`: the address of whose
    deputy it is.
    """

    name: str
    title: str
    role: Role
    country: str | None = None
    codes: tuple[str, ...] = field(default=())
    acts_for: str = ""

    @property
    def email(self) -> str:
        return ADDRESS.format(name=self.name)


def accounts_of(view: CatalogueView) -> Iterator[Account]:
    """The accounts of every role that there is."""
    for country in view.countries.values():
        title = f"Coordinator of {country.title.in_('en')}"
        coordinator = Account(f"coordinator.{country.code.lower()}", title, Role.COORDINATOR, country.code)
        yield coordinator
        if country.code in DEPUTY_COUNTRIES:
            deputy = f"Deputy of the coordinator of {country.title.in_('en')}"
            name = f"deputy.{country.code.lower()}"
            yield Account(name, deputy, Role.COORDINATOR, country.code, acts_for=coordinator.email)
    if CONTRIBUTOR_COUNTRY in view.countries:
        country_title = view.countries[CONTRIBUTOR_COUNTRY].title.in_("en")
        code = CONTRIBUTOR_COUNTRY.lower()
        contributor = f"Contributor of {country_title}"
        yield Account(f"contributor.{code}", contributor, Role.CONTRIBUTOR, CONTRIBUTOR_COUNTRY, CONTRIBUTOR_CODES)
        yield Account(f"observer.{code}", f"Observer of {country_title}", Role.OBSERVER, CONTRIBUTOR_COUNTRY)
    yield Account("coordinator.eu", "Coordinator of the EU-level plan", Role.COORDINATOR, EU)
    for code in AGENCIES:
        if code in view.actors:
            title = f"Contributor of {view.actors[code].title.in_('en')}"
            yield Account(f"contributor.{code.lower()}", title, Role.CONTRIBUTOR, EU, (code,))
    yield Account("reviewer", "Reviewer", Role.REVIEWER)
    yield Account("reviewer2", "Second reviewer", Role.REVIEWER)
    yield Account("lead", "Lead reviewer", Role.LEAD_REVIEWER)
    yield Account("support", "Support officer", Role.SUPPORT_OFFICER)
    yield Account("expert", "Expert", Role.EXPERT)
    yield Account("observer", "Observer of the EU level", Role.OBSERVER)
    yield Account("admin", "Administrator", Role.ADMINISTRATOR)


def make_accounts(session: Session, password: str, passwords: Passwords, view: CatalogueView) -> list[str]:
    """Make the accounts that are missing, with one password; returns their addresses.

    A contributor is made once the authorities are there, which is after the plans have been loaded.
    """
    made: list[str] = []
    stored: str | None = None
    for account in accounts_of(view):
        authorities = _authorities(session, account)
        held = find_user_by_email(session, account.email)
        if held is not None and account.acts_for:
            _renew(session, held, account)
        if held is not None or len(authorities) < len(account.codes):
            continue
        # Hashing takes a core and 64 MiB for a while: once for all.
        stored = stored or passwords.hash(password)
        user = create_user(
            session, actor=SYSTEM, email=account.email, name=f"{account.title} (demonstration)", is_demonstration=True
        )
        user.password_hash = stored
        user.password_set_at = clock.now()
        scope = Scope(country=account.country, authorities=frozenset(authorities))
        if account.role is not Role.EXPERT:  # whom an assignment makes one (app/demo/supporting.py)
            grant_role(session, user, account.role, _as_deputy(session, account) or scope, actor=SYSTEM)
        made.append(account.email)
    return made


def _as_deputy(session: Session, account: Account) -> Scope | None:
    """The scope of who acts for somebody, until some months from today; None for everybody else."""
    acted_for = find_user_by_email(session, account.acts_for) if account.acts_for else None
    if acted_for is None:
        return None
    ends_on = clock.today() + timedelta(days=DEPUTY_DAYS)
    return Scope(country=account.country, is_deputy=True, acting_for=acted_for.id, ends_on=ends_on)


def _renew(session: Session, user: User, account: Account) -> None:
    """Let a deputy act again whose time is over; what somebody has ended stays ended."""
    is_over = all(grant.revoked_at is None and grant.ends_on < clock.today() for grant in user.grants if grant.ends_on)
    scope = _as_deputy(session, account)
    if user.is_active and user.is_demonstration and is_over and scope is not None:
        grant_role(session, user, account.role, scope, actor=SYSTEM)


def _authorities(session: Session, account: Account) -> list[int]:
    if not account.codes or account.country is None:
        return []
    there = authorities_of(session, account.country)
    known = [there[code] for code in account.codes if code in there]
    if account.country == EU:  # nobody writes for an agency that is not theirs
        return known
    others = [key for code, key in there.items() if code not in account.codes]
    return [*known, *others][: len(account.codes)]


def keep_password(session: Session, password: str, passwords: Passwords) -> bool:
    """Give all demonstration accounts a password, if it is not theirs already; returns whether it was not."""
    users = demonstration_users(session)
    if not users or passwords.fits(password, users[0].password_hash):
        return False
    stored = passwords.hash(password)
    for user in users:
        user.password_hash = stored
        user.password_set_at = clock.now()
        record(session, actor=SYSTEM, deed="accounts:password:set", subject_kind="user", subject_id=user.id)
    session.flush()
    return True

"""Who works on a plan, in words: what each may do, for which authorities and blocks, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.accounts.actor import Actor
from app.accounts.services import delegating
from app.accounts.states import Role
from app.catalogue.views import CatalogueView
from app.core import clock
from app.web.frame import full_date
from app.web.tongue import gettext


@dataclass(frozen=True)
class Helper:
    """A role on a plan, as a line; `limits` are authorities and blocks, `state` what is not as usual of the account."""

    grant_id: int
    name: str
    email: str
    role: str
    limits: str
    until: str
    state: str
    may_end: bool
    may_name_deputy: bool
    may_get_link: bool


def helper(grant: Any, view: CatalogueView, authorities: dict[int, str], actor: Actor) -> Helper:
    """A grant on a country's plan as its coordinators read it."""
    may_end = delegating.may_end(actor, grant)
    return Helper(
        grant_id=grant.id,
        name=grant.user.name,
        email=grant.user.email,
        role=role_of(grant),
        limits=limits_of(grant, view, authorities),
        until=days_of(grant),
        state="" if grant.user.password_hash else gettext("invited, has not come in yet"),
        may_end=may_end,
        may_name_deputy=delegating.may_name_deputy(actor, grant),
        may_get_link=may_end and delegating.may_get_link(grant.user, grant.country),
    )


def role_of(grant: Any) -> str:
    """A role and for whom a deputy has it: “contributor, acting for Ana Example”."""
    role = gettext(Role(grant.role).label)
    if grant.acting_for is not None:
        return gettext("%(role)s, acting for %(name)s", role=role, name=grant.acting_for.name)
    return gettext("deputy coordinator") if grant.is_deputy else role


def limits_of(grant: Any, view: CatalogueView, authorities: dict[int, str]) -> str:
    """The authorities acted for and, where there is a limit, the numbers of the blocks."""
    if grant.role == Role.COORDINATOR.value:
        return gettext("the whole plan")
    names = [authorities.get(row.authority_id, "–") for row in grant.authorities]
    codes = [view.blocks[row.block_key].code for row in grant.blocks if row.block_key in view.blocks]
    said = ", ".join(sorted(names))
    if codes:
        said += "; " + gettext("only blocks %(numbers)s", numbers=", ".join(sorted(codes, key=int)))
    return said


def days_of(grant: Any) -> str:
    """Until when a role holds, and from when where that is still to come."""
    until = full_date(grant.ends_on) if grant.ends_on else gettext("until ended")
    if grant.starts_on > clock.today():
        return gettext("from %(day)s; %(until)s", day=full_date(grant.starts_on), until=until)
    return str(until)

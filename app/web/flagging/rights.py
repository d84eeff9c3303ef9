"""What the reader may do with flags at all."""

from __future__ import annotations

from app.accounts.states import REVIEWING_ROLES, Role
from app.core.policy import allows
from app.flags.policy import ASK, FlagSubject
from app.http.context import actor
from app.plans.states import EU


def reviews_plans() -> bool:
    """Whether the reader asks for the Commission."""
    return any(held.role in REVIEWING_ROLES for held in actor().held)


def may_ask() -> bool:
    """Whether the reader can write a flag on some plan."""
    return reviews_plans() or bool(asking_country())


def asking_country() -> str:
    """The country in whose name the reader can ask about EU-level measures; empty for none."""
    held = (one.country for one in actor().held if one.role is Role.COORDINATOR and one.country not in (None, EU))
    return next(held, None) or ""


def asker_for(owner: str) -> str | None:
    """In whose name the reader asks about a plan: empty for the Commission's, a country's code; None: they may not."""
    if allows(actor(), ASK, FlagSubject(owner, is_draft=True)):
        return ""
    country = asking_country()
    if owner == EU and country:
        return country
    return None

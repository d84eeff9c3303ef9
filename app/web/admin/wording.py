"""A grant in words: role, country, limits, days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.accounts.states import Role
from app.core import clock
from app.web.frame import country_name, full_date


@dataclass(frozen=True)
class GrantInWords:
    """A grant as a line; `is_over` when it has been revoked or its last day has passed."""

    grant_id: int
    role: str
    limits: str
    days: str
    is_over: bool


def grants_of(person: Any) -> list[GrantInWords]:
    """A person's grants, those that hold first."""
    return sorted((in_words(grant) for grant in person.grants), key=lambda line: (line.is_over, line.grant_id))


def in_words(grant: Any) -> GrantInWords:
    """One grant as a line."""
    role = gettext("deputy coordinator") if grant.is_deputy else gettext(Role(grant.role).label)
    if grant.country:
        role = f"{role}, {country_name(grant.country)}"
    limits = []
    if grant.authorities:
        limits.append(gettext("%(number)s authorities", number=len(grant.authorities)))
    if grant.blocks:
        limits.append(gettext("blocks: %(blocks)s", blocks=", ".join(sorted(row.block_key for row in grant.blocks))))
    if grant.desk:
        limits.append(
            gettext("desk: %(countries)s", countries=", ".join(country_name(row.country) for row in grant.desk))
        )
    days = gettext("from %(day)s", day=full_date(grant.starts_on))
    if grant.ends_on:
        days = gettext("%(first)s to %(last)s", first=full_date(grant.starts_on), last=full_date(grant.ends_on))
    if grant.revoked_at:
        days = gettext("revoked on %(day)s", day=full_date(clock.day_of(grant.revoked_at)))
    is_over = grant.revoked_at is not None or (grant.ends_on is not None and grant.ends_on < clock.today())
    return GrantInWords(grant.id, role, "; ".join(limits), days, is_over)

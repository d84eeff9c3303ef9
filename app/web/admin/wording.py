"""A grant in words: role, country, limits, days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext

from app.accounts.states import Role
from app.core import clock
from app.core.labels import message
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


CHANGED = {
    "role": message("role"),
    "is_deputy": message("deputy"),
    "deputy_of": message("deputy of the user with the number"),
    "starts_on": message("from"),
    "ends_on": message("last day"),
    "authorities": message("numbers of authorities"),
    "blocks": message("blocks"),
    "desk": message("desk"),
}
"""What the audit trail calls the fields of a role."""


OF_PEOPLE = {"name": message("name"), "email": message("e-mail address")}
"""What of a person was corrected or replaced; from what to what is kept nowhere."""


def changes_in_words(changes: Mapping[str, Any]) -> str:
    """What a deed on an account changed: “role: – → coordinator; from: – → 12 June 2026”."""
    if "fields" in changes:
        return ", ".join(gettext(OF_PEOPLE.get(field, field)) for field in changes["fields"][1])
    lines = [
        f"{gettext(CHANGED.get(name, name.replace('_', ' ')))}: {_value(name, old)} → {_value(name, new)}"
        for name, (old, new) in changes.items()
        if (old or new) and name != "acting_for"  # stands beside who did it
    ]
    return "; ".join(lines)


def _value(name: str, value: Any) -> str:
    if not value:
        return "–"
    if value is True:
        return str(gettext("yes"))
    if isinstance(value, list):
        return ", ".join(country_name(part) if name == "desk" else str(part) for part in value)
    if name in ("starts_on", "ends_on"):
        return full_date(date.fromisoformat(value))
    return str(gettext(Role(value).label)) if name == "role" else str(value)


def in_words(grant: Any) -> GrantInWords:
    """One grant as a line."""
    role = gettext("deputy coordinator") if grant.is_deputy else gettext(Role(grant.role).label)
    if grant.acting_for is not None:
        role = gettext(
            "%(role)s, acting for %(name)s", role=gettext(Role(grant.role).label), name=grant.acting_for.name
        )
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

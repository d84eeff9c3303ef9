"""Roles and kinds of one-use links."""

from __future__ import annotations

from app.core.labels import LabelledEnum, message


class Role(LabelledEnum):
    """What a person is here for. A grant of a role carries its scope."""

    ADMINISTRATOR = "administrator", message("administrator")
    COORDINATOR = "coordinator", message("coordinator")
    CONTRIBUTOR = "contributor", message("contributor")
    REVIEWER = "reviewer", message("reviewer")
    LEAD_REVIEWER = "lead_reviewer", message("lead reviewer")
    OBSERVER = "observer", message("observer")


COUNTRY_ROLES = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR})
"""Roles that make no sense without a country; an observer may have one, the others never do."""


REVIEWING_ROLES = frozenset({Role.REVIEWER, Role.LEAD_REVIEWER})
"""Roles that may be limited to a desk of countries."""


NOWHERE = "@former.invalid"
"""Ends the address of a pseudonym: no mail gets there, and nobody can be invited with it (RFC 2606)."""


class TokenPurpose(LabelledEnum):
    """What a one-use link is for."""

    INVITATION = "invitation", message("invitation")
    PASSWORD = "password", message("new password")

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
    SUPPORT_OFFICER = "support_officer", message("support officer")
    EXPERT = "expert", message("expert")


COUNTRY_ROLES = frozenset({Role.COORDINATOR, Role.CONTRIBUTOR})
"""Roles on a country's plan, which make no sense without a country; an observer may have one, an expert has that of the
assignment, the others never do."""

SUPPORT_ROLES = frozenset({Role.SUPPORT_OFFICER, Role.EXPERT})
"""Roles in technical support. They open no plan and no row of the matrix (app/support/policy.py says what they open).
An expert's grant is made by an assignment and by nothing else."""


REVIEWING_ROLES = frozenset({Role.REVIEWER, Role.LEAD_REVIEWER})
"""Roles that may be limited to a desk of countries."""


NOWHERE = "@former.invalid"
"""Ends the address of a pseudonym: no mail gets there, and nobody can be invited with it (RFC 2606)."""


class TokenPurpose(LabelledEnum):
    """What a one-use link is for."""

    INVITATION = "invitation", message("invitation")
    PASSWORD = "password", message("new password")

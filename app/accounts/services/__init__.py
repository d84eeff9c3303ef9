"""The verbs on people: invite, correct, grant, revoke, disable, pseudonymise, set a password."""

from app.accounts.services.correcting import correct_user, pseudonymise_user, require_left, require_named
from app.accounts.services.delegating import Invited, end_delegation, invite, name_deputy, renew_link
from app.accounts.services.passwords import (
    LINK_IS_OVER,
    LINK_LIFETIME,
    change_password,
    link_is_good,
    make_link,
    secret_hash,
    use_link,
)
from app.accounts.services.people import checked_email, create_user, disable_user, enable_user
from app.accounts.services.roles import Scope, grant_role, revoke_role
from app.accounts.services.staying import LastCoordinator

__all__ = [
    "LINK_IS_OVER",
    "LINK_LIFETIME",
    "Invited",
    "LastCoordinator",
    "Scope",
    "change_password",
    "checked_email",
    "correct_user",
    "create_user",
    "disable_user",
    "enable_user",
    "end_delegation",
    "grant_role",
    "invite",
    "link_is_good",
    "make_link",
    "name_deputy",
    "pseudonymise_user",
    "renew_link",
    "require_left",
    "require_named",
    "revoke_role",
    "secret_hash",
    "use_link",
]

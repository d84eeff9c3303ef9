"""The verbs on people: invite, grant, revoke, disable, set a password."""

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
    "LastCoordinator",
    "Scope",
    "change_password",
    "checked_email",
    "create_user",
    "disable_user",
    "enable_user",
    "grant_role",
    "link_is_good",
    "make_link",
    "revoke_role",
    "secret_hash",
    "use_link",
]

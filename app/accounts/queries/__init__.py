"""Every SELECT on people."""

from app.accounts.queries.actors import (
    SIGNED_IN,
    ReviewingGrant,
    actor_of,
    in_force,
    list_actors,
    list_reviewing_grants,
    load_actor,
    load_signed_in,
    signed_in_of,
)
from app.accounts.queries.grants import (
    get_grant,
    hold_grant,
    list_acting_for,
    list_country_grants,
    list_usable_grants,
)
from app.accounts.queries.people import (
    count_users,
    count_users_containing,
    find_open_link,
    find_token,
    find_user_by_email,
    get_user,
    has_demonstration_accounts,
    list_open_tokens,
    list_users,
    names_of,
)

__all__ = [
    "SIGNED_IN",
    "ReviewingGrant",
    "actor_of",
    "count_users",
    "count_users_containing",
    "find_open_link",
    "find_token",
    "find_user_by_email",
    "get_grant",
    "get_user",
    "has_demonstration_accounts",
    "hold_grant",
    "in_force",
    "list_acting_for",
    "list_actors",
    "list_country_grants",
    "list_open_tokens",
    "list_reviewing_grants",
    "list_usable_grants",
    "list_users",
    "load_actor",
    "load_signed_in",
    "names_of",
    "signed_in_of",
]

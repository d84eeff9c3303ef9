"""Every SELECT on the catalogue: which release is in force, and a release whole."""

from app.catalogue.queries.rebuilding import asked_items, list_real_plans, phrases_of, tables_to_empty, terms_of
from app.catalogue.queries.releases import (
    ReleaseHead,
    earliest_day,
    find_release,
    first_free_keys,
    forget_views,
    get_view,
    head_in_force,
    head_on,
    item_keys,
    list_item_keys_of,
    list_releases,
    release_in_force,
    view_in_force,
    view_of,
)

__all__ = [
    "ReleaseHead",
    "asked_items",
    "earliest_day",
    "find_release",
    "first_free_keys",
    "forget_views",
    "get_view",
    "head_in_force",
    "head_on",
    "item_keys",
    "list_item_keys_of",
    "list_real_plans",
    "list_releases",
    "phrases_of",
    "release_in_force",
    "tables_to_empty",
    "terms_of",
    "view_in_force",
    "view_of",
]

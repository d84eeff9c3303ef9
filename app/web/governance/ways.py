"""Where the pages of the yearly governance are: those that there are, for a row of links under the heading."""

from __future__ import annotations

from typing import cast

from flask import current_app

from app.core.labels import message
from app.web.frame import day_url
from app.web.tongue import gettext

WAYS = (
    ("/governance", message("Annual cycle")),
    ("/governance/meetings", message("Meetings")),
    ("/governance/actions", message("Actions")),
    ("/governance/findings", message("Findings")),
    ("/governance/questions", message("Questions and answers")),
    ("/governance/guidance", message("Guidance and training")),
    ("/actors", message("Who does what")),
    ("/funding", message("Funding")),
)
"""Path of a page → what it is called."""


def ways() -> list[tuple[str, str, str]]:
    """Path, address on the day that is looked at, and name of each page that there is."""
    endpoints = cast("dict[str, str] | None", current_app.extensions.get("governance_ways"))
    if endpoints is None:
        wanted = {path for path, _ in WAYS}
        rules = current_app.url_map.iter_rules()
        endpoints = {
            rule.rule: rule.endpoint for rule in rules if rule.rule in wanted and "GET" in (rule.methods or ())
        }
        current_app.extensions["governance_ways"] = endpoints
    return [(path, day_url(endpoints[path]), gettext(name)) for path, name in WAYS if path in endpoints]

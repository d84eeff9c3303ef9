"""The deeds on a plan, one family a module; importing them hangs their views on the area."""

from app.web.countries.deeds import (
    authorities,
    evidence,
    items,
    links,
    milestone_status,
    milestones,
    prose,
    sharing,
    undoing,
)

__all__ = [
    "authorities",
    "evidence",
    "items",
    "links",
    "milestone_status",
    "milestones",
    "prose",
    "sharing",
    "undoing",
]

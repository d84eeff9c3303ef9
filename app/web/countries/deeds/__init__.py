"""The deeds on a plan, one family a module; importing them hangs their views on the area."""

from app.web.countries.deeds import (
    asking,
    authorities,
    choosing,
    confirming,
    evidence,
    items,
    links,
    milestone_status,
    milestones,
    parts,
    people,
    prose,
    sharing,
    undoing,
)

__all__ = [
    "asking",
    "authorities",
    "choosing",
    "confirming",
    "evidence",
    "items",
    "links",
    "milestone_status",
    "milestones",
    "parts",
    "people",
    "prose",
    "sharing",
    "undoing",
]

"""The deeds on a plan, one family a module; importing them hangs their views on the area."""

from app.web.countries.deeds import (
    asking,
    authorities,
    confirming,
    evidence,
    items,
    links,
    milestone_status,
    milestones,
    prose,
    scanning,
    sharing,
    undoing,
)

__all__ = [
    "asking",
    "authorities",
    "confirming",
    "evidence",
    "items",
    "links",
    "milestone_status",
    "milestones",
    "prose",
    "scanning",
    "sharing",
    "undoing",
]

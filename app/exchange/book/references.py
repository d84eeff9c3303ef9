"""How a row of a part names it: the reference of the milestone and the key of the authority, `IE-0007/12`."""

from __future__ import annotations

BETWEEN = "/"


def part_reference(reference: str, authority_id: int) -> str:
    """The reference of an authority's part of a milestone's target."""
    return f"{reference}{BETWEEN}{authority_id}"


def part_named(reference: str | None) -> tuple[str, int] | None:
    """The milestone and the authority that a row's reference names; None where it is no part's."""
    milestone, between, key = (reference or "").partition(BETWEEN)
    return (milestone, int(key)) if between and key.isdecimal() and key.isascii() and len(key) < 18 else None

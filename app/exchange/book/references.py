"""How rows below a milestone name what they are of: `IE-0007/12` an authority's part, `IE-0007/AMIF` an instrument."""

from __future__ import annotations

from app.plans.funding import OtherInstrument

BETWEEN = "/"


def part_reference(reference: str, authority_id: int) -> str:
    """The reference of an authority's part of a milestone's target."""
    return f"{reference}{BETWEEN}{authority_id}"


def part_named(reference: str | None) -> tuple[str, int] | None:
    """The milestone and the authority that a row's reference names; None where it is no part's."""
    milestone, between, key = (reference or "").partition(BETWEEN)
    return (milestone, int(key)) if between and key.isdecimal() and key.isascii() and len(key) < 18 else None


def instrument_reference(reference: str, instrument: str) -> str:
    """The reference of what an instrument pays for a milestone."""
    return f"{reference}{BETWEEN}{instrument}"


def instrument_named(reference: str | None) -> tuple[str, str] | None:
    """The milestone and the instrument that a row's reference names; None where it is no instrument's."""
    milestone, between, key = (reference or "").partition(BETWEEN)
    is_one = key[:1].isupper() or key in {one.value for one in OtherInstrument}
    return (milestone, key) if between and is_one else None


def is_below(reference: str | None) -> bool:
    """Whether a row stands below a milestone's and is written after it."""
    return BETWEEN in (reference or "")


def milestone_named(reference: str | None) -> str:
    """The milestone that a row is of, or stands below."""
    return (reference or "").partition(BETWEEN)[0]

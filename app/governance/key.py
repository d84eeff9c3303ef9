"""The reference key of Article 66 AMMR and Annex I, and what follows from it for a pool. Pure.

The share of a Member State is half its part of the population and half its part of the gross domestic product of all
Member States that are counted, by the latest Eurostat data:

    share = 1/2 · population / Σ population + 1/2 · GDP / Σ GDP

Shares are exact fractions; they sum to one, and nothing is rounded before the end. Neither article nor annex says how
whole relocations and cents are made of them. Here it is the method of largest remainders: each gets the whole part of
what is due to it, and the units that are left go one by one to those with the largest fractions, at equal fractions in
protocol order. So the parts sum to the whole, and none is a unit or more away from what is due.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

HUNDRED_PER_CENT = 1_000_000
"""In ten-thousandths of a per cent, as shares are published and shown."""


def shares_of(inputs: Mapping[str, tuple[int, int]]) -> dict[str, Fraction]:
    """Each member's share of one, from its population and its GDP. Both sums are positive, or there is no member."""
    population = sum(people for people, _ in inputs.values())
    output = sum(gdp for _, gdp in inputs.values())
    return {
        member: (Fraction(people, population) + Fraction(gdp, output)) / 2 for member, (people, gdp) in inputs.items()
    }


def apportioned(whole: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    """A number of units (cents, relocations) by shares that sum to one, by largest remainders."""
    due = {member: share * whole for member, share in shares.items()}
    parts = {member: int(quota) for member, quota in due.items()}
    left = whole - sum(parts.values())
    by_fraction = sorted(due, key=lambda member: parts[member] - due[member])  # stable: at equal fractions in order
    for member in by_fraction[:left]:
        parts[member] += 1
    return parts


def shown_shares(shares: Mapping[str, Fraction]) -> dict[str, int]:
    """Shares in ten-thousandths of a per cent, which sum to exactly 100 per cent."""
    return apportioned(HUNDRED_PER_CENT, shares)

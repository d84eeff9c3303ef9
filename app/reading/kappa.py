"""How far two readers agree beyond chance: Cohen's kappa with its interval. Pure.

Of n items, both readers put each into one of k categories. With p_ij the share that the first put into i and the
second into j, p_i. and p_.j the shares of each reader, the agreement is observed p_o = Σ p_ii, expected by chance
p_e = Σ p_i. p_.i, and kappa = (p_o - p_e) / (1 - p_e) (J. Cohen, A coefficient of agreement for nominal scales,
Educational and Psychological Measurement 20 (1960), 37-46).

Its large-sample variance, for an interval, is (J. L. Fleiss, J. Cohen, B. S. Everitt, Large sample standard errors of
kappa and weighted kappa, Psychological Bulletin 72 (1969), 323-327, equation 13)

    [ Σ_i p_ii ((1 - p_e) - (p_.i + p_i.)(1 - p_o))²
      + (1 - p_o)² Σ_{i≠j} p_ij (p_.i + p_j.)²
      - (p_o p_e - 2 p_e + p_o)² ] / (n (1 - p_e)⁴)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

ENOUGH = 20
"""Below so many items the large-sample interval says little: there are too few to tell."""

NORMAL_95 = 1.959964
"""The 97.5 % point of the standard normal distribution."""

Pair = tuple[Hashable, Hashable]


@dataclass(frozen=True)
class Agreement:
    """How far two readers agree. `total`: items; `same`: of how many both said the same.

    `kappa`: None where it is not defined, since both used one and the same category alone; `low`, `high`: its 95 %
    interval within -1 and 1, None where kappa is, or where there are too few items to tell.
    """

    total: int
    same: int
    kappa: float | None
    low: float | None
    high: float | None

    @property
    def is_enough(self) -> bool:
        """Whether there are enough items for an interval."""
        return self.total >= ENOUGH


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """How far the first and the second of each pair agree. Raises ValueError for no pairs."""
    if not pairs:
        raise ValueError("agreement of nothing")
    n = len(pairs)
    cells = {pair: Fraction(number, n) for pair, number in Counter(pairs).items()}
    first = {name: Fraction(number, n) for name, number in Counter(one for one, _ in pairs).items()}
    second = {name: Fraction(number, n) for name, number in Counter(other for _, other in pairs).items()}
    same = sum(one == other for one, other in pairs)
    observed = Fraction(same, n)
    by_chance = sum((share * second.get(name, Fraction()) for name, share in first.items()), Fraction())
    if by_chance == 1:
        return Agreement(n, same, None, None, None)
    kappa = (observed - by_chance) / (1 - by_chance)
    if n < ENOUGH:
        return Agreement(n, same, float(kappa), None, None)
    off, spread = 1 - observed, Fraction()
    for (one, other), share in cells.items():
        if one == other:
            spread += share * ((1 - by_chance) - (second[one] + first[one]) * off) ** 2
        else:
            spread += off**2 * share * (second.get(one, Fraction()) + first.get(other, Fraction())) ** 2
    spread -= (observed * by_chance - 2 * by_chance + observed) ** 2
    half = NORMAL_95 * sqrt(max(spread, Fraction()) / (n * (1 - by_chance) ** 4))
    return Agreement(n, same, float(kappa), max(-1.0, float(kappa) - half), min(1.0, float(kappa) + half))

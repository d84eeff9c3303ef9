"""What a Member State's fair share of a pool comes to, and what an offer leaves of it. Pure.

The types of measures are of equal value (AMMR Art. 56(2)); the ratio between the pool's relocations and its money says
what one relocation is worth (Art. 12(3)). A responsibility offset stands for a relocation (Art. 63), alternative
measures count at their value in money (Art. 65(1)). Money is euro in whole cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.core.errors import Invalid
from app.core.labels import message
from app.governance.key import HUNDRED_PER_CENT, apportioned


@dataclass(frozen=True, slots=True)
class Pool:
    """The reference numbers of a pool: so many relocations, or so much money, of equal value."""

    relocations: int
    money: int

    def __post_init__(self) -> None:
        """Raises Invalid where one is not positive: there is then no ratio between the two."""
        if self.relocations <= 0 or self.money <= 0:
            raise Invalid(message("A pool has at least one relocation and one cent."), field="pool")

    @property
    def worth(self) -> Fraction:
        """What one relocation is worth, in cents."""
        return Fraction(self.money, self.relocations)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a Member State means to give: numbers of persons, amounts in cents."""

    relocations: int = 0
    offsets: int = 0
    money: int = 0
    alternative: int = 0

    def __post_init__(self) -> None:
        """Raises Invalid for what is less than nothing."""
        for name in ("relocations", "offsets", "money", "alternative"):
            if getattr(self, name) < 0:
                raise Invalid(message("Please give a number of at least 0."), field=name)

    def value(self, pool: Pool) -> Fraction:
        """Its value in cents, at the ratio of a pool."""
        return pool.worth * (self.relocations + self.offsets) + self.money + self.alternative


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A fair share and what remains of it; amounts in cents, `remains` less than nothing where more is offered.

    `offset_threshold`: so many relocations pledged are half the fair share, from which on the Member State may offer
    offsets itself (Art. 63(2)(b)).
    """

    relocations: int
    money: int
    deduction: int
    value: int
    remains: int
    remaining_relocations: Fraction
    offset_threshold: int
    may_offer_offsets: bool


def reckon(pool: Pool, shares: Mapping[str, Fraction], country: str, offer: Offer, *, deduction: int = 0) -> Reckoning:
    """What is due from a country, less what was deducted by a Council act (Art. 61, 62) and what is offered.

    Raises Invalid for a deduction of less than nothing or of more than the fair share.
    """
    money = apportioned(pool.money, shares)[country]
    relocations = apportioned(pool.relocations, shares)[country]
    if not 0 <= deduction <= money:
        raise Invalid(message("A deduction is at least 0 and at most the fair share."), field="deduction")
    value = offer.value(pool)
    whole = int(value + Fraction(1, 2))  # half a cent up, once, at the end
    remains = money - deduction - whole
    threshold = -(-relocations // 2)
    return Reckoning(
        relocations=relocations,
        money=money,
        deduction=deduction,
        value=whole,
        remains=remains,
        remaining_relocations=remains / pool.worth,
        offset_threshold=threshold,
        may_offer_offsets=offer.relocations >= threshold,
    )


def by_official_share(pool: Pool, share: int) -> tuple[int, int]:
    """Relocations and cents that a published share (ten-thousandths of a per cent) comes to, each half up.

    Only some shares are published, so that they cannot be apportioned together.
    """
    part = Fraction(share, HUNDRED_PER_CENT)
    half = Fraction(1, 2)
    return int(part * pool.relocations + half), int(part * pool.money + half)

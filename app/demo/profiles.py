"""How a country works in the story: one distribution for all, dealt out by the seed, following no fact about any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from app.demo.chance import lot
from app.plans.states import EU


class Sharing(Enum):
    """How often a country shares."""

    OFTEN = "often"
    SELDOM = "seldom"
    LITTLE = "little"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Profile:
    """`pace` stretches delays (1: average; more: slower), `begins_on` is the day on which the plan is begun,
    `coverage` the share of duties on which something is said, `diligence` how well entries are kept up."""

    pace: float
    begins_on: date
    coverage: float
    diligence: float
    sharing: Sharing
    shares_row: bool
    size: float


_COUNTRIES = 27
_FIRST_DAY = date(2024, 8, 19)
_LAST_DAY = date(2024, 12, 2)
_SHARING = (
    *[Sharing.NOTHING] * 3,
    *[Sharing.LITTLE] * 3,
    *[Sharing.SELDOM] * 3,
    *[Sharing.OFTEN] * 18,
)
_COVERAGE_OF_SILENT = (0.0, 0.2, 0.9)
"""Of the three that shared nothing one has said nothing at all, one little, one nearly everything."""


_SHARE_THEIR_ROW = (12, 20)


def deal_profiles(seed: int, codes: Sequence[str]) -> Mapping[str, Profile]:
    """A profile for each country; who gets which depends on the seed and the list of countries alone."""
    order = list(codes)
    lot(seed, "profiles").shuffle(order)
    step = (_COUNTRIES - 1) / max(1, len(order) - 1)  # fewer countries get a cross-section
    profiles = {code: _profile(seed, code, round(place * step)) for place, code in enumerate(order)}
    return {EU: _EU, **{code: profiles[code] for code in codes}}


def _profile(seed: int, code: str, place: int) -> Profile:
    chance = lot(seed, "profile", code)
    share = place / (_COUNTRIES - 1)
    sharing = _SHARING[place]
    is_silent = sharing is Sharing.NOTHING
    return Profile(
        pace=0.75 + 0.6 * ((share * 7) % 1),
        begins_on=_FIRST_DAY + timedelta(days=round((_LAST_DAY - _FIRST_DAY).days * ((share * 5) % 1))),
        coverage=_COVERAGE_OF_SILENT[place] if is_silent else chance.uniform(0.9, 0.995),
        diligence=chance.uniform(0.5, 0.95),
        sharing=sharing,
        shares_row=place in _SHARE_THEIR_ROW,
        size=chance.choice((0.25, 0.5, 1, 1, 2, 4)),
    )


_EU = Profile(
    pace=0.8,
    begins_on=date(2024, 6, 17),
    coverage=1.0,
    diligence=0.95,
    sharing=Sharing.OFTEN,
    shares_row=False,
    size=1,
)

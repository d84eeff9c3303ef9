"""The reference key: shares sum to one, parts to the whole, more people or output is never a smaller share."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.accounts.actor import SYSTEM
from app.catalogue.queries import get_view
from app.catalogue.reading import read_catalogue
from app.catalogue.services import load_release
from app.catalogue.states import Standing
from app.core.errors import Invalid
from app.governance.contribution import Offer, Pool, by_official_share, reckon
from app.governance.key import HUNDRED_PER_CENT, apportioned, shares_of, shown_shares
from app.governance.key_table import key_table
from tests.factories.catalogue import load_tiny_catalogue, tiny_catalogue_folder
from tests.governance.steps import catalogue

POOL_OF_2026 = Pool(relocations=21_000, money=420_000_000_00)
MEMBERS = st.dictionaries(
    st.text("ABCDEFGH", min_size=2, max_size=2),
    st.tuples(st.integers(1, 90_000_000), st.integers(1, 5_000_000)),
    min_size=1,
    max_size=27,
)


def key_of_2026() -> dict[str, Fraction]:
    """Computed from the inputs in the tree, without Denmark, which Article 66 does not bind."""
    members = catalogue().reference_keys[0].members
    return shares_of({m.country: (m.population, m.gdp) for m in members if m.country != "DK"})


# --- properties --------------------------------------------------------------------------------------------------


@given(MEMBERS)
def test_shares_sum_to_exactly_one_hundred_per_cent(inputs: dict[str, tuple[int, int]]) -> None:
    shares = shares_of(inputs)
    assert sum(shares.values()) == 1
    assert sum(shown_shares(shares).values()) == HUNDRED_PER_CENT


@given(MEMBERS, st.integers(0, 60_000_000_000))
def test_parts_sum_to_the_whole_and_none_is_a_unit_away_from_what_is_due(
    inputs: dict[str, tuple[int, int]], whole: int
) -> None:
    shares = shares_of(inputs)
    parts = apportioned(whole, shares)
    assert sum(parts.values()) == whole
    assert all(abs(parts[member] - share * whole) < 1 for member, share in shares.items())


@given(MEMBERS, st.integers(1, 10_000_000), st.booleans(), st.data())
def test_more_people_or_output_is_a_larger_share_and_a_smaller_one_for_all_others(
    inputs: dict[str, tuple[int, int]], more: int, is_people: bool, data: st.DataObject
) -> None:
    member = data.draw(st.sampled_from(sorted(inputs)))
    people, gdp = inputs[member]
    before = shares_of(inputs)
    after = shares_of(inputs | {member: (people + more, gdp) if is_people else (people, gdp + more)})
    assert after[member] >= before[member]
    assert all(after[other] <= before[other] for other in inputs if other != member)
    if len(inputs) > 1:
        assert after[member] > before[member]


@given(MEMBERS, st.integers(1, 60_000_000_000))
def test_a_larger_share_never_gets_less(inputs: dict[str, tuple[int, int]], whole: int) -> None:
    shares = shares_of(inputs)
    parts = apportioned(whole, shares)
    ranked = sorted(shares, key=lambda member: shares[member])
    for smaller, larger in pairwise(ranked):
        assert parts[smaller] <= parts[larger] or shares[smaller] == shares[larger]


@given(
    st.integers(1, 60_000),
    st.integers(1, 60_000_000_000),
    st.builds(Offer, *(st.integers(0, 20_000),) * 2, *(st.integers(0, 10**10),) * 2),
)
def test_what_remains_and_what_is_offered_are_the_share(relocations: int, money: int, offer: Offer) -> None:
    found = reckon(Pool(relocations, money), key_of_2026(), "IE", offer)
    assert found.remains + found.value == found.money
    more = Offer(offer.relocations, offer.offsets, offer.money + 1, offer.alternative)
    assert reckon(Pool(relocations, money), key_of_2026(), "IE", more).remains == found.remains - 1


# --- the pool of 2026 --------------------------------------------------------------------------------------------


def test_the_computed_shares_come_near_the_two_that_were_published() -> None:
    shown = shown_shares(key_of_2026())
    published = {m.country: m.official.share for m in catalogue().reference_keys[0].members if m.official}
    assert published == {"DE": 216_890, "FR": 160_021}
    assert shown["DE"] == 216_700
    assert shown["FR"] == 160_459
    assert all(abs(shown[country] - share) < 500 for country, share in published.items())


def test_without_denmark_and_with_ireland() -> None:
    """With Denmark in the sum Germany would be 0.4 points further from what was published."""
    members = catalogue().reference_keys[0].members
    with_denmark = shown_shares(shares_of({m.country: (m.population, m.gdp) for m in members}))
    assert with_denmark["DE"] == 212_737
    assert len(key_of_2026()) == 26
    assert shown_shares(key_of_2026())["IE"] == 21_319


def test_a_country_calculates_its_own_share() -> None:
    nothing = reckon(POOL_OF_2026, key_of_2026(), "IE", Offer())
    assert (nothing.relocations, nothing.money, nothing.remains) == (448, 8_954_121_14, 8_954_121_14)
    assert POOL_OF_2026.worth == 20_000_00
    some = reckon(POOL_OF_2026, key_of_2026(), "IE", Offer(relocations=224, money=1_000_000_00, alternative=500_000_00))
    assert some.value == 224 * 20_000_00 + 1_500_000_00
    assert some.remains == nothing.money - some.value
    assert (some.offset_threshold, some.may_offer_offsets) == (224, True)
    offset = reckon(POOL_OF_2026, key_of_2026(), "IE", Offer(relocations=223, offsets=1))
    assert (offset.value, offset.may_offer_offsets) == (224 * 20_000_00, False)
    full = reckon(POOL_OF_2026, key_of_2026(), "IE", Offer(), deduction=nothing.money)
    assert full.remains == 0
    beyond = reckon(POOL_OF_2026, key_of_2026(), "IE", Offer(money=10_000_000_00))
    assert beyond.remains < 0, "a voluntary contribution beyond the share"


def test_a_published_share_of_the_pool_is_near_what_was_reported() -> None:
    """Reported were 3 361 and 4 555 relocations, which look rounded up."""
    assert by_official_share(POOL_OF_2026, 160_021)[0] == 3_360
    assert by_official_share(POOL_OF_2026, 216_890) == (4_555, 91_093_800_00)


def test_what_cannot_be_reckoned_is_refused() -> None:
    with pytest.raises(Invalid):
        Pool(0, 1)
    with pytest.raises(Invalid):
        Offer(money=-1)
    with pytest.raises(Invalid):
        reckon(POOL_OF_2026, key_of_2026(), "IE", Offer(), deduction=8_954_121_15)


def test_equal_fractions_go_in_order() -> None:
    thirds = {"BE": Fraction(1, 3), "BG": Fraction(1, 3), "CZ": Fraction(1, 3)}
    assert apportioned(100, thirds) == {"BE": 34, "BG": 33, "CZ": 33}


# --- who is counted ----------------------------------------------------------------------------------------------


def test_whom_the_article_does_not_bind_has_no_share(session: Session, tmp_path: Path) -> None:
    view = load_tiny_catalogue(session, tmp_path)
    table = key_table(view, view.reference_keys[2026])
    assert [row.country for row in table.rows] == ["BE", "IE", "FR"]
    assert table.not_counted == {"DK": Standing.NOT_BOUND}
    assert sum(row.share for row in table.rows) == HUNDRED_PER_CENT
    belgium = table.rows[0]
    assert belgium.official is not None
    assert belgium.difference == belgium.share - 30_714
    assert table.is_estimate


def test_where_one_has_no_inputs_no_share_is_computed(session: Session, tmp_path: Path) -> None:
    line = "      - {country: IE, population: 5439900, gdp: 533000}\n"
    file = read_catalogue(tiny_catalogue_folder(tmp_path, ("reference_keys.yaml", line, "")))
    view = get_view(session, load_release(session, file, actor=SYSTEM).release_id)
    table = key_table(view, view.reference_keys[2026])
    assert (table.rows, table.missing) == ((), ("IE",))

"""Amounts as people write them: read to the cent, or refused with how to write them."""

from __future__ import annotations

import pytest

from app.core.errors import Invalid
from app.core.money import LIMIT, Euro, clean_amount, plain, read_amount, written


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("1 250 000,50", 125_000_050),
        ("1\u202f250\u00a0000,50", 125_000_050),
        ("1,250,000.50", 125_000_050),
        ("1.250.000,5", 125_000_050),
        ("1’250’000.05", 125_000_005),
        ("1250000", 125_000_000),
        ("€ 12", 1_200),
        ("12 EUR", 1_200),
        ("1.250", 125_000),
        ("0", 0),
        ("0,05", 5),
        (" ", None),
        ("1000000000000", LIMIT),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, cents: int | None) -> None:
    assert read_amount(text, "budget") == cents


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,25,000", "no amount"),
        ("1.250.000.5", "no amount"),
        ("0,500", "no amount"),
        ("12.345.67", "no amount"),
        ("1e6", "no amount"),
        ("٣", "no amount"),
        ("about 5", "no amount"),
        ("-" * 5000, "no amount"),
        ("-5", "below zero"),
        ("1000000000000.01", "too large"),
        ("9" * 5000, "too large"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_field(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        read_amount(text, "budget")
    assert refused.value.field == "budget"


@pytest.mark.parametrize("value", [1.5, True, -1, LIMIT + 1, b"5"])
def test_no_other_number_is_taken_for_cents(value: object) -> None:
    with pytest.raises(Invalid):
        clean_amount(value, "budget")


def test_an_amount_is_written_back_to_the_cent() -> None:
    assert [written(125_000_050), plain(125_000_050), str(Euro(125_000_050))] == [
        "1,250,000.50",
        "1250000.50",
        "EUR 1,250,000.50",
    ]
    assert [written(5), str(Euro(100_000)), written(LIMIT)] == ["0.05", "EUR 1,000", "1,000,000,000,000.00"]
    assert all(read_amount(written(cents), "budget") == cents for cents in (0, 1, 99, 100, 123_456, LIMIT))

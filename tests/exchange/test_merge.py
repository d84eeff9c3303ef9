"""Three ways, cell by cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.merge import Outcome, merge_cell

VALUES = st.one_of(st.none(), st.text(max_size=3), st.integers(0, 3), st.dates(date(2025, 1, 1), date(2025, 1, 3)))


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "outcome"),
    [
        ("a", "a", "a", Outcome.NOTHING),
        ("a", "b", "a", Outcome.OFFERED),
        ("a", "a", "b", Outcome.STAYS),
        ("a", "b", "b", Outcome.NOTHING),
        ("a", "b", "c", Outcome.CONFLICT),
        (None, date(2026, 1, 1), None, Outcome.OFFERED),
        (date(2026, 1, 1), None, date(2026, 1, 1), Outcome.OFFERED),
        (date(2026, 1, 1), None, date(2026, 2, 1), Outcome.CONFLICT),
    ],
)
def test_what_becomes_of_a_cell(base: object, theirs: object, ours: object, outcome: Outcome) -> None:
    assert merge_cell(base, theirs, ours) is outcome  # type: ignore[arg-type]


@given(VALUES, VALUES, VALUES)
def test_nothing_is_overwritten_unseen(base: str, theirs: str, ours: str) -> None:
    outcome = merge_cell(base, theirs, ours)
    if outcome is Outcome.OFFERED:
        assert ours == base
        assert theirs != ours
    if theirs == base:
        assert outcome in (Outcome.NOTHING, Outcome.STAYS)
    if outcome is Outcome.CONFLICT:
        assert base not in (theirs, ours)

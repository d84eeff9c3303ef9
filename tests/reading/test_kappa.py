"""Cohen's kappa and its interval, against worked examples."""

from __future__ import annotations

from math import sqrt

import pytest

from app.reading.kappa import ENOUGH, agreement

Table = dict[tuple[str, str], int]


def pairs(table: Table) -> list[tuple[str, str]]:
    """The items of a table of numbers."""
    return [pair for pair, number in table.items() for _ in range(number)]


FIFTY: Table = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
"""p_o = 35/50; p_e = 1/2 · 3/5 + 1/2 · 2/5 = 1/2; kappa = (0.7 - 0.5)/0.5 = 0.4."""

FLEISS: Table = {
    ("a", "a"): 75, ("a", "b"): 1, ("a", "c"): 4,
    ("b", "a"): 5, ("b", "b"): 4, ("b", "c"): 1,
    ("c", "a"): 0, ("c", "b"): 0, ("c", "c"): 10,
}  # fmt: skip
"""A table of 100 diagnoses as textbooks work it out (J. L. Fleiss, Statistical Methods for Rates and Proportions):
p_o = 0.89 and p_e = 0.66, so that kappa is 0.68; its standard error is 0.09 to two digits."""


def test_kappa_of_a_table_of_two_is_what_the_definition_gives() -> None:
    found = agreement(pairs(FIFTY))
    assert (found.total, found.same) == (50, 35)
    assert found.kappa == pytest.approx(0.4)
    # By the formula's parts: 0.4·0.17² + 0.3·0.23² on the diagonal, 0.09·(0.1·1.1² + 0.2·0.9²) off it, less 0.05².
    spread = 0.01156 + 0.01587 + 0.02547 - 0.0025
    assert found.high is not None
    assert found.high - 0.4 == pytest.approx(1.959964 * sqrt(spread / (50 * 0.5**4)))
    assert found.low == pytest.approx(0.8 - found.high)


def test_kappa_and_its_error_are_those_of_the_textbook() -> None:
    found = agreement(pairs(FLEISS))
    assert found.kappa == pytest.approx(0.676, abs=0.0005)
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / (2 * 1.959964) == pytest.approx(0.088, abs=0.001)


def test_who_reads_first_makes_no_difference() -> None:
    turned = [(other, one) for one, other in pairs(FLEISS)]
    assert agreement(turned) == agreement(pairs(FLEISS))


def test_full_agreement_and_full_disagreement_are_the_ends() -> None:
    whole = agreement([("a", "a"), ("b", "b")] * 20)
    assert (whole.kappa, whole.low, whole.high) == (1.0, 1.0, 1.0)
    none = agreement([("a", "b"), ("b", "a")] * 20)
    assert none.kappa == -1.0
    assert none.low == -1.0


def test_where_both_used_one_category_alone_kappa_is_not_defined() -> None:
    found = agreement([("a", "a")] * 30)
    assert (found.total, found.same, found.kappa, found.low) == (30, 30, None, None)


def test_where_one_reader_used_one_category_alone_it_is_nought() -> None:
    assert agreement([("a", "a")] * 15 + [("a", "b")] * 15).kappa == 0.0


def test_few_items_have_no_interval() -> None:
    few = agreement([("a", "a"), ("a", "b")] * (ENOUGH // 2 - 1))
    assert not few.is_enough
    assert few.kappa is not None
    assert few.low is None
    with pytest.raises(ValueError, match="nothing"):
        agreement([])

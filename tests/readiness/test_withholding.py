"""What sums over Member States rest on: nothing that is withheld can be had by subtraction."""

import pytest

from app.readiness.arithmetic import mean
from app.readiness.withholding import FEWEST_WITHHELD, Pool

FIGURES = {f"M{number:02}": 10 * number for number in range(1, 28)}
"""27 Member States at 10, 20 … 270 hundredths of a per cent."""


def a_pool(withheld: int, **changed: int | None) -> Pool[int | None]:
    """The first so many are withheld; `changed` say something else, or (None) nothing."""
    figures: dict[str, int | None] = {**FIGURES, **changed}
    owners = list(figures)
    return Pool(
        {owner: figures[owner] for owner in owners[withheld:]}, {owner: figures[owner] for owner in owners[:withheld]}
    )


def told(figure: int | None) -> int | None:
    return figure


def shares(figure: int | None) -> bool:
    return figure is not None


@pytest.mark.parametrize(("withheld", "entering"), [(0, 27), (1, 26), (4, 23), (5, 27), (26, 27), (27, 27)])
def test_fewer_than_five_withheld_rows_are_out_of_every_sum(withheld: int, entering: int) -> None:
    pool = a_pool(withheld)
    assert len(pool.pick(told)) == len(pool.counted(shares)) == entering
    assert pool.takes_withheld(shares) == (withheld >= FEWEST_WITHHELD)


def test_the_mean_of_those_that_remain() -> None:
    """Four withheld, at 10 to 40: 50 to 270 have their middle at 160. With the fifth all are in it: 140."""
    assert mean(value for value in a_pool(4).pick(told) if value is not None) == 160
    assert mean(value for value in a_pool(5).pick(told) if value is not None) == 140


def test_a_withheld_row_that_says_nothing_is_not_among_the_five() -> None:
    """Five are withheld and one of them says nothing: with the other four, each could nearly be computed."""
    pool = a_pool(5, M02=None)
    assert pool.pick(told) == list(FIGURES.values())[5:]
    assert len(pool.counted(shares)) == 22
    assert not pool.takes_withheld(shares)


def test_whatever_is_withheld_says_the_sum_stays_the_same() -> None:
    for figure in (0, 9900, None):
        assert a_pool(4, M01=figure).pick(told) == a_pool(4).pick(told)
        assert a_pool(4, M01=figure).counted(shares) == a_pool(4).counted(shares)


def test_each_figure_decides_for_itself() -> None:
    """Six are withheld, of which four have what is asked for: out of that figure, in the others."""
    pool = a_pool(6)
    high = pool.pick(lambda figure: figure if figure is not None and figure >= 30 else None)
    assert high == list(FIGURES.values())[6:]
    assert len(pool.pick(told)) == 27


def test_who_said_nothing_is_in_a_count_and_in_no_mean() -> None:
    """A row that is seen and silent is counted as such; six withheld, one of them silent: five tell of nobody."""
    pool = a_pool(6, M01=None, M27=None)
    assert len(pool.counted(shares)) == 27
    assert len(pool.pick(told)) == 25


def test_nought_is_a_figure() -> None:
    assert Pool({"IE": 0}, {}).pick(told) == [0]


def test_a_pool_of_something_else_withholds_the_same_rows() -> None:
    pool = a_pool(4).map(str)
    assert tuple(pool.withheld.values()) == ("10", "20", "30", "40")
    assert pool.seen["M05"] == "50"

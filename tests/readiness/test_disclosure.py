"""Counts for readers outside: none below three, and none that one who knows the rule can work out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from app.readiness.disclosure import FEWEST, Group, Stage, grouped

Numbers = tuple[int, ...]


def every_way(total: int, parts: int) -> Iterator[Numbers]:
    """All ways to put so many Member States into so many stages."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in every_way(total - first, parts - 1))


@pytest.mark.parametrize("total", [*range(FEWEST, 12), 22, 24, 26, 27])
def test_no_hidden_count_can_be_worked_out(total: int) -> None:
    """Whatever is told, the truths that the rule tells alike hold three numbers or more for each hidden stage."""
    truths: dict[tuple[Group, ...], list[Numbers]] = defaultdict(list)
    for numbers in every_way(total, len(Stage)):
        truths[grouped(dict(zip(Stage, numbers, strict=True)))].append(numbers)
    for told, alike in truths.items():
        assert sum(group.number for group in told) == total
        assert [stage for group in told for stage in group.stages] == list(Stage)
        for group in told:
            assert group.number >= FEWEST
            for stage in group.stages if len(group.stages) > 1 else ():
                place = list(Stage).index(stage)
                assert len({numbers[place] for numbers in alike}) >= FEWEST, (told, stage)


def test_as_much_is_told_as_can_be() -> None:
    def told(*numbers: int) -> list[tuple[list[str], int]]:
        return [([*stages], number) for stages, number in grouped(dict(zip(Stage, numbers, strict=True)))]

    assert told(12, 6, 5, 4) == [(["in_place"], 12), (["under_way"], 6), (["open"], 5), (["nothing_shared"], 4)]
    assert told(12, 9, 1, 5) == [(["in_place"], 12), (["under_way"], 9), (["open", "nothing_shared"], 6)]
    assert told(20, 4, 0, 3) == [(["in_place"], 20), (["under_way"], 4), (["open", "nothing_shared"], 3)]
    assert told(26, 1, 0, 0) == [([stage.value for stage in Stage], 27)]
    assert told(1, 1, 0, 0) == [], "of fewer than three nothing is told"

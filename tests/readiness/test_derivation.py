"""A shown percentage opens its derivation, and the sum there is the figure."""

from app.catalogue.states import Standing
from app.readiness.derivation import derive
from app.readiness.states import RULE_VERSION, Counting
from tests.readiness.builders import SPRING, a_milestone, a_view, an_item, facts_of, in_place, read


def test_a_derivation_adds_up_to_the_reading() -> None:
    items = [
        an_item(1, "one", is_key=True),
        an_item(2, "two"),
        an_item(3, "silent"),
        an_item(4, "not-bound"),
        an_item(5, "strategy", block_key="strategy"),
    ]
    view = a_view(items, standings={("IE", 4): Standing.NOT_BOUND}, outside=["strategy"])
    ireland = read(view, {1: in_place(SPRING), 2: facts_of(a_milestone(progress=3333)), 5: in_place(SPRING)})
    whole = derive(view, ireland)
    assert whole.rule_version == RULE_VERSION
    assert [(line.weight, line.progress, line.product) for line in whole.lines] == [
        (3, 10_000, 30_000),
        (1, 3000, 3000),
        (0, None, 0),
        (0, None, 0),
    ]
    assert (whole.product_sum, whole.weight_sum, whole.result) == (33_000, 4, 8250)
    assert whole.result == ireland.total.progress
    assert whole.lines[3].counting is Counting.NOT_BOUND
    assert derive(view, ireland, "strategy").result == 10_000


def test_a_derivation_of_nothing_is_a_dash() -> None:
    view = a_view([an_item(1, "one")])
    assert derive(view, read(view, {})).result is None

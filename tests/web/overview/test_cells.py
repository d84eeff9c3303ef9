"""A cell's sentence tells what its sign alone cannot."""

from __future__ import annotations

import pytest
from flask import Flask

from app.readiness.cells import Reading
from app.readiness.states import Counting, State
from app.web.overview.cells import said_of
from tests.web.matrix_world import World


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (
            Reading(State.NO_INFORMATION, by_counting={Counting.TO_BE_CONFIRMED: 3}),
            "to be confirmed whether it applies",
        ),
        (Reading(State.NO_INFORMATION, counted=4, by_counting={Counting.TO_BE_CONFIRMED: 3}), "no information"),
        (Reading(State.NOT_APPLICABLE, by_counting={Counting.NOT_BOUND: 3}), "not applicable"),
    ],
)
def test_where_nothing_counts_it_says_whether_that_is_certain(world: World, reading: Reading, said: str) -> None:
    app: Flask = world.app
    with app.test_request_context():
        assert said_of(world.view, reading) == said
